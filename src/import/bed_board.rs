//! The live beds of emergency rooms: asked of the service when somebody looks, kept for a while so
//! that a crowd costs one question.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::live::{Client, Settings};
use crate::domain::{
    beds::BedReading,
    hospital::HospitalId,
    region::{self, RegionCode},
};

/// How long an answer, or a failure to get one, stands before the service is asked again.
const FRESH: Duration = Duration::from_secs(90);
/// Readings older than this say nothing about now.
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
    answers: Mutex<HashMap<RegionCode, Answer>>,
}

#[derive(Clone)]
struct Answer {
    asked: Instant,
    readings: Arc<Vec<BedReading>>,
}

impl BedBoard {
    /// A board that has asked nothing yet.
    pub fn new(mut settings: Settings) -> Self {
        settings.attempts = 1;
        settings.timeout = PATIENCE;
        let client = Client::new(settings);
        Self { shared: Arc::new(Shared { client, places: Mutex::default(), answers: Mutex::default() }) }
    }

    /// Tells which place has which of NMC's keys.
    pub fn know_places(&self, places: HashMap<String, HospitalId>) {
        *self.shared.places.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(places);
    }

    /// The readings of some 시도, asked anew where the last answer is too old. What the service
    /// does not tell in time is left out: unknown, never zero.
    pub async fn readings(&self, sidos: &[RegionCode], now: jiff::civil::DateTime) -> Readings {
        let mut found = HashMap::new();
        let places = self.shared.places.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for sido in sidos {
            for reading in self.of_sido(*sido).await.iter().filter(|reading| is_recent(reading, now)) {
                if let Some(id) = places.get(&reading.key) {
                    found.insert(*id, reading.clone());
                }
            }
        }
        Arc::new(found)
    }

    async fn of_sido(&self, sido: RegionCode) -> Arc<Vec<BedReading>> {
        let known = self.shared.answers.lock().unwrap_or_else(PoisonError::into_inner).get(&sido).cloned();
        if let Some(answer) = known.filter(|answer| answer.asked.elapsed() < FRESH) {
            return answer.readings;
        }
        let shared = self.shared.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let name = region::find(sido).map(|region| region.name_ko).unwrap_or_default();
            shared.client.beds(name)
        });
        let readings = match asked.await {
            Ok(Ok(readings)) => readings,
            Ok(Err(error)) => {
                tracing::warn!(%error, "emergency beds could not be read");
                Vec::new()
            }
            Err(error) => {
                tracing::error!(%error, "the reader of emergency beds stopped");
                Vec::new()
            }
        };
        let answer = Answer { asked: Instant::now(), readings: Arc::new(readings) };
        self.shared.answers.lock().unwrap_or_else(PoisonError::into_inner).insert(sido, answer.clone());
        answer.readings
    }
}

fn is_recent(reading: &BedReading, now: jiff::civil::DateTime) -> bool {
    let age = reading.at.until(now).ok().and_then(|span| span.total(jiff::Unit::Minute).ok());
    age.is_some_and(|minutes| minutes < STALE_MINUTES as f64)
}
