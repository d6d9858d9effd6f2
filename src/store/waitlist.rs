//! Who waits for a seat to become free on a day (이 날 자리 나면 알림).

use jiff::{Timestamp, civil::Date};
use sqlx::FromRow;

use super::{
    Store, StoreError,
    pool::on_tx,
    rows::{date, date_number},
    work::{Work, change, insert, rows},
};
use crate::domain::{hospital::HospitalId, schedule::DoctorId};

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number; the lowest is first in line.
    pub id: i64,
    /// At which hospital.
    pub hospital: HospitalId,
    /// For whom; `None` for any doctor.
    pub doctor: Option<DoctorId>,
    /// For which day.
    pub day: Date,
    /// `waiting`, `offered`, `booked` or `left`.
    pub status: String,
    /// Hash of the phone.
    pub holder: Vec<u8>,
    /// Hash of the token in the link; what is sealed belongs to it.
    pub token_hash: Vec<u8>,
    /// Who comes.
    pub patient_sealed: Vec<u8>,
    /// Version of the text consented to.
    pub consent: String,
    /// The booking that holds the offered seat.
    pub booking: Option<i64>,
}

/// Somebody new in line.
#[derive(Clone, Debug)]
pub struct NewWaiting<'a> {
    /// At which hospital.
    pub hospital: HospitalId,
    /// For whom; `None` for any doctor.
    pub doctor: Option<DoctorId>,
    /// For which day.
    pub day: Date,
    /// Hash of the phone.
    pub holder: [u8; 32],
    /// Hash of the token in the link.
    pub token_hash: [u8; 32],
    /// Who comes, sealed.
    pub patient_sealed: &'a [u8],
    /// Version of the text consented to.
    pub consent: &'static str,
}

/// The repository of those who wait.
#[derive(Clone, Copy, Debug)]
pub struct Waitlist<'a> {
    pub(super) store: &'a Store,
}

/// How many may have been taken out of the line between a look and a claim.
const MOST_CLAIMS: usize = 1_000;
const COLUMNS: &str = "id, hospital_id, doctor_id, day, status, holder, token_hash, patient_sealed, consent, \
     booking_id";

impl Waitlist<'_> {
    /// Whether anybody waits for a doctor's seat on a day.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn anybody(&self, hospital: HospitalId, doctor: DoctorId, day: Date) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM waitlist WHERE hospital_id = ? AND day = ? AND status = 'waiting' \
                   AND (doctor_id IS NULL OR doctor_id = ?) LIMIT 1";
        let (hospital, doctor) = (i64::from(hospital.0), i64::from(doctor.0));
        let found: Option<(i64,)> = rows!(self.store, fetch_optional, (i64,), sql, hospital, date_number(day), doctor)?;
        Ok(found.is_some())
    }

    /// By the hash of its token.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn by_token(&self, token_hash: &[u8]) -> Result<Option<Waiting>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM waitlist WHERE token_hash = ?"));
        rows!(self.store, fetch_optional, Raw, sql, token_hash)?.map(Raw::read).transpose()
    }

    /// All of a phone that still wait or have an offer.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn of_holder(&self, holder: &[u8]) -> Result<Vec<Waiting>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM waitlist WHERE holder = ? AND status IN ('waiting', 'offered') ORDER BY day, id"
        );
        let sql = sqlx::AssertSqlSafe(sql);
        rows!(self.store, fetch_all, Raw, sql, holder)?.into_iter().map(Raw::read).collect()
    }

    /// How many wait for a day before somebody.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn before(&self, waiting: &Waiting) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM waitlist WHERE hospital_id = ? AND day = ? AND status = 'waiting' AND id < ?";
        let (hospital, day) = (i64::from(waiting.hospital.0), date_number(waiting.day));
        let (count,): (i64,) = rows!(self.store, fetch_one, (i64,), sql, hospital, day, waiting.id)?;
        Ok(count.unsigned_abs())
    }
}

impl Work {
    /// Puts somebody at the end of the line. A phone stands once in the line of a hospital's day: if
    /// it left before, it comes back at the end.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the phone stands there already.
    pub async fn join_waitlist(&mut self, new: &NewWaiting<'_>, now: Timestamp) -> Result<i64, StoreError> {
        let (hospital, day) = (i64::from(new.hospital.0), date_number(new.day));
        let sql =
            "DELETE FROM waitlist WHERE holder = ? AND hospital_id = ? AND day = ? AND status IN ('left', 'booked')";
        change!(self, sql, &new.holder[..], hospital, day)?;
        let sql = "INSERT INTO waitlist (hospital_id, doctor_id, day, status, holder, token_hash, patient_sealed, consent, \
                   created_at) VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?)";
        let doctor = new.doctor.map(|doctor| i64::from(doctor.0));
        insert!(
            self,
            sql,
            hospital,
            doctor,
            day,
            &new.holder[..],
            &new.token_hash[..],
            new.patient_sealed,
            new.consent,
            now.as_second()
        )
    }

    /// Takes the first in line for a doctor's seat on a day out of the line, to be offered one. Of those
    /// who do so at once each gets another: who is taken already is waited for and passed over.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn claim_first(
        &mut self,
        hospital: HospitalId,
        doctor: DoctorId,
        day: Date,
    ) -> Result<Option<Waiting>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM waitlist WHERE hospital_id = ? AND day = ? AND status = 'waiting' \
             AND (doctor_id IS NULL OR doctor_id = ?) ORDER BY id LIMIT 1"
        );
        let (hospital, doctor, day) = (i64::from(hospital.0), i64::from(doctor.0), date_number(day));
        for _ in 0..MOST_CLAIMS {
            let first: Option<Raw> = on_tx!(self.tx, |conn| {
                let sql = sqlx::AssertSqlSafe(sql.as_str());
                sqlx::query_as(sql).bind(hospital).bind(day).bind(doctor).fetch_optional(conn).await
            })?;
            let Some(first) = first.map(Raw::read).transpose()? else { return Ok(None) };
            if self.turn_waiting(first.id, ("waiting", "offered"), None).await? {
                return Ok(Some(first));
            }
        }
        Ok(None)
    }

    /// Takes somebody from one status to another, with the booking of the offer. `false` when they
    /// were not in the first one any more.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn turn_waiting(
        &mut self,
        id: i64,
        (from, to): (&str, &str),
        booking: Option<i64>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE waitlist SET status = ?, booking_id = ? WHERE id = ? AND status = ?";
        Ok(change!(self, sql, to, booking, id, from)? == 1)
    }

    /// What became of the one in line whom a booking's seat was offered to.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn settle_offer(&mut self, booking: i64, to: &str) -> Result<u64, StoreError> {
        change!(self, "UPDATE waitlist SET status = ? WHERE booking_id = ? AND status = 'offered'", to, booking)
    }
}

#[derive(FromRow)]
struct Raw {
    id: i64,
    hospital_id: i64,
    doctor_id: Option<i64>,
    day: i64,
    status: String,
    holder: Vec<u8>,
    token_hash: Vec<u8>,
    patient_sealed: Vec<u8>,
    consent: String,
    booking_id: Option<i64>,
}

impl Raw {
    fn read(self) -> Result<Waiting, StoreError> {
        Ok(Waiting {
            id: self.id,
            hospital: HospitalId(self.hospital_id as u32),
            doctor: self.doctor_id.map(|id| DoctorId(id as u32)),
            day: date(self.day)?,
            status: self.status,
            holder: self.holder,
            token_hash: self.token_hash,
            patient_sealed: self.patient_sealed,
            consent: self.consent,
            booking: self.booking_id,
        })
    }
}
