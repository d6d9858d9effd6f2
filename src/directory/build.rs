//! Building the directory: rows are taken one by one and at once made compact, then put in grid
//! order; the indexes over them come last, when nothing temporary is left.

use super::{
    Counts, Directory,
    grid::{Grid, cell, world},
    hours::{Hours, Interner},
    lexicon::Names,
    regions::{Regions, RegionsBuilder},
    rows::{BOOKABLE, Cold, EMERGENCY, Hot, NIGHT_OR_HOLIDAY},
    text::{TextIndex, TextIndexBuilder},
};
use crate::domain::{
    geo::LatLon,
    holiday::HolidayCalendar,
    hospital::{Department, Hospital, HospitalId, Kind, Source},
    hours::WeeklyHours,
    phone::Phone,
};

/// Longest name, address or home page that is kept, bytes.
const LONGEST: usize = 4_000;
/// Longest notes of a place that are kept, bytes.
const LONGEST_NOTES: usize = 20_000;
/// What a row without a location holds instead.
const NOWHERE: LatLon = LatLon { lat: f64::NAN, lon: f64::NAN };

/// A row before it is in its place.
struct Row {
    cell: u32,
    hot: Hot,
    cold: Cold,
}

/// Takes places one by one, so that a country need not stand in memory twice.
pub struct Builder {
    rows: Vec<Row>,
    text: String,
    departments: Vec<Department>,
    notes: Interner<String>,
    patterns: Interner<WeeklyHours>,
    regions: RegionsBuilder,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// Holds nothing yet.
    pub fn new() -> Self {
        let mut notes: Interner<String> = Interner::default();
        notes.intern("", str::to_owned);
        Self {
            rows: Vec::new(),
            text: String::new(),
            departments: Vec::new(),
            notes,
            patterns: Interner::default(),
            regions: RegionsBuilder::default(),
        }
    }

    /// Takes a place.
    pub fn push(&mut self, hospital: Hospital) {
        let hot = self.hot(&hospital);
        let cold = self.cold(&hospital);
        let cell = hospital.location.map_or(u32::MAX, cell);
        let (region, emd) = self.regions.add(hospital.region, hospital.emd, hospital.location);
        self.rows.push(Row { cell, hot: Hot { region, emd, ..hot }, cold });
    }

    fn hot(&mut self, hospital: &Hospital) -> Hot {
        let flag = |on: bool, flag: u8| if on { flag } else { 0 };
        Hot {
            at: hospital.location.unwrap_or(NOWHERE),
            world: hospital.location.map_or((0, 0), world),
            specialties: hospital.departments.iter().map(|department| department.specialty).collect(),
            pattern: self.patterns.intern(&hospital.hours, Clone::clone),
            emd: 0,
            region: 0,
            kind: hospital.kind,
            flags: flag(hospital.emergency, EMERGENCY)
                | flag(hospital.bookable, BOOKABLE)
                | flag(hospital.hours.night_or_holiday(), NIGHT_OR_HOLIDAY),
        }
    }

    fn cold(&mut self, hospital: &Hospital) -> Cold {
        let text = self.text.len() as u32;
        let mut put = |part: &str| {
            let part = clip(part, LONGEST);
            self.text.push_str(part);
            part.len()
        };
        let digits = |phone: &Option<Phone>| phone.as_ref().map_or(String::new(), |phone| phone.digits().to_owned());
        let (name, address) = (put(&hospital.name) as u16, put(&hospital.address) as u16);
        let homepage = put(hospital.homepage.as_deref().unwrap_or("")) as u16;
        let (phone, emergency_phone) =
            (put(&digits(&hospital.phone)) as u8, put(&digits(&hospital.emergency_phone)) as u8);
        let departments = self.departments.len() as u32;
        self.departments.extend(hospital.departments.iter().take(usize::from(u8::MAX)));
        let notes = hospital.notes.join("\n");
        Cold {
            id: hospital.id,
            updated_on: hospital.updated_on,
            text,
            departments,
            notes: self.notes.intern(clip(&notes, LONGEST_NOTES), str::to_owned),
            name,
            address,
            homepage,
            phone,
            emergency_phone,
            department_count: (self.departments.len() - departments as usize) as u8,
            source: hospital.source,
        }
    }

