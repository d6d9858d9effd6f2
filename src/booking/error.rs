//! What can go wrong, by what it means to whoever books.

use crate::{
    booking::practice::SlotOffer,
    domain::{booking::Status, patient::Wrong},
    store::StoreError,
    vault::VaultError,
    words::Lang,
};

/// Why something was not done. Nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum BookingError {
    /// The hospital is not known or takes no bookings here.
    #[error("the hospital takes no bookings")]
    NotBookable,
    /// The hospital has no such doctor, or they have left.
    #[error("no such doctor at this hospital")]
    NoSuchDoctor,
    /// No slot starts then.
    #[error("no slot starts at that time")]
    NotASlot,
    /// The slot is over.
    #[error("the slot is over")]
    Past,
    /// The slot begins too soon to be booked online.
    #[error("the slot begins too soon")]
    TooSoon,
    /// The slot is further ahead than may be booked.
    #[error("the slot is too far ahead")]
    TooFar,
    /// Somebody else has the last seat; these are the nearest that are free.
    #[error("the slot is taken")]
    SlotTaken(Vec<SlotOffer>),
    /// The phone holds as many open bookings as it may.
    #[error("the phone holds too many open bookings")]
    TooMany,
    /// The phone has a booking at that very time.
    #[error("the phone has a booking at that time")]
    SameTime,
    /// The same Idempotency-Key came with another body.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Values that cannot be accepted, by field.
    #[error("some fields are wrong")]
    Fields(Vec<(&'static str, Wrong)>),
    /// No booking has this token or number.
    #[error("no such booking")]
    NoSuchBooking,
    /// The hospital's limit for changes by the patient is over.
    #[error("it is too late to change this online")]
    TooLate,
    /// The booking is in a state in which this cannot be done.
    #[error("not possible while the booking is {}", .0.word())]
    WrongState(Status),
    /// Arrival is told on the day of the visit.
    #[error("not the day of the visit")]
    NotToday,
    /// There are free seats: nobody needs to wait.
    #[error("seats are free")]
    SeatsAreFree,
    /// The phone stands in this line already.
    #[error("already in line")]
    AlreadyInLine,
    /// The code is wrong, used or over.
    #[error("the code is wrong or over")]
    WrongCode,
    /// E-mail, password or second factor do not fit. Which of them is not told.
    #[error("the log-in does not fit")]
    WrongLogIn,
    /// The second factor is needed.
    #[error("the second factor is needed")]
    SecondFactor,
    /// The account waits for the operator, or may not log in any more.
    #[error("the account is not active")]
    NotActive,
    /// The address has an account already.
    #[error("the address has an account already")]
    AddressTaken,
    /// There is no such account.
    #[error("no such account")]
    NoSuchAccount,
    /// The role does not allow it.
    #[error("the role does not allow it")]
    Forbidden,
    /// Too often; try again after so many seconds.
    #[error("too often; again in {0} s")]
    TooOften(u32),
    /// Others kept being faster.
    #[error("the booking changed meanwhile")]
    Conflict,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A sealed value could not be opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl BookingError {
    /// What a person is told: what happened and the way out.
    pub fn text(&self, lang: Lang) -> String {
        let text = match self {
            Self::NotBookable => lang.booking_not_bookable(),
            Self::NoSuchDoctor => lang.booking_no_such_doctor(),
            Self::NotASlot => lang.booking_not_a_slot(),
            Self::Past => lang.booking_past(),
            Self::TooSoon => lang.booking_too_soon(),
            Self::TooFar => lang.booking_too_far(),
            Self::SlotTaken(_) => lang.booking_slot_taken(),
            Self::TooMany => lang.booking_too_many(),
            Self::SameTime => lang.booking_same_time(),
            Self::KeyReused => lang.booking_key_reused(),
            Self::Fields(_) => lang.booking_fields(),
            Self::NoSuchBooking => lang.booking_none(),
            Self::TooLate => lang.booking_too_late(),
            Self::WrongState(_) => lang.booking_wrong_state(),
            Self::NotToday => lang.booking_not_today(),
            Self::SeatsAreFree => lang.booking_seats_are_free(),
            Self::AlreadyInLine => lang.booking_in_line(),
            Self::WrongCode => lang.booking_wrong_code(),
            Self::WrongLogIn => lang.staff_wrong_log_in(),
            Self::SecondFactor => lang.staff_second_factor(),
            Self::NotActive => lang.staff_not_active(),
            Self::AddressTaken => lang.staff_address_taken(),
            Self::NoSuchAccount => lang.staff_no_such_account(),
            Self::Forbidden => lang.staff_forbidden(),
            Self::TooOften(seconds) => return lang.booking_too_often(*seconds),
            Self::Conflict | Self::Store(_) | Self::Vault(_) => lang.booking_unavailable(),
        };
        text.to_owned()
    }
}
