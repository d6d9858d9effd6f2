//! The one transaction of an import: rows of a source in, places out. Which rows are one place and
//! what a place then says is decided by the caller.
//!
//! Numbers of rows and places are given here and not by the database: several rows go into one
//! statement, and a cluster's automatic numbers are not in sequence. Two imports cannot give the
//! same number: the first statement of an import locks the row of the revision.

mod places;
mod session;

use jiff::{Timestamp, civil::Date};
use sqlx::ColumnIndex;

pub use self::session::ImportSession;
use super::{
    Pool, Store, StoreError, Tx, on_pool, on_tx,
    rows::{Readable, corrupt, date},
};
use crate::domain::{
    geo::LatLon,
    hospital::{HospitalId, Kind, Source},
    phone::Phone,
    record::{Facts, Part},
    region::RegionCode,
};

/// Rows or numbers in one statement: at most 19 values each, far below SQLite's 32,766.
pub const CHUNK: usize = 400;

/// What is known of a source's row without reading its facts.
#[derive(Clone, Copy, Debug)]
pub struct KnownRow<'a> {
    /// The row's number.
    pub id: u32,
    /// The source's key.
    pub key: &'a str,
    /// Which table.
    pub part: Part,
    /// Of its facts.
    pub digest: i64,
    /// 시군구.
    pub region: Option<RegionCode>,
    /// Whether it is of a pharmacy.
    pub pharmacy: bool,
    /// The day of its data.
    pub as_of: Date,
    /// The place that it is part of.
    pub hospital: Option<HospitalId>,
    /// The days of which the download spoke in which it was last seen; bit 0 is Monday.
    pub covered: u8,
    /// Whether its source does not have it any more.
    pub gone: bool,
}

/// A row to be written for the first time.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// The row's number, from [`ImportSession::next_row`].
    pub id: u32,
    /// The source's key, at most 190 characters, trimmed.
    pub key: String,
    /// Which table.
    pub part: Part,
    /// What it says now.
    pub change: ChangedRow,
    /// The place that it is part of, when known already.
    pub hospital: Option<HospitalId>,
}

/// What changes in a row when its facts do.
#[derive(Clone, Debug)]
pub struct ChangedRow {
    /// The row's number.
    pub id: u32,
    /// Of the facts.
    pub digest: i64,
    /// Facts as JSON.
    pub facts: String,
    /// 시군구.
    pub region: Option<RegionCode>,
    /// Whether it is of a pharmacy.
    pub pharmacy: bool,
    /// The day of its data.
    pub as_of: Date,
}

/// A basic row that is not part of a place yet.
#[derive(Clone, Debug)]
pub struct UnlinkedRow {
    /// The row's number.
    pub id: u32,
    /// The source's key.
    pub key: String,
    /// What it says.
    pub facts: Facts,
}

/// A row of a place, with what is needed to read it rightly.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// The place.
    pub hospital: HospitalId,
    /// Whose row.
    pub source: Source,
    /// The source's key.
    pub key: String,
    /// Which table.
    pub part: Part,
    /// What it says.
    pub facts: Facts,
    /// The day of its data.
    pub as_of: Date,
    /// Monday … Sunday, holidays: whether the download spoke of the day at all.
    pub covered: [bool; 8],
    /// Whether its source does not have it any more.
    pub gone: bool,
}

/// What tells whether a row is of a place.
#[derive(Clone, Debug)]
pub struct Identity<'a> {
    /// The place.
    pub id: HospitalId,
    /// Its name.
    pub name: &'a str,
    /// What sort of place it is.
    pub kind: Kind,
    /// 시군구.
    pub region: Option<RegionCode>,
    /// Road address.
    pub address: &'a str,
    /// Number to call.
    pub phone: Option<Phone>,
    /// Where it stands.
    pub location: Option<LatLon>,
}

