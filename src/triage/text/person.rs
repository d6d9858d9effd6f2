//! Who it is about: age, sex, pregnancy, as far as a text says it (아이가, 생후 2개월, 임신 20주, 시어머니가).

use super::measures::pattern;

/// What a text says of the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Age, months.
    pub age_months: Option<u32>,
    /// Whether a child is meant though no age is said.
    pub child: bool,
    /// Whether a baby is meant though no age is said.
    pub baby: bool,
    /// Whether an old person is meant though no age is said.
    pub elderly: bool,
    /// Female or male.
    pub sex: Option<Sex>,
    /// Weeks of pregnancy; 0 when it is said without a number.
    pub pregnant_weeks: Option<u32>,
}

/// The sexes that matter to medicine's statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// f
    Female,
    /// m
    Male,
}

pattern!(YEARS, r"(?:만\s*)?([0-9]{1,3})\s*(?:살|세(?:[^0-9가-힣]|예|여|인|된|남|의|이|아|$)|세$)");
pattern!(NATIVE_YEARS, r"(열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔)?(한|두|세|네|다섯|여섯|일곱|여덟|아홉)?\s*살(?:\s|[이된배짜예인난먹,.]|$)");
pattern!(DECADE, r"([1-9])0\s*대");
pattern!(MONTHS, r"(?:생후\s*)([0-9]{1,2})\s*(?:개월|달)|([0-9]{1,2})\s*개월\s*(?:된|아기|아가|애기|아이|애|딸|아들|남아|여아|차|짜리|영아|쌍둥이)|(?:아기|아가|애기|딸|아들)[^0-9.]{0,6}([0-9]{1,2})\s*개월");
pattern!(BARE_MONTHS, r"(?:^|[^0-9])([0-9]{1,2})\s*개월(?:\s+[^\s째전동정넘됐간부이만치후뒤지내쯤가까된차짜]|이에요|이예요|인데|이고|\s*$|[.,])");
pattern!(SCHOOL, r"(초|중|고)([1-6])(?:[^0-9]|$)");
pattern!(BIRTHDAY, r"(두|세|네)?\s*돌(?:\s|이|인|된|지|짜|아|쟁|열|$)");
pattern!(INFANT_DAYS, r"생후\s*([0-9]{1,3})\s*일|태어난\s*지\s*([0-9]{1,3})\s*일|([0-9]{1,2})\s*일\s*된\s*(?:아기|신생아|아가)");
pattern!(INFANT_WEEKS, r"생후\s*([0-9]{1,2})\s*주");
pattern!(HUNDRED_DAYS, r"백일|100일");
pattern!(NEWBORN, r"신생아|갓난|조리원");
pattern!(BABY, r"아기|애기|(?:^|[\s,.!?0-9살세월일된])아가(?:가|는|를|도|야|\s|$)|영아|젖먹이|돌쟁이|유아|쌍둥이|우리\s*아가");
pattern!(CHILD, r"(?:^|[\s,.!?0-9살세월일된])(?:아이가|아이\s|아이는|아이를|아이도|아이의|애가|애는|애도|애를|애\s|우리 애|울 애|우리애|우리 아이|우리아이|아들|딸(?:이|은|아|내미|애|도|을|래미|한테|\s|$)|첫째|둘째|막내|조카|초딩|큰애|작은애|손자|손녀|손주)|어린이집|유치원|초등|초[1-6](?:[^0-9]|$)|중[1-3](?:[^0-9]|$)|중학생|고등학생|고[1-3](?:[^0-9]|$)");
pattern!(GROWN_CHILD, r"대학생|군대|직장|결혼|[2-5][0-9]\s*살\s*(?:아들|딸)|(?:아들|딸)[^0-9]{0,4}[2-5][0-9]\s*(?:살|세)");
pattern!(ELDERLY, r"할머니|할머님|할아버지|할아버님|할매|할배|시어머니|시아버지|시어머님|시아버님|장모|장인|친정엄마|친정어머니|친정아버지|어머니|어머님|아버지|아버님|노모|어르신|노인");
pattern!(PARENT, r"엄마가|엄마는|울엄마|울 엄마|우리 엄마|아빠가|아빠는|우리 아빠|울 아빠|엄니|아부지|엄마 |아빠 ");
pattern!(FEMALE, r"할머니|할머님|할매|시어머니|시어머님|장모|친정엄마|친정어머니|어머니|어머님|노모|엄마가|엄마는|우리 엄마|울엄마|엄니|아내|와이프|집사람|마누라|여자친구|여친|누나|언니|(?:^|[\s,.!?0-9살세월일된])딸(?:이|은|아|내미|애|도|을|래미|한테|\s|$)|손녀|(?:^|[\s,.!?0-9살세월일된])여아|여자아이|산모|임산부|며느리|임신|생리|여동생|이모|고모|여성|(?:^|[\s,.!?0-9살세월일된])여자(?:예|에|입|인데|이고|\s|[0-9]|$)|[0-9]\s*(?:세|살)?\s*여(?:\s|$|자)|자궁|난소|질염|폐경|공주");
pattern!(MALE, r"할아버지|할아버님|할배|시아버지|시아버님|장인|친정아버지|아버지|아버님|아부지|아빠가|아빠는|우리 아빠|남편|신랑|남자친구|남친|(?:^|[\s,.!?0-9살세월일된])형이|오빠|(?:^|[\s,.!?0-9살세월일된])아들|손자|(?:^|[\s,.!?0-9살세월일된])남아|남자아이|사위|남동생|삼촌|남성|(?:^|[\s,.!?0-9살세월일된])남자(?:예|에|입|인데|이고|\s|[0-9]|$)|[0-9]\s*(?:세|살)?\s*남(?:\s|$|자)|고환|불알|부랄|전립선|음경|포경|발기|정관|군인");
pattern!(PREGNANT_WEEKS, r"임신\s*(?:한\s*지\s*)?([0-9]{1,2})\s*주|([0-9]{1,2})\s*주\s*차?\s*(?:임산부|산모|임신부|예비맘)");
pattern!(PREGNANT_MONTHS, r"임신\s*([0-9]{1,2})\s*(?:개월|달)");
pattern!(PREGNANT, r"임신\s*(?:중|했|한|부|초기|중기|후기|말기|이에요|이예요|인데|상태)|임산부|만삭|임부|뱃속.{0,4}아기|태아|태동|막달");
pattern!(NOT_PREGNANT, r"임신\s*(?:은|이|는)?\s*(?:아니|아닌|안|가능성|테스트|준비|계획|하려|시도|하고\s*싶|인가|일까|이\s*안|한\s*건|된\s*건|했나|된\s*것)");

