//! Words that mean something to a search: departments and kinds under the names people use, wishes
//! such as "지금 문 연", and the names of areas. It knows words; sentences are read elsewhere.

use std::{collections::HashMap, sync::LazyLock};

use super::regions::{Emd, Regions};
use crate::domain::{
    hangul::normalise,
    hospital::Kind,
    region::{self, Level, Region, RegionCode},
    specialty::Specialty,
};

/// What a word asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term {
    Specialty(Specialty),
    Kinds(&'static [Kind]),
    Emergency,
    OpenNow,
    NightOrHoliday,
    /// Says nothing by itself: 병원, 근처, 있는.
    Noise,
}

/// Departments by other words than their names, by HIRA's code.
const SPECIALTY_WORDS: &[(&str, &[&str])] = &[
    ("01", &["internalmedicine", "internist"]),
    ("03", &["정신과", "신경정신과", "정신의학과", "정신건강과", "정신병원", "psychiatry", "psychiatrist"]),
    ("04", &["일반외과", "surgery"]),
    ("05", &["orthopedics", "orthopaedics", "orthopedic"]),
    ("07", &["흉부외과", "심장외과"]),
    ("08", &["plasticsurgery"]),
    ("09", &["마취과", "통증의학과", "통증과", "painclinic"]),
    ("10", &["산과", "부인과", "여성의원", "여성병원", "obgyn", "gynecology", "gynaecology"]),
    ("11", &["소아과", "소청과", "소아청소년", "어린이병원", "아동병원", "pediatrics", "paediatrics", "pediatrician"]),
    ("12", &["eyeclinic", "ophthalmology"]),
    ("13", &["이비과", "ent"]),
    ("14", &["dermatology", "dermatologist"]),
    ("15", &["비뇨기과", "비뇨의학", "urology"]),
    ("16", &["진단방사선과"]),
    ("19", &["임상병리과"]),
    ("21", &["재활과", "재활병원"]),
    ("23", &["familymedicine"]),
    ("25", &["산업의학과"]),
    ("50", &["구강외과"]),
    ("52", &["치아교정", "교정치과", "교정과", "orthodontics"]),
    ("53", &["어린이치과", "소아치과"]),
    ("85", &["침구과"]),
];

const KIND_WORDS: &[(&str, &[Kind])] = &[
    ("약국", &[Kind::Pharmacy]),
    ("pharmacy", &[Kind::Pharmacy]),
    ("치과", &[Kind::Dental]),
    ("치과의원", &[Kind::Dental]),
    ("치과병원", &[Kind::Dental]),
    ("dentist", &[Kind::Dental]),
    ("dental", &[Kind::Dental]),
    ("한의원", &[Kind::Oriental]),
    ("한방병원", &[Kind::Oriental]),
    ("한방", &[Kind::Oriental]),
    ("한의", &[Kind::Oriental]),
    ("종합병원", &[Kind::Tertiary, Kind::General]),
    ("대학병원", &[Kind::Tertiary]),
    ("대학교병원", &[Kind::Tertiary]),
    ("상급종합병원", &[Kind::Tertiary]),
    ("큰병원", &[Kind::Tertiary, Kind::General]),
    ("요양병원", &[Kind::Nursing]),
    ("보건소", &[Kind::Public]),
    ("보건지소", &[Kind::Public]),
    ("보건진료소", &[Kind::Public]),
];

const EMERGENCY_WORDS: &[&str] =
    &["응급실", "응급", "응급의료센터", "응급의료기관", "응급센터", "emergency", "emergencyroom"];

const OPEN_WORDS: &[&str] = &[
    "지금",
    "현재",
    "문연",
    "문열린",
    "문연곳",
    "문여는",
    "열린",
    "열려",
    "열려있는",
    "영업중",
    "진료중",
    "진료중인",
    "opennow",
];

const NIGHT_WORDS: &[&str] = &[
    "야간",
    "야간진료",
    "심야",
    "밤",
    "늦게까지",
    "일요일",
    "일요일진료",
    "일요진료",
    "휴일",
    "휴일진료",
    "공휴일",
    "공휴일진료",
    "주말",
    "명절",
    "설날",
    "추석",
    "연휴",
    "연중무휴",
    "365일",
    "24시",
    "24시간",
];

const NOISE_WORDS: &[&str] = &[
    "병원",
    "의원",
    "근처",
    "근처에",
    "주변",
    "주변에",
    "인근",
    "가까운",
    "가까이",
    "있는",
    "여는",
    "하는",
    "진료",
    "진료하는",
    "곳",
    "에",
    "에서",
    "쪽",
    "의",
    "hospital",
    "clinic",
    "near",
    "nearby",
    "in",
];

static TERMS: LazyLock<HashMap<String, Term>> = LazyLock::new(|| {
    let mut terms: HashMap<String, Term> = HashMap::new();
    let all = |words: &'static [&'static str], term: Term| words.iter().map(move |word| ((*word).to_owned(), term));
    for specialty in Specialty::all() {
        terms.insert(normalise(specialty.name_ko()), Term::Specialty(specialty));
    }
    for (code, words) in SPECIALTY_WORDS {
        terms.extend(
            Specialty::from_code(code).into_iter().flat_map(|specialty| all(words, Term::Specialty(specialty))),
        );
    }
    terms.extend(KIND_WORDS.iter().map(|(word, kinds)| ((*word).to_owned(), Term::Kinds(kinds))));
    terms.extend(all(EMERGENCY_WORDS, Term::Emergency));
    terms.extend(all(OPEN_WORDS, Term::OpenNow));
    terms.extend(all(NIGHT_WORDS, Term::NightOrHoliday));
    terms.extend(all(NOISE_WORDS, Term::Noise));
    terms
});

