//! What a Korean address says of itself: its 시도, 시군구 and 읍면동, also in the names of earlier
//! years. It looks nothing up beyond the table of regions, and guesses nothing.

use std::{collections::HashMap, sync::LazyLock};

use super::region::{self, Level, RegionCode, SEJONG};

/// How 시도 are written at the beginning of an address, besides the official and the short name.
const SIDO_ALIASES: &[(&str, u32)] = &[
    ("서울시", 11),
    ("부산시", 26),
    ("부산직할시", 26),
    ("대구시", 27),
    ("인천시", 28),
    ("광주시", 29),
    ("대전시", 30),
    ("울산시", 31),
    ("세종시", 36),
    ("경기", 41),
    ("충청북도", 43),
    ("충청남도", 44),
    ("전라남도", 46),
    ("경상북도", 47),
    ("경상남도", 48),
    ("제주도", 50),
    ("강원도", 51),
    ("전라북도", 52),
];

/// The 시도 that 광주 and 전남 became in July 2026: its 시군구 are told apart by their names.
const JEONNAM_GWANGJU: [&str; 3] = ["전남광주통합특별시", "전남광주특별시", "전남광주"];

/// 시군구 under the names and 시도 of earlier years.
const FORMER: &[(u32, &str, u32)] = &[
    (28, "남구", 28177),
    (47, "군위군", 27720),
    (41, "여주군", 41670),
    (44, "당진군", 44270),
    (43, "청원군", 43114),
    (28, "동구", 28125),
];

/// 동 of 인천's former 중구 that went to 영종구 in July 2026; the others went to 제물포구.
const YEONGJONG: [&str; 8] = ["중산동", "운남동", "운서동", "운북동", "을왕동", "남북동", "덕교동", "무의동"];
/// 동 of 인천's former 서구 that went to 검단구; the others went to 서해구.
const GEOMDAN: [&str; 8] = ["마전동", "당하동", "원당동", "불로동", "대곡동", "왕길동", "오류동", "금곡동"];

/// 시도 by every way to write it.
static SIDOS: LazyLock<HashMap<&str, RegionCode>> = LazyLock::new(|| {
    let rows = region::sidos().flat_map(|sido| [(sido.name_ko, sido.code), (sido.short_ko, sido.code)]);
    rows.chain(SIDO_ALIASES.iter().map(|(name, code)| (*name, RegionCode(*code)))).collect()
});

/// 시군구 and cities by 시도 and name without spaces.
static SIGUNGUS: LazyLock<HashMap<(RegionCode, String), RegionCode>> = LazyLock::new(|| {
    let rows = region::all().iter().filter(|region| region.level != Level::Sido);
    let now = rows.map(|region| ((region.code.sido(), region.name_ko.replace(' ', "")), region.code));
    let former = FORMER.iter().map(|(sido, name, code)| ((RegionCode(*sido), (*name).to_owned()), RegionCode(*code)));
    now.chain(former).collect()
});

/// The 시군구 of an address, or only the 시도 (or the undivided city) when it says no more; `None`
/// when it begins with nothing known. Reads `서울특별시 강남구 …`, `경기 시흥시 …`, `강원도 …`.
pub fn of_address(address: &str) -> Option<RegionCode> {
    read(address).map(|(code, _)| code)
}

/// The 읍, 면, 동 or 가 of an address: the word after the 시군구 (`한림읍`, or an old-style `도곡동 12`),
/// else the 동 in the parentheses at its end (`(도곡동, 삼우빌딩)`), never a building's or a road's name.
pub fn emd_of_address(address: &str) -> Option<String> {
    let next = read(address).and_then(|(_, rest)| rest.first().copied().map(|word| word.trim_end_matches(',')));
    if let Some(word) = next.filter(|word| is_emd(word)) {
        return Some(word.to_owned());
    }
    // The last parentheses may stand inside a building's name: (노고산동, (주)가나빌딩).
    let groups = address.split('(').skip(1).map(|group| group.split(')').next().unwrap_or(group));
    let mut items = groups.flat_map(|group| group.split([',', '/'])).filter_map(|item| item.split_whitespace().next());
    items.find(|word| is_emd(word)).map(str::to_owned)
}

