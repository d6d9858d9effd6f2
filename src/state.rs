//! What every request shares: the directory of the moment, the store, the clock, the site's
//! settings. No rules.

use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::extract::FromRef;
use jiff::{Timestamp, civil::DateTime};
use leptos::config::LeptosOptions;

use crate::{directory::Directory, domain::time, import::bed_board::BedBoard, store::Store};

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
    store: Store,
    site: Site,
    beds: Option<BedBoard>,
}

impl AppState {
    /// Everything is there before the first request.
    pub fn new(directory: Directory, store: Store, site: Site, beds: Option<BedBoard>, leptos: LeptosOptions) -> Self {
        Self { shared: Arc::new(Shared { directory: ArcSwap::from_pointee(directory), store, site, beds }), leptos }
    }

    /// The directory of this moment; hold it for one request.
    pub fn directory(&self) -> Arc<Directory> {
        self.shared.directory.load_full()
    }

    /// Puts a newly built directory in place of the old one.
    pub fn replace_directory(&self, directory: Directory) {
        self.shared.directory.store(Arc::new(directory));
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.shared.store
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

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
