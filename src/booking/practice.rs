//! What can be booked: a hospital's slots with how many seats are free.

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};

use super::{BookingError, Desk, Today, seats::Seats};
use crate::{
    domain::{
        hospital::HospitalId,
        schedule::{Doctor, DoctorId, Exception, Policy, Seller, Slot, Window, slot_at, slots_on},
    },
    store::Store,
};

/// Days around a lost slot in which near ones are looked for.
const NEAR_DAYS: i64 = 7;

/// A hospital's schedule.
#[derive(Clone, Debug)]
pub struct Practice {
    /// Whose.
    pub hospital: HospitalId,
    /// What it allows.
    pub policy: Policy,
    /// Its doctors, those who have left too.
    pub doctors: Vec<Doctor>,
    /// The exceptions from yesterday on.
    pub exceptions: Vec<Exception>,
}

/// A slot with what is left of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotOffer {
    /// Whose time.
    pub doctor: DoctorId,
    /// Start, Korean civil time.
    pub starts_at: DateTime,
    /// End.
    pub ends_at: DateTime,
    /// Seats that can be booked online now; 0 when they are gone or the window is closed.
    pub free: u16,
}

/// A doctor's day.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctorDay {
    /// Whose.
    pub doctor: DoctorId,
    /// The slots, by time.
    pub slots: Vec<SlotOffer>,
}

/// A day of a hospital.
#[derive(Clone, Debug, PartialEq)]
pub struct DayOffer {
    /// Which.
    pub day: Date,
    /// The doctors that have slots.
    pub doctors: Vec<DoctorDay>,
}

impl DayOffer {
    /// Free seats of all doctors, or of one.
    pub fn free(&self, doctor: Option<DoctorId>) -> u32 {
        let chosen = self.doctors.iter().filter(|day| doctor.is_none_or(|id| id == day.doctor));
        chosen.flat_map(|day| &day.slots).map(|slot| u32::from(slot.free)).sum()
    }

    /// Whether there is a clinic at all, of all doctors or of one.
    pub fn has_slots(&self, doctor: Option<DoctorId>) -> bool {
        self.doctors.iter().any(|day| doctor.is_none_or(|id| id == day.doctor))
    }
}

impl Practice {
    pub(super) async fn read(store: &Store, hospital: HospitalId, today: &Today) -> Result<Self, BookingError> {
        let schedules = store.schedules();
        let policy = schedules.policy(hospital).await?.ok_or(BookingError::NotBookable)?;
        let yesterday = today.clock().date().saturating_sub(1.day());
        let (doctors, exceptions) =
            (schedules.doctors(hospital).await?, schedules.exceptions(hospital, yesterday).await?);
        Ok(Self { hospital, policy, doctors, exceptions })
    }

    /// A doctor who can be booked.
    ///
    /// # Errors
    /// [`BookingError::NoSuchDoctor`].
    pub fn doctor(&self, id: DoctorId) -> Result<&Doctor, BookingError> {
        self.doctors.iter().find(|doctor| doctor.id == id && doctor.active).ok_or(BookingError::NoSuchDoctor)
    }

    /// The doctors who can be booked.
    pub fn active(&self) -> impl Iterator<Item = &Doctor> {
        self.doctors.iter().filter(|doctor| doctor.active)
    }

    /// A doctor's slots of a day.
    pub fn slots(&self, doctor: &Doctor, day: Date, today: &Today) -> Vec<Slot> {
        slots_on(doctor.id, &doctor.template, &self.exceptions, today.holidays(), day)
    }

    /// The slot of a doctor that starts then.
    ///
    /// # Errors
    /// [`BookingError::NotASlot`].
    pub fn slot(&self, doctor: &Doctor, starts_at: DateTime, today: &Today) -> Result<Slot, BookingError> {
        let slot = slot_at(doctor.id, &doctor.template, &self.exceptions, today.holidays(), starts_at);
        slot.ok_or(BookingError::NotASlot)
    }

    /// Whether a patient may book a time now.
    ///
    /// # Errors
    /// Why not.
    pub fn check_window(&self, starts_at: DateTime, today: &Today) -> Result<(), BookingError> {
        match self.policy.window(starts_at, today.clock()) {
            _ if !self.policy.accepts => Err(BookingError::NotBookable),
            Window::Open => Ok(()),
            Window::Past => Err(BookingError::Past),
            Window::TooSoon => Err(BookingError::TooSoon),
            Window::TooFar => Err(BookingError::TooFar),
        }
    }