/// The region and the words after its name.
fn read(address: &str) -> Option<(RegionCode, Vec<&str>)> {
    let words: Vec<&str> = address.split_whitespace().collect();
    let first = words.first()?;
    let (name, glued) = sido_prefix(first)?;
    let mut rest: Vec<&str> = Vec::with_capacity(words.len());
    rest.extend((!glued.is_empty()).then_some(glued));
    rest.extend(&words[1..]);
    if JEONNAM_GWANGJU.contains(&name) {
        return [29, 46]
            .into_iter()
            .find_map(|sido| sigungu(RegionCode(sido), &rest, address))
            .or(Some((RegionCode(46), rest)));
    }
    let sido = *SIDOS.get(name)?;
    if sido == SEJONG {
        let skip = usize::from(rest.first().is_some_and(|word| *word == "세종시"));
        return Some((RegionCode(36110), rest[skip..].to_vec()));
    }
    // 경기 has a 광주시 too: without a 시도 before it, only a 구 tells that the other one is meant.
    match sigungu(sido, &rest, address) {
        None if name == "광주시" => Some((RegionCode(41610), rest)),
        found => found.or(Some((sido, rest))),
    }
}

/// The longest 시도 name that the word is or begins with, and what is glued to it.
fn sido_prefix(word: &str) -> Option<(&str, &str)> {
    let is_name = |name: &str| SIDOS.contains_key(name) || JEONNAM_GWANGJU.contains(&name);
    if is_name(word) {
        return Some((word, ""));
    }
    let cuts = word.char_indices().map(|(at, _)| at).skip(1);
    let longest = cuts.filter(|at| is_name(&word[..*at])).last()?;
    let (name, glued) = word.split_at(longest);
    // "서울특별시강남구" is glued; "서울의원" and "경기장길" only begin like a 시도.
    glued.ends_with(['시', '군', '구']).then_some((name, glued))
}

/// The 시군구 that the words begin with, in one word or two, and the words after it.
fn sigungu<'a>(sido: RegionCode, words: &[&'a str], address: &str) -> Option<(RegionCode, Vec<&'a str>)> {
    for count in [2, 1] {
        let Some(head) = words.get(..count) else { continue };
        let name = head.concat();
        let found = SIGUNGUS.get(&(sido, name.clone())).copied().or_else(|| divided(sido, &name, address));
        if let Some(code) = found {
            return Some((code, words[count..].to_vec()));
        }
    }
    None
}

/// 인천's former 중구 and 서구, each divided in two in July 2026, by the 동 in the address.
fn divided(sido: RegionCode, name: &str, address: &str) -> Option<RegionCode> {
    let (towns, code, other) = match (sido.0, name) {
        (28, "중구") => (&YEONGJONG, 28155, 28125),
        (28, "서구") => (&GEOMDAN, 28290, 28275),
        _ => return None,
    };
    let words = address.split(|c: char| !c.is_alphanumeric()).any(|word| towns.contains(&word));
    Some(RegionCode(if words { code } else { other }))
}

/// Whether a word has the form of a 읍, 면, 동 or 가: `정왕동`, `신림1동`, `종로5가`; not `101동`, `A동`, `로데오상가`.
fn is_emd(word: &str) -> bool {
    let hangul = |c: char| ('가'..='힣').contains(&c);
    let mut chars = word.chars();
    let (Some(first), Some(last)) = (chars.next(), chars.next_back()) else { return false };
    let middle = chars.as_str();
    if !hangul(first)
        || word.chars().count() > 9
        || !middle.chars().all(|c| hangul(c) || c.is_ascii_digit() || c == '·')
    {
        return false;
    }
    let counted = middle.ends_with(|c: char| c.is_ascii_digit());
    match last {
        '읍' | '면' => middle.chars().chain([first]).all(hangul),
        '동' => !matches!(word, "가동" | "나동" | "라동" | "바동") && !is_wing(word),
        '가' => counted,
        _ => false,
    }
}

