//! Demonstration data, made by this project: places that do not exist, all over the country, each
//! marked in its name. Nothing here reads a real source, and no telephone number can ring.

mod names;
mod people;
mod shape;
mod towns;
mod week;

#[cfg(test)]
mod tests;

use fastrand::Rng;
use jiff::civil::Date;

use crate::domain::{
    geo::LatLon,
    hospital::{DEMO_MARK, Kind, Source},
    phone::Phone,
    record::{Facts, Part, SourceRecord},
    region::Region,
};
use shape::{Outline, Shape};

/// Made-up places, the same for the same seed: place 17 is the same however many are asked for. Lazy:
/// one is made when it is asked for. From 3,000 places on, every 시군구 has at least three clinics, a
/// pharmacy and a public health centre, and the larger ones an emergency room.
pub fn generate(places: usize, seed: u64, as_of: Date) -> impl Iterator<Item = SourceRecord> {
    let outline = Outline::new();
    (0..places).map(move |index| {
        let mut rng = Rng::with_seed(mixed(seed, index as u64));
        let shape = outline.shape(index, &mut rng);
        SourceRecord {
            source: Source::Demo,
            key: format!("demo-{:06}", index + 1),
            part: Part::Basic,
            facts: facts(index, shape, as_of, &mut rng),
        }
    })
}

/// A seed for one place that has nothing to do with its neighbours' (SplitMix64).
fn mixed(seed: u64, index: u64) -> u64 {
    let mut z = seed ^ index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// All that is said of a place.
fn facts(index: usize, shape: Shape, as_of: Date, rng: &mut Rng) -> Facts {
    let town = towns::pick(shape.region.code, rng);
    let departments = people::departments(shape.kind, rng);
    let (hours, mut notes) = week::hours(shape, rng);
    notes.extend(people::notes(shape, rng));
    Facts {
        name: Some(format!("{}{DEMO_MARK}", names::name(index, shape.kind, &departments, town.name, rng))),
        kind: Some(shape.kind),
        address: Some(address(shape.region, town.name, rng)),
        region: Some(shape.region.code),
        emd: Some(town.name.to_owned()),
        phone: phone(shape.region, rng),
        emergency: Some(shape.emergency),
        emergency_phone: if shape.emergency { phone(shape.region, rng) } else { None },
        location: Some(near(town.at, rng)),
        homepage: None,
        departments,
        notes,
        hours,
        as_of: Some(as_of),
    }
}

/// A road of an invented name in a true 시군구 and 읍면동, written as the public data writes it.
fn address(region: &Region, emd: &str, rng: &mut Rng) -> String {
    let full = region.full_ko();
    let road = match rng.u8(..10) {
        0..2 => format!("{}대로 {}", names::road(rng), rng.u16(1..400)),
        2..6 => format!("{}로 {}", names::road(rng), rng.u16(1..300)),
        6..9 => format!("{}로{}번길 {}", names::road(rng), rng.u8(1..90), rng.u8(1..60)),
        _ => format!("{}길 {}-{}", names::road(rng), rng.u8(1..90), rng.u8(1..20)),
    };
    let storey = rng.u16(1..8);
    let floor = match rng.u8(..10) {
        0..4 => format!(", {storey}층"),
        4..6 => format!(", {storey}층 {}호", storey * 100 + rng.u16(1..13)),
        _ => String::new(),
    };
    if emd.ends_with(['읍', '면']) {
        return format!("{full} {emd} {road}{floor}");
    }
    match rng.u8(..3) {
        0 => format!("{full} {road}{floor} ({emd}, {}빌딩)", names::road(rng)),
        _ => format!("{full} {road}{floor} ({emd})"),
    }
}

/// A number of the right area whose exchange, 000, is given to nobody.
fn phone(region: &Region, rng: &mut Rng) -> Option<Phone> {
    let area = match region.code.0 {
        // 광명 and 과천 dial as Seoul does, 부천 as 인천.
        41210 | 41290 => "02",
        41190..=41196 => "032",
        _ => match region.code.sido().0 {
            11 => "02",
            26 => "051",
            27 => "053",
            28 => "032",
            29 => "062",
            30 => "042",
            31 => "052",
            36 => "044",
            41 => "031",
            43 => "043",
            44 => "041",
            46 => "061",
            47 => "054",
            48 => "055",
            50 => "064",
            51 => "033",
            _ => "063",
        },
    };
    Phone::parse(&format!("{area}-000-{:04}", rng.u16(..10_000)))
}

/// A point of the town: thick in its middle, thin at some 600 m from it.
fn near(town: LatLon, rng: &mut Rng) -> LatLon {
    // The mean of three even draws is bell-shaped and never far off.
    let mut metres = || (rng.f64() + rng.f64() + rng.f64() - 1.5) * 420.0;
    let (east, north) = (metres(), metres());
    let lat = town.lat + north / 111_195.0;
    let lon = town.lon + east / (111_195.0 * town.lat.to_radians().cos());
    let rounded = |degrees: f64| (degrees * 1e6).round() / 1e6;
    LatLon::in_korea(rounded(lat), rounded(lon)).unwrap_or(town)
}

/// One of the choices, each as likely as its weight says.
fn weighted<T: Copy>(choices: &[(u32, T)], rng: &mut Rng) -> Option<T> {
    let all: u32 = choices.iter().map(|choice| choice.0).sum();
    let mut left = rng.u32(..all.max(1));
    choices
        .iter()
        .find(|choice| {
            left < choice.0 || {
                left -= choice.0;
                false
            }
        })
        .map(|choice| choice.1)
}

/// Whether something happens that happens so often in a hundred.
fn percent(often: u8, rng: &mut Rng) -> bool {
    rng.u8(..100) < often
}

/// Whether the kind treats patients in wards.
fn has_wards(kind: Kind) -> bool {
    matches!(kind, Kind::Tertiary | Kind::General | Kind::Hospital | Kind::Nursing)
}
