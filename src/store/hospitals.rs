//! The places as patients see them.

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use sqlx::{AssertSqlSafe, SqlitePool};

use super::{
    Store, StoreError, bump, on_pool, on_tx,
    pool::Pool,
    rows::{COLUMNS, PACKED, hospital, unpack},
};
use crate::domain::hospital::{Hospital, HospitalId, Source};

/// Numbers in one statement.
const CHUNK: usize = 500;
/// Numbers whose places are read together: some 100 KB.
const LOT: usize = 250;
/// Lots read ahead while one is taken apart.
const AHEAD: usize = 3;

/// A place that was asked for by its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The place.
    pub hospital: Hospital,
    /// The day an import found it gone from every source; `None` while it is open.
    pub closed_on: Option<Date>,
}

/// The repository of places.
#[derive(Clone, Copy, Debug)]
pub struct Hospitals<'a> {
    pub(super) store: &'a Store,
}

impl Hospitals<'_> {
    /// Hands over every open place, by number, a few at a time: a hundred thousand of them never
    /// stand in memory twice. Who keeps them asks for the [revision](Store::revision) before, and
    /// loads again when it has grown.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn each_open(&self, mut visit: impl FnMut(Hospital)) -> Result<(), StoreError> {
        match &self.store.pool {
            Pool::Sqlite(pool) => each_packed(pool, &mut visit).await,
            Pool::MySql(pool) => {
                let sql = format!("SELECT {COLUMNS} FROM hospital WHERE closed_on IS NULL ORDER BY id");
                let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(pool);
                while let Some(row) = rows.try_next().await? {
                    visit(hospital(&row)?.0);
                }
                Ok(())
            }
        }
    }

    /// Every open place, by number. Prefer [`each_open`](Self::each_open) for whole countries.
    ///
    /// # Errors
    /// As [`each_open`](Self::each_open).
    pub async fn all(&self) -> Result<Vec<Hospital>, StoreError> {
        let mut places = Vec::new();
        self.each_open(|place| places.push(place)).await?;
        Ok(places)
    }

    /// A place by its number, closed down or not.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn find(&self, id: HospitalId) -> Result<Option<Found>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM hospital WHERE id = ?");
        on_pool!(self.store, |pool| {
            let row = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(id.0)).fetch_optional(pool).await?;
            row.map(|row| hospital(&row).map(|(hospital, closed_on)| Found { hospital, closed_on })).transpose()
        })
    }

    /// NMC's keys of the open places that run an emergency room, with their numbers.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn emergency_keys(&self) -> Result<Vec<(String, HospitalId)>, StoreError> {
        let sql = "SELECT DISTINCT r.source_key, r.hospital_id FROM source_record r \
                   JOIN hospital h ON h.id = r.hospital_id \
                   WHERE r.source = 'nmc' AND h.emergency = 1 AND h.closed_on IS NULL";
        let rows: Vec<(String, i64)> = on_pool!(self.store, |pool| sqlx::query_as(sql).fetch_all(pool).await)?;
        Ok(rows.into_iter().map(|(key, id)| (key, HospitalId(id as u32))).collect())
    }

    /// How many places are open, of all sources or of one.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn count_open(&self, source: Option<Source>) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM hospital WHERE closed_on IS NULL AND (? = '' OR source = ?)";
        let word = source.map_or("", Source::word);
        let count: i64 =
            on_pool!(self.store, |pool| sqlx::query_scalar(sql).bind(word).bind(word).fetch_one(pool).await)?;
        Ok(count.unsigned_abs())
    }

    /// Says of places whether they take bookings here; imports leave that alone. Returns how many
    /// changed.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is changed.
    pub async fn set_bookable(&self, ids: &[HospitalId], bookable: bool) -> Result<u64, StoreError> {
        let mut tx = self.store.pool.begin().await?;
        let mut changed = 0;
        for chunk in ids.chunks(CHUNK) {
            let marks = vec!["?"; chunk.len()].join(",");
            let sql = format!("UPDATE hospital SET bookable = ? WHERE bookable <> ? AND id IN ({marks})");
            changed += on_tx!(tx, |conn| {
                let mut query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(bookable)).bind(i64::from(bookable));
                for id in chunk {
                    query = query.bind(i64::from(id.0));
                }
                query.execute(conn).await.map(|done| done.rows_affected())
            })?;
        }
        if changed > 0 {
            bump(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(changed)
    }
}

/// Reads ahead some hundred places at a time, each lot as one text: see [`PACKED`].
async fn each_packed(pool: &SqlitePool, visit: &mut impl FnMut(Hospital)) -> Result<(), StoreError> {
    let last: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM hospital").fetch_one(pool).await?;
    let lots = stream::iter((0..=last).step_by(LOT));
    let read = |from: i64| sqlx::query_scalar(PACKED).bind(from).bind(from + LOT as i64).fetch_one(pool);
    let mut lots = lots.map(read).buffered(AHEAD);
    while let Some(lot) = lots.try_next().await? {
        let lot: Option<String> = lot;
        lot.as_deref().map_or(Ok(Vec::new()), unpack)?.into_iter().for_each(&mut *visit);
    }
    Ok(())
}
