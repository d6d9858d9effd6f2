//! The waitlist (이 날 자리 나면 알림): who is first in line gets a freed seat, held for a set time,
//! in the transaction that frees it, so that nobody can take it between.

use jiff::{ToSpan, civil::Date};

use super::{
    BookingError, Desk, Today,
    book::{MOST_OPEN, PRIVACY_CONSENT},
    change::{CancelledBy, facts},
    desk::SealedPatient,
    notices::Facts,
    retry::retrying,
};
use crate::{
    domain::{
        booking::{BookingNumber, Channel, Status, Token},
        hospital::HospitalId,
        patient::{Patient, Wrong},
        schedule::{DoctorId, Seller},
        time,
    },
    store::{BookingRecord, Key, NewBooking, NewMessage, NewWaiting, Seat, StoreError, Waiting, Work},
    vault::{Purpose, random_below, random_token},
    words::{Lang, NoticeKind},
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

/// A seat that is about to be freed, and may be offered.
pub(super) struct FreedSeat {
    hospital: HospitalId,
    day: Date,
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
        let Some(phone) = &request.patient.phone else {
            return Err(BookingError::Fields(vec![("patient.phone", Wrong::Missing)]));
        };
        let holder = self.holder(phone.digits());
        self.check_full(request, today).await?;
        self.take_of_phone(&holder)?;
        let token = random_token();
        let owner = self.vault.token_hash(&token);
        let sealed = SealedPatient { patient: request.patient.clone(), token: token.clone(), lang: request.lang };
        let patient_sealed = self.vault.seal(Purpose::Patient, &owner, &sealed);
        let new = NewWaiting {
            hospital: request.hospital,
            doctor: request.doctor,
            day: request.day,
            holder,
            token_hash: owner,
            patient_sealed: &patient_sealed,
            consent: PRIVACY_CONSENT,
        };
        let joined = retrying!(async {
            let mut work = self.store.begin().await?;
            let id = match work.join_waitlist(&new, today.now).await {
                Err(StoreError::Taken(_)) => return Err(BookingError::AlreadyInLine),
                id => id?,
            };
            work.commit().await?;
            Ok(id)
        });
        let id = joined.inspect_err(|_| self.give_back(&holder))?;
        // Whoever freed a seat since the look above may have seen nobody in line.
        match self.check_full(request, today).await {
            Err(BookingError::SeatsAreFree) if self.leave(id).await? => Err(BookingError::SeatsAreFree),
            _ => Ok(token),
        }
    }

    async fn check_full(&self, request: &WaitRequest, today: &Today) -> Result<(), BookingError> {
        let practice = self.practice(request.hospital, today).await?;
        if let Some(doctor) = request.doctor {
            practice.doctor(doctor)?;
        }
        practice.check_window(request.day.at(23, 59, 59, 0), today)?;
        let offers = self.offers(request.hospital, request.day, 1, today).await?;
        match offers.first() {
            Some(offer) if offer.free(request.doctor) > 0 => Err(BookingError::SeatsAreFree),
            Some(offer) if offer.has_slots(request.doctor) => Ok(()),
            _ => Err(BookingError::NotASlot),
        }
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
        self.leave(waiting.id).await.map(drop)
    }

    /// `false` for somebody who does not wait any more.
    async fn leave(&self, id: i64) -> Result<bool, BookingError> {
        retrying!(async {
            let mut work = self.store.begin().await?;
            let left = work.turn_waiting(id, ("waiting", "left"), None).await?;
            work.commit().await?;
            Ok(left)
        })
    }

    /// A booking's seat as one that may be offered when it is freed: not when nobody waits, or when it
    /// may not be booked any more.
    pub(super) async fn freed_seat(
        &self,
        record: &BookingRecord,
        today: &Today,
    ) -> Result<Option<FreedSeat>, BookingError> {
        let (Some(doctor), Some(number)) = (record.doctor, record.seat) else { return Ok(None) };
        if !self.store.waitlist().anybody(record.hospital, doctor, record.day).await? {
            return Ok(None);
        }
        let practice = self.practice(record.hospital, today).await?;
        let starts_at = time::seoul(record.starts_at);
        let Ok(known) = practice.doctor(doctor) else { return Ok(None) };
        let Ok(slot) = practice.slot(known, starts_at, today) else { return Ok(None) };
        let times = (record.starts_at, record.ends_at);
        let mut standing = self.store.bookings().standing(doctor, times, &[]).await?;
        standing.taken.retain(|seat| (seat.starts_at, seat.seat) != (record.starts_at.as_second(), number));
        let is_free = self.choose_seat(&slot, &standing, Seller::Online).is_ok();
        if !is_free || practice.check_window(starts_at, today).is_err() {
            return Ok(None);
        }
        let seat = Seat { doctor, starts_at: times.0, ends_at: times.1, number };
        Ok(Some(FreedSeat {
            hospital: record.hospital,
            day: record.day,
            seat,
            doctor_name: known.name.clone(),
            hold_minutes: i64::from(practice.policy.hold_minutes),
        }))
    }

    /// Holds a freed seat for the first in line and tells them, in the transaction that frees it.
    /// `false` when nobody waits any more.
    async fn hand_over(&self, work: &mut Work, freed: &FreedSeat, today: &Today) -> Result<bool, BookingError> {
        let FreedSeat { hospital, day, seat, doctor_name, hold_minutes } = freed;
        let Some(waiting) = work.claim_first(*hospital, seat.doctor, *day).await? else { return Ok(false) };
        let sealed: SealedPatient = self.vault.open(Purpose::Patient, &waiting.token_hash, &waiting.patient_sealed)?;
        let Some(phone) = sealed.patient.phone.clone() else { return Err(BookingError::NoSuchBooking) };
        // A link of its own: one that was lost to time opens nothing new.
        let sealed = SealedPatient { token: random_token(), ..sealed };
        let owner = self.vault.token_hash(&sealed.token);
        let starts_at = time::seoul(seat.starts_at);
        let until = today.now.saturating_add((*hold_minutes).minutes()).unwrap_or(today.now).min(seat.starts_at);
        let number = BookingNumber::nth(random_below(BookingNumber::COUNT));
        let new = NewBooking {
            hospital: waiting.hospital,
            seat: Some(*seat),
            doctor: None,
            status: Status::Offered,
            channel: Channel::Waitlist,
            number,
            token_hash: owner,
            holder: Some((self.holder(phone.digits()), None)),
            patient_sealed: self.vault.seal(Purpose::Patient, &owner, &sealed),
            reason_sealed: None,
            // To the text that they read when they joined.
            consent: (Some(waiting.consent), None),
            request: None,
            hold_until: Some(until),
            queue_number: None,
        };
        let id = match work.add_booking(&new, today.now).await {
            Err(StoreError::Taken(_)) => return Err(BookingError::Conflict),
            id => id?,
        };
        work.turn_waiting(waiting.id, ("offered", "offered"), Some(id)).await?;
        let facts = Facts {
            hospital: waiting.hospital,
            doctor: doctor_name,
            at: starts_at,
            number,
            token: &sealed.token,
            to: &phone,
            lang: sealed.lang,
            version: 1,
        };
        let mut message = self.offer_notice(&facts, until, today);
        message.booking = Some(id);
        work.tell(&[message], today.now).await?;
        Ok(true)
    }

    /// Ends the work that frees a booking's seat: the first in line is offered it by the same
    /// transaction; when nobody was, the line is looked at again.
    pub(super) async fn commit_and_offer(
        &self,
        mut work: Work,
        freed: Option<&FreedSeat>,
        record: &BookingRecord,
        today: &Today,
    ) -> Result<(), BookingError> {
        let offered = match freed {
            Some(seat) => self.hand_over(&mut work, seat, today).await?,
            None => false,
        };
        work.commit().await?;
        if !offered {
            self.look_again(record, today).await;
        }
        Ok(())
    }

    /// Offers a seat that was freed while nobody stood in line: somebody may have joined between the
    /// look and the commit. It is free for all by now: whoever is first has it.
    async fn look_again(&self, freed: &BookingRecord, today: &Today) {
        let offered = retrying!(async {
            let Some(seat) = self.freed_seat(freed, today).await? else { return Ok(()) };
            let mut work = self.store.begin().await?;
            self.hand_over(&mut work, &seat, today).await?;
            Ok(work.commit().await?)
        });
        match offered {
            // The seat is taken.
            Ok(()) | Err(BookingError::Conflict) => {}
            Err(error) => tracing::warn!(%error, "a freed seat is not offered to who waits"),
        }
    }

    /// Takes an offered seat.
    ///
    /// # Errors
    /// [`BookingError::WrongState`] when the offer is over, [`BookingError::TooMany`],
    /// [`BookingError::SameTime`].
    pub async fn accept(&self, token: &Token, today: &Today) -> Result<(), BookingError> {
        retrying!(async {
            let record = self.record(token).await?;
            if record.status == Status::Confirmed {
                return Ok(());
            }
            if record.status != Status::Offered || record.hold_until.is_none_or(|until| until < today.now) {
                return Err(BookingError::WrongState(record.status));
            }
            let messages = self.confirmation(&record, today).await?;
            match (self.confirm_offer(&record, &messages, today).await, &record.holder) {
                (Err(BookingError::TooMany), Some(holder)) => {
                    self.free_past_places(holder, today.now).await?;
                    self.confirm_offer(&record, &messages, today).await
                }
                (done, _) => done,
            }
        })
    }

    /// What is told of an offered seat that is taken.
    async fn confirmation(&self, record: &BookingRecord, today: &Today) -> Result<Vec<NewMessage>, BookingError> {
        let Some(sealed) = &record.patient_sealed else { return Err(BookingError::NoSuchBooking) };
        let sealed: SealedPatient = self.vault.open(Purpose::Patient, &record.token_hash, sealed)?;
        let practice = self.practice(record.hospital, today).await?;
        let doctor = record.doctor.map_or("", |id| practice.doctor_name(id));
        let mut messages = Vec::new();
        if let Some(facts) = facts(record, &sealed, doctor) {
            messages.push(self.notice(&facts, NoticeKind::Confirmed, "", today));
            messages.extend(self.reminders(&facts, today));
        }
        messages.iter_mut().for_each(|message| message.booking = Some(record.id));
        Ok(messages)
    }

    /// Gives the seat one of the phone's places.
    async fn confirm_offer(
        &self,
        record: &BookingRecord,
        messages: &[NewMessage],
        today: &Today,
    ) -> Result<(), BookingError> {
        for nth in 1..=MOST_OPEN {
            let mut work = self.store.begin().await?;
            match work.confirm_offer(record, nth, today.now).await {
                Err(error) if error.taken_key() == Some(Key::HolderPlace) => continue,
                Err(error) if error.taken_key() == Some(Key::HolderTime) => return Err(BookingError::SameTime),
                Err(error) => return Err(error.into()),
                Ok(false) => return Err(BookingError::Conflict),
                Ok(true) => {}
            }
            work.settle_offer(record.id, "booked").await?;
            work.unsay(record.id).await?;
            work.tell(messages, today.now).await?;
            return Ok(work.commit().await?);
        }
        Err(BookingError::TooMany)
    }

    /// Ends offers whose time is over and offers their seats to the next in line. Returns how many
    /// ended; several servers may do so at once.
    ///
    /// # Errors
    /// The first that could not be ended; all others are.
    pub async fn end_offers(&self, today: &Today) -> Result<usize, BookingError> {
        let (mut ended, mut failed) = (0, None);
        for lapsed in self.store.bookings().lapsed(today.now).await? {
            let done = retrying!(async {
                match self.store.bookings().by_id(lapsed.id).await? {
                    Some(record) if record.version == lapsed.version => {
                        self.give_up(&record, Status::Lapsed, CancelledBy::Patient, today).await.map(|()| 1)
                    }
                    // Somebody else ended it, or took it at the last moment.
                    _ => Ok(0),
                }
            });
            match done {
                Ok(one) => ended += one,
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(ended), Err)
    }
}
