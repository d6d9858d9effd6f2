//! What is written of bookings, inside a unit of work. A change names the version it was decided on:
//! when another was faster, nothing matches and the caller decides anew.

use jiff::Timestamp;

use super::BookingRecord;
use crate::{
    domain::{
        booking::{BookingNumber, Channel, Status},
        hospital::HospitalId,
        schedule::DoctorId,
        time,
    },
    store::{
        StoreError,
        rows::date_number,
        work::{Work, change, insert},
    },
};

/// A seat of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Whose slot.
    pub doctor: DoctorId,
    /// Its start.
    pub starts_at: Timestamp,
    /// Its end.
    pub ends_at: Timestamp,
    /// The seat's number, from 1.
    pub number: u16,
}

/// A booking to be written.
#[derive(Clone, Debug)]
pub struct NewBooking {
    /// At which hospital.
    pub hospital: HospitalId,
    /// Which seat; a walk-in has none.
    pub seat: Option<Seat>,
    /// With whom a walk-in wants to be; with a seat, the seat says it.
    pub doctor: Option<DoctorId>,
    /// Its first state.
    pub status: Status,
    /// How it came about.
    pub channel: Channel,
    /// What the patient reads out.
    pub number: BookingNumber,
    /// Hash of its token.
    pub token_hash: [u8; 32],
    /// Hash of the phone and which of the phone's places it takes; staff need no place.
    pub holder: Option<([u8; 32], Option<u16>)>,
    /// Who comes, sealed.
    pub patient_sealed: Vec<u8>,
    /// Why, sealed.
    pub reason_sealed: Option<Vec<u8>>,
    /// Version of the text consented to, for personal and for health data.
    pub consent: (Option<String>, Option<String>),
    /// Hashes of an idempotent request's key and body, and the sealed answer.
    pub request: Option<([u8; 32], [u8; 32], Vec<u8>)>,
    /// How long an offer is held.
    pub hold_until: Option<Timestamp>,
    /// The number in the waiting room, of a walk-in.
    pub queue_number: Option<u32>,
}

impl Work {
    /// Writes a booking; its number in the store. [`StoreError::taken_key`] tells what was taken.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the seat, the phone's place or moment, the request, the number or
    /// the queue's number is somebody else's; other [`StoreError`]s when the database fails.
    pub async fn add_booking(&mut self, new: &NewBooking, now: Timestamp) -> Result<i64, StoreError> {
        let sql = "INSERT INTO booking (hospital_id, doctor_id, starts_at, ends_at, seat, status, channel, number, \
                   token_hash, holder, holder_nth, held_at, patient_sealed, reason_sealed, consent, health_consent, \
                   request_key, request_body, answer_sealed, hold_until, day, queue_number, arrived_at, created_at, \
                   changed_at, version) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
        let now = now.as_second();
        let starts_at = new.seat.map_or(now, |seat| seat.starts_at.as_second());
        let nth = new.holder.and_then(|(_, nth)| nth);
        let doctor = new.seat.map(|seat| seat.doctor).or(new.doctor);
        let (key, body, answer) = match &new.request {
            Some((key, body, answer)) => (Some(&key[..]), Some(&body[..]), Some(&answer[..])),
            None => (None, None, None),
        };
        let day = Timestamp::from_second(starts_at).map_or(0, |at| date_number(time::seoul(at).date()));
        insert!(
            self,
            sql,
            i64::from(new.hospital.0),
            doctor.map(|doctor| i64::from(doctor.0)),
            starts_at,
            new.seat.map_or(now, |seat| seat.ends_at.as_second()),
            new.seat.map(|seat| i64::from(seat.number)),
            new.status.word(),
            new.channel.word(),
            i64::from(new.number.value()),
            &new.token_hash[..],
            new.holder.as_ref().map(|(holder, _)| &holder[..]),
            nth.map(i64::from),
            nth.map(|_| starts_at),
            &new.patient_sealed,
            &new.reason_sealed,
            &new.consent.0,
            &new.consent.1,
            key,
            body,
            answer,
            new.hold_until.map(|until| until.as_second()),
            day,
            new.queue_number.map(i64::from),
            (new.status == Status::Arrived).then_some(now),
            now,
            now,
        )
    }

