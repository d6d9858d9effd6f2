//! What the finder shows: everything already in words and links.

use crate::{web::components::Card, words::Lang};

/// A filter that is a link: pressing it asks for the list with the filter turned over.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// Its word.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the filter is on.
    pub on: bool,
    /// `toggle` stays on the page, `page` opens a page of choices, `emergency` is the red one.
    pub role: ChipRole,
}

/// What pressing a [`Chip`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipRole {
    /// Turns a filter over.
    Toggle,
    /// Opens a page of choices.
    Choice,
    /// Leads to the emergency rooms.
    Emergency,
}

/// The whole finder for one query.
#[derive(Clone, Debug, PartialEq)]
pub struct FinderView {
    /// Language of all words in it.
    pub lang: Lang,
    /// The query string this is the answer to, normalised.
    pub query: String,
    /// The query string without the search text and page: what the search form keeps.
    pub kept: Vec<(String, String)>,
    /// The search text.
    pub text: String,
    /// Where it looked: `시흥시 정왕동`.
    pub place: String,
    /// `132곳`.
    pub count: String,
    /// `가까운 순`.
    pub order: String,
    /// What was wrong with the query, or what was done instead.
    pub notice: Option<String>,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The page that chooses a region.
    pub regions_href: String,
    /// The picked place, where it is not among the cards.
    pub picked: Option<Card>,
    /// Number of the picked place.
    pub picked_id: Option<u32>,
    /// The places.
    pub cards: Vec<Card>,
    /// The next page of them.
    pub more: Option<String>,
    /// The same query without filters, offered when nothing fits.
    pub without_filters: Option<String>,
    /// West, south, east, north of what the map should show.
    pub bbox: [f64; 4],
    /// Whether the map is the large part on a phone.
    pub map_first: bool,
    /// The same query with the list or the map in front.
    pub list_href: String,
    /// See `list_href`.
    pub map_href: String,
    /// Whether distances are from `near` and may be made exact on the device.
    pub near: bool,
}
