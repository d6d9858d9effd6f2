//! Changes of a hospital's schedule: what they would do, before they are made. No booking is moved
//! or lost by one; what no longer fits is listed for the staff to settle.

use jiff::ToSpan;

use super::{Booking, BookingError, Desk, Passport, Practice, Today, retry::retrying};
use crate::{
    domain::{
        booking::Status,
        schedule::{Doctor, DoctorId, Exception, Policy},
        time,
    },
    store::{AuditLine, BookingRecord, Work},
};

/// Days that a preview counts seats of.
const PREVIEW_DAYS: i64 = 28;

/// A change of the schedule.
#[derive(Clone, Debug)]
pub enum ScheduleChange {
    /// A doctor's name, department, template, or whether they are there; number 0 adds one.
    Doctor(Doctor),
    /// 휴진 or an extra clinic.
    AddException(Exception),
    /// An exception that no longer counts.
    RemoveException(i64),
}

/// What a change would do.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Seats of the next four weeks as they are.
    pub seats_before: u32,
    /// And as they would be.
    pub seats_after: u32,
    /// The bookings that would not fit any more.
    pub misfits: Vec<Misfit>,
}

/// A booking that does not fit the schedule.
#[derive(Clone, Debug)]
pub struct Misfit {
    /// Which.
    pub booking: Booking,
    /// With whom.
    pub doctor_name: String,
}

impl Practice {
    /// Whether a booking has a seat of the schedule as it is.
    fn holds(&self, record: &BookingRecord, today: &Today) -> bool {
        let doctor = record.doctor.and_then(|id| self.doctor(id).ok());
        let slot = doctor.and_then(|doctor| self.slot(doctor, time::seoul(record.starts_at), today).ok());
        slot.is_some_and(|slot| {
            slot.ends_at == time::seoul(record.ends_at) && record.seat.is_some_and(|seat| seat <= slot.seats)
        })
    }

    fn seats(&self, today: &Today) -> u32 {
        let first = today.clock().date();
        let days = (0..PREVIEW_DAYS).map(|ahead| first.saturating_add(ahead.days()));
        let of_day = |day| self.active().flat_map(move |doctor| self.slots(doctor, day, today));
        days.flat_map(of_day).map(|slot| u32::from(slot.seats)).sum()
    }

    /// The schedule as it would be.
    fn with(&self, change: &ScheduleChange) -> Self {
        let mut new = self.clone();
        match change {
            ScheduleChange::Doctor(doctor) => match new.doctors.iter_mut().find(|known| known.id == doctor.id) {
                Some(known) => *known = doctor.clone(),
                None => new.doctors.push(doctor.clone()),
            },
            ScheduleChange::AddException(exception) => new.exceptions.push(exception.clone()),
            ScheduleChange::RemoveException(id) => new.exceptions.retain(|exception| exception.id != *id),
        }
        new
    }
}