/// Reads what a text says of the person.
pub fn read(text: &str) -> Person {
    let mut person = Person { age_months: age_months(text), sex: sex(text), pregnant_weeks: pregnancy(text), ..Person::default() };
    let grown = GROWN_CHILD.is_match(text);
    person.child = person.age_months.map_or(!grown && (CHILD.is_match(text) || BABY.is_match(text)), |months| months < 19 * 12);
    // Who writes 아기 while expecting one speaks of herself.
    person.child &= person.pregnant_weeks.is_none();
    person.baby = person.child && person.age_months.is_none() && BABY.is_match(text);
    person.elderly = !person.child && (ELDERLY.is_match(text) || PARENT.is_match(text)) && person.age_months.is_none();
    if person.pregnant_weeks.is_some() {
        person.sex = Some(Sex::Female);
    }
    person
}

fn captured(pattern: &regex::Regex, text: &str) -> Option<u32> {
    let hit = pattern.captures(text)?;
    hit.iter().skip(1).flatten().next()?.as_str().parse().ok()
}

/// 두 살, 열두 살, 쉰여섯 살.
fn native_years(text: &str) -> Option<u32> {
    const TENS: [&str; 9] = ["열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];
    const ONES: [&str; 9] = ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"];
    let hit = NATIVE_YEARS.captures(text)?;
    let place = |list: &[&str], group| hit.get(group).and_then(|word| list.iter().position(|known| *known == word.as_str()));
    let tens = place(&TENS, 1).map_or(0, |at| at as u32 + 1);
    let tens = if hit.get(1).is_some_and(|word| word.as_str() == "스무") { 2 } else { tens };
    let ones = place(&ONES, 2).map_or(0, |at| at as u32 + 1);
    (tens + ones > 0).then_some(tens * 10 + ones)
}

/// 초2, 중1: months of age.
fn school(text: &str) -> Option<u32> {
    let hit = SCHOOL.captures(text)?;
    let year: u32 = hit.get(2)?.as_str().parse().ok()?;
    let before = match hit.get(1)?.as_str() {
        "초" => 6,
        "중" => 12,
        _ => 15,
    };
    Some((before + year) * 12)
}

/// 돌 is the first birthday.
fn birthdays(text: &str) -> Option<u32> {
    let child = || CHILD.is_match(text) || BABY.is_match(text) || ["돌 지", "두돌", "두 돌", "세 돌"].iter().any(|word| text.contains(word));
    let hit = BIRTHDAY.captures(text).filter(|_| child())?;
    let years = match hit.get(1).map(|word| word.as_str()) {
        Some("두") => 2,
        Some("세") => 3,
        Some("네") => 4,
        _ => 1,
    };
    Some(years * 12)
}

fn age_months(text: &str) -> Option<u32> {
    let years = || captured(&YEARS, text).filter(|years| *years <= 120).or_else(|| native_years(text)).map(|years| years * 12);
    let decade = || captured(&DECADE, text).map(|tens| (tens * 10 + 5) * 12);
    captured(&INFANT_DAYS, text)
        .map(|days| days / 30)
        .or_else(|| captured(&INFANT_WEEKS, text).map(|weeks| weeks * 7 / 30))
        .or_else(|| captured(&MONTHS, text).filter(|months| *months < 60))
        .or_else(|| NEWBORN.is_match(text).then_some(0))
        .or_else(years)
        .or_else(|| captured(&BARE_MONTHS, text).filter(|months| *months < 48))
        .or_else(|| school(text))
        .or_else(|| birthdays(text))
        .or_else(|| (BABY.is_match(text) && HUNDRED_DAYS.is_match(text)).then_some(3))
        .or_else(decade)
}

fn sex(text: &str) -> Option<Sex> {
    match (FEMALE.find(text), MALE.find(text)) {
        (Some(_), None) => Some(Sex::Female),
        (None, Some(_)) => Some(Sex::Male),
        // 아들이 … 엄마인 제가: who is named first is who it is about.
        (Some(f), Some(m)) => Some(if f.start() < m.start() { Sex::Female } else { Sex::Male }),
        (None, None) => None,
    }
}

fn pregnancy(text: &str) -> Option<u32> {
    if let Some(weeks) = captured(&PREGNANT_WEEKS, text) {
        return Some(weeks.min(42));
    }
    if let Some(months) = captured(&PREGNANT_MONTHS, text) {
        return Some((months * 4).min(42));
    }
    if !PREGNANT.is_match(text) || NOT_PREGNANT.is_match(text) {
        return None;
    }
    Some(if text.contains("초기") { 8 } else if text.contains("만삭") || text.contains("막달") { 38 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_it_is_about() {
        let months = |text| read(text).age_months;
        assert_eq!(months("생후 2개월 아기가 열나요"), Some(2));
        assert_eq!(months("생후 20일 된 아기"), Some(0));
        assert_eq!(months("34살 여자예요"), Some(34 * 12));
        assert_eq!(months("72세 아버지"), Some(72 * 12));
        assert_eq!(months("8개월 아기"), Some(8));
        assert_eq!(months("두 살 아들"), Some(24));
        assert_eq!(months("쉰여섯 살이에요"), Some(56 * 12));
        assert_eq!(months("살이 빠졌어요"), None);
        assert_eq!(months("26개월 기침을 해요"), Some(26));
        assert_eq!(months("기침한 지 3개월 됐어요"), None);
        assert_eq!(months("3개월째 기침"), None);
        assert_eq!(months("초2 아들이 넘어졌어요"), Some(96));
        assert_eq!(months("두돌 열감기"), Some(24));
        assert!(!read("입이 돌아가요").child && !read("딸꾹질이 나요").child);
        assert_eq!(read("35세 남 무릎이 아파요").sex, Some(Sex::Male));
        assert_eq!(months("기침한 지 2개월 됐어요"), None);
        assert!(read("아이가 열이 나요").child && !read("아이고 배야").child);
        assert!(read("시어머니가 쓰러지셨어요").elderly);
        assert_eq!(read("아들이 넘어졌어요").sex, Some(Sex::Male));
        assert_eq!(read("임신 20주인데 배가 뭉쳐요").pregnant_weeks, Some(20));
        assert_eq!(read("임신 초기예요").pregnant_weeks, Some(8));
        assert_eq!(read("임신은 아닌데 생리가 없어요").pregnant_weeks, None);
    }
}
