//! What a reader tells us is wrong about a place (잘못된 정보 신고).

use serde::{Deserialize, Serialize};

/// Which fact is said to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WrongFact {
    /// The place does not exist any more.
    Closed,
    /// Opening hours.
    Hours,
    /// Phone number.
    Phone,
    /// Address or place on the map.
    Location,
    /// Departments.
    Departments,
    /// Something else.
    Other,
}

impl WrongFact {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 6] = [Self::Hours, Self::Phone, Self::Location, Self::Departments, Self::Closed, Self::Other];

    /// The word of forms and of the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Hours => "hours",
            Self::Phone => "phone",
            Self::Location => "location",
            Self::Departments => "departments",
            Self::Other => "other",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.word() == word)
    }
}

/// A reader's own words: trimmed, at most [`Comment::MAX`] characters, no control characters but
/// the newline; may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Comment(String);

impl Comment {
    /// Most characters.
    pub const MAX: usize = 1000;

    /// `None` when the text is too long; control characters become spaces.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace("\r\n", "\n");
        let clean: String = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
        let clean = clean.trim();
        (clean.chars().count() <= Self::MAX).then(|| Self(clean.to_owned()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Comment {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or(text)
    }
}

impl From<Comment> for String {
    fn from(comment: Comment) -> Self {
        comment.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_cleaned_and_bounded_in_characters() {
        assert_eq!(Comment::parse(" 일요일에\r\n쉽니다\u{0}\t").unwrap().as_str(), "일요일에\n쉽니다");
        assert!(Comment::parse(&"가".repeat(1000)).is_some());
        assert!(Comment::parse(&"가".repeat(1001)).is_none());
    }

    #[test]
    fn every_choice_has_its_own_word() {
        for fact in WrongFact::ALL {
            assert_eq!(WrongFact::from_word(fact.word()), Some(fact));
        }
    }
}