/// Whether it is a part of a building rather than a 동.
fn is_wing(word: &str) -> bool {
    const WINGS: [&str; 9] =
        ["상가동", "본관동", "별관동", "구관동", "관리동", "판매동", "업무동", "근생동", "근린생활시설동"];
    WINGS.contains(&word) || word.ends_with("아파트동") || word.ends_with("빌딩동")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_found_by_its_own_name() {
        for region in region::all() {
            let expected = if region.code == SEJONG { RegionCode(36110) } else { region.code };
            let full = region.full_ko();
            assert_eq!(of_address(&full), Some(expected), "{full}");
            assert_eq!(of_address(&format!("{full} 가나로 12, 3층 (가나동)")), Some(expected), "{full}");
            assert_eq!(of_address(&region.label_ko()), Some(expected), "{}", region.label_ko());
            assert_eq!(of_address(&full.replace(' ', "")), Some(expected), "{full} in one word");
        }
    }

    #[test]
    fn regions_are_found_however_they_are_written() {
        for (address, code) in [
            ("서울특별시 강남구 테헤란로 1", 11680),
            ("서울시 강남구 테헤란로 1", 11680),
            ("서울 강남구", 11680),
            ("서울특별시강남구 역삼동", 11680),
            ("경기도 수원시 장안구 경수대로 1", 41111),
            ("경기도 수원시장안구 경수대로 1", 41111),
            ("경기도 수원시 경수대로 1", 41110),
            ("경기 시흥시 정왕대로 1", 41390),
            ("경기도 광주시 오포로 1", 41610),
            ("광주시 경안로 1", 41610),
            ("광주시 북구 하서로 1", 29170),
            ("광주광역시 동구 금남로 1", 29110),
            ("전남광주통합특별시 동구 금남로 1", 29110),
            ("전남광주통합특별시 목포시 영산로 1", 46110),
            ("강원도 춘천시 금강로 1", 51110),
            ("강원특별자치도 고성군 간성읍", 51820),
            ("경남 고성군 고성읍", 48820),
            ("전라북도 전주시 완산구 1", 52111),
            ("제주도 제주시 한림읍", 50110),
            ("세종특별자치시 한누리대로 1", 36110),
            ("세종 조치원읍 새내로 1", 36110),
            ("경상북도 군위군 군위읍", 27720),
            ("인천광역시 남구 주안로 1 (주안동)", 28177),
            ("인천광역시 중구 하늘중앙로 1 (중산동)", 28155),
            ("인천광역시 중구 제물량로 1 (신포동)", 28125),
            ("인천 서구 검단로 1 (마전동, 한빛빌딩)", 28290),
            ("인천 서구 청라대로 1 (청라동)", 28275),
            ("인천광역시 제물포구 제물량로 1", 28125),
            ("부산광역시", 26),
            ("경기도 없는시 어딘가로 1", 41),
        ] {
            assert_eq!(of_address(address), Some(RegionCode(code)), "{address}");
        }
        for address in ["", "  ", "강남대로 1", "서울의원", "경기장길 12", "Seoul Gangnam-gu", "(도곡동)"]
        {
            assert_eq!(of_address(address), None, "{address:?}");
        }
    }

    #[test]
    fn the_eup_myeon_dong_is_not_a_building_nor_a_road() {
        for (address, emd) in [
            ("경기도 시흥시 정왕대로 1 (정왕동)", Some("정왕동")),
            ("서울특별시 강남구 남부순환로 1 (도곡동, 삼우빌딩)", Some("도곡동")),
            ("서울특별시 강남구 남부순환로 1, 3층 (도곡동 삼우빌딩)", Some("도곡동")),
            ("서울특별시 강남구 남부순환로 1 (삼우빌딩, 도곡동)", Some("도곡동")),
            ("서울특별시 강남구 남부순환로 1 (도곡동", Some("도곡동")),
            ("제주특별자치도 제주시 한림읍 한림로 1", Some("한림읍")),
            ("경기도 가평군 설악면 신천중앙로 1, (설악빌딩)", Some("설악면")),
            ("충청북도 청주시 흥덕구 오송읍 오송생명로 1 (오송빌딩)", Some("오송읍")),
            ("서울특별시 강남구 도곡동 12-3", Some("도곡동")),
            ("서울특별시 종로구 종로 1 (종로5가)", Some("종로5가")),
            ("서울특별시 영등포구 당산로 1 (당산동4가, 가나아파트 101동)", Some("당산동4가")),
            ("서울특별시 중구 다동길 1 (다동)", Some("다동")),
            ("세종특별자치시 한누리대로 1 (나성동)", Some("나성동")),
            ("세종특별자치시 조치원읍 새내로 1", Some("조치원읍")),
            ("서울특별시 송파구 올림픽로 1 (잠실아파트 101동)", None),
            ("서울특별시 송파구 올림픽로 1 (가나타워, 상가동)", None),
            ("서울특별시 송파구 올림픽로 1 (A동)", None),
            ("서울특별시 마포구 서강로 1, 2층 (노고산동, (주)가나빌딩)", Some("노고산동")),
            ("서울특별시 강남구 강남대로 1 (신사동, 가나타워, 6층(602호, 603호))", Some("신사동")),
            ("서울특별시 마포구 서강로 1 2층(본관동) (노고산동)", Some("노고산동")),
            ("서울특별시 송파구 올림픽로 1 (중앙상가)", None),
            ("서울특별시 송파구 올림픽로 1", None),
            ("서울특별시 강남구", None),
            ("", None),
        ] {
            assert_eq!(emd_of_address(address).as_deref(), emd, "{address}");
        }
    }
}
