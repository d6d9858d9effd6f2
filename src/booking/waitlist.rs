//! The waitlist (이 날 자리 나면 알림): who is first in line gets a freed seat, held for a set time,
//! in the transaction that frees it, so that nobody can take it between.

use jiff::{ToSpan, civil::Date};

use super::{
    BookingError, Desk, Today, book::PRIVACY_CONSENT, change::CancelledBy, desk::SealedPatient, notices::Facts,
    retry::retrying,
};
use crate::{
    domain::{
        booking::{BookingNumber, Channel, Status, Token},
        hospital::HospitalId,
        patient::{Patient, Wrong},
        schedule::{DoctorId, Seller, Window},
        time,
    },
    store::{BookingRecord, NewBooking, NewWaiting, Seat, StoreError, Waiting, Work},
    vault::{Purpose, random_below, random_token},
    words::Lang,
};

/// Somebody who wants to wait.
#[derive(Clone, Debug)]
pub struct WaitRequest {
    /// At which hospital.
    pub hospital: HospitalId,
    /// For whom; `None` for any doctor.
    pub doctor: Option<DoctorId>,
    /// For which day.
    pub day: Date,
    /// Who comes.
    pub patient: Patient,
    /// Whether the use of name and phone is agreed to.
    pub privacy_consent: bool,
    /// The language of messages.
    pub lang: Lang,
}

/// The first in line for a seat that is about to be freed.
pub(super) struct Heir {
    waiting: Waiting,
    seat: Seat,
    doctor_name: String,
    hold_minutes: i64,
}

impl Desk {
    /// Puts somebody in line for a day that is full; the word of their link.
    ///
    /// # Errors
    /// [`BookingError::SeatsAreFree`], [`BookingError::AlreadyInLine`], a day outside the window.
    pub async fn wait(&self, request: &WaitRequest, today: &Today) -> Result<Token, BookingError> {
        if !request.privacy_consent {
            return Err(BookingError::Fields(vec![("consent.privacy", Wrong::NoConsent)]));
        }
        let practice = self.practice(request.hospital, today).await?;
        if let Some(doctor) = request.doctor {
            practice.doctor(doctor)?;
        }
        practice.check_window(request.day.at(23, 59, 59, 0), today)?;
        let offers = self.offers(request.hospital, request.day, 1, today).await?;
        match offers.first() {
            Some(offer) if offer.free(request.doctor) > 0 => return Err(BookingError::SeatsAreFree),
            Some(offer) if offer.has_slots(request.doctor) => {}
            _ => return Err(BookingError::NotASlot),
        }
        let token = random_token();
        let owner = self.vault.token_hash(&token);
        let sealed = SealedPatient { patient: request.patient.clone(), token: token.clone(), lang: request.lang };
        let patient_sealed = self.vault.seal(Purpose::Patient, &owner, &sealed);
        let Some(phone) = &request.patient.phone else {
            return Err(BookingError::Fields(vec![("patient.phone", Wrong::Missing)]));
        };
        let new = NewWaiting {
            hospital: request.hospital,
            doctor: request.doctor,
            day: request.day,
            holder: self.holder(phone.digits()),
            token_hash: owner,
            patient_sealed: &patient_sealed,
            consent: PRIVACY_CONSENT,
        };
        retrying!(async {
            let mut work = self.store.begin().await?;
            match work.join_waitlist(&new, today.now).await {
                Err(StoreError::Taken(_)) => return Err(BookingError::AlreadyInLine),
                done => done?,
            };
            Ok(work.commit().await?)
        })?;
        Ok(token)
    }

    /// Where somebody stands in line: how many are before them.
    ///
    /// # Errors
    /// [`BookingError::NoSuchBooking`].
    pub async fn place_in_line(&self, token: &Token) -> Result<(Waiting, u64), BookingError> {
        let found = self.store.waitlist().by_token(&self.vault.token_hash(token)).await?;
        let waiting = found.ok_or(BookingError::NoSuchBooking)?;
        let before = self.store.waitlist().before(&waiting).await?;
        Ok((waiting, before))
    }

    /// Leaves the line.
    ///
    /// # Errors
    /// [`BookingError::NoSuchBooking`].
    pub async fn leave_line(&self, token: &Token) -> Result<(), BookingError> {
        let (waiting, _) = self.place_in_line(token).await?;
        let mut work = self.store.begin().await?;
        work.turn_waiting(waiting.id, ("waiting", "left"), None).await?;
        Ok(work.commit().await?)
    }

