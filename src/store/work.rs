//! A unit of work: writes of several repositories in one transaction. What is written together is
//! decided by the use case; dropped without [`commit`](Work::commit) nothing is written.

use super::{Store, StoreError, pool::Tx};

/// A transaction that is going to write.
pub struct Work {
    pub(super) tx: Tx,
}

impl Store {
    /// Begins a unit of work.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or stays locked.
    pub async fn begin(&self) -> Result<Work, StoreError> {
        Ok(Work { tx: self.pool.begin().await? })
    }
}

impl Work {
    /// Whether the database is MySQL or MariaDB, for the few words in which the dialects differ.
    pub(super) fn is_mysql(&self) -> bool {
        matches!(self.tx, Tx::MySql(_))
    }

    /// Makes everything last.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is written, or, when the connection broke, it is not known.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }
}

/// Runs a statement in a unit of work with its values; the number of rows it matched.
macro_rules! change {
    ($work:expr, $sql:expr $(, $value:expr)* $(,)?) => {{
        let rows: Result<u64, sqlx::Error> = $crate::store::pool::on_tx!($work.tx, |conn| {
            sqlx::query($sql)$(.bind($value))*.execute(conn).await.map(|done| done.rows_affected())
        });
        rows.map_err($crate::store::StoreError::from)
    }};
}

/// Runs a statement outside a unit of work; the number of rows it matched.
macro_rules! change_now {
    ($store:expr, $sql:expr $(, $value:expr)* $(,)?) => {{
        let rows: Result<u64, sqlx::Error> = $crate::store::pool::on_pool!($store, |pool| {
            sqlx::query($sql)$(.bind($value))*.execute(pool).await.map(|done| done.rows_affected())
        });
        rows.map_err($crate::store::StoreError::from)
    }};
}

/// Inserts a row in a unit of work; its number.
macro_rules! insert {
    ($work:expr, $sql:expr $(, $value:expr)* $(,)?) => {{
        let id: Result<i64, sqlx::Error> = match &mut $work.tx {
            $crate::store::pool::Tx::Sqlite(tx) => {
                sqlx::query($sql)$(.bind($value))*.execute(&mut **tx).await.map(|done| done.last_insert_rowid())
            }
            $crate::store::pool::Tx::MySql(tx) => {
                sqlx::query($sql)$(.bind($value))*.execute(&mut **tx).await.map(|done| done.last_insert_id() as i64)
            }
        };
        id.map_err($crate::store::StoreError::from)
    }};
}

/// Reads rows as a type: `rows!(store, fetch_all, Raw, sql, values…)`.
macro_rules! rows {
    ($store:expr, $fetch:ident, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::store::pool::on_pool!($store, |pool| {
            sqlx::query_as::<_, $row>($sql)$(.bind($value))*.$fetch(pool).await
        }).map_err($crate::store::StoreError::from)
    };
}

pub(super) use {change, change_now, insert, rows};
