//! What the staff of a hospital see: days, single bookings, search, the list to take away. Whoever
//! sees whole names leaves a line in the log.

use jiff::{ToSpan, civil::Date};

use super::{Booking, BookingError, Desk, Passport, Today, change::line};
use crate::{
    domain::{booking::BookingNumber, hospital::HospitalId},
    store::{AuditLine, BookingRecord},
};

/// Days back and ahead that are searched by name or phone.
const SEARCHED: (i64, i64) = (14, 45);
/// Most bookings that a search shows.
const MOST_FOUND: usize = 50;
/// Seconds in which one look at a booking is one line.
const ONE_LOOK: i64 = 300;
/// Most days of one export.
pub const MOST_EXPORTED: i32 = 31;

impl Desk {
    /// A hospital's bookings and walk-ins of some days, by time, with their personal data: for masked
    /// lists.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn bookings_of(
        &self,
        hospital: HospitalId,
        (from, to): (Date, Date),
    ) -> Result<Vec<Booking>, BookingError> {
        let records = self.store.bookings().of_days(hospital, from, to).await?;
        records.into_iter().map(|record| self.unseal(record)).collect()
    }

    /// The same without personal data, for counting.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn records_of(
        &self,
        hospital: HospitalId,
        (from, to): (Date, Date),
    ) -> Result<Vec<BookingRecord>, BookingError> {
        Ok(self.store.bookings().of_days(hospital, from, to).await?)
    }

    /// One booking whole; that it was seen is noted.
    ///
    /// # Errors
    /// [`BookingError::NoSuchBooking`], also for another hospital's.
    pub async fn look_at(&self, passport: &Passport, id: i64, today: &Today) -> Result<Booking, BookingError> {
        let record = self.of_hospital(passport.hospital, id).await?;
        let line = line(Some(passport.account), today, "view", id, "");
        let since = today.now.as_second() - ONE_LOOK;
        if !self.store.staff().has_line(passport.hospital, &line, since).await? {
            self.note(passport, &line).await?;
        }
        self.unseal(record)
    }

    /// Bookings by number, by a part of a name, or by the last digits of a phone; newest visit first.
    /// What was searched for is not noted, that there was a search is.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn find_bookings(
        &self,
        passport: &Passport,
        text: &str,
        today: &Today,
    ) -> Result<Vec<Booking>, BookingError> {
        self.note(passport, &plain_line(passport, today, "search")).await?;
        let text = text.trim();
        let mut found = Vec::new();
        if let Some(number) = BookingNumber::parse(text)
            && let Some(record) = self.store.bookings().by_number(passport.hospital, number).await?
        {
            found.push(self.unseal(record)?);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let day = today.clock().date();
        let span = (day.saturating_sub(SEARCHED.0.days()), day.saturating_add(SEARCHED.1.days()));
        let fits = |booking: &Booking| {
            let Some(patient) = &booking.patient else { return false };
            let phone = patient.phone.as_ref().is_some_and(|phone| phone.digits().ends_with(&digits));
            let spelled: String = patient.name.as_str().chars().filter(|c| !c.is_whitespace()).collect();
            (digits.len() >= 4 && phone) || (digits.is_empty() && name.chars().count() > 1 && spelled.contains(&name))
        };
        let mut near = self.bookings_of(passport.hospital, span).await?;
        near.retain(|booking| fits(booking) && found.iter().all(|other| other.record.id != booking.record.id));
        found.extend(near.into_iter().rev().take(MOST_FOUND));
        Ok(found)
    }

    /// All bookings of some days, whole, to be taken away; noted.
    ///
    /// # Errors
    /// [`BookingError::Forbidden`], [`BookingError::TooFar`] for more than a month.
    pub async fn take_away(
        &self,
        passport: &Passport,
        (from, to): (Date, Date),
        today: &Today,
    ) -> Result<Vec<Booking>, BookingError> {
        passport.as_owner()?;
        let days = to.since(from).map_or(i32::MAX, |span| span.get_days());
        if !(0..MOST_EXPORTED).contains(&days) {
            return Err(BookingError::TooFar);
        }
        let line = AuditLine { detail: format!("{from}–{to}"), ..plain_line(passport, today, "export") };
        self.note(passport, &line).await?;
        self.bookings_of(passport.hospital, (from, to)).await
    }

    async fn note(&self, passport: &Passport, line: &AuditLine) -> Result<(), BookingError> {
        let mut work = self.store.begin().await?;
        work.audit(passport.hospital, line).await?;
        Ok(work.commit().await?)
    }
}

fn plain_line(passport: &Passport, today: &Today, action: &str) -> AuditLine {
    AuditLine {
        account: Some(passport.account),
        at: today.now.as_second(),
        action: action.to_owned(),
        subject: "bookings".to_owned(),
        detail: String::new(),
    }
}
