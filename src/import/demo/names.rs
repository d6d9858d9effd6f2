//! Invented names: of nature and kindness, in the manner of Korean clinics, put together from parts so
//! that a hundred thousand of them seldom meet. No part is a founder's, a university's or a brand's.

use fastrand::Rng;

use super::{percent, weighted};
use crate::domain::hospital::{Department, Kind};

/// What the place is, in front of what it is called after.
const HOW: [&str; 32] = [
    "너른",
    "푸른",
    "맑은",
    "고운",
    "환한",
    "깊은",
    "새하얀",
    "싱그런",
    "따스한",
    "포근한",
    "다정한",
    "정다운",
    "든든한",
    "반가운",
    "잔잔한",
    "은은한",
    "산뜻한",
    "아늑한",
    "넉넉한",
    "살가운",
    "조용한",
    "초록",
    "노란",
    "파란",
    "오랜",
    "느린",
    "고요한",
    "그윽한",
    "보드란",
    "또렷한",
    "해맑은",
    "슬기론",
];

/// What it is called after.
const WHAT: [&str; 54] = [
    "물",
    "달",
    "별",
    "꽃",
    "숲",
    "들",
    "바람",
    "구름",
    "노을",
    "새벽",
    "하늘",
    "이슬",
    "햇살",
    "솔",
    "잎새",
    "풀",
    "산들",
    "강",
    "호수",
    "무지개",
    "눈꽃",
    "안개",
    "단비",
    "샛별",
    "초롱",
    "은방울",
    "도라지",
    "민들레",
    "반달",
    "초승",
    "온달",
    "윤슬",
    "미리내",
    "시내",
    "개울",
    "오솔",
    "돌담",
    "모래",
    "나래",
    "소담",
    "다솜",
    "도담",
    "가온",
    "버들",
    "동백",
    "수련",
    "찔레",
    "감꽃",
    "목화",
    "보리",
    "마파람",
    "아지랑",
    "물결",
    "조약돌",
];

/// What of it.
const OF: [&str; 30] = [
    "빛", "숲", "들", "길", "샘", "뜰", "터", "결", "품", "마루", "누리", "가람", "벗", "나무", "담", "채", "여울",
    "나루", "동산", "둥지", "언덕", "마을", "자리", "소리", "향", "볕", "고을", "울", "내음", "나들",
];

/// A name's own part: `달숲`, `너른들`; three parts in the later places, when two would meet too often.
fn stem(index: usize, rng: &mut Rng) -> String {
    let how = HOW[rng.usize(..HOW.len())];
    let what = WHAT[rng.usize(..WHAT.len())];
    let mut of = OF[rng.usize(..OF.len())];
    // No "숲숲" and no "물결결".
    while what.ends_with(of) {
        of = OF[rng.usize(..OF.len())];
    }
    if index < 6_000 {
        return if percent(70, rng) { format!("{what}{of}") } else { format!("{how}{what}") };
    }
    format!("{how}{what}{of}")
}

/// The name of a road or a building.
pub(super) fn road(rng: &mut Rng) -> String {
    stem(0, rng)
}

/// The place's name without the mark; a specialist's clinic carries the specialty.
pub(super) fn name(index: usize, kind: Kind, departments: &[Department], town: &str, rng: &mut Rng) -> String {
    let stem = stem(index, rng);
    let first = departments.first().map(|department| department.specialty);
    let suffix = match kind {
        Kind::Clinic => match first {
            Some(first) if first.code() != "00" => return format!("{stem}{}의원", first.name_ko()),
            _ => "의원",
        },
        Kind::Dental => weighted(&[(93, "치과의원"), (7, "치과병원")], rng).unwrap_or("치과의원"),
        Kind::Oriental => weighted(&[(95, "한의원"), (5, "한방병원")], rng).unwrap_or("한의원"),
        Kind::Pharmacy => "약국",
        Kind::Hospital => weighted(&[(60, "병원"), (20, "아동병원"), (20, "정형외과병원")], rng).unwrap_or("병원"),
        Kind::General => "종합병원",
        Kind::Tertiary => "대학교병원",
        Kind::Nursing => "요양병원",
        Kind::Public if town.ends_with(['읍', '면']) && percent(50, rng) => "보건진료소",
        Kind::Public => "보건소",
    };
    format!("{stem}{suffix}")
}
