//! What becomes of a booking: moved, cancelled, arrived, and the steps of the day's work.

use jiff::civil::DateTime;

use super::{Booking, BookingError, Desk, Today, desk::SealedPatient, notices::Facts, retry::retrying};
use crate::{
    domain::{
        booking::{Status, Token},
        hospital::HospitalId,
        schedule::{DoctorId, Seller, Slot},
        time,
    },
    store::{AuditLine, BookingRecord, Key, Seat},
    vault::Purpose,
    words::NoticeKind,
};

/// Seats of a slot are tried at most so often.
const ROUNDS: usize = 64;

/// A booking as its patient sees it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The booking.
    pub booking: Booking,
    /// The word of its link.
    pub token: Token,
    /// With whom.
    pub doctor_name: String,
    /// Until when the patient may change or cancel it, Korean civil time.
    pub cancel_until: DateTime,
    /// Whether it may be changed or cancelled now.
    pub may_change: bool,
    /// Whether "도착했어요" may be pressed now.
    pub may_arrive: bool,
    /// Patients who are called before this one, once it has arrived.
    pub before: Option<u32>,
    /// What to bring, in the hospital's words.
    pub bring: String,
}

/// Who calls a booking off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelledBy<'a> {
    /// The patient, within the hospital's limit.
    Patient,
    /// The account of this number, with a message for the patient.
    Staff(i64, &'a str),
}

impl Desk {
    /// A booking by the word of its link.
    ///
    /// # Errors
    /// [`BookingError::NoSuchBooking`], also when its personal data is kept no longer.
    pub async fn visit(&self, token: &Token, today: &Today) -> Result<Visit, BookingError> {
        let record = self.record(token).await?;
        if record.patient_sealed.is_none() {
            return Err(BookingError::NoSuchBooking);
        }
        let practice = self.practice(record.hospital, today).await?;
        let starts_at = time::seoul(record.starts_at);
        let cancel_until = practice.policy.cancel_until(starts_at);
        let clock = today.clock();
        let before = match record.status {
            Status::Arrived => Some(self.called_before(&record).await?),
            _ => None,
        };
        Ok(Visit {
            token: token.clone(),
            doctor_name: record.doctor.map(|id| practice.doctor_name(id).to_owned()).unwrap_or_default(),
            cancel_until,
            may_change: record.status == Status::Confirmed && clock <= cancel_until,
            may_arrive: record.status == Status::Confirmed && clock.date() == starts_at.date(),
            before,
            bring: practice.policy.bring.clone(),
            booking: self.unseal(record)?,
        })
    }

    pub(super) async fn record(&self, token: &Token) -> Result<BookingRecord, BookingError> {
        let found = self.store.bookings().by_token(&self.vault.token_hash(token)).await?;
        found.ok_or(BookingError::NoSuchBooking)
    }

    /// Calls a booking off for its patient; one that is cancelled stays so. An offered seat is
    /// declined in the same way.
    ///
    /// # Errors
    /// [`BookingError::TooLate`], [`BookingError::WrongState`], [`BookingError::NoSuchBooking`].
    pub async fn cancel(&self, token: &Token, today: &Today) -> Result<(), BookingError> {
        retrying!(async {
            let record = self.record(token).await?;
            match record.status {
                Status::Cancelled => return Ok(()),
                Status::Confirmed => {
                    let practice = self.practice(record.hospital, today).await?;
                    if today.clock() > practice.policy.cancel_until(time::seoul(record.starts_at)) {
                        return Err(BookingError::TooLate);
                    }
                }
                Status::Offered => {}
                other => return Err(BookingError::WrongState(other)),
            }
            self.give_up(&record, Status::Cancelled, CancelledBy::Patient, today).await
        })
    }

    /// Takes a booking out of its seat, tells the patient, and hands the seat to the first in line:
    /// one transaction. [`BookingError::Conflict`] when something has changed meanwhile.
    pub(super) async fn give_up(
        &self,
        record: &BookingRecord,
        status: Status,
        by: CancelledBy<'_>,
        today: &Today,
    ) -> Result<(), BookingError> {
        let freed = self.freed_seat(record, today).await?;
        let (kind, extra) = match by {
            CancelledBy::Patient => (NoticeKind::Cancelled, ""),
            CancelledBy::Staff(_, words) => (NoticeKind::CancelledByHospital, words),
        };
        let message = match record.status {
            Status::Offered => None,
            _ => self.message_about(record, kind, extra, today).await?,
        };
        let mut work = self.store.begin().await?;
        if !work.turn_booking(record, status, today.now).await? {
            return Err(BookingError::Conflict);
        }
        work.unsay(record.id).await?;
        if record.status == Status::Offered {
            work.settle_offer(record.id, "left").await?;
        }
        if let Some(mut message) = message {
            message.booking = Some(record.id);
            work.tell(&[message], today.now).await?;
        }
        if let CancelledBy::Staff(account, _) = by {
            work.audit(record.hospital, &line(Some(account), today, "cancel", record.id, "")).await?;
        }
        self.commit_and_offer(work, freed.as_ref(), record, today).await
    }

