//! The waiting room: arrivals, numbers, walk-ins, and who is called next. One rule of order for
//! booked patients and walk-ins: by the time of the booking, or, without one, of arrival.

use jiff::Timestamp;

use super::{Booking, BookingError, Desk, Today, change::line, desk::SealedPatient, retry::retrying};
use crate::{
    domain::{
        booking::{BookingNumber, Channel, Status, Token},
        hospital::HospitalId,
        patient::{Mobile, Patient, PersonName, Relation},
        schedule::DoctorId,
        time,
    },
    store::{BookingRecord, Key, NewBooking},
    vault::{Purpose, random_below, random_token},
    words::Lang,
};

/// Arrivals at the same moment: numbers are tried so often.
const ROUNDS: usize = 64;

/// Somebody without a booking.
#[derive(Clone, Debug)]
pub struct WalkIn {
    /// The patient's name.
    pub name: PersonName,
    /// How to reach them; needed for a message, not for the queue.
    pub phone: Option<Mobile>,
    /// With whom; `None` for anybody.
    pub doctor: Option<DoctorId>,
}

/// A place in the waiting room.
#[derive(Clone, Debug)]
pub struct Place {
    /// The booking or walk-in.
    pub booking: Booking,
    /// The number that is called.
    pub number: u32,
}

/// Whose turn comes first: booked patients by their time, walk-ins by when they came.
fn turn_of(record: &BookingRecord) -> (Timestamp, i64) {
    let at = match record.channel {
        Channel::WalkIn => record.arrived_at.unwrap_or(record.starts_at),
        _ => record.starts_at,
    };
    (at, record.id)
}

impl Desk {
    /// "도착했어요": the patient tells that they are there, on the day of the visit.
    ///
    /// # Errors
    /// [`BookingError::NotToday`], [`BookingError::WrongState`].
    pub async fn check_in(&self, token: &Token, today: &Today) -> Result<(), BookingError> {
        retrying!(async {
            let record = self.record(token).await?;
            match record.status {
                Status::Arrived | Status::InProgress => return Ok(()),
                Status::Confirmed if record.day == today.clock().date() => {}
                Status::Confirmed => return Err(BookingError::NotToday),
                other => return Err(BookingError::WrongState(other)),
            }
            self.arrive(&record, None, today).await
        })
    }

    /// Gives an arrival the next number of the day.
    pub(super) async fn arrive(
        &self,
        record: &BookingRecord,
        account: Option<i64>,
        today: &Today,
    ) -> Result<(), BookingError> {
        for _ in 0..ROUNDS {
            let number = self.next_number(record.hospital, today).await?;
            let mut work = self.store.begin().await?;
            match work.mark_arrived(record, number, today.now).await {
                Err(error) if error.taken_key() == Some(Key::Queue) => continue,
                Err(error) => return Err(error.into()),
                Ok(false) => return Err(BookingError::Conflict),
                Ok(true) => {}
            }
            work.audit(record.hospital, &line(account, today, "arrived", record.id, "")).await?;
            return Ok(work.commit().await?);
        }
        Err(BookingError::Conflict)
    }

    async fn next_number(&self, hospital: HospitalId, today: &Today) -> Result<u32, BookingError> {
        let day = today.clock().date();
        Ok(self.store.bookings().last_queue_number(hospital, day).await? + 1)
    }

    /// Gives somebody without a booking a number (번호표).
    ///
    /// # Errors
    /// [`BookingError::NoSuchDoctor`].
    pub async fn walk_in(
        &self,
        hospital: HospitalId,
        who: &WalkIn,
        account: i64,
        today: &Today,
    ) -> Result<u32, BookingError> {
        let practice = self.practice(hospital, today).await?;
        if let Some(doctor) = who.doctor {
            practice.doctor(doctor)?;
        }
        retrying!(async {
            let number = self.next_number(hospital, today).await?;
            let token = random_token();
            let owner = self.vault.token_hash(&token);
            let patient = Patient {
                name: who.name.clone(),
                phone: who.phone.clone(),
                birth_date: None,
                relation: Relation::Oneself,
            };
            let sealed = SealedPatient { patient, token, lang: Lang::Ko };
            let new = NewBooking {
                hospital,
                seat: None,
                doctor: who.doctor,
                status: Status::Arrived,
                channel: Channel::WalkIn,
                number: BookingNumber::nth(random_below(BookingNumber::COUNT)),
                token_hash: owner,
                holder: who.phone.as_ref().map(|phone| (self.holder(phone.digits()), None)),
                patient_sealed: self.vault.seal(Purpose::Patient, &owner, &sealed),
                reason_sealed: None,
                consent: (None, None),
                request: None,
                hold_until: None,
                queue_number: Some(number),
            };
            let mut work = self.store.begin().await?;
            let id = match work.add_booking(&new, today.now).await {
                Err(error) if matches!(error.taken_key(), Some(Key::Queue | Key::Number)) => {
                    return Err(BookingError::Conflict);
                }
                id => id?,
            };
            work.audit(hospital, &line(Some(account), today, "walk_in", id, "")).await?;
            work.commit().await?;
            Ok(number)
        })
    }

    /// Everybody who waits, in the order in which they are called.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn waiting_room(&self, hospital: HospitalId, today: &Today) -> Result<Vec<Place>, BookingError> {
        let day = today.clock().date();
        let mut waiting = self.store.bookings().of_days(hospital, day, day).await?;
        waiting.retain(|record| record.status == Status::Arrived);
        waiting.sort_by_key(turn_of);
        let place = |record: BookingRecord| {
            let number = record.queue_number.unwrap_or_default();
            Ok(Place { booking: self.unseal(record)?, number })
        };
        waiting.into_iter().map(place).collect()
    }

    /// How many are called before an arrived patient: those who wait for the same doctor, or for
    /// anybody.
    pub(super) async fn called_before(&self, record: &BookingRecord) -> Result<u32, BookingError> {
        let day = time::seoul(record.arrived_at.unwrap_or(record.starts_at)).date();
        let others = self.store.bookings().of_days(record.hospital, day, day).await?;
        let same =
            |other: &BookingRecord| other.doctor.is_none() || record.doctor.is_none() || other.doctor == record.doctor;
        let before = others.iter().filter(|other| other.status == Status::Arrived && other.id != record.id);
        Ok(before.filter(|other| same(other) && turn_of(other) < turn_of(record)).count() as u32)
    }
}
