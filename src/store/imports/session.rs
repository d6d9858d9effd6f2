//! The source's own rows in an import: what is known, what is new, what is gone.

use futures_util::TryStreamExt;
use jiff::{Timestamp, civil::Date};
use sqlx::{AssertSqlSafe, ColumnIndex};

use super::{CHUNK, ChangedRow, KnownRow, NewRow, RunCounts, UnlinkedRow, number_of};
use crate::{
    domain::{
        hospital::{HospitalId, Source},
        record::{Facts, Part},
        region::RegionCode,
    },
    store::{
        StoreError, Tx, bump, on_tx,
        rows::{Readable, corrupt, date, date_number, region},
    },
};

/// An import under way. Dropped without [`finish`](Self::finish), it leaves nothing behind.
pub struct ImportSession {
    pub(super) tx: Tx,
    pub(super) source: Source,
    run: u32,
    next_row: u32,
    next_hospital: u32,
}

impl ImportSession {
    pub(super) fn new(tx: Tx, source: Source, run: u32, next_row: u32, next_hospital: u32) -> Self {
        Self { tx, source, run, next_row, next_hospital }
    }

    /// A number for a row.
    pub fn next_row(&mut self) -> u32 {
        self.next_row += 1;
        self.next_row - 1
    }

    /// A number for a place; one that comes after every number ever given.
    pub fn next_hospital(&mut self) -> HospitalId {
        self.next_hospital += 1;
        HospitalId(self.next_hospital - 1)
    }

