//! Readers' messages of wrong facts, for the operator to look through.

use jiff::Timestamp;
use sqlx::ColumnIndex;

use super::{
    Store, StoreError, on_pool,
    rows::{Readable, corrupt},
};
use crate::domain::{
    feedback::{Comment, WrongFact},
    hospital::HospitalId,
};

/// Messages about one place that may wait for the operator: more tell him nothing new.
pub const MOST_WAITING: i64 = 50;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfoReport {
    /// Its number.
    pub id: i64,
    /// Of which place.
    pub hospital: HospitalId,
    /// What is said to be wrong.
    pub what: WrongFact,
    /// In the reader's words.
    pub comment: Comment,
    /// When it came, to the second.
    pub created_at: Timestamp,
    /// Whether the operator is done with it.
    pub done: bool,
}

/// The repository of messages.
#[derive(Clone, Copy, Debug)]
pub struct Reports<'a> {
    pub(super) store: &'a Store,
}

impl Reports<'_> {
    /// Keeps a message; `false` when there is no such place, or when `MOST_WAITING` messages
    /// about it wait already.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn add(
        &self,
        hospital: HospitalId,
        what: WrongFact,
        comment: &Comment,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        // The place is looked up by the statement itself, without a lock on its row.
        let sql = "INSERT INTO info_report (hospital_id, what, comment, created_at, status) \
                   SELECT id, ?, ?, ?, 'new' FROM hospital WHERE id = ? \
                   AND (SELECT COUNT(*) FROM info_report WHERE hospital_id = ? AND status = 'new') < ?";
        let added = on_pool!(self.store, |pool| sqlx::query(sql)
            .bind(what.word())
            .bind(comment.as_str())
            .bind(now.as_second())
            .bind(i64::from(hospital.0))
            .bind(i64::from(hospital.0))
            .bind(MOST_WAITING)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// The messages that wait, oldest first; at most `limit` of them, those after the number given.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn waiting(&self, after: i64, limit: u32) -> Result<Vec<InfoReport>, StoreError> {
        let sql = "SELECT id, hospital_id, what, comment, created_at, status FROM info_report \
                   WHERE status = 'new' AND id > ? ORDER BY id LIMIT ?";
        on_pool!(self.store, |pool| {
            let rows = sqlx::query(sql).bind(after).bind(i64::from(limit)).fetch_all(pool).await?;
            rows.iter().map(report).collect()
        })
    }

    /// Marks a message as done; `false` when there is none of that number.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn mark_done(&self, id: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE info_report SET status = 'done' WHERE id = ?";
        let marked = on_pool!(self.store, |pool| sqlx::query(sql)
            .bind(id)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(marked == 1)
    }
}

fn report<R: Readable>(row: &R) -> Result<InfoReport, StoreError>
where
    usize: ColumnIndex<R>,
{
    let id = row.must_int(0)?;
    let wrong = |column: &str| corrupt(format!("info_report {id}, {column}"), "not of its form");
    Ok(InfoReport {
        id,
        hospital: HospitalId(u32::try_from(row.must_int(1)?).map_err(|_| wrong("hospital_id"))?),
        what: WrongFact::from_word(row.must_text(2)?).ok_or_else(|| wrong("what"))?,
        comment: Comment::parse(row.must_text(3)?).ok_or_else(|| wrong("comment"))?,
        created_at: Timestamp::from_second(row.must_int(4)?).map_err(|_| wrong("created_at"))?,
        done: row.must_text(5)? == "done",
    })
}
