//! What an emergency room reports of its beds at a moment.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// One live report. `None` is unknown, never zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BedReading {
    /// NMC's `hpid` of the place.
    pub key: String,
    /// When the room reported (`hvidate`), Korean civil time.
    pub at: DateTime,
    /// Free emergency beds (`hvec`); negative when that many patients wait.
    pub er_beds: Option<i32>,
    /// Free operating rooms (`hvoc`).
    pub operating_rooms: Option<i32>,
    /// Free beds in general intensive care (`hvicc`).
    pub icu: Option<i32>,
    /// Free beds in the wards (`hvgc`).
    pub wards: Option<i32>,
    /// CT can be used (`hvctayn`).
    pub ct: Option<bool>,
    /// MRI can be used (`hvmriayn`).
    pub mri: Option<bool>,
    /// A ventilator is free (`hvventiayn`).
    pub ventilator: Option<bool>,
}