    /// Every row of the session's source.
    pub async fn known(&mut self, mut visit: impl FnMut(KnownRow<'_>)) -> Result<(), StoreError> {
        let sql = "SELECT s.id, s.source_key, s.part, s.digest, s.region, s.pharmacy, s.as_of, s.hospital_id, s.gone, \
                   r.covered_hospital, r.covered_pharmacy \
                   FROM source_record s JOIN import_run r ON r.id = s.seen_run WHERE s.source = ?";
        let source = self.source.word();
        on_tx!(self.tx, |conn| {
            let mut rows = sqlx::query(sql).bind(source).fetch(conn);
            while let Some(row) = rows.try_next().await? {
                visit(known_row(&row)?);
            }
        });
        Ok(())
    }

    /// Writes rows seen for the first time.
    pub async fn add_rows(&mut self, rows: &[NewRow]) -> Result<(), StoreError> {
        for chunk in rows.chunks(CHUNK) {
            let values = vec!["(?,?,?,?,?,?,?,?,?,?,?,0)"; chunk.len()].join(",");
            let sql = format!(
                "INSERT INTO source_record (id, source, source_key, part, digest, facts, region, pharmacy, as_of, \
                 hospital_id, seen_run, gone) VALUES {values}"
            );
            on_tx!(self.tx, |conn| {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for NewRow { id, key, part, change, hospital } in chunk {
                    query = query.bind(i64::from(*id)).bind(self.source.word()).bind(key).bind(part.word());
                    query = query.bind(change.digest).bind(&change.facts).bind(region_number(change.region));
                    query = query.bind(i64::from(change.pharmacy)).bind(date_number(change.as_of));
                    query = query.bind(hospital.map(|id| i64::from(id.0))).bind(i64::from(self.run));
                }
                query.execute(conn).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Writes what rows say now; they are there again if they were gone.
    pub async fn change_rows(&mut self, rows: &[ChangedRow]) -> Result<(), StoreError> {
        let sql = "UPDATE source_record SET digest = ?, facts = ?, region = ?, pharmacy = ?, as_of = ?, seen_run = ?, \
                   gone = 0 WHERE id = ?";
        for row in rows {
            on_tx!(self.tx, |conn| {
                let query = sqlx::query(sql).bind(row.digest).bind(&row.facts).bind(region_number(row.region));
                let query = query.bind(i64::from(row.pharmacy)).bind(date_number(row.as_of));
                query.bind(i64::from(self.run)).bind(i64::from(row.id)).execute(conn).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Marks rows as seen in this run and as of a day.
    pub async fn mark_seen(&mut self, ids: &[u32], as_of: Date) -> Result<(), StoreError> {
        let set = "UPDATE source_record SET seen_run = ?, as_of = ? WHERE id IN";
        self.update_in(set, &[i64::from(self.run), date_number(as_of)], ids).await.map(drop)
    }

    /// Marks rows as gone from their source.
    pub async fn mark_gone(&mut self, ids: &[u32]) -> Result<(), StoreError> {
        self.update_in("UPDATE source_record SET gone = 1 WHERE id IN", &[], ids).await.map(drop)
    }

    /// One statement that ends in a list of numbers, a chunk at a time.
    /// Returns how many rows it met.
    pub(super) async fn update_in(
        &mut self,
        set: &'static str,
        values: &[i64],
        ids: &[u32],
    ) -> Result<u64, StoreError> {
        let mut met = 0;
        for chunk in ids.chunks(CHUNK) {
            let sql = format!("{set} ({})", marks(chunk.len()));
            met += on_tx!(self.tx, |conn| {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for value in values.iter().copied().chain(chunk.iter().map(|id| i64::from(*id))) {
                    query = query.bind(value);
                }
                query.execute(conn).await.map(|done| done.rows_affected())
            })?;
        }
        Ok(met)
    }

    /// Keeps which days this download speaks of, for hospitals and for pharmacies; bit 0 is Monday.
    pub async fn set_coverage(&mut self, hospitals: u8, pharmacies: u8) -> Result<(), StoreError> {
        let sql = "UPDATE import_run SET covered_hospital = ?, covered_pharmacy = ? WHERE id = ?";
        on_tx!(self.tx, |conn| {
            let query = sqlx::query(sql).bind(i64::from(hospitals)).bind(i64::from(pharmacies));
            query.bind(i64::from(self.run)).execute(conn).await.map(drop)
        })?;
        Ok(())
    }

    /// The next basic rows of the session's source that are not part of a place, by number.
    pub async fn unlinked(&mut self, after: u32) -> Result<Vec<UnlinkedRow>, StoreError> {
        let sql = "SELECT id, source_key, facts FROM source_record \
                   WHERE id > ? AND hospital_id IS NULL AND source = ? AND part = 'basic' ORDER BY id LIMIT ?";
        on_tx!(self.tx, |conn| {
            let query = sqlx::query(sql).bind(i64::from(after)).bind(self.source.word()).bind(CHUNK as i64);
            query.fetch_all(conn).await?.iter().map(unlinked_row).collect()
        })
    }

    /// Makes rows, the first of each pair, part of places; the places must be there.
    pub async fn link(&mut self, pairs: &[(u32, HospitalId)]) -> Result<(), StoreError> {
        for chunk in pairs.chunks(CHUNK) {
            let sql = format!(
                "UPDATE source_record SET hospital_id = CASE id {} END WHERE id IN ({})",
                "WHEN ? THEN ? ".repeat(chunk.len()),
                marks(chunk.len())
            );
            on_tx!(self.tx, |conn| {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for (row, place) in chunk {
                    query = query.bind(i64::from(*row)).bind(i64::from(place.0));
                }
                for (row, _) in chunk {
                    query = query.bind(i64::from(*row));
                }
                query.execute(conn).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Commits; the directory's revision grows when `changed`.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the database gave precedence to another transaction; then, as
    /// after any error, nothing has changed.
    pub async fn finish(
        mut self,
        counts: &RunCounts,
        as_of: Option<Date>,
        finished: Timestamp,
        changed: bool,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE import_run SET finished_at = ?, as_of = ?, rows_read = ?, rows_skipped = ?, added = ?, \
                   updated = ?, unchanged = ?, closed_down = ?, reopened = ?, merged = ? WHERE id = ?";
        let RunCounts { read, skipped, added, updated, unchanged, closed_down, reopened, merged } = *counts;
        on_tx!(self.tx, |conn| {
            let mut query = sqlx::query(sql).bind(finished.as_second()).bind(as_of.map(date_number));
            for count in [read, skipped, added, updated, unchanged, closed_down, reopened, merged] {
                query = query.bind(count.cast_signed());
            }
            query.bind(i64::from(self.run)).execute(conn).await.map(drop)
        })?;
        let sql = "UPDATE directory_revision SET next_hospital = ? WHERE id = 1";
        let next = i64::from(self.next_hospital);
        on_tx!(self.tx, |conn| sqlx::query(sql).bind(next).execute(conn).await.map(drop))?;
        if changed {
            bump(&mut self.tx).await?;
        }
        self.tx.commit().await
    }

    /// Undoes everything at once. Dropping the session does so too, a little later.
    pub async fn abandon(self) -> Result<(), StoreError> {
        self.tx.rollback().await
    }
}

/// `?,?,?`.
pub(super) fn marks(count: usize) -> String {
    vec!["?"; count].join(",")
}

fn region_number(region: Option<RegionCode>) -> Option<i64> {
    region.map(|region| i64::from(region.0))
}

/// Facts from their column.
pub(super) fn facts(json: &str, place: impl FnOnce() -> String) -> Result<Facts, StoreError> {
    serde_json::from_str(json).map_err(|error| corrupt(format!("facts of {}", place()), error))
}

/// Which table, from its column.
pub(super) fn part(word: &str) -> Result<Part, StoreError> {
    Part::from_word(word).ok_or_else(|| corrupt("source_record.part", "unknown word"))
}

/// The days a run speaks of, from its two columns.
pub(super) fn covered(pharmacy: bool, hospitals: i64, pharmacies: i64) -> u8 {
    (if pharmacy { pharmacies } else { hospitals } & 0xff) as u8
}

fn known_row<R: Readable>(row: &R) -> Result<KnownRow<'_>, StoreError>
where
    usize: ColumnIndex<R>,
{
    let pharmacy = row.must_int(5)? != 0;
    Ok(KnownRow {
        id: number_of(row.must_int(0)?)?,
        key: row.must_text(1)?,
        part: part(row.must_text(2)?)?,
        digest: row.must_int(3)?,
        region: region(row.int(4)?),
        pharmacy,
        as_of: date(row.must_int(6)?)?,
        hospital: row.int(7)?.map(number_of).transpose()?.map(HospitalId),
        gone: row.must_int(8)? != 0,
        covered: covered(pharmacy, row.must_int(9)?, row.must_int(10)?),
    })
}

fn unlinked_row<R: Readable>(row: &R) -> Result<UnlinkedRow, StoreError>
where
    usize: ColumnIndex<R>,
{
    let (id, key) = (number_of(row.must_int(0)?)?, row.must_text(1)?);
    Ok(UnlinkedRow { id, key: key.to_owned(), facts: facts(row.must_text(2)?, || format!("row {id}"))? })
}