/// What a run counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct RunCounts {
    /// Rows read.
    pub read: u64,
    /// Rows that could not be used.
    pub skipped: u64,
    /// Rows not seen before.
    pub added: u64,
    /// Rows that say something else than before.
    pub updated: u64,
    /// Rows that say the same as before.
    pub unchanged: u64,
    /// Places that are gone.
    pub closed_down: u64,
    /// Places that were gone and are back.
    pub reopened: u64,
    /// New rows that were joined to a place another source, or an older row, had made known.
    pub merged: u64,
}

/// A finished run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRun {
    /// Of which source.
    pub source: Source,
    /// When it was done.
    pub finished_at: Timestamp,
    /// The latest day of its data.
    pub as_of: Option<Date>,
    /// What it counted.
    pub counts: RunCounts,
}

/// The repository of imports.
#[derive(Clone, Copy, Debug)]
pub struct Imports<'a> {
    pub(super) store: &'a Store,
}

impl Imports<'_> {
    /// Begins an import. Another one that runs is waited for as long as the database allows.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another import holds the lock for too long.
    pub async fn begin(&self, source: Source, started: Timestamp) -> Result<ImportSession, StoreError> {
        let mut tx = self.store.pool.begin().await?;
        let lock = "UPDATE directory_revision SET next_hospital = next_hospital WHERE id = 1";
        on_tx!(tx, |conn| sqlx::query(lock).execute(conn).await.map(drop))?;
        let next_hospital = number(&mut tx, "SELECT next_hospital FROM directory_revision WHERE id = 1").await?;
        let next_row = number(&mut tx, "SELECT COALESCE(MAX(id), 0) + 1 FROM source_record").await?;
        let run = number(&mut tx, "SELECT COALESCE(MAX(id), 0) + 1 FROM import_run").await?;
        let sql = "INSERT INTO import_run (id, source, started_at) VALUES (?, ?, ?)";
        on_tx!(tx, |conn| {
            let query = sqlx::query(sql).bind(i64::from(run)).bind(source.word()).bind(started.as_second());
            query.execute(conn).await.map(drop)
        })?;
        Ok(ImportSession::new(tx, source, run, next_row, next_hospital))
    }

    /// Gives back the disk space that a long transaction took for its log, where it took any.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn tidy(&self) -> Result<(), StoreError> {
        if let Pool::Sqlite(pool) = &self.store.pool {
            // While somebody reads, this does less, and says so in a row that nobody needs.
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(pool).await?;
        }
        Ok(())
    }

    /// The last finished run of each source that has one.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn last_runs(&self) -> Result<Vec<LastRun>, StoreError> {
        let sql = "SELECT source, finished_at, as_of, rows_read, rows_skipped, added, updated, unchanged, closed_down, \
                   reopened, merged FROM import_run WHERE id IN \
                   (SELECT MAX(id) FROM import_run WHERE finished_at IS NOT NULL GROUP BY source) ORDER BY id";
        on_pool!(self.store, |pool| {
            let rows = sqlx::query(sql).fetch_all(pool).await?;
            rows.iter().map(last_run).collect()
        })
    }
}

/// A number given out by [`Imports::begin`]'s statements.
async fn number(tx: &mut Tx, sql: &'static str) -> Result<u32, StoreError> {
    let value: i64 = on_tx!(*tx, |conn| sqlx::query_scalar(sql).fetch_one(conn).await)?;
    number_of(value)
}

/// A number of a row, a run or a place.
fn number_of(value: i64) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| corrupt("a number", value))
}

fn last_run<R: Readable>(row: &R) -> Result<LastRun, StoreError>
where
    usize: ColumnIndex<R>,
{
    let count = |index| row.must_int(index).map(i64::unsigned_abs);
    Ok(LastRun {
        source: Source::from_word(row.must_text(0)?).ok_or_else(|| corrupt("import_run.source", "unknown word"))?,
        finished_at: Timestamp::from_second(row.must_int(1)?).map_err(|e| corrupt("import_run.finished_at", e))?,
        as_of: row.int(2)?.map(date).transpose()?,
        counts: RunCounts {
            read: count(3)?,
            skipped: count(4)?,
            added: count(5)?,
            updated: count(6)?,
            unchanged: count(7)?,
            closed_down: count(8)?,
            reopened: count(9)?,
            merged: count(10)?,
        },
    })
}
