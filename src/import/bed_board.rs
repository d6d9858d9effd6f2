//! The live beds of emergency rooms: asked of the service when somebody looks, kept for a while so
//! that a crowd costs one question.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::future::join_all;

use super::live::{Client, Settings};
use crate::domain::{
    beds::BedReading,
    hospital::HospitalId,
    region::{self, RegionCode},
};

/// How long an answer, or a failure to get one, stands before the service is asked again.
const FRESH: Duration = Duration::from_secs(90);
/// Readings further than this from now say nothing about it.
const STALE_MINUTES: i64 = 180;
/// How long a page waits for the service before it is shown without beds.
const PATIENCE: Duration = Duration::from_secs(3);

/// Readings by place.
pub type Readings = Arc<HashMap<HospitalId, BedReading>>;

/// The board. Cheap to clone.
#[derive(Clone)]
pub struct BedBoard {
    shared: Arc<Shared>,
}

struct Shared {
    client: Client,
    /// The places' numbers by NMC's key; changes with every import.
    places: Mutex<Arc<HashMap<String, HospitalId>>>,
    answers: Mutex<HashMap<RegionCode, Slot>>,
}

/// The last answer about a 시도. Locked while the service is asked, so that whoever comes meanwhile
/// waits for the same answer.
type Slot = Arc<tokio::sync::Mutex<Option<Answer>>>;

struct Answer {
    asked: Instant,
    readings: Arc<Vec<BedReading>>,
}

impl BedBoard {
    /// A board that has asked nothing yet.
    pub fn new(mut settings: Settings) -> Self {
        settings.attempts = 1;
        settings.timeout = settings.timeout.min(PATIENCE);
        let client = Client::new(settings);
        Self { shared: Arc::new(Shared { client, places: Mutex::default(), answers: Mutex::default() }) }
    }

    /// Tells which place has which of NMC's keys.
    pub fn know_places(&self, places: HashMap<String, HospitalId>) {
        *self.shared.places.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(places);
    }

    /// The readings of some 시도, asked anew (all at once) where the last answer is too old. What
    /// the service does not tell in time is left out: unknown, never zero.
    pub async fn readings(&self, sidos: &[RegionCode], now: jiff::civil::DateTime) -> Readings {
        let answers = join_all(sidos.iter().map(|sido| self.of_sido(*sido))).await;
        let places = self.shared.places.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let recent = answers.iter().flat_map(|readings| readings.iter()).filter(|reading| is_recent(reading, now));
        Arc::new(recent.filter_map(|reading| Some((*places.get(&reading.key)?, reading.clone()))).collect())
    }

    async fn of_sido(&self, sido: RegionCode) -> Arc<Vec<BedReading>> {
        let slot = self.shared.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(sido).or_default().clone();
        let mut last = slot.lock_owned().await;
        if let Some(answer) = last.as_ref().filter(|answer| answer.asked.elapsed() < FRESH) {
            return answer.readings.clone();
        }
        let before = last.as_ref().map(|answer| answer.readings.clone()).unwrap_or_default();
        let shared = self.shared.clone();
        // A task of its own: the one who asked may go away, the others still get the answer.
        let asking = tokio::spawn(async move {
            // Each reading carries its time, so those of before still hold while the service fails.
            let readings = ask(shared, sido).await.unwrap_or(before);
            *last = Some(Answer { asked: Instant::now(), readings: readings.clone() });
            readings
        });
        asking.await.unwrap_or_default()
    }
}

/// One question to the service; `None` when there is no answer.
async fn ask(shared: Arc<Shared>, sido: RegionCode) -> Option<Arc<Vec<BedReading>>> {
    let name = region::find(sido)?.name_ko;
    match tokio::task::spawn_blocking(move || shared.client.beds(name)).await {
        Ok(Ok(readings)) => Some(Arc::new(readings)),
        Ok(Err(error)) => {
            tracing::warn!(%error, "emergency beds could not be read");
            None
        }
        Err(error) => {
            tracing::error!(%error, "the reader of emergency beds stopped");
            None
        }
    }
}

fn is_recent(reading: &BedReading, now: jiff::civil::DateTime) -> bool {
    let age = reading.at.until(now).ok().and_then(|span| span.total(jiff::Unit::Minute).ok());
    age.is_some_and(|minutes| minutes.abs() < STALE_MINUTES as f64)
}
