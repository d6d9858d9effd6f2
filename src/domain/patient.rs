//! What a patient tells us: name, mobile number, birth date, reason for the visit. Each value is
//! parsed at the edge; what is wrong with it is a [`Wrong`], said beside its field.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::phone::Phone;

/// What is wrong with a value that a person typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wrong {
    /// Nothing there, where something must be.
    Missing,
    /// More characters than this.
    TooLong(u16),
    /// A control character, or a sign that has no place there.
    Sign,
    /// HTML.
    Markup,
    /// Too few digits for a mobile number.
    PhoneShort,
    /// Too many digits for a mobile number.
    PhoneLong,
    /// Not the number of a mobile phone.
    NotMobile,
    /// No such day.
    NotADate,
    /// A day that is still to come, or that nobody alive was born on.
    NotABirthDate,
    /// Not one of the choices.
    NotAChoice,
    /// The consent that is needed is not given.
    NoConsent,
    /// A reason without the consent for health data.
    NoHealthConsent,
    /// Not an e-mail address.
    NotAnEmail,
    /// A password of fewer than ten characters, or one that everybody knows.
    WeakPassword,
    /// Not a number within these bounds.
    OutOfRange(u16, u16),
    /// Times that cross, lie outside the day or are no times.
    NotHours,
    /// A last day that is before the first, or too long after it.
    NotInOrder,
}

/// A person's name: 1–40 characters, letters of any script with the signs that names have.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

impl PersonName {
    /// Most characters.
    pub const MAX: u16 = 40;

    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            return Err(Wrong::Sign);
        }
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = |c: char| c.is_alphanumeric() || " -'’·.,()".contains(c);
        match name.chars().count() {
            0 => Err(Wrong::Missing),
            n if n > usize::from(Self::MAX) => Err(Wrong::TooLong(Self::MAX)),
            _ if !name.chars().all(fits) || !name.chars().any(char::is_alphabetic) => Err(Wrong::Sign),
            _ => Ok(Self(name)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// With its middle hidden: "박*윤", "이*", "남궁*수"; for lists and screens that others see.
    pub fn masked(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        match letters[..] {
            [only] => format!("{only}*"),
            [first, _] => format!("{first}*"),
            [first, .., last] => format!("{first}{}{last}", "*".repeat((letters.len() - 2).min(3))),
            [] => String::new(),
        }
    }
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(…)")
    }
}

/// A Korean mobile number: `010` and eight digits, or an older `01x` and seven or eight.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mobile(Phone);

impl Mobile {
    /// Reads `010-1234-5678`, `010 1234 5678`, `+82 10 …`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        if text.trim().is_empty() {
            return Err(Wrong::Missing);
        }
        if !text.chars().all(|c| c.is_ascii_digit() || " -+().".contains(c)) {
            return Err(Wrong::NotMobile);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let digits = match digits.strip_prefix("82") {
            Some(rest) if text.trim_start().starts_with('+') => format!("0{}", rest.trim_start_matches('0')),
            _ => digits,
        };
        let least = if digits.starts_with("010") { 11 } else { 10 };
        match digits.len() {
            _ if !["010", "011", "016", "017", "018", "019"].iter().any(|code| digits.starts_with(code)) => {
                Err(Wrong::NotMobile)
            }
            n if n < least => Err(Wrong::PhoneShort),
            n if n > 11 => Err(Wrong::PhoneLong),
            _ => Phone::parse(&digits).map(Self).ok_or(Wrong::NotMobile),
        }
    }

    /// The digits alone.
    pub fn digits(&self) -> &str {
        self.0.digits()
    }

    /// With its middle hidden: "010-****-2471".
    pub fn masked(&self) -> String {
        let digits = self.digits();
        format!("{}-****-{}", &digits[..3], &digits[digits.len() - 4..])
    }
}

impl std::fmt::Display for Mobile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Debug for Mobile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mobile(…)")
    }
}

/// Why somebody comes, in their own words; at most 300 characters. Health data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VisitReason(String);

impl VisitReason {
    /// Most characters.
    pub const MAX: u16 = 300;

    /// `None` when nothing is written.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Option<Self>, Wrong> {
        let text = free_text(text, Self::MAX)?;
        Ok((!text.is_empty()).then_some(Self(text)))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for VisitReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VisitReason(…)")
    }
}

/// A person's own words, trimmed: no control characters but the newline, no HTML, at most so many
/// characters; may be empty. "<" as a sign of comparison is no HTML.
///
/// # Errors
/// What is wrong with them.
pub fn free_text(text: &str, most: u16) -> Result<String, Wrong> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.chars().count() > usize::from(most) {
        return Err(Wrong::TooLong(most));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Wrong::Sign);
    }
    let tag =
        |(at, _): (usize, &str)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    if text.match_indices('<').any(tag) {
        return Err(Wrong::Markup);
    }
    Ok(text.to_owned())
}

/// A birth date from `2019-03-08`, `20190308` or `2019.3.8`; `None` when nothing is written.
///
/// # Errors
/// What is wrong with it, as seen on `today`.
pub fn birth_date(text: &str, today: Date) -> Result<Option<Date>, Wrong> {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = text.split(['-', '.', '/']).map(str::trim).collect();
    let number = |part: &str| part.parse::<i16>().map_err(|_| Wrong::NotADate);
    let (year, month, day) = match parts[..] {
        [all] if all.len() == 8 && all.is_ascii() => (number(&all[..4])?, number(&all[4..6])?, number(&all[6..])?),
        [year, month, day] => (number(year)?, number(month)?, number(day)?),
        _ => return Err(Wrong::NotADate),
    };
    let part = |n: i16| i8::try_from(n).map_err(|_| Wrong::NotADate);
    let date = Date::new(year, part(month)?, part(day)?).map_err(|_| Wrong::NotADate)?;
    let oldest = Date::constant(1900, 1, 1);
    if (oldest..=today).contains(&date) { Ok(Some(date)) } else { Err(Wrong::NotABirthDate) }
}

