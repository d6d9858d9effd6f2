//! The service key: accepted as the portal shows it, encoded or decoded; never shown again.

use std::fmt;

use percent_encoding::percent_decode_str;

/// A key of the public data portal, decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceKey(String);

impl ServiceKey {
    /// Reads a key in either of the portal's forms. The decoded form is Base64 or hexadecimal and
    /// never contains `%`, so a `%` means the encoded one. `None` when it can be neither.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let key = percent_decode_str(text).decode_utf8().ok()?;
        let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b));
        plain.then(|| Self(key.into_owned()))
    }

    /// For the query alone.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ServiceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_key_are_one_key_and_neither_is_shown() {
        let decoded = ServiceKey::parse("ab+c/dEf012==").unwrap();
        assert_eq!(ServiceKey::parse(" ab%2Bc%2FdEf012%3D%3D\n"), Some(decoded.clone()));
        assert_eq!(decoded.reveal(), "ab+c/dEf012==");
        assert!(!format!("{decoded:?}").contains("dEf"));
        for bad in ["", "  ", "a b", "키", "a&b=c?"] {
            assert_eq!(ServiceKey::parse(bad), None, "{bad}");
        }
    }
}
