//! Parts that pages and islands share.

mod icon;
mod place_card;
mod state;

pub use icon::Icon;
pub use place_card::{Card, PlaceCard, distance_text};
pub use state::StateText;
