//! Korean telephone numbers as the public data writes them.

use serde::{Deserialize, Serialize};

/// A number that can be dialled: digits, hyphenated the Korean way when shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// Reads `02-123-4567`, `0212345678`, `1588-0000`, `+82 2 …`; `None` for `02----` and the like.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = String::with_capacity(text.len());
        digits.extend(text.chars().filter(char::is_ascii_digit));
        let digits = match digits.strip_prefix("82") {
            Some(rest) if text.trim_start().starts_with('+') => format!("0{}", rest.trim_start_matches('0')),
            _ => digits,
        };
        let valid = match digits.len() {
            3 => matches!(digits.as_str(), "119" | "129" | "109"),
            8 => digits.starts_with('1'),
            9..=12 => digits.starts_with('0'),
            _ => false,
        };
        valid.then_some(Self(digits))
    }

    /// The digits alone, for `tel:` links.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let d = &self.0;
        let area = match d.len() {
            3 => return f.write_str(d),
            8 => return write!(f, "{}-{}", &d[..4], &d[4..]),
            _ if d.starts_with("02") => 2,
            12 => 4,
            _ => 3,
        };
        write!(f, "{}-{}-{}", &d[..area], &d[area..d.len() - 4], &d[d.len() - 4..])
    }
}

impl TryFrom<String> for Phone {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or(text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_shown_the_korean_way() {
        for (raw, shown) in [
            ("02-570-1234", "02-570-1234"),
            ("0220012001", "02-2001-2001"),
            ("031 498 1234", "031-498-1234"),
            ("1544-7522", "1544-7522"),
            ("050-71369-3767", "0507-1369-3767"),
            ("+82-2-570-1234", "02-570-1234"),
            ("01012345678", "010-1234-5678"),
        ] {
            assert_eq!(Phone::parse(raw).map(|p| p.to_string()).as_deref(), Some(shown), "{raw}");
        }
        for raw in ["02----", "", "-", "570-1234", "0"] {
            assert_eq!(Phone::parse(raw), None, "{raw}");
        }
    }
}
