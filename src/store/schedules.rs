//! Doctors, their templates and exceptions, and what a hospital allows.

use jiff::civil::Date;
use sqlx::FromRow;

use super::{
    Store, StoreError, bump,
    rows::{clip, corrupt, date, date_number},
    work::{Work, change, insert, rows},
};
use crate::domain::{
    hospital::HospitalId,
    hours::DayHours,
    schedule::{Change, Doctor, DoctorId, Exception, Policy, Template},
    specialty::Specialty,
};

/// The repository of schedules.
#[derive(Clone, Copy, Debug)]
pub struct Schedules<'a> {
    pub(super) store: &'a Store,
}

impl Schedules<'_> {
    /// What the hospital allows; `None` for one that takes no bookings here.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn policy(&self, hospital: HospitalId) -> Result<Option<Policy>, StoreError> {
        let sql = "SELECT accepts, min_ahead_minutes, max_ahead_days, cancel_until_minutes, hold_minutes, bring \
                   FROM booking_policy WHERE hospital_id = ?";
        let row: Option<(i64, i64, i64, i64, i64, String)> =
            rows!(self.store, fetch_optional, (i64, i64, i64, i64, i64, String), sql, i64::from(hospital.0))?;
        Ok(row.map(|(accepts, ahead, days, cancel, hold, bring)| Policy {
            accepts: accepts != 0,
            min_ahead_minutes: ahead as u32,
            max_ahead_days: days as u16,
            cancel_until_minutes: cancel as u32,
            hold_minutes: hold as u16,
            bring,
        }))
    }

    /// The hospital's doctors, by their numbers, those who have left too.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn doctors(&self, hospital: HospitalId) -> Result<Vec<Doctor>, StoreError> {
        let sql =
            "SELECT id, name, specialty, template, active, photo_type FROM doctor WHERE hospital_id = ? ORDER BY id";
        rows!(self.store, fetch_all, RawDoctor, sql, i64::from(hospital.0))?.into_iter().map(RawDoctor::read).collect()
    }

    /// A doctor's photo: its media type and its bytes.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn photo(&self, doctor: DoctorId) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let sql = "SELECT photo_type, photo FROM doctor WHERE id = ? AND photo_type IS NOT NULL AND photo IS NOT NULL";
        rows!(self.store, fetch_optional, (String, Vec<u8>), sql, i64::from(doctor.0))
    }

    /// The exceptions that reach to a day or past it, by their first day.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn exceptions(&self, hospital: HospitalId, from: Date) -> Result<Vec<Exception>, StoreError> {
        let sql = "SELECT id, doctor_id, from_day, to_day, change_word, ranges, note FROM schedule_exception \
                   WHERE hospital_id = ? AND to_day >= ? ORDER BY from_day, id";
        let rows = rows!(self.store, fetch_all, RawException, sql, i64::from(hospital.0), date_number(from))?;
        rows.into_iter().map(RawException::read).collect()
    }
}

