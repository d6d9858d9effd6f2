//! Numbers with units: temperatures, blood pressure, blood sugar, pulse, oxygen, how long it has
//! lasted. Each sets findings by the bounds that nurses use.

use regex::Regex;

/// A finding that a number shows.
pub type Shown = &'static str;

/// Finds the findings that the numbers of a text show.
pub fn shown(text: &str) -> Vec<Shown> {
    let mut found = Vec::new();
    temperature(text, &mut found);
    blood_pressure(text, &mut found);
    others(text, &mut found);
    duration(text, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

/// Compiles a pattern of this file; all are tried by the tests.
macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        #[allow(clippy::expect_used, reason = "a constant, tried by the tests")]
        static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| regex::Regex::new($pattern).expect("a pattern"));
    };
}
pub(super) use pattern;

pattern!(TEMPERATURE, r"(3[3-9]|4[0-3])\s*(?:[.,]\s*([0-9])|도\s*([0-9])\s*부)?\s*(?:도|℃|°|[cC]\b|점|$|[^0-9가-힣])");
pattern!(FEVER_WORD, r"열|체온|고열|미열|℃|도");
pattern!(PRESSURE, r"([0-9]{2,3})\s*(?:에|/|-|~|,|\s)\s*([0-9]{2,3})");
pattern!(UPPER_PRESSURE, r"혈압[^0-9]{0,10}([0-9]{2,3})");
pattern!(SUGAR, r"(?:혈당|당수치|당 수치|당이|공복당|당)[^0-9]{0,10}([0-9]{2,3})");
pattern!(PULSE, r"(?:맥박|심박수|심박|심장박동)[^0-9]{0,10}([0-9]{2,3})");
pattern!(OXYGEN, r"(?:산소\s*포화도|포화도|산소|spo2|SpO2)[^0-9]{0,8}([0-9]{2,3})");

fn number(text: Option<regex::Match>) -> Option<u32> {
    text?.as_str().parse().ok()
}

/// Fever from 38 ℃, high from 39, very high from 40; below 35 the body is too cold.
fn temperature(text: &str, found: &mut Vec<Shown>) {
    if !FEVER_WORD.is_match(text) {
        return;
    }
    for hit in TEMPERATURE.captures_iter(text) {
        let Some(whole) = number(hit.get(1)) else { continue };
        let tenths = number(hit.get(2)).or_else(|| number(hit.get(3))).unwrap_or(0);
        match whole * 10 + tenths {
            ..350 => found.push("low_body_temperature"),
            375..380 => found.push("mild_fever"),
            380..390 => found.push("fever"),
            390..400 => found.extend(["fever", "high_fever"]),
            400.. => found.extend(["fever", "high_fever", "very_high_fever"]),
            _ => {}
        }
    }
}

/// Very high from 180 over or 120 below; high from 140 or 90; low under 90.
fn blood_pressure(text: &str, found: &mut Vec<Shown>) {
    let Some(at) = text.find("혈압") else { return };
    let pair = PRESSURE.captures(&text[at..]).and_then(|hit| Some((number(hit.get(1))?, number(hit.get(2))?)));
    let (upper, lower) = match pair {
        Some(pair) => pair,
        None => match UPPER_PRESSURE.captures(text).and_then(|hit| number(hit.get(1))) {
            Some(upper) => (upper, 80),
            None => return,
        },
    };
    match (upper, lower) {
        (180..=300, _) | (_, 120..=200) => found.extend(["very_high_blood_pressure", "high_blood_pressure"]),
        (140..=179, _) | (_, 90..=119) => found.push("high_blood_pressure"),
        (40..=89, _) => found.push("low_blood_pressure"),
        _ => {}
    }
}

fn others(text: &str, found: &mut Vec<Shown>) {
    let first = |pattern: &Regex| pattern.captures(text).and_then(|hit| number(hit.get(1)));
    match first(&SUGAR) {
        Some(20..=69) => found.push("low_blood_sugar"),
        Some(126..=299) => found.push("high_blood_sugar"),
        Some(300..=999) => found.extend(["high_blood_sugar", "very_high_blood_sugar"]),
        _ => {}
    }
    match first(&PULSE) {
        Some(20..=49) => found.push("slow_pulse"),
        Some(110..=300) => found.push("rapid_pulse"),
        _ => {}
    }
    if let Some(50..=92) = first(&OXYGEN) {
        found.push("low_oxygen");
    }
}

