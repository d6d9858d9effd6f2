//! Those who work for a hospital, as far as rules go.

use super::patient::Wrong;

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything, accounts, schedules and rules included.
    Owner,
    /// The day's work: bookings, arrivals, walk-ins.
    Staff,
}

impl Role {
    /// The word of the store and of forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Staff => "staff",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Owner, Self::Staff].into_iter().find(|role| role.word() == word)
    }
}

/// Whether an account may log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountStatus {
    /// Has applied; the operator has not said yes yet.
    Pending,
    /// May log in.
    Active,
    /// May not any more.
    Disabled,
}

impl AccountStatus {
    /// The word of the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Pending, Self::Active, Self::Disabled].into_iter().find(|status| status.word() == word)
    }
}

/// What an account logs in with: an e-mail address, in lower case.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Most bytes.
    const MAX: usize = 190;

    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.trim().to_ascii_lowercase();
        if text.is_empty() {
            return Err(Wrong::Missing);
        }
        let plain =
            text.len() <= Self::MAX && text.chars().all(|c| c.is_ascii_graphic() && !"<>()[],;:\\\"".contains(c));
        let fits = |(name, host): (&str, &str)| {
            let parts = || host.split('.');
            !name.is_empty() && !host.contains('@') && parts().count() > 1 && parts().all(|part| !part.is_empty())
        };
        if plain && text.split_once('@').is_some_and(fits) { Ok(Self(text)) } else { Err(Wrong::NotAnEmail) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

/// A password that somebody chooses: 10–200 characters, none that everybody knows.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// What passwords are made of that are guessed first.
const WELL_KNOWN: [&str; 9] = [
    "password",
    "1234567890",
    "0123456789",
    "qwertyuiop",
    "asdfghjkl",
    "iloveyou",
    "heydoctor",
    "hospital",
    "qwer1234",
];

impl Password {
    /// # Errors
    /// [`Wrong::WeakPassword`], [`Wrong::Missing`].
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let count = text.chars().count();
        if count == 0 {
            return Err(Wrong::Missing);
        }
        let lower = text.to_lowercase();
        let mut kinds: Vec<char> = lower.chars().collect();
        kinds.sort_unstable();
        kinds.dedup();
        // A well-known word may be a part of it when enough is added.
        let known = WELL_KNOWN.iter().any(|word| lower.contains(word) && lower.len() < word.len() + 6);
        if !(10..=200).contains(&count) || kinds.len() < 5 || known {
            return Err(Wrong::WeakPassword);
        }
        Ok(Self(text.to_owned()))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_lowered() {
        assert_eq!(Email::parse(" Kim@Clinic.Example ").unwrap().as_str(), "kim@clinic.example");
        for wrong in ["kim", "kim@", "@clinic.kr", "kim@clinic", "a b@c.kr", "kim@c..kr", "<k>@c.kr", "김@c.kr"] {
            assert_eq!(Email::parse(wrong), Err(Wrong::NotAnEmail), "{wrong}");
        }
        assert_eq!(Email::parse(" "), Err(Wrong::Missing));
    }

    #[test]
    fn passwords_that_are_guessed_first_are_refused() {
        for weak in ["short", "aaaaaaaaaaaa", "1234567890", "Password123", "qwertyuiop12", "heydoctor1234"] {
            assert_eq!(Password::parse(weak), Err(Wrong::WeakPassword), "{weak}");
        }
        assert!(Password::parse("맑은 가을 아침에 걷기").is_ok());
        assert!(Password::parse("k7m2-p9xq-w4").is_ok());
    }
}
