//! The towns that demonstration places stand in: true 읍면동, from `towns.txt`.

use std::{collections::HashMap, sync::LazyLock};

use fastrand::Rng;

use crate::domain::{
    geo::LatLon,
    region::{RegionCode, find},
};

/// A 읍면동 and the middle of where people live in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Town {
    /// `정왕동`.
    pub name: &'static str,
    /// Its middle, within a kilometre or two.
    pub at: LatLon,
}

/// The towns of every 시군구, the livelier ones first; the tests hold that all rows can be read.
static TOWNS: LazyLock<HashMap<RegionCode, Vec<Town>>> = LazyLock::new(|| {
    let rows = include_str!("towns.txt").lines().filter(|row| !row.starts_with('#'));
    let read = rows.filter_map(|row| {
        let (code, towns) = row.split_once(' ')?;
        Some((RegionCode(code.parse().ok()?), towns.split(',').filter_map(parse).collect()))
    });
    read.collect()
});

/// `정왕동 37.345 126.738`.
fn parse(text: &'static str) -> Option<Town> {
    let mut words = text.split(' ');
    let name = words.next()?;
    let at = LatLon::in_korea(words.next()?.parse().ok()?, words.next()?.parse().ok()?)?;
    Some(Town { name, at })
}

/// The towns of a 시군구.
pub(super) fn of(region: RegionCode) -> &'static [Town] {
    TOWNS.get(&region).map_or(&[], Vec::as_slice)
}

/// One of the towns of a 시군구; the nearer to its centre, the likelier.
pub(super) fn pick(region: RegionCode, rng: &mut Rng) -> Town {
    let towns = of(region);
    let centre = find(region).map(|region| region.centre);
    let weigh = |town: &Town| 1.0 / (1.5 + centre.map_or(0.0, |centre| centre.distance_m(town.at)) / 1000.0);
    let mut left = rng.f64() * towns.iter().map(weigh).sum::<f64>();
    let found = towns.iter().find(|town| {
        left -= weigh(town);
        left <= 0.0
    });
    let whole_of_korea = LatLon { lat: 36.5, lon: 127.8 };
    found.copied().unwrap_or(Town { name: "시연동", at: centre.unwrap_or(whole_of_korea) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::region::{emd_of_address, sidos, sigungus};

    #[test]
    fn every_district_has_towns_that_are_read_and_lie_in_it() {
        let written = include_str!("towns.txt").lines().filter(|row| !row.starts_with('#'));
        let written: usize = written.map(|row| row.split(',').count()).sum();
        let regions: Vec<_> = sidos().flat_map(|sido| sigungus(sido.code)).collect();
        assert_eq!(regions.iter().map(|region| of(region.code).len()).sum::<usize>(), written);
        for region in &regions {
            let towns = of(region.code);
            assert!(towns.len() >= 2, "{}", region.full_ko());
            for town in towns {
                assert_eq!(emd_of_address(&format!("{} {}", region.full_ko(), town.name)).as_deref(), Some(town.name));
                // The islands of 옹진 and 신안 are the farthest.
                let away = town.at.distance_m(region.centre);
                let limit = if matches!(region.code.0, 28720 | 46910) { 180_000.0 } else { 60_000.0 };
                assert!(away < limit, "{} {} is {away} m away", region.full_ko(), town.name);
            }
        }
    }
}
