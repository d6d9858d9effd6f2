//! Messages to be told to people, written in the transaction that gives rise to them. Whoever
//! delivers takes each for a while by a conditional update, so that two workers never take the same
//! one; a worker that dies loses its hold by time.

use jiff::Timestamp;
use sqlx::FromRow;

use super::{
    Store, StoreError,
    rows::{clip, corrupt},
    work::{Work, change, change_now, rows},
};

/// A message to be written.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The same key is written once.
    pub dedup_key: String,
    /// What kind it is, for the operator.
    pub kind: &'static str,
    /// The booking it speaks of.
    pub booking: Option<i64>,
    /// Addressee and facts, sealed with the dedup key as owner.
    pub payload_sealed: Vec<u8>,
    /// When it is due.
    pub due_at: Timestamp,
}

/// A message that somebody has taken to deliver.
#[derive(Clone, Debug, FromRow)]
pub struct TakenMessage {
    /// Its number.
    pub id: i64,
    /// Its dedup key.
    pub dedup_key: String,
    /// Its kind.
    pub kind: String,
    /// Addressee and facts, sealed with the dedup key as owner.
    pub payload_sealed: Vec<u8>,
    /// How often it was tried before.
    pub attempts: i64,
    /// When it was written, seconds since 1970 UTC.
    pub created_at: i64,
}

/// A message that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its number.
    pub id: i64,
    /// Its kind.
    pub kind: String,
    /// The booking it speaks of.
    pub booking: Option<i64>,
    /// How often it was tried.
    pub attempts: i64,
    /// What the carrier said at last.
    pub last_error: String,
    /// When it was written.
    pub created_at: Timestamp,
}

/// The repository of messages.
#[derive(Clone, Copy, Debug)]
pub struct Outbox<'a> {
    pub(super) store: &'a Store,
}

impl Outbox<'_> {
    /// Takes due messages, oldest first, for nobody else until the time given.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn take(&self, now: Timestamp, until: Timestamp, most: u32) -> Result<Vec<TakenMessage>, StoreError> {
        let sql = "SELECT id, dedup_key, kind, payload_sealed, attempts, created_at FROM outbox \
                   WHERE status = 'pending' AND due_at <= ? ORDER BY due_at, id LIMIT ?";
        let due = rows!(self.store, fetch_all, TakenMessage, sql, now.as_second(), i64::from(most))?;
        if due.is_empty() {
            return Ok(due);
        }
        let (mut work, mut taken) = (self.store.begin().await?, Vec::with_capacity(due.len()));
        for message in due {
            let sql = "UPDATE outbox SET due_at = ?, attempts = attempts + 1 \
                       WHERE id = ? AND status = 'pending' AND due_at <= ? AND attempts = ?";
            let (until, now) = (until.as_second(), now.as_second());
            if change!(work, sql, until, message.id, now, message.attempts)? == 1 {
                taken.push(message);
            }
        }
        work.commit().await?;
        Ok(taken)
    }

    /// Notes that messages were delivered; nothing of their content stays.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn sent(&self, ids: &[i64], now: Timestamp) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let sql = "UPDATE outbox SET status = 'sent', payload_sealed = X'', last_error = '', sent_at = ? WHERE id = ?";
        let mut work = self.store.begin().await?;
        for id in ids {
            change!(work, sql, now.as_second(), id)?;
        }
        work.commit().await
    }

    /// Notes that it could not be delivered: to be tried again at a time, or never. Of somebody who
    /// has lost their hold meanwhile nothing is noted.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn failed(
        &self,
        message: &TakenMessage,
        error: &str,
        again_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET status = ?, last_error = ?, due_at = CASE WHEN ? = 0 THEN due_at ELSE ? END \
                   WHERE id = ? AND status = 'pending' AND attempts = ?";
        let status = if again_at.is_some() { "pending" } else { "dead" };
        let at = again_at.map_or(0, |at| at.as_second());
        change_now!(self.store, sql, status, clip(error, 500), at, at, message.id, message.attempts + 1).map(drop)
    }

    /// Notes that a message came too late to be of use; nothing of its content stays.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn dropped(&self, id: i64, why: &str) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET status = 'dropped', payload_sealed = X'', last_error = ? WHERE id = ?";
        change_now!(self.store, sql, clip(why, 500), id).map(drop)
    }

    /// Messages that were given up, newest first, at most a hundred.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn dead(&self) -> Result<Vec<DeadLetter>, StoreError> {
        let sql = "SELECT id, kind, booking_id, attempts, last_error, created_at FROM outbox WHERE status = 'dead' \
                   ORDER BY id DESC LIMIT 100";
        let rows: Vec<(i64, String, Option<i64>, i64, String, i64)> =
            rows!(self.store, fetch_all, (i64, String, Option<i64>, i64, String, i64), sql)?;
        let read = |(id, kind, booking, attempts, last_error, created_at)| {
            let created_at = Timestamp::from_second(created_at).map_err(|_| corrupt("outbox", "created_at"))?;
            Ok(DeadLetter { id, kind, booking, attempts, last_error, created_at })
        };
        rows.into_iter().map(read).collect()
    }

    /// Puts a message that was given up back in line; `false` when there is none of that number.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn revive(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE outbox SET status = 'pending', due_at = ?, attempts = 0 WHERE id = ? AND status = 'dead'";
        Ok(change_now!(self.store, sql, now.as_second(), id)? == 1)
    }

    /// Puts all that were given up back in line; how many.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn revive_all(&self, now: Timestamp) -> Result<u64, StoreError> {
        let sql = "UPDATE outbox SET status = 'pending', due_at = ?, attempts = 0 WHERE status = 'dead'";
        change_now!(self.store, sql, now.as_second())
    }
}

impl Work {
    /// Writes messages; those whose key is there already are left as they are.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn tell(&mut self, messages: &[NewMessage], now: Timestamp) -> Result<(), StoreError> {
        if messages.is_empty() {
            return Ok(());
        }
        let values = vec!["(?, ?, ?, 'pending', ?, ?, 0, '', ?)"; messages.len()].join(", ");
        let sql = format!(
            "INSERT INTO outbox (dedup_key, kind, booking_id, status, payload_sealed, due_at, attempts, last_error, created_at) \
             VALUES {values} ON {}",
            if self.is_mysql() { "DUPLICATE KEY UPDATE id = id" } else { "CONFLICT (dedup_key) DO NOTHING" }
        );
        super::pool::on_tx!(self.tx, |conn| {
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
            for message in messages {
                query = query
                    .bind(&message.dedup_key)
                    .bind(message.kind)
                    .bind(message.booking)
                    .bind(&message.payload_sealed)
                    .bind(message.due_at.as_second())
                    .bind(now.as_second());
            }
            query.execute(conn).await.map(drop)
        })?;
        Ok(())
    }

    /// Takes back what has not been sent of a booking, what was given up too: it is not true any more.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn unsay(&mut self, booking: i64) -> Result<u64, StoreError> {
        let sql = "UPDATE outbox SET status = 'dropped', payload_sealed = X'' \
                   WHERE booking_id = ? AND status IN ('pending', 'dead')";
        change!(self, sql, booking)
    }
}
