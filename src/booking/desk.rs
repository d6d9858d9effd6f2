//! The desk: what all use cases share.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{BookingError, Limits, Practice, Today, seats::KeptSeats};
use crate::{
    domain::{
        booking::{BookingNumber, Status},
        hospital::HospitalId,
        patient::{Patient, VisitReason},
    },
    store::{BookingRecord, Store},
    vault::{DataKeys, Purpose, Vault},
};

/// How long a schedule read a moment ago is good enough; a change made on this server counts at
/// once, one made on another within this time.
const PRACTICE_LASTS: Duration = Duration::from_secs(2);
/// The name of the sealed key of the hashes in the store.
pub(super) const HASH_KEY: &str = "hash-key";
/// Hospitals whose schedules are remembered.
const MOST_PRACTICES: usize = 1_000;

/// Passwords that are hashed at once: each takes 19 MiB and a core.
const HASHES_AT_ONCE: usize = 2;

/// Settings of the desk.
#[derive(Clone, Copy, Debug)]
pub struct DeskSettings {
    /// What one address may do.
    pub limits: bool,
    /// Sells a seat without the key that guards it. Only the test of the tests sets this.
    pub unguarded: bool,
}

impl Default for DeskSettings {
    fn default() -> Self {
        Self { limits: true, unguarded: false }
    }
}

/// Where bookings are made; cheap to share, one for a server.
pub struct Desk {
    pub(super) store: Store,
    pub(super) vault: Vault,
    pub(super) settings: DeskSettings,
    pub(super) hashing: tokio::sync::Semaphore,
    limits: Limits,
    practices: Mutex<HashMap<HospitalId, (Instant, Arc<Practice>)>>,
    pub(super) kept_seats: KeptSeats,
}

/// A booking with its personal data opened.
#[derive(Clone, Debug)]
pub struct Booking {
    /// As stored.
    pub record: BookingRecord,
    /// Who comes; `None` once the time to keep it is over.
    pub patient: Option<Patient>,
    /// Why, if they said and it is still kept.
    pub reason: Option<VisitReason>,
}

impl Booking {
    /// Where it stands.
    pub fn status(&self) -> Status {
        self.record.status
    }

    /// What the patient reads out.
    pub fn number(&self) -> BookingNumber {
        self.record.number
    }

    /// Its start and end on the wall clock of Korea.
    pub fn times(&self) -> (jiff::civil::DateTime, jiff::civil::DateTime) {
        (crate::domain::time::seoul(self.record.starts_at), crate::domain::time::seoul(self.record.ends_at))
    }
}

impl Desk {
    /// A desk on a store, whose personal data these keys seal.
    ///
    /// # Errors
    /// [`BookingError::Vault`] when the store's data belongs to other keys.
    pub async fn open(store: Store, keys: DataKeys, settings: DeskSettings) -> Result<Self, BookingError> {
        let sealed = store.secret(HASH_KEY, || Vault::new_hash_key(&keys)).await?;
        let vault = Vault::new(keys, &sealed)?;
        let hashing = tokio::sync::Semaphore::new(HASHES_AT_ONCE);
        let (limits, practices, kept_seats) = Default::default();
        Ok(Self { store, vault, settings, hashing, limits, practices, kept_seats })
    }

    /// The vault of its personal data.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The store under it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What addresses may do; `None` where limits are off.
    pub fn limits(&self) -> Option<&Limits> {
        self.settings.limits.then_some(&self.limits)
    }

    /// A hospital's schedule: its rules, doctors and exceptions.
    ///
    /// # Errors
    /// [`BookingError::NotBookable`]; the store's errors.
    pub async fn practice(&self, hospital: HospitalId, today: &Today) -> Result<Arc<Practice>, BookingError> {
        let known = self.practices().get(&hospital).filter(|(at, _)| at.elapsed() < PRACTICE_LASTS).cloned();
        if let Some((_, practice)) = known {
            return Ok(practice);
        }
        let practice = Arc::new(Practice::read(&self.store, hospital, today).await?);
        let mut practices = self.practices();
        if practices.len() >= MOST_PRACTICES {
            practices.clear();
        }
        practices.insert(hospital, (Instant::now(), practice.clone()));
        Ok(practice)
    }

    /// Forgets a schedule that has just been changed here.
    pub fn schedule_changed(&self, hospital: HospitalId) {
        self.practices().remove(&hospital);
    }

    fn practices(&self) -> std::sync::MutexGuard<'_, HashMap<HospitalId, (Instant, Arc<Practice>)>> {
        self.practices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens what is sealed of a booking.
    ///
    /// # Errors
    /// [`BookingError::Vault`] when it cannot be opened.
    pub fn unseal(&self, record: BookingRecord) -> Result<Booking, BookingError> {
        let owner = &record.token_hash;
        let patient = record.patient_sealed.as_deref().map(|sealed| self.vault.open(Purpose::Patient, owner, sealed));
        let reason = record.reason_sealed.as_deref().map(|sealed| self.vault.open(Purpose::Reason, owner, sealed));
        let (patient, reason) = (patient.transpose()?, reason.transpose()?);
        let patient: Option<SealedPatient> = patient;
        Ok(Booking { patient: patient.map(|sealed| sealed.patient), reason, record })
    }
}

/// What is sealed of who comes: with the link's token, so that messages and lists can lead to it.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct SealedPatient {
    pub patient: Patient,
    pub token: crate::domain::booking::Token,
    pub lang: crate::words::Lang,
}