    /// Who gets a booking's seat when it is freed: nobody when it may not be booked any more.
    pub(super) async fn heir(&self, record: &BookingRecord, today: &Today) -> Result<Option<Heir>, BookingError> {
        let (Some(doctor), Some(number)) = (record.doctor, record.seat) else { return Ok(None) };
        let Some(waiting) = self.store.waitlist().first(record.hospital, doctor, record.day).await? else {
            return Ok(None);
        };
        let practice = self.practice(record.hospital, today).await?;
        let starts_at = time::seoul(record.starts_at);
        let Ok(known) = practice.doctor(doctor) else { return Ok(None) };
        let Ok(slot) = practice.slot(known, starts_at, today) else { return Ok(None) };
        let times = (record.starts_at, record.ends_at);
        let mut standing = self.store.bookings().standing(doctor, times, &[]).await?;
        standing.taken.retain(|seat| (seat.starts_at, seat.seat) != (record.starts_at.as_second(), number));
        let is_free = self.choose_seat(&slot, &standing, Seller::Online).is_ok();
        if !is_free || practice.policy.window(starts_at, today.clock()) != Window::Open {
            return Ok(None);
        }
        let seat = Seat { doctor, starts_at: times.0, ends_at: times.1, number };
        let hold_minutes = i64::from(practice.policy.hold_minutes);
        Ok(Some(Heir { waiting, seat, doctor_name: known.name.clone(), hold_minutes }))
    }

    /// Holds a freed seat for the first in line and tells them, in the transaction that frees it.
    pub(super) async fn hand_over(&self, work: &mut Work, heir: Heir, today: &Today) -> Result<(), BookingError> {
        let Heir { waiting, seat, doctor_name, hold_minutes } = heir;
        let sealed: SealedPatient = self.vault.open(Purpose::Patient, &waiting.token_hash, &waiting.patient_sealed)?;
        let Some(phone) = sealed.patient.phone.clone() else { return Err(BookingError::NoSuchBooking) };
        // A link of its own: one that was lost to time opens nothing new.
        let sealed = SealedPatient { token: random_token(), ..sealed };
        let owner = self.vault.token_hash(&sealed.token);
        let starts_at = time::seoul(seat.starts_at);
        let until = today.now.saturating_add(hold_minutes.minutes()).unwrap_or(today.now).min(seat.starts_at);
        let number = BookingNumber::nth(random_below(BookingNumber::COUNT));
        let new = NewBooking {
            hospital: waiting.hospital,
            seat: Some(seat),
            doctor: None,
            status: Status::Offered,
            channel: Channel::Waitlist,
            number,
            token_hash: owner,
            holder: Some((self.holder(phone.digits()), None)),
            patient_sealed: self.vault.seal(Purpose::Patient, &owner, &sealed),
            reason_sealed: None,
            consent: (Some(PRIVACY_CONSENT), None),
            request: None,
            hold_until: Some(until),
            queue_number: None,
        };
        let id = match work.add_booking(&new, today.now).await {
            Err(StoreError::Taken(_)) => return Err(BookingError::Conflict),
            id => id?,
        };
        if !work.turn_waiting(waiting.id, ("waiting", "offered"), Some(id)).await? {
            return Err(BookingError::Conflict);
        }
        let facts = Facts {
            hospital: waiting.hospital,
            doctor: &doctor_name,
            at: starts_at,
            number,
            token: &sealed.token,
            to: &phone,
            lang: sealed.lang,
            version: 1,
        };
        let mut message = self.offer_notice(&facts, until, today);
        message.booking = Some(id);
        Ok(work.tell(&[message], today.now).await?)
    }

    /// Ends offers whose time is over and offers their seats to the next in line. Returns how many
    /// ended; several servers may do so at once.
    ///
    /// # Errors
    /// The store's errors; what was ended before stays ended.
    pub async fn end_offers(&self, today: &Today) -> Result<usize, BookingError> {
        let lapsed = self.store.bookings().lapsed(today.now).await?;
        let mut ended = 0;
        for record in lapsed {
            match self.give_up(&record, Status::Lapsed, CancelledBy::Patient, today).await {
                Ok(()) => ended += 1,
                // Somebody else ended it, or took it at the last moment.
                Err(BookingError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(ended)
    }
}
