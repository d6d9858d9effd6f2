//! Which rows of HIRA and NMC are one place. They share no key, so it is told by what they say:
//!
//! 1. the same name, as [`normal_name`] has it, in the same 시군구, and the same road and building
//!    number or within 150 m; or
//! 2. a similar name (one holds the other, or they differ by a letter or two), the same road and
//!    building number in the same 시군구, the same phone and the same field (medical, dental,
//!    Korean medicine).
//!
//! A pharmacy is never one place with anything else. Of several places that satisfy the same rule
//! the nearest counts; when that does not decide either, none does, and the row becomes a place of
//! its own. A place that still has a live row of the row's own source is out of the question: two
//! rows of one source are two places. A link once made stays, whatever the rows say later, because
//! patients' links and bookings hang on the number of the place.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use crate::domain::{
    geo::LatLon,
    hospital::{HospitalId, Kind},
    phone::Phone,
    region::RegionCode,
};

/// Places this near may be one, metres.
const NEAR_M: f64 = 150.0;

/// What is compared.
#[derive(Clone, Debug)]
pub struct Traits<'a> {
    /// Registered name.
    pub name: &'a str,
    /// Sort of place.
    pub kind: Kind,
    /// 시군구.
    pub region: Option<RegionCode>,
    /// Road address.
    pub address: &'a str,
    /// Number to call.
    pub phone: Option<&'a Phone>,
    /// Where it stands.
    pub location: Option<LatLon>,
}

/// What a row turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// No place that is known.
    New,
    /// This place.
    Of(HospitalId),
    /// More than one place could be meant: told apart from [`Match::New`] for the report.
    Unclear,
}

/// The field of medicine, as far as names and licences keep it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Medical,
    Dental,
    Oriental,
    Pharmacy,
}

fn field(kind: Kind) -> Field {
    match kind {
        Kind::Pharmacy => Field::Pharmacy,
        Kind::Dental => Field::Dental,
        Kind::Oriental => Field::Oriental,
        _ => Field::Medical,
    }
}

/// A known place: about 60 bytes and its name.
struct Known {
    id: HospitalId,
    name: Box<str>,
    /// Hash of the phone's digits.
    phone: Option<u64>,
    /// Hash of road and number.
    road: Option<u64>,
    at: Option<LatLon>,
    field: Field,
}

/// The places that a new row may be of, found by name and by address.
#[derive(Default)]
pub struct Index {
    hasher: RandomState,
    places: Vec<Known>,
    /// (시군구, name) and (시군구, road and number), hashed, to positions in `places`.
    by: HashMap<u64, Vec<u32>>,
}

impl Index {
    /// Adds a place; one without a 시군구 cannot be found again and is left out.
    pub fn add(&mut self, id: HospitalId, traits: &Traits<'_>) {
        let Some(region) = traits.region else { return };
        let known = self.known(id, traits);
        let position = self.places.len() as u32;
        let by_name = self.hasher.hash_one((region, 'n', &known.name));
        self.by.entry(by_name).or_default().push(position);
        if let Some(road) = known.road {
            self.by.entry(self.hasher.hash_one((region, 'r', road))).or_default().push(position);
        }
        self.places.push(known);
    }

    /// The place of a row, among those that are `free`: without a live row of the same source.
    pub fn find(&self, traits: &Traits<'_>, free: impl Fn(HospitalId) -> bool) -> Match {
        let Some(region) = traits.region else { return Match::New };
        let row = self.known(HospitalId(0), traits);
        let named = self.candidates(self.hasher.hash_one((region, 'n', &row.name)), &free);
        let same: Vec<&Known> = named.filter(|place| same_name(place, &row)).collect();
        if !same.is_empty() {
            return nearest(&row, &same);
        }
        let Some(road) = row.road else { return Match::New };
        let housed = self.candidates(self.hasher.hash_one((region, 'r', road)), &free);
        let similar: Vec<&Known> = housed.filter(|place| similar_name(place, &row)).collect();
        nearest(&row, &similar)
    }

    fn candidates(&self, key: u64, free: impl Fn(HospitalId) -> bool) -> impl Iterator<Item = &Known> {
        let positions = self.by.get(&key).map_or(&[][..], Vec::as_slice);
        positions.iter().map(|position| &self.places[*position as usize]).filter(move |place| free(place.id))
    }