    /// One message about a stored booking; `None` when nobody is known to be told.
    async fn message_about(
        &self,
        record: &BookingRecord,
        kind: NoticeKind,
        extra: &str,
        today: &Today,
    ) -> Result<Option<crate::store::NewMessage>, BookingError> {
        let Some(sealed) = &record.patient_sealed else { return Ok(None) };
        let sealed: SealedPatient = self.vault.open(Purpose::Patient, &record.token_hash, sealed)?;
        let practice = self.practice(record.hospital, today).await?;
        let doctor = record.doctor.map_or("", |id| practice.doctor_name(id));
        Ok(facts(record, &sealed, doctor).map(|facts| self.notice(&facts, kind, extra, today)))
    }

    /// Moves a patient's booking to another slot of the same hospital; its own seat is free by the
    /// same statement.
    ///
    /// # Errors
    /// [`BookingError`], [`BookingError::SlotTaken`] with the nearest free ones among them; the
    /// booking stays as it was.
    pub async fn reschedule(
        &self,
        token: &Token,
        doctor: DoctorId,
        starts_at: DateTime,
        today: &Today,
    ) -> Result<(), BookingError> {
        let record = self.record(token).await?;
        let practice = self.practice(record.hospital, today).await?;
        if record.status != Status::Confirmed {
            return Err(BookingError::WrongState(record.status));
        }
        if today.clock() > practice.policy.cancel_until(time::seoul(record.starts_at)) {
            return Err(BookingError::TooLate);
        }
        practice.check_window(starts_at, today)?;
        let done = retrying!(async {
            let record = self.record(token).await?;
            self.move_to(&record, doctor, starts_at, Seller::Online, None, today).await
        });
        self.with_nearest(done, record.hospital, doctor, starts_at, today).await
    }

    /// Moves a booking for the hospital; the patient is told.
    ///
    /// # Errors
    /// As [`reschedule`](Self::reschedule), but for the patient's limits.
    pub async fn move_for_staff(
        &self,
        (hospital, id): (HospitalId, i64),
        doctor: DoctorId,
        starts_at: DateTime,
        account: i64,
        today: &Today,
    ) -> Result<(), BookingError> {
        let done = retrying!(async {
            let record = self.of_hospital(hospital, id).await?;
            self.move_to(&record, doctor, starts_at, Seller::Staff, Some(account), today).await
        });
        self.with_nearest(done, hospital, doctor, starts_at, today).await
    }

    async fn move_to(
        &self,
        record: &BookingRecord,
        doctor: DoctorId,
        starts_at: DateTime,
        seller: Seller,
        account: Option<i64>,
        today: &Today,
    ) -> Result<(), BookingError> {
        if record.status != Status::Confirmed {
            return Err(BookingError::WrongState(record.status));
        }
        let practice = self.practice(record.hospital, today).await?;
        let doctor = practice.doctor(doctor)?;
        let slot = practice.slot(doctor, starts_at, today)?;
        if starts_at <= today.clock() {
            return Err(BookingError::Past);
        }
        if record.doctor == Some(doctor.id) && time::seoul(record.starts_at) == starts_at {
            return Ok(());
        }
        for _ in 0..ROUNDS {
            match self.try_to_move(record, (&slot, doctor.id, &doctor.name), seller, account, today).await {
                Err(BookingError::Store(error)) if error.taken_key() == Some(Key::Seat) => {}
                Err(BookingError::Store(error)) if error.taken_key() == Some(Key::HolderTime) => {
                    return Err(BookingError::SameTime);
                }
                done => return done,
            }
        }
        Err(BookingError::SlotTaken(Vec::new()))
    }

