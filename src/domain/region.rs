//! 시도 and 시군구: names, codes, centres, rough populations.
//!
//! The table is of 2026: 화성시 has its four 구 (February), 인천 its new districts (July). 광주 and
//! 전남, one 통합특별시 since July, stay two rows here: their 시군구 did not change, people look for
//! them under the old names, and the sources' codes still tell them apart. It holds no boundaries.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use super::address::{emd_of_address, of_address};
use super::geo::LatLon;

/// 행정구역 code: two digits for a 시도 (`11`), five for a 시군구 (`11680`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegionCode(pub u32);

impl RegionCode {
    /// The 시도 that the region is or lies in.
    pub fn sido(self) -> Self {
        if self.is_sido() { self } else { Self(self.0 / 1000) }
    }

    /// Whether it is a whole 시도.
    pub fn is_sido(self) -> bool {
        self.0 < 100
    }

    /// Whether `other` is this region or lies in it: a 시도 holds its 시군구, 수원시 its 구.
    pub fn holds(self, other: Self) -> bool {
        let is_city_of = || self.0 / 10 == other.0 / 10 && find(self).is_some_and(|city| city.level == Level::City);
        self == other || self == other.sido() || is_city_of()
    }
}

/// How large a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// One of the 17.
    Sido,
    /// A city that is divided into 일반구 (수원시), whole.
    City,
    /// What tiles the country: 자치구, 시, 군, and the 일반구 of cities.
    Sigungu,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Its code.
    pub code: RegionCode,
    /// How large it is.
    pub level: Level,
    /// `서울특별시`, `강남구`, `수원시 장안구`.
    pub name_ko: &'static str,
    /// Short name of its 시도: `서울`.
    pub short_ko: &'static str,
    /// Official romanisation: `Seoul`, `Gangnam-gu`, `Jangan-gu, Suwon-si`.
    pub name_en: &'static str,
    /// Its 시도청, 시청, 군청 or 구청, or the populated middle; within a kilometre or two.
    pub centre: LatLon,
    /// People in 2025, rounded.
    pub population: u32,
}

impl Region {
    /// As an address begins: `경기도 수원시 장안구`; 세종 has one name for both of its rows.
    pub fn full_ko(&self) -> String {
        match find(self.code.sido()) {
            Some(sido) if sido.code != self.code && sido.code != SEJONG => format!("{} {}", sido.name_ko, self.name_ko),
            Some(sido) => sido.name_ko.to_owned(),
            None => self.name_ko.to_owned(),
        }
    }

    /// As a list shows it: `경기`, `경기 수원시 장안구`; `세종`.
    pub fn label_ko(&self) -> String {
        match self.level {
            Level::Sido => self.short_ko.to_owned(),
            _ if self.code.sido() == SEJONG => self.short_ko.to_owned(),
            _ => format!("{} {}", self.short_ko, self.name_ko),
        }
    }
}

/// 세종, the 시도 that is its own one 시군구.
pub(super) const SEJONG: RegionCode = RegionCode(36);

static TABLE: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let rows = include_str!("regions.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(parse).collect()
});

/// A row of the file; the tests hold that every row can be read.
fn parse(line: &'static str) -> Option<Region> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    Some(Region {
        code: RegionCode(next()?.parse().ok()?),
        level: match next()? {
            "sido" => Level::Sido,
            "city" => Level::City,
            "sigungu" => Level::Sigungu,
            _ => return None,
        },
        name_ko: next()?,
        short_ko: next()?,
        name_en: next()?,
        centre: LatLon::in_korea(next()?.parse().ok()?, next()?.parse().ok()?)?,
        population: next()?.parse().ok()?,
    })
}

/// Every row, by code: the 17 시도, then cities and 시군구.
pub fn all() -> &'static [Region] {
    &TABLE
}

/// The row of a code.
pub fn find(code: RegionCode) -> Option<&'static Region> {
    TABLE.binary_search_by_key(&code, |region| region.code).ok().map(|i| &TABLE[i])
}

/// The 17 시도, by code.
pub fn sidos() -> impl Iterator<Item = &'static Region> {
    TABLE.iter().filter(|region| region.level == Level::Sido)
}

