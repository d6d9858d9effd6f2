//! A place that treats or supplies patients, as the directory knows it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use super::{geo::LatLon, hours::WeeklyHours, phone::Phone, region::RegionCode, specialty::Specialty};

/// The project's own number of a place; kept over re-imports, so links to it last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct HospitalId(pub u32);

impl HospitalId {
    /// Decimal digits without leading zeros.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = !text.starts_with(['0', '+']);
        text.parse().ok().filter(|_| plain).map(Self)
    }
}

impl std::fmt::Display for HospitalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for HospitalId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl TryFrom<String> for HospitalId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or(text)
    }
}

/// What sort of place it is. HIRA's `clCd` and NMC's `dutyDiv` both map onto it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 상급종합병원.
    Tertiary,
    /// 종합병원.
    General,
    /// 병원, 정신병원.
    Hospital,
    /// 의원, 조산원, 부속의원.
    Clinic,
    /// 치과병원, 치과의원.
    Dental,
    /// 한방병원, 한의원.
    Oriental,
    /// 요양병원.
    Nursing,
    /// 보건소, 보건지소, 보건진료소, 보건의료원.
    Public,
    /// 약국.
    Pharmacy,
}

impl Kind {
    /// Every kind, largest first.
    pub const ALL: [Self; 9] = [
        Self::Tertiary,
        Self::General,
        Self::Hospital,
        Self::Clinic,
        Self::Dental,
        Self::Oriental,
        Self::Nursing,
        Self::Public,
        Self::Pharmacy,
    ];

    /// The word of the JSON API and of URLs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tertiary => "tertiary",
            Self::General => "general",
            Self::Hospital => "hospital",
            Self::Clinic => "clinic",
            Self::Dental => "dental",
            Self::Oriental => "oriental",
            Self::Nursing => "nursing",
            Self::Public => "public",
            Self::Pharmacy => "pharmacy",
        }
    }

    /// From the word of the JSON API.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Where a fact about a place came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// 국립중앙의료원 (National Medical Center).
    Nmc,
    /// 건강보험심사평가원 (Health Insurance Review & Assessment Service).
    Hira,
    /// Made by this project for demonstration; no real place.
    Demo,
}

impl Source {
    /// `nmc`, `hira` or `demo`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nmc => "nmc",
            Self::Hira => "hira",
            Self::Demo => "demo",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Nmc, Self::Hira, Self::Demo].into_iter().find(|source| source.word() == word)
    }
}

/// What ends the name of every place of [`Source::Demo`], for whoever reads the name without its
/// source; a page shows it as a tag instead.
pub const DEMO_MARK: &str = " (시연용)";

/// A department of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Which.
    pub specialty: Specialty,
    /// Specialists in it, where the source says.
    pub specialists: Option<u16>,
}

/// A place with all that patients are told about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hospital {
    /// The project's own number.
    pub id: HospitalId,
    /// Its name, as registered.
    pub name: String,
    /// What sort of place it is.
    pub kind: Kind,
    /// Its departments; empty where the source does not say.
    pub departments: Vec<Department>,
    /// Road address, as the source writes it.
    pub address: String,
    /// 시군구 of the address.
    pub region: Option<RegionCode>,
    /// 읍면동 of the address (`정왕동`).
    pub emd: Option<String>,
    /// Number to call.
    pub phone: Option<Phone>,
    /// Whether it runs an emergency room (응급의료기관).
    pub emergency: bool,
    /// The emergency room's own number.
    pub emergency_phone: Option<Phone>,
    /// Where it stands; `None` when the source's coordinates are missing or outside Korea.
    pub location: Option<LatLon>,
    /// When it is open.
    pub hours: WeeklyHours,
    /// Free text for patients, a line each: what could not be read as hours, the way there, parking.
    pub notes: Vec<String>,
    /// Web page, http or https.
    pub homepage: Option<String>,
    /// Whether it takes bookings here.
    pub bookable: bool,
    /// Where its hours came from; the other facts too, unless merged.
    pub source: Source,
    /// The day on which the source's data was current, or when that is not said, was received.
    pub updated_on: Date,
}
