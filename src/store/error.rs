//! What can go wrong in the store, by what it means to the caller.

use sqlx::mysql::MySqlDatabaseError;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// `DATABASE_URL` cannot be used; the text names the mend.
    #[error("{0}")]
    Url(String),
    /// The database is out of reach, or refuses us.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// Somebody else was faster or holds the lock: the whole transaction may be tried again.
    #[error("the database is busy: {0}")]
    Busy(#[source] sqlx::Error),
    /// A unique key is taken: trying again does not help.
    #[error("already there: {0}")]
    Taken(#[source] sqlx::Error),
    /// A stored value is not of its form.
    #[error("the database holds a wrong value: {what}: {why}")]
    Corrupt {
        /// Which value of which row.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// Anything else the database says: a fault of this program.
    #[error("the database refused a statement: {0}")]
    Statement(#[source] sqlx::Error),
}

/// Which unique key was taken, by what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The seat of a slot.
    Seat,
    /// A phone's place for an open booking.
    HolderPlace,
    /// A phone at one moment.
    HolderTime,
    /// An idempotent request.
    Request,
    /// A booking's number.
    Number,
    /// A number in the waiting room.
    Queue,
    /// The address of a staff account.
    Email,
    /// Any other.
    Other,
}

/// The keys by their name, as MySQL tells it, and by their columns, as SQLite does.
const KEYS: [(Key, &str, &str); 7] = [
    (Key::Seat, "booking_seat", "booking.doctor_id, booking.starts_at, booking.seat"),
    (Key::HolderPlace, "booking_holder_nth", "booking.holder, booking.holder_nth"),
    (Key::HolderTime, "booking_holder_time", "booking.holder, booking.held_at"),
    (Key::Request, "booking_request", "booking.request_key"),
    (Key::Number, "booking_number", "booking.hospital_id, booking.number"),
    (Key::Queue, "booking_queue", "booking.hospital_id, booking.day, booking.queue_number"),
    (Key::Email, "staff_account_email", "staff_account.email"),
];

impl StoreError {
    /// The key that was taken; `None` unless this is [`StoreError::Taken`].
    pub fn taken_key(&self) -> Option<Key> {
        let Self::Taken(error) = self else { return None };
        let text = error.as_database_error().map(|db| db.message().to_owned()).unwrap_or_default();
        let named = KEYS.iter().find(|(_, name, columns)| {
            text.ends_with(columns) || text.ends_with(&format!("'{name}'")) || text.ends_with(&format!(".{name}'"))
        });
        Some(named.map_or(Key::Other, |(key, ..)| *key))
    }

    /// Whether the same transaction may succeed when tried again.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Busy(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(db) => {
                if let Some(mysql) = db.try_downcast_ref::<MySqlDatabaseError>() {
                    return of_mysql(mysql.number(), error);
                }
                let code = db.code().and_then(|code| code.parse().ok()).unwrap_or(1);
                of_sqlite(code, error)
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Corrupt { what: "a column".to_owned(), why: error.to_string() }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            _ => Self::Statement(error),
        }
    }
}

/// By the server's number: sqlx does not tell these apart.
fn of_mysql(number: u16, error: sqlx::Error) -> StoreError {
    match number {
        1062 => StoreError::Taken(error),
        // Lock wait timeout, deadlock (a Galera conflict too), record changed since last read.
        1205 | 1213 | 1020 => StoreError::Busy(error),
        // Access denied, unknown database, too many connections, shutting down, Galera not ready.
        1044 | 1045 | 1049 | 1040 | 1053 | 1047 | 1203 => StoreError::Unavailable(error),
        _ => StoreError::Statement(error),
    }
}

/// By SQLite's extended result code; its low byte is the primary one.
fn of_sqlite(code: i32, error: sqlx::Error) -> StoreError {
    match (code & 0xff, code) {
        (5 | 6, _) => StoreError::Busy(error),
        (_, 1555 | 2067 | 2579) => StoreError::Taken(error),
        // I/O error, file cannot be opened, disk full, not a database, corrupt, read-only.
        (10 | 14 | 13 | 26 | 11 | 8, _) => StoreError::Unavailable(error),
        _ => StoreError::Statement(error),
    }
}