impl Work {
    /// Sets what a hospital allows; from then on the directory shows it as bookable, or, when it
    /// accepts none, as not.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_policy(&mut self, hospital: HospitalId, policy: &Policy) -> Result<(), StoreError> {
        let id = i64::from(hospital.0);
        change!(self, "DELETE FROM booking_policy WHERE hospital_id = ?", id)?;
        let sql = "INSERT INTO booking_policy (hospital_id, accepts, min_ahead_minutes, max_ahead_days, \
                   cancel_until_minutes, hold_minutes, bring) VALUES (?, ?, ?, ?, ?, ?, ?)";
        change!(
            self,
            sql,
            id,
            i64::from(policy.accepts),
            i64::from(policy.min_ahead_minutes),
            i64::from(policy.max_ahead_days),
            i64::from(policy.cancel_until_minutes),
            i64::from(policy.hold_minutes),
            policy.bring.as_str()
        )?;
        let bookable = i64::from(policy.accepts);
        let changed =
            change!(self, "UPDATE hospital SET bookable = ? WHERE id = ? AND bookable <> ?", bookable, id, bookable)?;
        if changed > 0 {
            bump(&mut self.tx).await?;
        }
        Ok(())
    }

    /// Adds a doctor, who is active from now on; the number that `doctor` comes with is not used.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn add_doctor(&mut self, hospital: HospitalId, doctor: &Doctor) -> Result<DoctorId, StoreError> {
        let sql = "INSERT INTO doctor (hospital_id, name, specialty, template, active) VALUES (?, ?, ?, ?, ?)";
        let id = insert!(
            self,
            sql,
            i64::from(hospital.0),
            clip(&doctor.name, 60),
            doctor.specialty.map(Specialty::code),
            doctor.template.to_string(),
            i64::from(doctor.active)
        )?;
        Ok(DoctorId(id as u32))
    }

    /// Changes a doctor's name, specialty, template and whether they are active. `false` when the
    /// hospital has no such doctor.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn change_doctor(&mut self, hospital: HospitalId, doctor: &Doctor) -> Result<bool, StoreError> {
        let sql =
            "UPDATE doctor SET name = ?, specialty = ?, template = ?, active = ? WHERE id = ? AND hospital_id = ?";
        let matched = change!(
            self,
            sql,
            clip(&doctor.name, 60),
            doctor.specialty.map(Specialty::code),
            doctor.template.to_string(),
            i64::from(doctor.active),
            i64::from(doctor.id.0),
            i64::from(hospital.0)
        )?;
        Ok(matched == 1)
    }

    /// Sets or removes a doctor's photo: media type and bytes. `false` when the hospital has no such
    /// doctor.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_photo(
        &mut self,
        hospital: HospitalId,
        doctor: DoctorId,
        photo: Option<(&str, &[u8])>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE doctor SET photo_type = ?, photo = ? WHERE id = ? AND hospital_id = ?";
        let (kind, bytes) = (photo.map(|photo| photo.0), photo.map(|photo| photo.1));
        Ok(change!(self, sql, kind, bytes, i64::from(doctor.0), i64::from(hospital.0))? == 1)
    }

    /// Adds an exception; its number.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn add_exception(&mut self, hospital: HospitalId, exception: &Exception) -> Result<i64, StoreError> {
        let sql = "INSERT INTO schedule_exception (hospital_id, doctor_id, from_day, to_day, change_word, ranges, note) \
                   VALUES (?, ?, ?, ?, ?, ?, ?)";
        insert!(
            self,
            sql,
            i64::from(hospital.0),
            exception.doctor.map(|doctor| i64::from(doctor.0)),
            date_number(exception.from),
            date_number(exception.to),
            exception.change.word(),
            DayHours::known(exception.change.ranges().to_vec()).to_string(),
            clip(&exception.note, 200)
        )
    }

    /// Removes an exception; `false` when the hospital has none of that number.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn remove_exception(&mut self, hospital: HospitalId, id: i64) -> Result<bool, StoreError> {
        let sql = "DELETE FROM schedule_exception WHERE id = ? AND hospital_id = ?";
        Ok(change!(self, sql, id, i64::from(hospital.0))? == 1)
    }
}

#[derive(FromRow)]
struct RawDoctor {
    id: i64,
    name: String,
    specialty: Option<String>,
    template: String,
    active: i64,
    photo_type: Option<String>,
}

impl RawDoctor {
    fn read(self) -> Result<Doctor, StoreError> {
        let wrong = |column: &str| corrupt(format!("doctor {}, {column}", self.id), "not of its form");
        Ok(Doctor {
            id: DoctorId(u32::try_from(self.id).map_err(|_| wrong("id"))?),
            specialty: self.specialty.as_deref().and_then(Specialty::from_code),
            template: self.template.parse::<Template>().map_err(|_| wrong("template"))?,
            active: self.active != 0,
            has_photo: self.photo_type.is_some(),
            name: self.name,
        })
    }
}

#[derive(FromRow)]
struct RawException {
    id: i64,
    doctor_id: Option<i64>,
    from_day: i64,
    to_day: i64,
    change_word: String,
    ranges: String,
    note: String,
}

impl RawException {
    fn read(self) -> Result<Exception, StoreError> {
        let wrong = |column: &str| corrupt(format!("schedule_exception {}, {column}", self.id), "not of its form");
        let ranges = self.ranges.parse::<DayHours>().map_err(|_| wrong("ranges"))?.ranges().to_vec();
        Ok(Exception {
            id: self.id,
            doctor: self.doctor_id.map(|id| DoctorId(id as u32)),
            from: date(self.from_day)?,
            to: date(self.to_day)?,
            change: match self.change_word.as_str() {
                "off" => Change::Off(ranges),
                "extra" => Change::Extra(ranges),
                _ => return Err(wrong("change_word")),
            },
            note: self.note,
        })
    }
}