pattern!(
    HOURS,
    r"방금|아까|조금 전|좀 전|금방|오늘|지금 막|([0-9]+|한|두|세|네|다섯|여섯|몇)\s*(?:시간|분)\s*(?:전|째|넘게|됐|동안|정도 됐|만에)"
);
pattern!(
    DAYS,
    r"어제|그제|그저께|엊그제|어젯밤|하루(?:째|동안|됐|전|\s*이틀|\s*지났)|이틀|사흘|나흘|닷새|엿새|이레|여드레|며칠|몇일|몇 일|([0-9]+|삼|사|오|육)\s*일\s*(?:전|째|동안|정도|넘|됐|간|부터|정도|차)|([2-6])\s*틀"
);
pattern!(
    WEEKS,
    r"열흘|보름|일주일|일주|이주|삼주|([0-9]+|한|두|세|몇)\s*(?:주일|주)\s*(?:일|전|째|동안|정도|넘|됐|간|부터|이상|가까이|내내|째야|쯤)|지난주|저번주|저번 주|지난 주|몇주|([0-9]{2})\s*일\s*(?:째|동안|넘|정도|전)"
);
pattern!(
    MONTHS,
    r"([0-9]+|한|두|세|네|서너|몇|여러|다섯|여섯)\s*(?:달|개월|년|해)\s*(?:전|째|동안|정도|넘|됐|간|부터|이상|가까이|내내|쯤|째야|만에)|작년|재작년|오래전|오랫동안|오래됐|예전부터|어릴 때부터|어려서부터|평생|만성|지난달|저번 달|저번달|십년|수년|수개월|몇년|몇 년|몇달|몇 달|반년|옛날부터|평소"
);
pattern!(TODAY, r"아침부터|새벽부터|점심부터|저녁부터|밤부터|자고 일어나|자다가");
pattern!(CLAUSE, r"[.,!?\n]|(?:는데|은데|인데|지만|했고|있고|먹고|하고|구요)\s");
pattern!(
    OTHER_TIME,
    r"고혈압|당뇨|혈압약|약을|약 |복용|수술|암|투석|병력|결혼|입사|담배|흡연|술|일했|살았|출산|낳|이혼|제대|은퇴|시술|스텐트|먹는|진단|사귄|돌아가|다녀|여행|태어|생후|임신"
);

/// How long it has lasted. Times of something else (고혈압 5년째, 3주 전에 수술) are passed over, and of
/// several the shortest counts: what has changed of late is why people ask.
fn duration(text: &str, found: &mut Vec<Shown>) {
    let patterns = [
        (&*HOURS, "duration_hours"),
        (&*DAYS, "duration_days"),
        (&*WEEKS, "duration_weeks"),
        (&*MONTHS, "duration_months"),
        (&*TODAY, "duration_hours"),
    ];
    let clauses: Vec<&str> = CLAUSE.split(text).collect();
    let told = |pattern: &Regex| clauses.iter().any(|clause| pattern.is_match(clause) && !OTHER_TIME.is_match(clause));
    if let Some((_, shown)) = patterns.into_iter().find(|(pattern, _)| told(pattern)) {
        found.push(shown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_findings() {
        for (text, wanted) in [
            ("열이 38.5도예요", &["fever"][..]),
            ("체온 39도 2부", &["fever", "high_fever"]),
            ("40.1도까지 올라요", &["fever", "high_fever", "very_high_fever"]),
            ("체온이 36.5도", &[]),
            ("34.2도로 내려갔어요", &["low_body_temperature"]),
            ("혈압 160에 100", &["high_blood_pressure"]),
            ("혈압이 190/110 나왔어요", &["high_blood_pressure", "very_high_blood_pressure"]),
            ("혈압이 85에 50이에요", &["low_blood_pressure"]),
            ("혈당이 350이에요", &["high_blood_sugar", "very_high_blood_sugar"]),
            ("혈당 55 나왔어요", &["low_blood_sugar"]),
            ("산소포화도 88", &["low_oxygen"]),
            ("맥박이 140이에요", &["rapid_pulse"]),
            ("사흘째 기침", &["duration_days"]),
            ("어제부터", &["duration_days"]),
            ("3주 넘게", &["duration_weeks"]),
            ("두 달째 허리가", &["duration_months"]),
            ("방금 넘어졌어요", &["duration_hours"]),
            ("버스 38번 타고", &[]),
            ("고혈압 5년째인데 오늘 머리가 아파요", &["duration_hours"]),
            ("3주 전에 수술했어요", &[]),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }
}