    /// A day's slots with what the seats leave of them, of all doctors or of one.
    fn day(&self, day: Date, only: Option<DoctorId>, seats: &Seats, today: &Today) -> DayOffer {
        let windows = self.policy.windows(today.clock());
        let open = |slot: &Slot| self.policy.accepts && windows.of(slot.starts_at) == Window::Open;
        let chosen = self.active().filter(|doctor| only.is_none_or(|id| id == doctor.id));
        let doctors = chosen.map(|doctor| {
            let taken = seats.of_day(doctor.id, day);
            let mut left = &taken[..];
            let offer = |slot: Slot| {
                // Slots come by time: a seat that is over before one begins is over for all that follow.
                left = &left[left.iter().take_while(|seat| seat.ends_at <= slot.starts_at).count()..];
                let begun = left.iter().take_while(|seat| seat.starts_at < slot.ends_at).count();
                SlotOffer {
                    doctor: doctor.id,
                    starts_at: slot.starts_at,
                    ends_at: slot.ends_at,
                    free: if open(&slot) { slot.free(&left[..begun], Seller::Online) } else { 0 },
                }
            };
            DoctorDay { doctor: doctor.id, slots: self.slots(doctor, day, today).into_iter().map(offer).collect() }
        });
        DayOffer { day, doctors: doctors.filter(|day| !day.slots.is_empty()).collect() }
    }
}

/// Days one after the other.
fn days(from: Date, count: u16) -> impl Iterator<Item = Date> {
    (0..i64::from(count)).map(move |ahead| from.saturating_add(ahead.days()))
}

impl Desk {
    /// The slots of some days, with what is free.
    ///
    /// # Errors
    /// [`BookingError::NotBookable`]; the store's errors.
    pub async fn offers(
        &self,
        hospital: HospitalId,
        from: Date,
        count: u16,
        today: &Today,
    ) -> Result<Vec<DayOffer>, BookingError> {
        let practice = self.practice(hospital, today).await?;
        let seats = self.seats(hospital, today).await?;
        Ok(days(from, count).map(|day| practice.day(day, None, &seats, today)).collect())
    }

    /// The free slots nearest to one that is lost: the same doctor's before others', at most three.
    ///
    /// # Errors
    /// As [`offers`](Self::offers).
    pub async fn nearest(
        &self,
        hospital: HospitalId,
        doctor: DoctorId,
        at: DateTime,
        today: &Today,
    ) -> Result<Vec<SlotOffer>, BookingError> {
        let first = at.date().saturating_sub(2.days()).max(today.clock().date());
        let days = self.offers(hospital, first, (NEAR_DAYS + 3) as u16, today).await?;
        let mut free: Vec<SlotOffer> = days.into_iter().flat_map(|day| day.doctors).flat_map(|d| d.slots).collect();
        free.retain(|slot| slot.free > 0);
        // Another doctor counts as an hour and a half away, another day as far as the clock says.
        let distance = |slot: &SlotOffer| {
            let minutes = slot.starts_at.duration_since(at).as_mins().abs();
            (minutes + if slot.doctor == doctor { 0 } else { 90 }, slot.starts_at)
        };
        free.sort_by_key(distance);
        free.truncate(3);
        Ok(free)
    }

    /// The earliest free slot from now on, of any doctor or of one, within what may be booked.
    ///
    /// # Errors
    /// As [`offers`](Self::offers).
    pub async fn earliest(
        &self,
        hospital: HospitalId,
        doctor: Option<DoctorId>,
        today: &Today,
    ) -> Result<Option<SlotOffer>, BookingError> {
        let practice = self.practice(hospital, today).await?;
        let seats = self.seats(hospital, today).await?;
        let mut days = days(today.clock().date(), practice.policy.max_ahead_days.saturating_add(1));
        Ok(days.find_map(|day| {
            let slots = practice.day(day, doctor, &seats, today).doctors.into_iter().flat_map(|day| day.slots);
            slots.filter(|slot| slot.free > 0).min_by_key(|slot| slot.starts_at)
        }))
    }
}
