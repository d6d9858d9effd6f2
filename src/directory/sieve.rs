//! A filter made ready to be asked 100,000 times.

use super::{
    Directory,
    hours::Openness,
    rows::{BOOKABLE, EMERGENCY, Hot, NIGHT_OR_HOLIDAY},
};
use crate::domain::{search::Filter, specialty::SpecialtySet};

/// How many rows will be asked, which decides how openness is best found out.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Effort {
    Few,
    Many,
}

/// The ready filter.
pub(super) struct Sieve<'a> {
    /// A bit for every kind that passes.
    kinds: u16,
    /// Flags that must be set.
    flags: u8,
    specialties: SpecialtySet,
    /// For every place of the region table, whether it passes.
    regions: Option<Vec<bool>>,
    open: Option<Openness<'a>>,
    /// Only this 읍면동.
    emd: Option<u32>,
}

impl<'a> Sieve<'a> {
    pub fn new(directory: &'a Directory, filter: &Filter, effort: Effort) -> Self {
        let flag = |on: bool, flag: u8| if on { flag } else { 0 };
        let bits = filter.kinds.iter().fold(0, |bits, kind| bits | 1 << *kind as u16);
        let open_at = |at| match effort {
            Effort::Few => directory.hours.at(at, &directory.holidays),
            Effort::Many => directory.hours.all_at(at, &directory.holidays),
        };
        Self {
            kinds: if filter.kinds.is_empty() { u16::MAX } else { bits },
            flags: flag(filter.emergency, EMERGENCY)
                | flag(filter.bookable, BOOKABLE)
                | flag(filter.night_or_holiday, NIGHT_OR_HOLIDAY),
            specialties: filter.specialties,
            regions: filter.region.map(|region| directory.regions.within(region)),
            open: filter.open_at.map(open_at),
            emd: None,
        }
    }

    /// With only the rows of a 읍면동, by its place.
    pub fn in_emd(self, emd: Option<u32>) -> Self {
        Self { emd, ..self }
    }

    /// Whether a row passes.
    pub fn passes(&self, row: &Hot) -> bool {
        self.kinds & (1 << row.kind as u16) != 0
            && row.flags & self.flags == self.flags
            && (self.specialties.is_empty() || self.specialties.intersects(row.specialties))
            && self.regions.as_ref().is_none_or(|regions| regions[usize::from(row.region)])
            && self.emd.is_none_or(|emd| emd == row.emd)
            && self.open.as_ref().is_none_or(|open| open.is_open(row.pattern))
    }
}
