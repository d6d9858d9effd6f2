//! A booking (예약) and its states. FHIR's Appointment in small: what it calls booked is `confirmed`
//! here, as the outside contract has it.

use serde::{Deserialize, Serialize};

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A freed seat that is held for somebody of the waitlist.
    Offered,
    /// Booked.
    Confirmed,
    /// The patient is there.
    Arrived,
    /// With the doctor.
    InProgress,
    /// The visit is over.
    Fulfilled,
    /// The patient did not come.
    NoShow,
    /// Called off, by the patient or the hospital.
    Cancelled,
    /// An offer that was not taken in time.
    Lapsed,
}

impl Status {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Offered,
        Self::Confirmed,
        Self::Arrived,
        Self::InProgress,
        Self::Fulfilled,
        Self::NoShow,
        Self::Cancelled,
        Self::Lapsed,
    ];

    /// The word of the API and of the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Confirmed => "confirmed",
            Self::Arrived => "arrived",
            Self::InProgress => "in_progress",
            Self::Fulfilled => "fulfilled",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The states that may follow. Staff may take a step back where a button was hit by mistake;
    /// what gave its seat up never comes back.
    pub fn next(self) -> &'static [Self] {
        use Status::*;
        match self {
            Offered => &[Confirmed, Lapsed, Cancelled],
            Confirmed => &[Arrived, NoShow, Cancelled],
            Arrived => &[InProgress, Confirmed, NoShow, Cancelled],
            InProgress => &[Fulfilled, Arrived],
            Fulfilled => &[InProgress],
            NoShow => &[Arrived],
            Cancelled | Lapsed => &[],
        }
    }

    /// Whether it may become another.
    pub fn may_become(self, other: Self) -> bool {
        self.next().contains(&other)
    }

    /// Whether its seat is nobody else's.
    pub fn holds_seat(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Lapsed)
    }

    /// Whether the visit is still to come: these count against what one phone may hold.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Offered | Self::Confirmed | Self::Arrived | Self::InProgress)
    }
}

/// How a booking came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// On the hospital's page.
    Web,
    /// Through the JSON API.
    Api,
    /// In a conversation.
    Chat,
    /// Staff, for somebody who called.
    Phone,
    /// From the waitlist.
    Waitlist,
    /// Without a booking: a number at the desk (번호표).
    WalkIn,
}

impl Channel {
    /// Every way.
    pub const ALL: [Self; 6] = [Self::Web, Self::Api, Self::Chat, Self::Phone, Self::Waitlist, Self::WalkIn];

    /// The word of the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::Chat => "chat",
            Self::Phone => "phone",
            Self::Waitlist => "waitlist",
            Self::WalkIn => "walk_in",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.word() == word)
    }
}

/// The number that a patient reads out at the desk (예약번호): six digits, unlike any other of the
/// same hospital. Not a secret: it opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BookingNumber(u32);

impl BookingNumber {
    /// How many there are.
    pub const COUNT: u32 = 900_000;

    /// The number of an index below [`COUNT`](Self::COUNT); larger ones wrap around.
    pub fn nth(index: u32) -> Self {
        Self(100_000 + index % Self::COUNT)
    }

    /// From what a person types: `482 913`, `482913`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let number: u32 = digits.parse().ok().filter(|_| digits.len() == 6)?;
        (number >= 100_000).then_some(Self(number))
    }

    /// For the store.
    pub fn value(self) -> u32 {
        self.0
    }
}

impl std::fmt::Display for BookingNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:03}", self.0 / 1000, self.0 % 1000)
    }
}

impl TryFrom<String> for BookingNumber {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or(text)
    }
}

impl From<BookingNumber> for String {
    fn from(number: BookingNumber) -> Self {
        number.to_string()
    }
}

/// The unguessable word in a booking's link: 128 random bits in base64url. Whoever has it may see
/// and change the booking, so it is never logged: its `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Token(String);

impl Token {
    /// Characters of a token.
    pub const LENGTH: usize = 22;

    /// From a path; `None` unless it has a token's form.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == Self::LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        fits.then(|| Self(text.to_owned()))
    }

    /// The word itself, for links.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl TryFrom<String> for Token {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a token")
    }
}

impl From<Token> for String {
    fn from(token: Token) -> Self {
        token.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_own_word_and_none_follows_the_end() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.word()), Some(status));
            assert!(!status.may_become(status));
            assert!(status.holds_seat() || status.next().is_empty(), "a seat given up may be sold again");
            assert!(status.holds_seat() || !status.is_open());
        }
        for channel in Channel::ALL {
            assert_eq!(Channel::from_word(channel.word()), Some(channel));
        }
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let number = BookingNumber::parse("482913").unwrap();
        assert_eq!(number.to_string(), "482 913");
        assert_eq!(BookingNumber::parse("482 913"), Some(number));
        assert_eq!(BookingNumber::parse(&BookingNumber::nth(5).to_string()), Some(BookingNumber::nth(5)));
        for wrong in ["", "48291", "4829134", "012345", "48x913"] {
            assert_eq!(BookingNumber::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn tokens_have_one_form_and_hide_themselves() {
        let token = Token::parse("abcdefghijklmnopqrst-_").unwrap();
        assert_eq!(format!("{token:?}"), "Token(…)");
        for wrong in ["", "abc", "abcdefghijklmnopqrst-/", "abcdefghijklmnopqrst-_x"] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }
}
