//! The sources' classes of places as [`Kind`].

use crate::domain::hospital::Kind;

/// NMC's `dutyDiv`, helped by its name where the letter says too little.
pub(super) fn of_nmc(letter: Option<&str>, class: Option<&str>, hpid: &str, name: Option<&str>) -> Option<Kind> {
    let by_class = || class.and_then(of_class_name);
    match letter.map(|l| l.trim().to_ascii_uppercase()).as_deref() {
        // NMC files 상급종합 under A; only its own words tell it.
        Some("A") => by_class().filter(|kind| *kind == Kind::Tertiary).or(Some(Kind::General)),
        Some("B") => Some(Kind::Hospital),
        Some("C" | "O" | "P") => Some(Kind::Clinic),
        Some("D") => Some(Kind::Nursing),
        Some("E" | "G") => Some(Kind::Oriental),
        Some("H") => Some(Kind::Pharmacy),
        Some("M" | "N") => Some(Kind::Dental),
        Some("R") => Some(Kind::Public),
        // Pharmacies' own answers carry no class; their keys begin with C.
        _ => by_class().or((hpid.starts_with('C')).then_some(Kind::Pharmacy)).or(name.and_then(of_place_name)),
    }
}

/// HIRA's `clCd`, one or two digits, helped by its name.
pub(super) fn of_hira(code: Option<&str>, class: Option<&str>, name: Option<&str>) -> Option<Kind> {
    let code = code.map(|c| c.trim().trim_start_matches('0'));
    let by_code = match code {
        Some("1") => Some(Kind::Tertiary),
        Some("11") => Some(Kind::General),
        Some("21" | "29") => Some(Kind::Hospital),
        Some("28") => Some(Kind::Nursing),
        Some("31" | "61") => Some(Kind::Clinic),
        Some("41" | "51") => Some(Kind::Dental),
        Some("71" | "72" | "73" | "75") => Some(Kind::Public),
        Some("81") => Some(Kind::Pharmacy),
        Some("92" | "93") => Some(Kind::Oriental),
        _ => None,
    };
    by_code.or(class.and_then(of_class_name)).or(name.and_then(of_place_name))
}

/// A class written out.
fn of_class_name(class: &str) -> Option<Kind> {
    Some(match class.trim() {
        "상급종합" | "상급종합병원" => Kind::Tertiary,
        "종합병원" => Kind::General,
        "병원" | "정신병원" => Kind::Hospital,
        "의원" | "조산원" | "부속의원" | "부속의료기관" => Kind::Clinic,
        "요양병원" => Kind::Nursing,
        "치과병원" | "치과의원" | "치과" => Kind::Dental,
        "한방병원" | "한의원" => Kind::Oriental,
        "보건소" | "보건지소" | "보건진료소" | "보건의료원" => Kind::Public,
        "약국" => Kind::Pharmacy,
        _ => return None,
    })
}

/// By the end of a place's name, as the law has places named after their class (의료법 제42조).
fn of_place_name(name: &str) -> Option<Kind> {
    const ENDINGS: &[(&str, Kind)] = &[
        ("요양병원", Kind::Nursing),
        ("치과병원", Kind::Dental),
        ("치과의원", Kind::Dental),
        ("한방병원", Kind::Oriental),
        ("한의원", Kind::Oriental),
        ("약국", Kind::Pharmacy),
        ("보건소", Kind::Public),
        ("보건지소", Kind::Public),
        ("보건진료소", Kind::Public),
        ("보건의료원", Kind::Public),
        ("종합병원", Kind::General),
        ("병원", Kind::Hospital),
        ("의원", Kind::Clinic),
        ("조산원", Kind::Clinic),
    ];
    ENDINGS.iter().find(|(ending, _)| name.trim_end().ends_with(ending)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_sources_has_its_kind() {
        for (letter, kind) in [
            ("A", Kind::General),
            ("B", Kind::Hospital),
            ("C", Kind::Clinic),
            ("D", Kind::Nursing),
            ("E", Kind::Oriental),
            ("G", Kind::Oriental),
            ("H", Kind::Pharmacy),
            ("M", Kind::Dental),
            ("N", Kind::Dental),
            ("O", Kind::Clinic),
            ("P", Kind::Clinic),
            ("R", Kind::Public),
        ] {
            assert_eq!(of_nmc(Some(letter), None, "A1", None), Some(kind), "{letter}");
        }
        let codes = "1 01 11 21 28 29 31 41 51 61 71 72 73 75 81 92 93";
        assert!(codes.split(' ').all(|code| of_hira(Some(code), None, None).is_some()));
        assert_eq!(of_hira(Some("1"), None, None), of_hira(Some("01"), None, None));
    }

    #[test]
    fn where_the_letter_says_nothing_words_and_keys_do() {
        assert_eq!(of_nmc(Some("A"), Some("상급종합병원"), "A1", None), Some(Kind::Tertiary));
        assert_eq!(of_nmc(Some("I"), Some("기타"), "A1", Some("나래한의원")), Some(Kind::Oriental));
        assert_eq!(of_nmc(None, None, "C1110693", Some("나래")), Some(Kind::Pharmacy));
        assert_eq!(of_nmc(Some("W"), Some("기타(구급차)"), "A1", Some("나래이송단")), None);
        assert_eq!(of_hira(None, Some("한방병원"), None), Some(Kind::Oriental));
    }
}
