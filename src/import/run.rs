//! The pipeline of an import: rows stream in from a reader, are compared with what the store knows,
//! linked to places and merged; all in one transaction, so that a broken file changes nothing.
//!
//! A place closes down when a whole download of its source has places of its class (hospital or
//! pharmacy) in its 시군구 but not this one, and no other source has it. It keeps its number and
//! opens again when it is seen again.

mod coverage;
mod intake;
mod pages;
mod settle;
mod table;

use jiff::Timestamp;
use tokio::sync::mpsc;

use self::intake::Intake;
pub use self::pages::Page;
use super::report::{Report, Skipped};
use crate::{
    domain::{hospital::Source, record::SourceRecord, time::seoul},
    store::{ImportSession, Store, StoreError},
};

/// Rows that cross from the reader's thread together.
const LOAD: usize = 200;
/// Loads that may wait for the database.
const WAITING: usize = 4;

/// How to import.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whose rows these are; others are skipped.
    pub source: Source,
    /// Close places down even if that is more than a fifth of those looked for.
    pub accept_closures: bool,
    /// The moment of the start.
    pub now: Timestamp,
}

/// What a reader finds.
#[derive(Clone, Debug)]
pub enum Row {
    /// A record.
    Record(Box<SourceRecord>),
    /// A record that cannot be used.
    Skipped(Skipped),
    /// Something that the operator should know, though nothing is lost.
    Noticed(String),
    /// The end of an answer of a service, with what it says of itself.
    Page(Page),
}

/// Which half of an import is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Rows are read.
    Reading,
    /// Places are put together.
    Merging,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which half.
    pub stage: Stage,
    /// Rows read, or places put together.
    pub done: u64,
    /// Bytes read, as far as the reader tells.
    pub bytes: u64,
}

/// Why an import changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file or answer is unusable.
    #[error("{0}")]
    Reader(BoxError),
    /// The reader broke: a fault of this program.
    #[error("자료를 읽던 프로그램이 멈췄습니다: {0}")]
    Panic(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Any error of a reader.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The import ended before the reader did; whoever began the import knows why.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("가져오기가 중단되었습니다")]
pub struct Stopped;

/// Where a reader puts what it finds.
pub struct Sink {
    to: mpsc::Sender<Load>,
    load: Load,
}

/// What crosses from the reader's thread.
#[derive(Default)]
struct Load {
    rows: Vec<Row>,
    bytes: u64,
}

impl Sink {
    /// Hands a row over; waits while the database is behind.
    ///
    /// # Errors
    /// When the import has ended: the reader should too.
    pub fn put(&mut self, row: Row) -> Result<(), Stopped> {
        self.load.rows.push(row);
        if self.load.rows.len() < LOAD { Ok(()) } else { self.send() }
    }

    /// Bytes of all input that have been read by now.
    pub fn bytes_so_far(&self) -> u64 {
        self.load.bytes
    }

    /// Tells how many bytes of all input have been read by now.
    pub fn bytes(&mut self, bytes: u64) {
        self.load.bytes = bytes;
    }

    fn send(&mut self) -> Result<(), Stopped> {
        let bytes = self.load.bytes;
        let load = std::mem::replace(&mut self.load, Load { rows: Vec::with_capacity(LOAD), bytes });
        self.to.blocking_send(load).map_err(|_| Stopped)
    }
}

/// Imports what a reader finds; it runs on a thread where it may block.
///
/// # Errors
/// [`ImportError`]; then nothing in the store has changed. One from the store may be
/// [retryable](StoreError::is_retryable): the whole import may then be tried again.
pub async fn run<R>(
    store: &Store,
    options: &Options,
    reader: R,
    mut progress: impl FnMut(Progress),
) -> Result<Report, ImportError>
where
    R: FnOnce(&mut Sink) -> Result<(), BoxError> + Send + 'static,
{
    let mut session = store.imports().begin(options.source, options.now).await?;
    match import(&mut session, options, reader, &mut progress).await {
        Ok(done) => {
            let finished = options.now.max(Timestamp::now());
            session.finish(&done.report.counts, done.as_of, finished, done.changed).await?;
            // What is committed is committed, whatever becomes of the log.
            let _ = store.imports().tidy().await;
            Ok(done.report)
        }
        Err(error) => {
            // The first error tells more than one of the rollback, which drops would do as well.
            let _ = session.abandon().await;
            Err(error)
        }
    }
}

/// Imports records that are there already, or are made one by one.
///
/// # Errors
/// As [`run`].
pub async fn run_records<I>(
    store: &Store,
    options: &Options,
    records: I,
    progress: impl FnMut(Progress),
) -> Result<Report, ImportError>
where
    I: IntoIterator<Item = SourceRecord> + Send + 'static,
{
    let reader = |sink: &mut Sink| {
        records.into_iter().try_for_each(|record| sink.put(Row::Record(Box::new(record)))).map_err(BoxError::from)
    };
    run(store, options, reader, progress).await
}

/// What is left to commit.
struct Done {
    report: Report,
    as_of: Option<jiff::civil::Date>,
    changed: bool,
}

async fn import<R>(
    session: &mut ImportSession,
    options: &Options,
    reader: R,
    progress: &mut impl FnMut(Progress),
) -> Result<Done, ImportError>
where
    R: FnOnce(&mut Sink) -> Result<(), BoxError> + Send + 'static,
{
    let today = seoul(options.now).date();
    let mut intake = Intake::begin(session, Report::new(options.source), today).await?;
    let (to, mut from) = mpsc::channel(WAITING);
    let reading = tokio::task::spawn_blocking(move || {
        let mut sink = Sink { to, load: Load::default() };
        reader(&mut sink)?;
        sink.send().map_err(BoxError::from)
    });
    while let Some(Load { rows, bytes }) = from.recv().await {
        intake.take(session, rows).await?;
        progress(Progress { stage: Stage::Reading, done: intake.report.counts.read, bytes });
    }
    match reading.await {
        Ok(read) => read.map_err(ImportError::Reader)?,
        Err(panic) => return Err(ImportError::Panic(panic.to_string())),
    }
    intake.flush(session).await?;
    settle(session, options, intake, today, |done| progress(Progress { stage: Stage::Merging, done, bytes: 0 })).await
}

async fn settle(
    session: &mut ImportSession,
    options: &Options,
    mut intake: Intake,
    today: jiff::civil::Date,
    progress: impl FnMut(u64),
) -> Result<Done, ImportError> {
    intake.settle_coverage(session).await?;
    settle::mark_vanished(&mut intake, session, options).await?;
    let created = settle::link_new(&mut intake, session).await?;
    let mut changed = settle::merge_dirty(&mut intake, session, &created, today, progress).await?;
    for (as_of, places) in std::mem::take(&mut intake.current) {
        changed |= session.mark_current(&places, as_of).await? > 0;
    }
    intake.warn_of_orphans();
    Ok(Done { report: intake.report, as_of: intake.as_of, changed })
}
