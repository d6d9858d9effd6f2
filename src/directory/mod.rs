//! The immutable in-memory index of all facilities: nearest, in view, clusters, filters, open at a
//! moment, names and addresses and 초성, places named in a text. Built from the store's places and
//! swapped whole on a re-import. No SQL, no HTTP, and no clock: the moment is always passed in.

mod build;
mod cluster;
mod find;
mod grid;
mod hours;
mod lexicon;
mod order;
mod regions;
mod rows;
mod sieve;
mod text;
mod understand;

#[cfg(test)]
mod cluster_tests;
#[cfg(test)]
mod find_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod text_tests;

use jiff::civil::{Date, DateTime};

pub use self::{
    build::Builder,
    rows::Place,
    understand::{NamedArea, Understood},
};
use self::{
    grid::Grid,
    hours::Hours,
    lexicon::Names,
    regions::Regions,
    rows::{Cold, Hot},
    text::TextIndex,
};
use crate::domain::{
    geo::{BBox, LatLon},
    holiday::HolidayCalendar,
    hospital::{Department, Hospital, HospitalId, Kind, Source},
    hours::OpenState,
    region::RegionCode,
    search::{Area, Filter},
};

/// All places, ready to be asked.
pub struct Directory {
    /// In the order of the grid's cells; those without a location last.
    hot: Vec<Hot>,
    /// Beside `hot`, row by row.
    cold: Vec<Cold>,
    text: String,
    departments: Vec<Department>,
    notes: Vec<String>,
    hours: Hours,
    regions: Regions,
    grid: Grid,
    /// Of each row, its place by kind (largest first), name and number; and the way back.
    rank: Vec<u32>,
    by_rank: Vec<u32>,
    by_id: Vec<(HospitalId, u32)>,
    names: Names,
    index: TextIndex,
    holidays: HolidayCalendar,
    counts: Counts,
}

/// What a list asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Where.
    pub area: Area,
    /// What a place must be.
    pub filter: Filter,
    /// What somebody typed; blank is as none.
    pub text: Option<String>,
    /// Distances are from here when `area` has no point.
    pub origin: Option<LatLon>,
    /// Places to leave out at the beginning.
    pub offset: usize,
    /// Most places in the answer.
    pub limit: usize,
}

/// A part of the places that match.
pub struct Found<'a> {
    /// In order.
    pub places: Vec<Hit<'a>>,
    /// All that match.
    pub total: usize,
}

/// A place in an answer.
#[derive(Clone, Copy)]
pub struct Hit<'a> {
    /// The place.
    pub place: Place<'a>,
    /// Metres from the request's point, where both are known.
    pub distance_m: Option<f64>,
    /// Its state at the request's moment.
    pub state: OpenState,
}

/// What a map asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct MapRequest {
    /// The view.
    pub bbox: BBox,
    /// Its zoom: the world is 256 × 2^zoom pixels wide.
    pub zoom: u8,
    /// What a place must be.
    pub filter: Filter,
    /// What somebody typed; blank is as none.
    pub text: Option<String>,
}

/// A mark on the map.
#[derive(Clone, Copy)]
pub enum Feature<'a> {
    /// Several places.
    Cluster {
        /// The middle of its places.
        at: LatLon,
        /// How many.
        count: u32,
        /// How many of them are open at the request's moment.
        open: u32,
        /// The rectangle around them: what to zoom to.
        bbox: BBox,
    },
    /// One place and its state at the request's moment.
    Place(Place<'a>, OpenState),
}

/// What the directory holds, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// Places by the source of their hours.
    pub by_source: [(Source, usize); 3],
    /// Places by kind, largest first.
    pub by_kind: [(Kind, usize); 9],
    /// Places that take bookings.
    pub bookable: usize,
}

impl Directory {
    /// From places in any order, taken one by one.
    pub fn build(hospitals: impl IntoIterator<Item = Hospital>, holidays: HolidayCalendar) -> Self {
        let mut builder = build::Builder::new();
        hospitals.into_iter().for_each(|hospital| builder.push(hospital));
        builder.finish(holidays)
    }

    /// How many places.
    pub fn len(&self) -> usize {
        self.hot.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.hot.is_empty()
    }

    /// The public holidays that openness goes by.
    pub fn holidays(&self) -> &HolidayCalendar {
        &self.holidays
    }

    /// A place by its number.
    pub fn get(&self, id: HospitalId) -> Option<Place<'_>> {
        let found = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(self.place(self.by_id[found].1))
    }

    /// Whether any place takes bookings.
    pub fn any_bookable(&self) -> bool {
        self.counts.bookable > 0
    }

    /// The newest day of a source's data.
    pub fn newest_update(&self, source: Source) -> Option<Date> {
        self.places().filter(|place| place.source() == source).map(Place::updated_on).max()
    }

    /// Whether any place lies in a 시도 or 시군구.
    pub fn reaches(&self, region: RegionCode) -> bool {
        self.regions.extent(region).located().is_some()
    }

    /// What it holds, by source and by kind.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Every place, in no meaningful order.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0..self.hot.len() as u32).map(|row| self.place(row))
    }

    fn place(&self, row: u32) -> Place<'_> {
        Place { directory: self, row }
    }

    /// A place as an answer shows it.
    fn hit(&self, row: u32, origin: Option<LatLon>, now: DateTime) -> Hit<'_> {
        let place = self.place(row);
        let distance_m = origin.zip(place.location()).map(|(from, to)| from.distance_m(to));
        Hit { place, distance_m, state: place.state_at(now) }
    }
}
