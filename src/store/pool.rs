//! The two databases behind one name, and the two macros that write a statement for both at once.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    Connection, Executor, MySql, MySqlConnection, MySqlPool, Sqlite, SqlitePool, Transaction,
    mysql::{MySqlConnectOptions, MySqlPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use tokio::time::timeout;

use super::StoreError;

/// How long a SQLite writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a request waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// Connections to one of the two databases.
#[derive(Clone, Debug)]
pub(super) enum Pool {
    Sqlite(SqlitePool),
    MySql(MySqlPool),
}

/// A transaction on one of the two; dropped without a commit it is rolled back.
pub(super) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    MySql(Transaction<'static, MySql>),
}

/// Expands a body for both pools: `on_pool!(store, |pool| sqlx::query(…).execute(pool).await)`.
macro_rules! on_pool {
    ($store:expr, |$pool:ident| $body:expr) => {
        match &$store.pool {
            $crate::store::pool::Pool::Sqlite($pool) => $body,
            $crate::store::pool::Pool::MySql($pool) => $body,
        }
    };
}

/// Expands a body for both transactions, with the connection as `&mut`.
macro_rules! on_tx {
    ($tx:expr, |$conn:ident| $body:expr) => {
        match &mut $tx {
            $crate::store::pool::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::pool::Tx::MySql(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

pub(super) use {on_pool, on_tx};

impl Pool {
    /// Opens the database of a URL; a SQLite file and its folder are made when missing.
    pub(super) async fn connect(url: &str) -> Result<Self, StoreError> {
        let wrong = |error: sqlx::Error| {
            StoreError::Url(format!("DATABASE_URL cannot be read ({error}): use sqlite://path/file.db or mysql://…"))
        };
        if url.starts_with("sqlite:") {
            sqlite(SqliteConnectOptions::from_str(url).map_err(wrong)?).await
        } else if url.starts_with("mysql:") || url.starts_with("mariadb:") {
            mysql(MySqlConnectOptions::from_str(url).map_err(wrong)?).await
        } else {
            Err(StoreError::Url("DATABASE_URL must start with sqlite:// or mysql://".to_owned()))
        }
    }

    /// Begins a transaction that is going to write: on SQLite the write lock is taken at once, so
    /// that it can be waited for; on MySQL the connections are READ COMMITTED.
    pub(super) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::MySql(pool) => Tx::MySql(pool.begin().await?),
        })
    }
}

impl Tx {
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::MySql(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::MySql(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

async fn sqlite(options: SqliteConnectOptions) -> Result<Pool, StoreError> {
    let file = options.get_filename().to_owned();
    if file == Path::new(":memory:") || file.to_string_lossy().starts_with("file:sqlx-in-memory") {
        return Err(StoreError::Url("DATABASE_URL: a SQLite database must be a file".to_owned()));
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::Unavailable(error.into()))?;
    }
    let options = options
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A booking that was acknowledged outlives a loss of power.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        // An import writes one long transaction: the log it leaves is cut again.
        .pragma("journal_size_limit", "16777216")
        .row_buffer_size(512);
    let pool = SqlitePoolOptions::new().max_connections(8).acquire_timeout(ACQUIRE_TIMEOUT).connect_with(options);
    Ok(Pool::Sqlite(pool.await.map_err(unavailable)?))
}

async fn mysql(options: MySqlConnectOptions) -> Result<Pool, StoreError> {
    if options.get_database().is_none_or(str::is_empty) {
        return Err(StoreError::Url("DATABASE_URL names no database: mysql://user:password@host/database".to_owned()));
    }
    let options = options.charset("utf8mb4").collation("utf8mb4_unicode_ci").timezone(Some("+00:00".to_owned()));
    // A pool would try again for as long as a request may wait: at the start, the first answer counts.
    let first = timeout(ACQUIRE_TIMEOUT, MySqlConnection::connect_with(&options));
    let first = first.await.map_err(|_| StoreError::Unavailable(sqlx::Error::PoolTimedOut))?;
    first.map_err(unavailable)?.close().await.map_err(unavailable)?;
    let pool = MySqlPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(|conn, _| {
            Box::pin(async move {
                conn.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED").await?;
                let strict = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,\
                              ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";
                conn.execute(strict).await?;
                // MySQL would cut the seats of a busy doctor's month off at 1 KB.
                conn.execute("SET SESSION group_concat_max_len = 4194304").await?;
                conn.ping().await
            })
        })
        .connect_lazy_with(options);
    Ok(Pool::MySql(pool))
}

/// Whatever goes wrong while the first connection is made, the database is not there for us.
fn unavailable(error: sqlx::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Statement(error) | StoreError::Busy(error) => StoreError::Unavailable(error),
        other => other,
    }
}
