//! Those who work for a hospital, as far as rules go.

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
