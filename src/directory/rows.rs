//! The rows: what every question reads ([`Hot`], 48 bytes a place, in grid order), what only an
//! answer shows ([`Cold`] and one arena of text), and the view of both, [`Place`].

use jiff::civil::{Date, DateTime};

use super::Directory;
use crate::domain::{
    geo::LatLon,
    hospital::{Department, HospitalId, Kind, Source},
    hours::{OpenState, WeeklyHours},
    phone::Phone,
    region::RegionCode,
    specialty::SpecialtySet,
};

/// Runs an emergency room.
pub(super) const EMERGENCY: u8 = 1;
/// Takes bookings.
pub(super) const BOOKABLE: u8 = 2;
/// Open late, on Sundays or on holidays.
pub(super) const NIGHT_OR_HOLIDAY: u8 = 4;

/// What filters, distances and clusters read.
pub(super) struct Hot {
    /// Not a number when the row has no location; such rows come last.
    pub at: LatLon,
    /// Web Mercator units.
    pub world: (u32, u32),
    pub specialties: SpecialtySet,
    /// Place in [`super::hours::Hours`].
    pub pattern: u32,
    /// Place in [`super::regions::Regions`] of the 읍면동; 0 for none.
    pub emd: u32,
    /// Place in [`super::regions::Regions`] of the 시군구; 0 for none.
    pub region: u16,
    pub kind: Kind,
    pub flags: u8,
}

impl Hot {
    pub fn location(&self) -> Option<LatLon> {
        (!self.at.lat.is_nan()).then_some(self.at)
    }
}

/// Where a row's texts lie: name, address, home page and the two phone numbers one after the
/// other, the notes elsewhere since places share them.
pub(super) struct Cold {
    pub id: HospitalId,
    pub updated_on: Date,
    pub text: u32,
    pub departments: u32,
    pub notes: u32,
    pub name: u16,
    pub address: u16,
    pub homepage: u16,
    pub phone: u8,
    pub emergency_phone: u8,
    pub department_count: u8,
    pub source: Source,
}

/// A place of the directory.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub(super) directory: &'a Directory,
    pub(super) row: u32,
}

impl<'a> Place<'a> {
    fn hot(self) -> &'a Hot {
        &self.directory.hot[self.row as usize]
    }

    fn cold(self) -> &'a Cold {
        &self.directory.cold[self.row as usize]
    }

    /// The text of `len` bytes, `skip` bytes into the row's texts.
    fn text(self, skip: usize, len: usize) -> &'a str {
        let from = self.cold().text as usize + skip;
        &self.directory.text[from..from + len]
    }

    /// The project's own number.
    pub fn id(self) -> HospitalId {
        self.cold().id
    }

    /// Its name, as registered.
    pub fn name(self) -> &'a str {
        self.text(0, usize::from(self.cold().name))
    }

    /// What sort of place it is.
    pub fn kind(self) -> Kind {
        self.hot().kind
    }

    /// Road address, as the source writes it.
    pub fn address(self) -> &'a str {
        let cold = self.cold();
        self.text(usize::from(cold.name), usize::from(cold.address))
    }

    /// 시군구 of the address.
    pub fn region(self) -> Option<RegionCode> {
        self.directory.regions.code(self.hot().region)
    }

    /// 읍면동 of the address.
    pub fn emd(self) -> Option<&'a str> {
        self.directory.regions.emd(self.hot().emd).map(|emd| emd.name.as_str())
    }

    /// Web page, http or https.
    pub fn homepage(self) -> Option<&'a str> {
        let cold = self.cold();
        let text = self.text(usize::from(cold.name) + usize::from(cold.address), usize::from(cold.homepage));
        (!text.is_empty()).then_some(text)
    }

    fn before_phones(self) -> usize {
        let cold = self.cold();
        usize::from(cold.name) + usize::from(cold.address) + usize::from(cold.homepage)
    }

    /// Number to call.
    pub fn phone(self) -> Option<Phone> {
        Phone::parse(self.text(self.before_phones(), usize::from(self.cold().phone)))
    }

    /// The emergency room's own number.
    pub fn emergency_phone(self) -> Option<Phone> {
        let skip = self.before_phones() + usize::from(self.cold().phone);
        Phone::parse(self.text(skip, usize::from(self.cold().emergency_phone)))
    }

    /// Whether it runs an emergency room.
    pub fn emergency(self) -> bool {
        self.hot().flags & EMERGENCY != 0
    }

    /// Whether it takes bookings here.
    pub fn bookable(self) -> bool {
        self.hot().flags & BOOKABLE != 0
    }

    /// Whether it is open late, on Sundays or on public holidays.
    pub fn night_or_holiday(self) -> bool {
        self.hot().flags & NIGHT_OR_HOLIDAY != 0
    }

    /// Where it stands, if that is known.
    pub fn location(self) -> Option<LatLon> {
        self.hot().location()
    }

    /// When it is open.
    pub fn hours(self) -> &'a WeeklyHours {
        self.directory.hours.get(self.hot().pattern)
    }

    /// Its departments; empty where the source does not say.
    pub fn departments(self) -> &'a [Department] {
        let (from, len) = (self.cold().departments as usize, usize::from(self.cold().department_count));
        &self.directory.departments[from..from + len]
    }

    /// Its departments as a set.
    pub fn specialties(self) -> SpecialtySet {
        self.hot().specialties
    }

    /// Free text for patients, a line each.
    pub fn notes(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.directory.notes[self.cold().notes as usize].lines()
    }

    /// Where its hours came from.
    pub fn source(self) -> Source {
        self.cold().source
    }

    /// The day on which the source's data was current or received.
    pub fn updated_on(self) -> Date {
        self.cold().updated_on
    }

    /// Whether it is open at a moment of Korean civil time, and what comes next.
    pub fn state_at(self, at: DateTime) -> OpenState {
        self.hours().state_at(at, &self.directory.holidays)
    }
}
