//! A doctor's schedule (진료표) and the slots that follow from it. Slots are derived, never stored:
//! template × exceptions × public holidays → [`Slot`]s; what is booked is told by [`Taken`].

mod exception;
mod policy;
mod slot;
mod template;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use self::{
    exception::{Change, Exception},
    policy::{Policy, Window},
    slot::{Seller, Slot, Taken, slot_at, slots_on},
    template::{Template, TemplateFault},
};
use super::specialty::Specialty;

/// A doctor's number; unique over all hospitals, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DoctorId(pub u32);

impl DoctorId {
    /// From a path, a form or JSON.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

impl std::fmt::Display for DoctorId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Somebody whose time can be booked.
#[derive(Clone, Debug, PartialEq)]
pub struct Doctor {
    /// Its number.
    pub id: DoctorId,
    /// As patients read it: "김하늘 원장".
    pub name: String,
    /// Department, where one is given.
    pub specialty: Option<Specialty>,
    /// The weekly template.
    pub template: Template,
    /// Whether patients may book; one who has left stays for the bookings of the past.
    pub active: bool,
    /// Whether a photo is kept.
    pub has_photo: bool,
}
