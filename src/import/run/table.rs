//! What an import remembers of every row of its source: some 40 bytes each, no texts.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use jiff::civil::Date;

use crate::{
    domain::{hospital::HospitalId, record::Part, region::RegionCode},
    store::KnownRow,
};

/// A row of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub row: u32,
    pub part: Part,
    pub digest: i64,
    pub region: Option<RegionCode>,
    pub pharmacy: bool,
    pub as_of: Date,
    pub hospital: Option<HospitalId>,
    /// The days of which the download spoke that it was last seen in.
    pub covered: u8,
    /// Gone from its source, by an earlier run.
    pub gone: bool,
    /// In this run: not known before it.
    pub new: bool,
    /// In this run: read.
    pub seen: bool,
    /// In this run: read, but not usable; whatever else, its place is still there.
    pub spared: bool,
}

/// The rows by the hash of key and part: 64 bits keyed anew each run, so that two of a million rows
/// share one in fewer than one of ten million runs.
#[derive(Default)]
pub(super) struct Table {
    hasher: RandomState,
    rows: HashMap<u64, Entry>,
}

impl Table {
    pub fn remember(&mut self, row: &KnownRow<'_>) {
        let &KnownRow { id, key, part, digest, region, pharmacy, as_of, hospital, covered, gone } = row;
        let past = Entry {
            row: id,
            part,
            digest,
            region,
            pharmacy,
            as_of,
            hospital,
            covered,
            gone,
            new: false,
            seen: false,
            spared: false,
        };
        self.rows.insert(self.slot(key, part), past);
    }

    pub fn get(&self, key: &str, part: Part) -> Option<&Entry> {
        self.rows.get(&self.slot(key, part))
    }

    pub fn get_mut(&mut self, key: &str, part: Part) -> Option<&mut Entry> {
        self.rows.get_mut(&self.slot(key, part))
    }

    pub fn insert(&mut self, key: &str, entry: Entry) {
        self.rows.insert(self.slot(key, entry.part), entry);
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.rows.values()
    }

    /// Notes that rows are gone from their source.
    pub fn mark_gone(&mut self, is_gone: impl Fn(&Entry) -> bool) {
        self.rows.values_mut().filter(|entry| is_gone(entry)).for_each(|entry| entry.gone = true);
    }

    /// Makes all rows of a key part of a place; returns those.
    pub fn adopt(&mut self, key: &str, place: HospitalId) -> impl Iterator<Item = u32> {
        let slots = [Part::Basic, Part::Detail, Part::Departments].map(|part| self.slot(key, part));
        let rows = slots.map(|slot| {
            let entry = self.rows.get_mut(&slot)?;
            entry.hospital = Some(place);
            Some(entry.row)
        });
        rows.into_iter().flatten()
    }

    fn slot(&self, key: &str, part: Part) -> u64 {
        self.hasher.hash_one((key, part))
    }
}

/// FNV-1a over the facts as they are stored: tells whether a row changed since the last import.
pub(super) fn digest(facts: &str) -> i64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    facts.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, step).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_same_in_every_build() {
        assert_eq!(digest(""), 0xcbf2_9ce4_8422_2325_u64.cast_signed());
        assert_eq!(digest("foobar"), 0x8594_4171_f739_67e8_u64.cast_signed(), "FNV's own test vector");
    }
}