/// The 시군구 that tile a 시도, by code; a divided city is there as its 구.
pub fn sigungus(sido: RegionCode) -> impl Iterator<Item = &'static Region> {
    TABLE.iter().filter(move |region| region.level == Level::Sigungu && region.code.sido() == sido)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_is_read_sorted_and_unique() {
        let lines = include_str!("regions.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(all().len(), lines);
        assert!(all().windows(2).all(|pair| pair[0].code < pair[1].code));
        assert_eq!(sidos().count(), 17);
        let names: HashSet<String> = all().iter().filter(|r| r.level != Level::Sido).map(Region::full_ko).collect();
        assert_eq!(names.len(), lines - 17, "two regions share a full name");
        assert_eq!(sidos().map(|sido| sigungus(sido.code).count()).sum::<usize>(), 256);
        assert!(sidos().all(|sido| sigungus(sido.code).next().is_some()));
    }

    #[test]
    fn every_basic_local_government_is_there() {
        // 시·군·구 of each 시도 in 2026, a divided city counted once: 227 of them, 제주's two 행정시, 세종.
        let counted = [
            (11, 25),
            (26, 16),
            (27, 9),
            (28, 11),
            (29, 5),
            (30, 5),
            (31, 5),
            (36, 1),
            (41, 31),
            (43, 11),
            (44, 15),
            (46, 22),
            (47, 22),
            (48, 18),
            (50, 2),
            (51, 18),
            (52, 14),
        ];
        for (sido, count) in counted {
            let cities: Vec<_> = all().iter().filter(|r| r.level == Level::City).map(|r| r.code).collect();
            let whole = all().iter().filter(|r| r.level != Level::Sido && r.code.sido() == RegionCode(sido));
            let outside = whole.filter(|r| !cities.iter().any(|city| *city != r.code && city.holds(r.code)));
            assert_eq!(outside.count(), count, "{sido}");
        }
    }

    #[test]
    fn a_region_holds_what_lies_in_it() {
        let holds = |a, b| RegionCode(a).holds(RegionCode(b));
        assert!(holds(11, 11680) && holds(41110, 41111) && holds(41, 41111) && holds(11680, 11680));
        assert!(!holds(41111, 41113) && !holds(26, 11680) && !holds(11680, 11));
        assert!(!holds(43740, 43745), "영동군 is no city that holds 증평군");
        for region in all().iter().filter(|region| region.name_ko.contains(' ')) {
            let city = find(RegionCode(region.code.0 / 10 * 10)).unwrap();
            assert_eq!(Some(city.name_ko), region.name_ko.split(' ').next());
            assert!(city.code.holds(region.code));
        }
    }

    #[test]
    fn the_populations_are_those_of_the_country() {
        let people: u32 = sidos().flat_map(|sido| sigungus(sido.code)).map(|r| r.population).sum();
        assert!((50_000_000..53_000_000).contains(&people), "{people}");
        for sido in sidos() {
            assert_eq!(sido.population, sigungus(sido.code).map(|r| r.population).sum::<u32>());
        }
    }

    #[test]
    fn names_are_written_the_official_way() {
        for region in all() {
            assert!(region.name_ko.ends_with(['시', '도', '군', '구']), "{}", region.name_ko);
            let letters = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | ' ' | ',');
            assert!(region.name_en.chars().all(letters), "{}", region.name_en);
            assert_eq!(find(region.code.sido()).unwrap().short_ko, region.short_ko);
            if region.level == Level::Sigungu && region.code.sido() != SEJONG {
                let tail = region.name_en.split(',').next().unwrap().rsplit('-').next().unwrap();
                let last = region.name_ko.chars().last().unwrap();
                assert_eq!(
                    (last, tail),
                    (
                        last,
                        match last {
                            '구' => "gu",
                            '군' => "gun",
                            _ => "si",
                        }
                    )
                );
            }
        }
    }

    #[test]
    fn centres_stand_where_they_should() {
        // Places whose coordinates are widely published, and how far the row may be from them.
        let known = [
            (11680, 37.4979, 127.0276, "Gangnam station"),
            (11110, 37.5760, 126.9769, "Gwanghwamun"),
            (11710, 37.5133, 127.1001, "Jamsil station"),
            (26350, 35.1587, 129.1604, "Haeundae beach"),
            (26230, 35.1578, 129.0594, "Seomyeon station"),
            (27110, 35.8694, 128.5933, "Banwoldang side of Daegu"),
            (28200, 37.4488, 126.7008, "Incheon city hall side of Namdong"),
            (29140, 35.1600, 126.8793, "Gwangju terminal"),
            (30110, 36.3324, 127.4346, "Daejeon station"),
            (31140, 35.5384, 129.3114, "Ulsan city hall"),
            (41390, 37.3450, 126.7380, "Jeongwang"),
            (41135, 37.3948, 127.1112, "Pangyo station"),
            (41115, 37.2657, 127.0001, "Suwon station"),
            (43130, 36.9712, 127.9310, "Chungju"),
            (44131, 36.8100, 127.1465, "Cheonan station"),
            (46130, 34.7413, 127.7360, "Yeosu Odongdo side"),
            (47113, 36.0718, 129.3418, "Pohang station"),
            (48170, 35.1897, 128.0775, "Jinju Jinjuseong"),
            (50110, 33.5104, 126.4914, "Jeju airport"),
            (50130, 33.2470, 126.5544, "Cheonjiyeon"),
            (51110, 37.8850, 127.7170, "Chuncheon station"),
            (51150, 37.7645, 128.8996, "Gangneung station"),
            (52111, 35.8150, 127.1500, "Jeonju Hanok village"),
            (47940, 37.4845, 130.9057, "Ulleung-eup"),
        ];
        for (code, lat, lon, what) in known {
            let centre = find(RegionCode(code)).unwrap().centre;
            let away = centre.distance_m(LatLon { lat, lon });
            assert!(away < 7_500.0, "{code} is {away} m from {what}");
        }
    }

    #[test]
    fn neighbours_are_near_and_no_two_share_a_centre() {
        for sido in sidos() {
            for region in sigungus(sido.code) {
                let others = sigungus(sido.code).filter(|other| other.code != region.code);
                let nearest = others.map(|other| other.centre.distance_m(region.centre)).fold(f64::INFINITY, f64::min);
                let lone = matches!(region.code.0, 36110 | 47940);
                assert!(nearest > 800.0 && (lone || nearest < 60_000.0), "{} {nearest}", region.full_ko());
            }
        }
    }
}