impl Desk {
    /// The bookings to come that do not fit the schedule as it is.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn misfits(&self, passport: &Passport, today: &Today) -> Result<Vec<Misfit>, BookingError> {
        let practice = self.practice(passport.hospital, today).await?;
        self.misfits_of(&practice, today).await
    }

    async fn misfits_of(&self, practice: &Practice, today: &Today) -> Result<Vec<Misfit>, BookingError> {
        let to_come = self.store.bookings().to_come(practice.hospital, today.now).await?;
        let open = to_come.into_iter().filter(|record| matches!(record.status, Status::Confirmed | Status::Offered));
        let misfit = |record: BookingRecord| {
            let doctor_name = record.doctor.map_or("", |id| practice.doctor_name(id)).to_owned();
            Ok(Misfit { booking: self.unseal(record)?, doctor_name })
        };
        open.filter(|record| !practice.holds(record, today)).map(misfit).collect()
    }

    /// What a change would do; nothing is written.
    ///
    /// # Errors
    /// [`BookingError::Forbidden`], [`BookingError::NoSuchDoctor`]; the store's errors.
    pub async fn preview(
        &self,
        passport: &Passport,
        change: &ScheduleChange,
        today: &Today,
    ) -> Result<Preview, BookingError> {
        let practice = self.practice(passport.as_owner()?.hospital, today).await?;
        check(&practice, change)?;
        let new = practice.with(change);
        Ok(Preview {
            seats_before: practice.seats(today),
            seats_after: new.seats(today),
            misfits: self.misfits_of(&new, today).await?,
        })
    }

    /// Makes a change.
    ///
    /// # Errors
    /// As [`preview`](Self::preview).
    pub async fn change_schedule(
        &self,
        passport: &Passport,
        change: &ScheduleChange,
        today: &Today,
    ) -> Result<(), BookingError> {
        let hospital = passport.as_owner()?.hospital;
        check(&*self.practice(hospital, today).await?, change)?;
        retrying!(async {
            let mut work = self.store.begin().await?;
            let (action, subject) = match change {
                ScheduleChange::Doctor(doctor) if doctor.id == DoctorId(0) => {
                    ("add_doctor", format!("doctor {}", work.add_doctor(hospital, doctor).await?))
                }
                ScheduleChange::Doctor(doctor) => {
                    if !work.change_doctor(hospital, doctor).await? {
                        return Err(BookingError::NoSuchDoctor);
                    }
                    ("change_doctor", format!("doctor {}", doctor.id))
                }
                ScheduleChange::AddException(exception) => {
                    let id = work.add_exception(hospital, exception).await?;
                    (exception.change.word(), format!("exception {id}"))
                }
                ScheduleChange::RemoveException(id) => {
                    work.remove_exception(hospital, *id).await?;
                    ("remove_exception", format!("exception {id}"))
                }
            };
            finish(work, passport, (action, subject), today).await
        })?;
        self.schedule_changed(hospital);
        Ok(())
    }

    /// Sets what patients may do by themselves.
    ///
    /// # Errors
    /// [`BookingError::Forbidden`]; the store's errors.
    pub async fn change_policy(&self, passport: &Passport, policy: &Policy, today: &Today) -> Result<(), BookingError> {
        let hospital = passport.as_owner()?.hospital;
        retrying!(async {
            let mut work = self.store.begin().await?;
            work.set_policy(hospital, policy).await?;
            finish(work, passport, ("change_policy", format!("hospital {hospital}")), today).await
        })?;
        self.schedule_changed(hospital);
        Ok(())
    }

    /// Sets or removes a doctor's photo: its media type and bytes.
    ///
    /// # Errors
    /// [`BookingError::Forbidden`], [`BookingError::NoSuchDoctor`].
    pub async fn set_photo(
        &self,
        passport: &Passport,
        doctor: DoctorId,
        photo: Option<(&str, &[u8])>,
        today: &Today,
    ) -> Result<(), BookingError> {
        let hospital = passport.as_owner()?.hospital;
        retrying!(async {
            let mut work = self.store.begin().await?;
            if !work.set_photo(hospital, doctor, photo).await? {
                return Err(BookingError::NoSuchDoctor);
            }
            finish(work, passport, ("photo", format!("doctor {doctor}")), today).await
        })?;
        self.schedule_changed(hospital);
        Ok(())
    }
}

/// Writes the line of a change and makes it last.
async fn finish(
    mut work: Work,
    passport: &Passport,
    (action, subject): (&str, String),
    today: &Today,
) -> Result<(), BookingError> {
    let line = AuditLine {
        account: Some(passport.account),
        at: today.now.as_second(),
        action: action.to_owned(),
        subject,
        detail: String::new(),
    };
    work.audit(passport.hospital, &line).await?;
    Ok(work.commit().await?)
}

/// Whether what a change speaks of is this hospital's.
fn check(practice: &Practice, change: &ScheduleChange) -> Result<(), BookingError> {
    let known = |id: DoctorId| practice.doctors.iter().any(|doctor| doctor.id == id);
    let fits = match change {
        ScheduleChange::Doctor(doctor) => doctor.id == DoctorId(0) || known(doctor.id),
        ScheduleChange::AddException(exception) => exception.is_sound() && exception.doctor.is_none_or(known),
        ScheduleChange::RemoveException(id) => practice.exceptions.iter().any(|exception| exception.id == *id),
    };
    if fits { Ok(()) } else { Err(BookingError::NoSuchDoctor) }
}
