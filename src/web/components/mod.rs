//! Parts that pages share.

mod icon;
mod place_card;
mod state;

pub use icon::Icon;
pub use place_card::{Card, PlaceCard};
pub use state::StateText;