    /// Puts everything in order; takes most of the time.
    pub fn finish(self, holidays: HolidayCalendar) -> Directory {
        let Self { mut rows, mut text, mut departments, notes, patterns, regions } = self;
        rows.sort_unstable_by_key(|row| (row.cell, row.cold.id));
        let grid = Grid::new(rows.iter().map(|row| row.cell).take_while(|cell| *cell != u32::MAX));
        let (hot, cold): (Vec<Hot>, Vec<Cold>) = rows.into_iter().map(|row| (row.hot, row.cold)).unzip();
        text.shrink_to_fit();
        departments.shrink_to_fit();
        let regions = regions.finish();
        let name = |row: usize| &text[cold[row].text as usize..][..usize::from(cold[row].name)];
        let (rank, by_rank) = ranks(&hot, &cold, name);
        let by_id = by_id(&cold);
        let names = Names::new(&regions);
        let index = index(&text, &hot, &cold, &regions);
        Directory {
            counts: counts(&hot, &cold),
            hours: Hours::new(patterns.values),
            notes: notes.values,
            hot,
            cold,
            text,
            departments,
            regions,
            grid,
            rank,
            by_rank,
            by_id,
            names,
            index,
            holidays,
        }
    }
}

/// At most `most` bytes of a text, cut between characters.
fn clip(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// The searchable text of every row.
fn index(text: &str, hot: &[Hot], cold: &[Cold], regions: &Regions) -> TextIndex {
    let mut index = TextIndexBuilder::new(cold.len());
    for (hot, cold) in hot.iter().zip(cold) {
        let from = cold.text as usize;
        let (name, rest) = text[from..].split_at(usize::from(cold.name));
        index.push(name, &rest[..usize::from(cold.address)], regions.emd(hot.emd).map_or("", |emd| &emd.name));
    }
    index.finish()
}

/// The rows' places by kind, name and number, and the rows in that order.
fn ranks<'a>(hot: &[Hot], cold: &[Cold], name: impl Fn(usize) -> &'a str) -> (Vec<u32>, Vec<u32>) {
    // The first letters as a number decide nearly always, without a look at the text.
    let first = |row: usize| {
        let mut bytes = [0; 16];
        let name = name(row).as_bytes();
        let len = name.len().min(16);
        bytes[..len].copy_from_slice(&name[..len]);
        (hot[row].kind, u128::from_be_bytes(bytes))
    };
    let mut order: Vec<_> = (0..hot.len()).map(|row| (first(row), row as u32)).collect();
    order.sort_unstable_by(|(a, i), (b, j)| {
        let whole = |row: u32| (name(row as usize), cold[row as usize].id);
        a.cmp(b).then_with(|| whole(*i).cmp(&whole(*j)))
    });
    let by_rank: Vec<u32> = order.into_iter().map(|(_, row)| row).collect();
    let mut rank = vec![0; by_rank.len()];
    for (place, row) in by_rank.iter().enumerate() {
        rank[*row as usize] = place as u32;
    }
    (rank, by_rank)
}

/// Rows by the number of the place.
fn by_id(cold: &[Cold]) -> Vec<(HospitalId, u32)> {
    let mut by_id: Vec<_> = cold.iter().enumerate().map(|(row, cold)| (cold.id, row as u32)).collect();
    by_id.sort_unstable();
    by_id
}

fn counts(hot: &[Hot], cold: &[Cold]) -> Counts {
    let sources = [Source::Nmc, Source::Hira, Source::Demo];
    Counts {
        by_source: sources.map(|source| (source, cold.iter().filter(|cold| cold.source == source).count())),
        by_kind: Kind::ALL.map(|kind| (kind, hot.iter().filter(|hot| hot.kind == kind).count())),
        bookable: hot.iter().filter(|hot| hot.flags & BOOKABLE != 0).count(),
    }
}
