//! What every request shares: the directory of the moment, the store, the clock, the site's
//! settings. No rules.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use axum::extract::FromRef;
use jiff::{Timestamp, civil::DateTime};
use leptos::config::LeptosOptions;

use crate::{
    booking::{Desk, Today},
    directory::{Builder, Directory},
    domain::{
        holiday::HolidayCalendar,
        hospital::{Hospital, HospitalId},
        time,
    },
    import::bed_board::BedBoard,
    store::{Store, StoreError},
    triage::Triage,
};

/// Longest that a reader waits to hear whether a place has closed down.
const LOOKUP_PATIENCE: Duration = Duration::from_secs(2);

/// Why the directory could not be read from the store.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fault of this program.
    #[error("the directory could not be built: {0}")]
    Build(#[from] tokio::task::JoinError),
}

/// Settings of the site that pages need.
#[derive(Clone, Debug)]
pub struct Site {
    /// Tiles of the map, `{z}/{x}/{y}` in it; empty for none.
    pub tile_url: String,
    /// `scheme://host` of the tiles, for the content security policy; empty for none.
    pub tile_origin: String,
    /// Where the site is reached from outside, without a trailing slash.
    pub public_url: String,
    /// Changes whenever the browser's files change.
    pub build: String,
    /// A moment to use instead of the clock, for tests and pictures.
    pub fixed_time: Option<DateTime>,
}

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    shared: Arc<Shared>,
    leptos: LeptosOptions,
}

struct Shared {
    directory: ArcSwap<Directory>,
    /// The store's revision that the directory was read at.
    revision: AtomicU64,
    desk: Desk,
    site: Site,
    beds: Option<BedBoard>,
    triage: Arc<Triage>,
}

/// The address that a request comes from, behind the proxies that are trusted: an extension of the
/// request.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub std::net::IpAddr);

impl AppState {
    /// Reads the directory from the desk's store, so that everything is there before the first
    /// request. `site_root` is the folder of the built site.
    ///
    /// # Errors
    /// [`LoadError`].
    pub async fn open(desk: Desk, site: Site, beds: Option<BedBoard>, site_root: &Path) -> Result<Self, LoadError> {
        let leptos = LeptosOptions::builder()
            .output_name("heydoctor")
            .site_root(Arc::<str>::from(site_root.to_string_lossy()))
            .site_pkg_dir("pkg")
            .build();
        // First: what its reading leaves free, the places take.
        let triage = Triage::builtin();
        // Asked before the places are read: an import in between is seen at the next refresh.
        let revision = AtomicU64::new(desk.store().revision().await?);
        let directory = ArcSwap::from_pointee(load(desk.store(), beds.as_ref()).await?);
        Ok(Self { shared: Arc::new(Shared { directory, revision, desk, site, beds, triage }), leptos })
    }

    /// Reads the directory anew if the store has changed since; whether it had. While the store is
    /// away, the directory of before goes on answering.
    ///
    /// # Errors
    /// [`LoadError`]; the next call tries again.
    pub async fn refresh(&self) -> Result<bool, LoadError> {
        let newest = self.store().revision().await?;
        if newest == self.shared.revision.load(Ordering::Relaxed) {
            return Ok(false);
        }
        self.shared.directory.store(Arc::new(load(self.store(), self.beds()).await?));
        self.shared.revision.store(newest, Ordering::Relaxed);
        Ok(true)
    }

    /// The directory of this moment; hold it for one request.
    pub fn directory(&self) -> Arc<Directory> {
        self.shared.directory.load_full()
    }

    /// The self-diagnosis.
    pub fn triage(&self) -> &Triage {
        &self.shared.triage
    }

    /// The store.
    pub fn store(&self) -> &Store {
        self.shared.desk.store()
    }

    /// Where bookings are made.
    pub fn desk(&self) -> &Desk {
        &self.shared.desk
    }

    /// The moment of a request, for the desk.
    pub fn today(&self) -> Today {
        Today { now: time::timestamp(self.now()), directory: self.directory() }
    }

    /// A place that the directory does not hold any more because it has closed down. `None` too
    /// when the store does not answer in time.
    pub async fn closed_down(&self, id: HospitalId) -> Option<Hospital> {
        let hospitals = self.store().hospitals();
        let found = tokio::time::timeout(LOOKUP_PATIENCE, hospitals.find(id)).await.ok()?.ok()??;
        found.closed_on.map(|_| found.hospital)
    }

    /// The live beds of emergency rooms, where a key for the service is set.
    pub fn beds(&self) -> Option<&BedBoard> {
        self.shared.beds.as_ref()
    }

    /// The site's settings.
    pub fn site(&self) -> &Site {
        &self.shared.site
    }

    /// The present moment in Korean civil time.
    pub fn now(&self) -> DateTime {
        self.shared.site.fixed_time.unwrap_or_else(|| time::seoul(Timestamp::now()))
    }
}

/// Builds the directory from the store, place by place, and tells the board of beds which place has
/// which of NMC's keys.
async fn load(store: &Store, beds: Option<&BedBoard>) -> Result<Directory, LoadError> {
    let holidays = HolidayCalendar::builtin().extended(store.holidays().all().await?);
    let mut builder = Builder::new();
    store.hospitals().each_open(|place| builder.push(place)).await?;
    if let Some(board) = beds {
        board.know_places(store.hospitals().emergency_keys().await?.into_iter().collect());
    }
    Ok(tokio::task::spawn_blocking(move || builder.finish(holidays)).await?)
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
