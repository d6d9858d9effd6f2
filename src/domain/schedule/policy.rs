//! What a hospital allows: how early, how far ahead, how late to cancel.

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

/// A hospital's rules for bookings made online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether patients may book at all at present.
    pub accepts: bool,
    /// Least minutes from now to a slot.
    pub min_ahead_minutes: u32,
    /// Most days from today to a slot.
    pub max_ahead_days: u16,
    /// A patient may change or cancel until so many minutes before the slot.
    pub cancel_until_minutes: u32,
    /// How long a freed seat is held for the first of the waitlist, minutes.
    pub hold_minutes: u16,
    /// What to bring, a line each; empty for the usual.
    pub bring: String,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            accepts: true,
            min_ahead_minutes: 30,
            max_ahead_days: 30,
            cancel_until_minutes: 120,
            hold_minutes: 15,
            bring: String::new(),
        }
    }
}

/// Where a moment lies against a [`Policy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// It may be booked.
    Open,
    /// It is over.
    Past,
    /// It begins too soon to be booked online.
    TooSoon,
    /// It is further ahead than may be booked.
    TooFar,
}

/// What may be booked at one moment, made ready for many slots.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    now: DateTime,
    soonest: DateTime,
    last: Date,
}

impl Windows {
    /// Where a slot lies that starts then.
    pub fn of(&self, starts_at: DateTime) -> Window {
        match starts_at {
            at if at <= self.now => Window::Past,
            at if at < self.soonest => Window::TooSoon,
            at if at.date() > self.last => Window::TooFar,
            _ => Window::Open,
        }
    }
}

impl Policy {
    /// What may be booked now. Korean civil time.
    pub fn windows(&self, now: DateTime) -> Windows {
        let soonest = now.saturating_add(i64::from(self.min_ahead_minutes).minutes());
        let last = now.date().saturating_add(i64::from(self.max_ahead_days).days());
        Windows { now, soonest, last }
    }

    /// Whether a slot that starts at a moment may be booked now. Korean civil time.
    pub fn window(&self, starts_at: DateTime, now: DateTime) -> Window {
        self.windows(now).of(starts_at)
    }

    /// The last moment at which a patient may change or cancel a booking.
    pub fn cancel_until(&self, starts_at: DateTime) -> DateTime {
        starts_at.saturating_sub(i64::from(self.cancel_until_minutes).minutes())
    }
}