    /// Moves a booking to another seat; its own is free by the same statement. `false` when it has
    /// changed since it was read.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the seat is somebody else's.
    pub async fn move_booking(
        &mut self,
        booking: &BookingRecord,
        to: Seat,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE booking SET doctor_id = ?, starts_at = ?, ends_at = ?, seat = ?, day = ?, \
                   held_at = CASE WHEN holder_nth IS NULL THEN NULL ELSE ? END, changed_at = ?, version = version + 1 \
                   WHERE id = ? AND version = ? AND seat IS NOT NULL";
        let matched = change!(
            self,
            sql,
            i64::from(to.doctor.0),
            to.starts_at.as_second(),
            to.ends_at.as_second(),
            i64::from(to.number),
            date_number(time::seoul(to.starts_at).date()),
            to.starts_at.as_second(),
            now.as_second(),
            booking.id,
            booking.version
        )?;
        Ok(matched == 1)
    }

    /// Takes a booking to another state. Its seat is given up where the state holds none, the
    /// phone's place where the visit is over. `false` when it has changed since it was read.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn turn_booking(
        &mut self,
        booking: &BookingRecord,
        status: Status,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE booking SET status = ?, seat = CASE WHEN ? = 1 THEN seat ELSE NULL END, \
                   holder_nth = CASE WHEN ? = 1 THEN holder_nth ELSE NULL END, \
                   held_at = CASE WHEN ? = 1 THEN held_at ELSE NULL END, hold_until = NULL, \
                   called_at = CASE WHEN ? = 1 THEN ? ELSE called_at END, changed_at = ?, version = version + 1 \
                   WHERE id = ? AND version = ?";
        let (seat, open) = (i64::from(status.holds_seat()), i64::from(status.is_open()));
        let called = i64::from(status == Status::InProgress);
        let now = now.as_second();
        let matched =
            change!(self, sql, status.word(), seat, open, open, called, now, now, booking.id, booking.version)?;
        Ok(matched == 1)
    }

    /// Makes an offered seat a booking that takes one of the phone's places. `false` when the booking
    /// has changed since it was read.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the phone holds that place, or that moment, already.
    pub async fn confirm_offer(
        &mut self,
        booking: &BookingRecord,
        nth: u16,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE booking SET status = 'confirmed', holder_nth = ?, held_at = starts_at, hold_until = NULL, \
                   changed_at = ?, version = version + 1 WHERE id = ? AND version = ? AND status = 'offered'";
        Ok(change!(self, sql, i64::from(nth), now.as_second(), booking.id, booking.version)? == 1)
    }

    /// Notes that the patient is there, with a number in the waiting room. `false` when the booking
    /// has changed since it was read.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the number is somebody else's.
    pub async fn mark_arrived(
        &mut self,
        booking: &BookingRecord,
        queue_number: u32,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE booking SET status = 'arrived', queue_number = ?, arrived_at = ?, changed_at = ?, \
                   version = version + 1 WHERE id = ? AND version = ?";
        let now = now.as_second();
        Ok(change!(self, sql, i64::from(queue_number), now, now, booking.id, booking.version)? == 1)
    }

    /// Frees the places of a phone whose visits are over, so that it can book again.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn free_past_places(&mut self, holder: &[u8], now: Timestamp) -> Result<u64, StoreError> {
        let sql = "UPDATE booking SET holder_nth = NULL, held_at = NULL \
                   WHERE holder = ? AND holder_nth IS NOT NULL AND ends_at <= ?";
        change!(self, sql, holder, now.as_second())
    }
}