/// What a word in normal form asks for.
pub(super) fn term(word: &str) -> Option<Term> {
    TERMS.get(word).copied()
}

/// An area that a word may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AreaRef {
    Region(RegionCode),
    /// A 읍면동, by its place in [`Regions`], and its region.
    Emd(u32, Option<RegionCode>),
}

impl AreaRef {
    /// Whether `other` is this area or lies in it.
    pub fn holds(self, other: Self) -> bool {
        match (self, other) {
            (Self::Region(region), Self::Region(inner) | Self::Emd(_, Some(inner))) => region.holds(inner),
            (a, b) => a == b,
        }
    }
}

/// The areas by every way to write their names, in normal form.
pub(super) struct Names {
    areas: HashMap<String, Vec<AreaRef>>,
}

impl Names {
    /// Of the country's regions and of the 읍면동 that have places.
    pub fn new(regions: &Regions) -> Self {
        let mut names = Self { areas: HashMap::new() };
        for region in region::all() {
            region_names(region).for_each(|name| names.add(name, AreaRef::Region(region.code)));
        }
        for (place, emd) in regions.emds() {
            let area = AreaRef::Emd(place, regions.code(emd.region));
            emd_names(emd).for_each(|name| names.add(name, area));
        }
        names
    }

    fn add(&mut self, name: String, area: AreaRef) {
        if name.chars().count() < 2 {
            return;
        }
        let areas = self.areas.entry(name).or_default();
        if !areas.contains(&area) {
            areas.push(area);
        }
    }

    /// The areas of a name in normal form; a numbered 동 (정왕1동) is the 동.
    pub fn find(&self, name: &str) -> Option<&[AreaRef]> {
        let plain = || {
            let stem = name.strip_suffix('동')?;
            let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit());
            self.areas.get(&format!("{letters}동")).filter(|_| letters != stem)
        };
        self.areas.get(name).or_else(plain).map(Vec::as_slice)
    }
}

/// `서울특별시`, `서울`, `서울시`; `수원시장안구`, `장안구`, `장안`; `gangnamgu`, `gangnam`.
fn region_names(region: &Region) -> impl Iterator<Item = String> {
    let english = region.name_en.split(',').next().unwrap_or_default();
    let mut names = vec![normalise(region.name_ko), normalise(english)];
    names.extend(english.split_once('-').map(|(stem, _)| normalise(stem)));
    if region.level == Level::Sido {
        let short = region.short_ko;
        let old = region::find(region.code).and_then(|_| older_sido(short));
        names.extend([short.to_owned()].into_iter().chain(old.map(str::to_owned)));
        names.push(format!("{short}{}", if region.name_ko.ends_with('도') { '도' } else { '시' }));
    } else if let Some(last) = region.name_ko.split(' ').next_back() {
        let stem = last.trim_end_matches(['시', '군', '구']);
        names.extend([last.to_owned(), stem.to_owned()]);
        // A station or a stretch of streets that is named after it.
        names.push(if stem.chars().count() < 2 { String::new() } else { format!("{stem}역") });
    }
    names.into_iter()
}

/// Names that some 시도 had, beside the short and the official one.
fn older_sido(short: &str) -> Option<&'static str> {
    match short {
        "전북" => Some("전라북도"),
        "강원" => Some("강원도"),
        "제주" => Some("제주도"),
        _ => None,
    }
}

/// `정왕동`, `정왕역`; of a numbered 동 the plain one too.
fn emd_names(emd: &Emd) -> impl Iterator<Item = String> {
    let name = normalise(&emd.name);
    let stem = name.strip_suffix('동').map(|stem| stem.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned());
    let stem = stem.filter(|stem| !stem.is_empty());
    let plain = stem.as_ref().map(|stem| format!("{stem}동"));
    let station = stem.filter(|stem| stem.chars().count() > 1).map(|stem| format!("{stem}역"));
    [Some(name), plain, station].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_says_one_thing() {
        let lists = [EMERGENCY_WORDS, OPEN_WORDS, NIGHT_WORDS, NOISE_WORDS].concat();
        let kinds = KIND_WORDS.iter().map(|(word, _)| *word);
        let mut words: Vec<&str> = lists.into_iter().chain(kinds).collect();
        words.extend(
            SPECIALTY_WORDS.iter().flat_map(|(_, words)| *words).filter(|word| !["소아치과", "침구과"].contains(word)),
        );
        assert!(words.iter().all(|word| normalise(word) == *word));
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
        assert!(SPECIALTY_WORDS.iter().all(|(code, _)| Specialty::from_code(code).is_some()));
    }

    #[test]
    fn departments_go_by_their_everyday_names() {
        let code = |word| match term(word) {
            Some(Term::Specialty(specialty)) => specialty.code(),
            other => panic!("{word}: {other:?}"),
        };
        assert_eq!((code("소아과"), code("이비인후과"), code("한방안이비인후피부과")), ("11", "13", "83"));
        assert_eq!(term("치과"), Some(Term::Kinds(&[Kind::Dental])));
        assert_eq!(term("세브란스"), None);
    }
}
