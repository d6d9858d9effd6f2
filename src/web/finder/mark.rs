//! One mark on the map, as the server tells it to the browser.

use serde::{Deserialize, Serialize};

use crate::words::StateLine;

/// A place or a cluster of places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The place's number; `None` for a cluster.
    pub id: Option<u32>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// `open`, `break`, `closed`, `unknown`, `pharmacy-open`, `emergency` or `cluster`.
    pub shape: String,
    /// How many places a cluster holds.
    pub count: u32,
    /// Its accessible name: name and state, or what a cluster holds.
    pub label: String,
    /// The place's name, for the callout.
    pub name: String,
    /// The place's state, for the callout.
    pub state: Option<StateLine>,
    /// West, south, east, north of a cluster's places.
    pub bbox: Option<[f64; 4]>,
}
