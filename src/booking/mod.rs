//! The use cases of booking: offering slots, booking, changing, cancelling, waiting, the desk's work.
//! A slot is sold once because a unique key of the store says so; this room chooses the seat, knows
//! the rules around it and says what became of it. No SQL, no HTTP, no clock: `now` is passed in.

mod accounts;
mod book;
mod change;
mod console;
mod demo;
mod desk;
mod error;
mod keep;
mod limits;
mod log_in;
mod mine;
mod notices;
mod password;
mod phone_codes;
mod practice;
mod queue;
mod retry;
mod rotate;
mod seats;
mod timetable;
mod waitlist;

use std::sync::Arc;

use jiff::{Timestamp, civil::DateTime};

pub use self::{
    accounts::Applicant,
    book::{Booked, BookingRequest, HEALTH_CONSENT, PRIVACY_CONSENT, Receipt},
    change::{CancelledBy, Visit},
    demo::DemoAccount,
    desk::{Booking, Desk, DeskSettings},
    error::BookingError,
    limits::{Limit, Limits},
    log_in::{Passport, SESSION, new_second_factor, second_factor_url, session_mark},
    mine::{Export, FamilyMember},
    phone_codes::{CODE_MINUTES, PhoneSession},
    practice::{DayOffer, DoctorDay, Practice, SlotOffer},
    queue::{Place, WalkIn},
    rotate::Rotation,
    timetable::{Misfit, Preview, ScheduleChange},
    waitlist::WaitRequest,
};
use crate::{
    directory::Directory,
    domain::{holiday::HolidayCalendar, time},
};

/// The moment of a request, and what is known of the country then.
#[derive(Clone)]
pub struct Today {
    /// Now.
    pub now: Timestamp,
    /// The directory of this moment: names of places, public holidays.
    pub directory: Arc<Directory>,
}

impl Today {
    /// Now on the wall clock of Korea.
    pub fn clock(&self) -> DateTime {
        time::seoul(self.now)
    }

    /// The public holidays.
    pub fn holidays(&self) -> &HolidayCalendar {
        self.directory.holidays()
    }
}