/// Whom a booking is for, as seen by the one who books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 본인.
    #[default]
    Oneself,
    /// 자녀.
    Child,
    /// 다른 가족.
    Family,
}

impl Relation {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Oneself, Self::Child, Self::Family];

    /// The word of forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Oneself => "oneself",
            Self::Child => "child",
            Self::Family => "family",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.word() == word)
    }
}

/// Who comes, and how to reach them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The patient's name.
    pub name: PersonName,
    /// The number of the one who books; messages go there. A walk-in may have given none.
    pub phone: Option<Mobile>,
    /// The patient's birth date, where it was given.
    pub birth_date: Option<Date>,
    /// Whom the booking is for.
    pub relation: Relation,
}

macro_rules! as_text {
    ($($type:ident => $parse:expr, $text:expr;)+) => {$(
        impl TryFrom<String> for $type {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                let parse: fn(&str) -> Option<Self> = $parse;
                parse(&text).ok_or(concat!("not a ", stringify!($type)))
            }
        }
        impl From<$type> for String {
            fn from(value: $type) -> Self {
                let text: fn(&$type) -> &str = $text;
                text(&value).to_owned()
            }
        }
    )+};
}

as_text! {
    PersonName => |text| Self::parse(text).ok(), |name| name.as_str();
    Mobile => |text| Self::parse(text).ok(), |mobile| mobile.digits();
    VisitReason => |text| Self::parse(text).ok().flatten(), |reason| reason.as_str();
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn names_of_any_script_are_read_and_nothing_else() {
        for (raw, name, masked) in [
            ("박서윤", "박서윤", "박*윤"),
            (" 이  솔 ", "이 솔", "이*솔"),
            ("김솔", "김솔", "김*"),
            ("남궁민수", "남궁민수", "남**수"),
            ("O'Neil-Kim, J.", "O'Neil-Kim, J.", "O***."),
        ] {
            let parsed = PersonName::parse(raw).unwrap();
            assert_eq!((parsed.as_str(), parsed.masked().as_str()), (name, masked));
        }
        assert_eq!(PersonName::parse("  "), Err(Wrong::Missing));
        assert_eq!(PersonName::parse(&"가".repeat(500)), Err(Wrong::TooLong(40)));
        for raw in ["<b>김</b>", "김\u{0}", "1234", "김😀"] {
            assert_eq!(PersonName::parse(raw), Err(Wrong::Sign), "{raw}");
        }
    }

    #[test]
    fn only_mobile_numbers_can_be_reached_by_message() {
        for raw in ["010-1234-2471", "01012342471", "+82 10-1234-2471", "010.1234.2471"] {
            let mobile = Mobile::parse(raw).unwrap();
            assert_eq!((mobile.digits(), mobile.masked().as_str()), ("01012342471", "010-****-2471"));
        }
        assert_eq!(Mobile::parse("0161234567").unwrap().to_string(), "016-123-4567");
        for (raw, wrong) in [
            ("", Wrong::Missing),
            ("010-123-24", Wrong::PhoneShort),
            ("010-1234-24710", Wrong::PhoneLong),
            ("02-123-4567", Wrong::NotMobile),
            ("전화 010", Wrong::NotMobile),
        ] {
            assert_eq!(Mobile::parse(raw), Err(wrong), "{raw}");
        }
    }

    #[test]
    fn own_words_are_bounded_and_carry_no_markup() {
        assert_eq!(VisitReason::parse(" \n ").unwrap(), None);
        assert_eq!(VisitReason::parse("열이 38도 < 39도\r\n기침").unwrap().unwrap().as_str(), "열이 38도 < 39도\n기침");
        assert_eq!(VisitReason::parse(&"가".repeat(301)), Err(Wrong::TooLong(300)));
        assert_eq!(VisitReason::parse("<script>"), Err(Wrong::Markup));
        assert_eq!(VisitReason::parse("기침\u{7}"), Err(Wrong::Sign));
    }

    #[test]
    fn birth_dates_are_read_in_the_ways_people_write_them() {
        let today = date(2026, 11, 25);
        for raw in ["2019-03-08", "20190308", "2019.3.8", "2019. 3. 8."] {
            assert_eq!(birth_date(raw, today), Ok(Some(date(2019, 3, 8))), "{raw}");
        }
        assert_eq!(birth_date(" ", today), Ok(None));
        assert_eq!(birth_date("2026-11-26", today), Err(Wrong::NotABirthDate));
        assert_eq!(birth_date("1899-12-31", today), Err(Wrong::NotABirthDate));
        for raw in ["2019-02-30", "190308", "어제", "2019-3"] {
            assert_eq!(birth_date(raw, today), Err(Wrong::NotADate), "{raw}");
        }
    }

    #[test]
    fn nothing_personal_shows_when_printed_for_a_log() {
        let patient = Patient {
            name: PersonName::parse("박서윤").unwrap(),
            phone: Mobile::parse("01012342471").ok(),
            birth_date: None,
            relation: Relation::Child,
        };
        let printed = format!("{patient:?}");
        assert!(!printed.contains("박") && !printed.contains("2471"), "{printed}");
    }
}
