//! Departments by HIRA's two-digit code (`dgsbjtCd`), the only specialty code this project uses.

use serde::{Deserialize, Serialize};

/// Code, Korean name, English name. Source: HIRA 진료과목코드. Sorted by code; at most 64 rows, so
/// that a [`SpecialtySet`] fits a word.
const TABLE: &[(&str, &str, &str)] = &[
    ("00", "일반의", "General practice"),
    ("01", "내과", "Internal medicine"),
    ("02", "신경과", "Neurology"),
    ("03", "정신건강의학과", "Psychiatry"),
    ("04", "외과", "Surgery"),
    ("05", "정형외과", "Orthopaedics"),
    ("06", "신경외과", "Neurosurgery"),
    ("07", "심장혈관흉부외과", "Cardiothoracic surgery"),
    ("08", "성형외과", "Plastic surgery"),
    ("09", "마취통증의학과", "Anaesthesiology and pain"),
    ("10", "산부인과", "Obstetrics and gynaecology"),
    ("11", "소아청소년과", "Paediatrics"),
    ("12", "안과", "Ophthalmology"),
    ("13", "이비인후과", "Ear, nose and throat"),
    ("14", "피부과", "Dermatology"),
    ("15", "비뇨의학과", "Urology"),
    ("16", "영상의학과", "Radiology"),
    ("17", "방사선종양학과", "Radiation oncology"),
    ("18", "병리과", "Pathology"),
    ("19", "진단검사의학과", "Laboratory medicine"),
    ("20", "결핵과", "Tuberculosis"),
    ("21", "재활의학과", "Rehabilitation"),
    ("22", "핵의학과", "Nuclear medicine"),
    ("23", "가정의학과", "Family medicine"),
    ("24", "응급의학과", "Emergency medicine"),
    ("25", "직업환경의학과", "Occupational medicine"),
    ("26", "예방의학과", "Preventive medicine"),
    ("50", "구강악안면외과", "Oral and maxillofacial surgery"),
    ("51", "치과보철과", "Prosthodontics"),
    ("52", "치과교정과", "Orthodontics"),
    ("53", "소아치과", "Paediatric dentistry"),
    ("54", "치주과", "Periodontics"),
    ("55", "치과보존과", "Conservative dentistry"),
    ("56", "구강내과", "Oral medicine"),
    ("57", "영상치의학과", "Oral radiology"),
    ("58", "구강병리과", "Oral pathology"),
    ("59", "예방치과", "Preventive dentistry"),
    ("61", "통합치의학과", "Comprehensive dentistry"),
    ("80", "한방내과", "Korean internal medicine"),
    ("81", "한방부인과", "Korean gynaecology"),
    ("82", "한방소아과", "Korean paediatrics"),
    ("83", "한방안·이비인후·피부과", "Korean eye, ENT and dermatology"),
    ("84", "한방신경정신과", "Korean neuropsychiatry"),
    ("85", "침구과", "Acupuncture"),
    ("86", "한방재활의학과", "Korean rehabilitation"),
    ("87", "사상체질과", "Sasang constitution"),
    ("88", "한방응급", "Korean emergency medicine"),
];

/// A department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Specialty(u8);

impl Specialty {
    /// From HIRA's code; one digit counts as `0` and the digit, as spreadsheets write it.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim();
        let padded = if code.len() == 1 { format!("0{code}") } else { code.to_owned() };
        TABLE.iter().position(|row| row.0 == padded).map(|i| Self(i as u8))
    }

    /// From the Korean name, spaces and the older names 소아과, 비뇨기과, 정신과, 흉부외과 allowed.
    pub fn from_name(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let name = match name.as_str() {
            "소아과" => "소아청소년과",
            "비뇨기과" => "비뇨의학과",
            "정신과" | "신경정신과" | "정신의학과" => "정신건강의학과",
            "흉부외과" => "심장혈관흉부외과",
            "진단방사선과" => "영상의학과",
            "임상병리과" => "진단검사의학과",
            "산업의학과" => "직업환경의학과",
            "마취과" | "통증의학과" => "마취통증의학과",
            "재활과" => "재활의학과",
            "응급실" => "응급의학과",
            other => other,
        };
        TABLE.iter().position(|row| row.1 == name).map(|i| Self(i as u8))
    }

    /// Every department, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len() as u8).map(Self)
    }

    /// HIRA's two digits.
    pub fn code(self) -> &'static str {
        TABLE[usize::from(self.0)].0
    }

    /// `내과`.
    pub fn name_ko(self) -> &'static str {
        TABLE[usize::from(self.0)].1
    }

    /// `Internal medicine`.
    pub fn name_en(self) -> &'static str {
        TABLE[usize::from(self.0)].2
    }
}

impl TryFrom<String> for Specialty {
    type Error = String;
    fn try_from(code: String) -> Result<Self, String> {
        Self::from_code(&code).ok_or(code)
    }
}

impl From<Specialty> for String {
    fn from(specialty: Specialty) -> Self {
        specialty.code().to_owned()
    }
}

/// A set of departments in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpecialtySet(u64);

impl SpecialtySet {
    /// Whether no department is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the two share a department.
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the department is in it.
    pub fn contains(self, specialty: Specialty) -> bool {
        self.0 & (1 << specialty.0) != 0
    }

    /// Its departments, in the order of the codes.
    pub fn iter(self) -> impl Iterator<Item = Specialty> {
        Specialty::all().filter(move |s| self.contains(*s))
    }
}

impl FromIterator<Specialty> for SpecialtySet {
    fn from_iter<T: IntoIterator<Item = Specialty>>(items: T) -> Self {
        Self(items.into_iter().fold(0, |bits, s| bits | 1 << s.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_fit_a_word() {
        assert!(TABLE.len() <= 64);
        assert!(TABLE.windows(2).all(|w| w[0].0 < w[1].0));
    }

    #[test]
    fn codes_and_names_find_their_department() {
        assert_eq!(Specialty::from_code("1").map(Specialty::name_ko), Some("내과"));
        assert_eq!(Specialty::from_code("88").map(Specialty::code), Some("88"));
        assert_eq!(Specialty::from_code("27"), None);
        assert_eq!(Specialty::from_name("소아과").map(Specialty::code), Some("11"));
        let set: SpecialtySet = [Specialty(1), Specialty(5)].into_iter().collect();
        assert!(set.contains(Specialty(5)) && !set.contains(Specialty(2)));
        assert_eq!(set.iter().count(), 2);
    }
}
