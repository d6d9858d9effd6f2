//! What no repository tells, read over connections of the tests' own.

use sqlx::{
    FromRow, MySqlPool, SqlitePool,
    mysql::{MySqlPoolOptions, MySqlRow},
    sqlite::{SqlitePoolOptions, SqliteRow},
};

/// What became of a booking's messages: status, and when each was sent or is due.
pub const MESSAGES_OF: &str = "SELECT status, COALESCE(sent_at, due_at) FROM outbox WHERE booking_id = ? ORDER BY id";

/// Connections to a test's database.
#[derive(Clone)]
pub enum Peek {
    Sqlite(SqlitePool),
    MySql(MySqlPool),
}

impl Peek {
    /// Connects when it is first asked.
    pub fn at(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            Self::Sqlite(SqlitePoolOptions::new().max_connections(1).connect_lazy(url).expect("a URL of SQLite"))
        } else {
            Self::MySql(MySqlPoolOptions::new().max_connections(1).connect_lazy(url).expect("a URL of MySQL"))
        }
    }

    /// The rows of a statement about one number.
    pub async fn rows<T>(&self, sql: &'static str, number: i64) -> Vec<T>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, MySqlRow> + Send + Unpin,
    {
        let rows = match self {
            Self::Sqlite(pool) => sqlx::query_as(sql).bind(number).fetch_all(pool).await,
            Self::MySql(pool) => sqlx::query_as(sql).bind(number).fetch_all(pool).await,
        };
        rows.expect("the database answers")
    }
}