    fn known(&self, id: HospitalId, traits: &Traits<'_>) -> Known {
        Known {
            id,
            name: normal_name(traits.name).into(),
            phone: traits.phone.map(|phone| self.hasher.hash_one(phone.digits())),
            road: road_and_number(traits.address).map(|road| self.hasher.hash_one(road)),
            at: traits.location,
            field: field(traits.kind),
        }
    }
}

/// Rule 1; the 시군구 is the same by the way the place was found.
fn same_name(place: &Known, row: &Known) -> bool {
    let pharmacies = (place.field == Field::Pharmacy) == (row.field == Field::Pharmacy);
    let same_road = place.road.is_some() && place.road == row.road;
    pharmacies && place.name == row.name && (same_road || distance(place, row).is_some_and(|metres| metres <= NEAR_M))
}

/// Rule 2; likewise.
fn similar_name(place: &Known, row: &Known) -> bool {
    place.field == row.field
        && place.phone.is_some()
        && place.phone == row.phone
        && place.road == row.road
        && similar(&place.name, &row.name)
}

fn distance(place: &Known, row: &Known) -> Option<f64> {
    place.at.zip(row.at).map(|(a, b)| a.distance_m(b))
}

/// The one, or the one that is nearer than all others.
fn nearest(row: &Known, places: &[&Known]) -> Match {
    match places {
        [] => Match::New,
        [only] => Match::Of(only.id),
        several => {
            let metres = |place: &&Known| distance(place, row).unwrap_or(f64::INFINITY);
            let mut by_distance: Vec<(f64, HospitalId)> =
                several.iter().map(|place| (metres(place), place.id)).collect();
            by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
            if by_distance[0].0 < by_distance[1].0 { Match::Of(by_distance[0].1) } else { Match::Unclear }
        }
    }
}

/// Words before a name that say who owns the place, not what it is called.
const OWNERS: &[&str] =
    &["사회복지법인", "의료법인", "학교법인", "재단법인", "사단법인", "특수법인", "종교법인", "주식회사"];
/// The same, abbreviated.
const SHORT_OWNERS: &[&str] = &["(의)", "(재)", "(사)", "(복)", "(학)", "(주)", "(유)", "(의료)", "(사복)", "(특)"];

/// A name as it is compared: without the owner before it, spaces and punctuation, in small
/// letters. `(의)나래의료재단 푸른 의원` and `의료법인나래의료재단푸른의원` are both `푸른의원`.
pub fn normal_name(name: &str) -> String {
    let mut rest: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let mut owned = false;
    while let Some(short) =
        OWNERS.iter().chain(SHORT_OWNERS).find(|owner| rest.starts_with(**owner) && rest.len() > owner.len())
    {
        rest.drain(..short.len());
        owned = true;
    }
    if owned && let Some(own) = after_foundation(&rest) {
        rest = own.to_owned();
    }
    rest.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What follows `…재단` when that is a name of its own.
fn after_foundation(name: &str) -> Option<&str> {
    let (_, own) = name.split_once("재단")?;
    (own.chars().count() >= 3).then_some(own)
}

/// Road and building number of a road address: `도산대로8길 17-1`; `None` where there is none.
pub fn road_and_number(address: &str) -> Option<String> {
    let plain: String = address.split('(').next()?.replace(',', " ");
    let words: Vec<&str> = plain.split_whitespace().filter(|word| *word != "지하").collect();
    let number = |word: &str| {
        let end = word.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(word.len());
        let digits = word[..end].trim_end_matches('-');
        digits.starts_with(|c: char| c.is_ascii_digit()).then(|| digits.to_owned())
    };
    let is_road = |word: &str| word.ends_with(['로', '길']) && word.chars().count() > 1;
    let at = words.windows(2).rposition(|pair| is_road(pair[0]) && number(pair[1]).is_some_and(|n| !n.is_empty()))?;
    // `올림픽로 98길 11` is written apart by some: the number's word is then the road's second half.
    let first_half = at.checked_sub(1).map(|before| words[before]).filter(|before| {
        before.ends_with('로') && words[at].starts_with(|c: char| c.is_ascii_digit()) && words[at].ends_with('길')
    });
    Some(format!("{}{} {}", first_half.unwrap_or_default(), words[at], number(words[at + 1])?))
}

/// One holds the other, or at most one letter in eight (and one in any case) differs.
fn similar(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let holds = short.len() >= 4 && long.windows(short.len()).any(|part| part == &short[..]);
    holds || (short.len() >= 4 && edits(short, long) <= (long.len() / 8).max(1))
}

/// Levenshtein's distance.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[b.len()]
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
