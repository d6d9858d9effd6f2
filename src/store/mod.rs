//! The only room with SQL: one repository a concern, SQLite and MySQL/MariaDB behind the same
//! calls and, but for the schema, the same statements. It decides nothing: what a place is, which
//! rows are one place and what an import closes is settled by its callers.

mod audit;
mod bookings;
mod error;
mod holidays;
mod hospitals;
mod imports;
mod outbox;
mod patients;
mod pool;
mod reports;
mod rows;
mod schedules;
mod sealed;
mod secrets;
mod staff;
mod waitlist;
mod work;

use std::time::Duration;

use sqlx::migrate::MigrateError;

use self::pool::{Pool, Tx, on_pool, on_tx};
pub use self::{
    audit::AuditLine,
    bookings::{BookingRecord, Bookings, NewBooking, Seat, SeatHolding, Standing, TakenSeat},
    error::{Key, StoreError},
    holidays::Holidays,
    hospitals::{Found, Hospitals},
    imports::{
        CHUNK, ChangedRow, Identity, ImportSession, Imports, KnownRow, LastRun, NewRow, PlaceRow, RunCounts,
        UnlinkedRow,
    },
    outbox::{DeadLetter, NewMessage, Outbox, TakenMessage},
    patients::{NewCode, Patients, StoredCode},
    reports::{InfoReport, Reports},
    schedules::Schedules,
    sealed::{SealedColumn, SealedValue},
    staff::{Account, NewAccount, StaffAccounts, StaffSession},
    waitlist::{NewWaiting, Waiting, Waitlist},
    work::Work,
};

/// How often, and how far apart, a start waits for another server that migrates at the same time.
const MIGRATION_TRIES: u32 = 40;
const MIGRATION_PAUSE: Duration = Duration::from_millis(250);
/// How long an answer may take that says whether the database is there.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// A database. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
}

impl Store {
    /// Opens `sqlite://path/file.db` (file and folder are made when missing) or
    /// `mysql://user:password@host/database` (MySQL 8, MariaDB ≥ 10.6).
    ///
    /// # Errors
    /// [`StoreError::Url`] when the URL is of neither form, [`StoreError::Unavailable`] when no
    /// connection comes about.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        Ok(Self { pool: Pool::connect(url).await? })
    }

    /// Brings the schema up to date. Two servers may do so at once: without a lock, which a Galera
    /// cluster lacks, the slower one waits until the other is done.
    ///
    /// # Errors
    /// [`StoreError::Migration`], also when a database is newer than this program.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        for attempt in 1.. {
            let done = match &self.pool {
                Pool::Sqlite(pool) => sqlx::migrate!("migrations/sqlite").run(pool).await,
                Pool::MySql(pool) => {
                    let mut migrator = sqlx::migrate!("migrations/mysql");
                    migrator.set_locking(false);
                    migrator.run(pool).await
                }
            };
            match done {
                Err(error) if attempt < MIGRATION_TRIES && may_be_a_race(&error) => {
                    tokio::time::sleep(MIGRATION_PAUSE).await;
                }
                done => return done.map_err(StoreError::Migration),
            }
        }
        Ok(())
    }

    /// Closes the connections once they are free; a SQLite log is written back into its file.
    pub async fn close(&self) {
        on_pool!(self, |pool| pool.close().await);
    }

    /// Asks the database for an answer, and waits at most two seconds for it. A SQLite file must
    /// still be in its place: open connections would go on in one that is gone, and lose what they
    /// write.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when there is none.
    pub async fn ping(&self) -> Result<(), StoreError> {
        if let Pool::Sqlite(pool) = &self.pool {
            let file = pool.connect_options().get_filename().to_owned();
            std::fs::metadata(file).map_err(|error| StoreError::Unavailable(error.into()))?;
        }
        let ask = async { on_pool!(self, |pool| sqlx::query("SELECT 1").execute(pool).await.map(drop)) };
        let answer = tokio::time::timeout(PING_TIMEOUT, ask).await;
        answer.unwrap_or(Err(sqlx::Error::PoolTimedOut)).map_err(StoreError::Unavailable)
    }

    /// A number that grows with every change which a running server must load again.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn revision(&self) -> Result<u64, StoreError> {
        let sql = "SELECT revision FROM directory_revision WHERE id = 1";
        let revision: i64 = on_pool!(self, |pool| sqlx::query_scalar(sql).fetch_one(pool).await)?;
        Ok(revision.unsigned_abs())
    }

    /// The places.
    pub fn hospitals(&self) -> Hospitals<'_> {
        Hospitals { store: self }
    }

    /// Readers' messages of wrong facts.
    pub fn reports(&self) -> Reports<'_> {
        Reports { store: self }
    }

    /// Public holidays beyond the built-in table.
    pub fn holidays(&self) -> Holidays<'_> {
        Holidays { store: self }
    }

    /// Bookings.
    pub fn bookings(&self) -> Bookings<'_> {
        Bookings { store: self }
    }

    /// Doctors and their schedules.
    pub fn schedules(&self) -> Schedules<'_> {
        Schedules { store: self }
    }

    /// Who waits for a seat.
    pub fn waitlist(&self) -> Waitlist<'_> {
        Waitlist { store: self }
    }

    /// Messages to be sent.
    pub fn outbox(&self) -> Outbox<'_> {
        Outbox { store: self }
    }

    /// Phones that prove themselves.
    pub fn patients(&self) -> Patients<'_> {
        Patients { store: self }
    }

    /// Those who work for hospitals.
    pub fn staff(&self) -> StaffAccounts<'_> {
        StaffAccounts { store: self }
    }

    /// Imports, running and past.
    pub fn imports(&self) -> Imports<'_> {
        Imports { store: self }
    }
}

/// Whether another server may just be applying the same migration.
fn may_be_a_race(error: &MigrateError) -> bool {
    match error {
        MigrateError::Dirty(_) => true,
        MigrateError::Execute(sqlx::Error::Database(db))
        | MigrateError::ExecuteMigration(sqlx::Error::Database(db), _) => {
            match db.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>() {
                // Taken, lock wait, deadlock, table definition changed, table or index already exists.
                Some(mysql) => matches!(mysql.number(), 1062 | 1205 | 1213 | 1412 | 1050 | 1061),
                // Busy in three ways, taken in two.
                None => matches!(db.code().as_deref(), Some("5" | "517" | "261" | "1555" | "2067")),
            }
        }
        _ => false,
    }
}

/// Counts the revision up inside a transaction.
async fn bump(tx: &mut Tx) -> Result<(), StoreError> {
    let sql = "UPDATE directory_revision SET revision = revision + 1 WHERE id = 1";
    on_tx!(*tx, |conn| sqlx::query(sql).execute(conn).await.map(drop))?;
    Ok(())
}