    async fn try_to_move(
        &self,
        record: &BookingRecord,
        (slot, doctor, doctor_name): (&Slot, DoctorId, &str),
        seller: Seller,
        account: Option<i64>,
        today: &Today,
    ) -> Result<(), BookingError> {
        let times = (time::timestamp(slot.starts_at), time::timestamp(slot.ends_at));
        let holder = record.holder.clone().unwrap_or_default();
        let mut standing = self.store.bookings().standing(doctor, times, &holder).await?;
        // A slot that overlaps the booking's own is not filled by it.
        standing.taken.retain(|seat| {
            record.doctor != Some(doctor)
                || (seat.starts_at, Some(seat.seat)) != (record.starts_at.as_second(), record.seat)
        });
        let number = self.choose_seat(slot, &standing, seller)?;
        let seat = Seat { doctor, starts_at: times.0, ends_at: times.1, number };
        let freed = self.freed_seat(record, today).await?;
        let mut messages = Vec::new();
        if let Some(sealed) = &record.patient_sealed {
            let sealed: SealedPatient = self.vault.open(Purpose::Patient, &record.token_hash, sealed)?;
            if let Some(facts) = facts(record, &sealed, doctor_name) {
                let facts = Facts { at: slot.starts_at, ..facts };
                messages.push(self.notice(&facts, NoticeKind::Changed, "", today));
                messages.extend(self.reminders(&facts, today));
                messages.iter_mut().for_each(|message| message.booking = Some(record.id));
            }
        }
        let mut work = self.store.begin().await?;
        if !work.move_booking(record, seat, today.now).await? {
            return Err(BookingError::Conflict);
        }
        work.unsay(record.id).await?;
        work.tell(&messages, today.now).await?;
        if let Some(account) = account {
            work.audit(record.hospital, &line(Some(account), today, "move", record.id, "")).await?;
        }
        self.commit_and_offer(work, freed.as_ref(), record, today).await
    }

    /// A booking of a hospital by its number in the store.
    pub(super) async fn of_hospital(&self, hospital: HospitalId, id: i64) -> Result<BookingRecord, BookingError> {
        let found = self.store.bookings().by_id(id).await?;
        found.filter(|record| record.hospital == hospital).ok_or(BookingError::NoSuchBooking)
    }

    /// Takes a booking a step on, or back, for the hospital.
    ///
    /// # Errors
    /// [`BookingError::WrongState`] when that step does not follow; [`BookingError::NotToday`] for an
    /// arrival on another day, whose waiting room has no numbers.
    pub async fn turn(
        &self,
        (hospital, id): (HospitalId, i64),
        to: Status,
        account: i64,
        today: &Today,
    ) -> Result<(), BookingError> {
        retrying!(async {
            let record = self.of_hospital(hospital, id).await?;
            if record.status == to {
                return Ok(());
            }
            if !record.status.may_become(to) || !to.holds_seat() {
                return Err(BookingError::WrongState(record.status));
            }
            if to == Status::Arrived && record.queue_number.is_none() {
                if record.day != today.clock().date() {
                    return Err(BookingError::NotToday);
                }
                return self.arrive(&record, Some(account), today).await;
            }
            let mut work = self.store.begin().await?;
            if !work.turn_booking(&record, to, today.now).await? {
                return Err(BookingError::Conflict);
            }
            work.audit(hospital, &line(Some(account), today, to.word(), id, "")).await?;
            Ok(work.commit().await?)
        })
    }

    /// Calls a booking off for the hospital, with words for the patient.
    ///
    /// # Errors
    /// [`BookingError::WrongState`] when it is over or with the doctor.
    pub async fn call_off(
        &self,
        (hospital, id): (HospitalId, i64),
        words: &str,
        account: i64,
        today: &Today,
    ) -> Result<(), BookingError> {
        retrying!(async {
            let record = self.of_hospital(hospital, id).await?;
            if record.status == Status::Cancelled {
                return Ok(());
            }
            if !record.status.may_become(Status::Cancelled) {
                return Err(BookingError::WrongState(record.status));
            }
            self.give_up(&record, Status::Cancelled, CancelledBy::Staff(account, words), today).await
        })
    }
}

/// What messages say of a stored booking after its next change; `None` when nobody can be told.
pub(super) fn facts<'a>(record: &BookingRecord, sealed: &'a SealedPatient, doctor: &'a str) -> Option<Facts<'a>> {
    Some(Facts {
        hospital: record.hospital,
        doctor,
        at: time::seoul(record.starts_at),
        number: record.number,
        token: &sealed.token,
        to: sealed.patient.phone.as_ref()?,
        lang: sealed.lang,
        version: record.version + 1,
    })
}

/// A line of the log about a booking.
pub(super) fn line(account: Option<i64>, today: &Today, action: &str, booking: i64, detail: &str) -> AuditLine {
    AuditLine {
        account,
        at: today.now.as_second(),
        action: action.to_owned(),
        subject: format!("booking {booking}"),
        detail: detail.to_owned(),
    }
}
