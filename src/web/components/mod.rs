//! Parts that pages share.

mod field;
mod icon;
mod place_card;
mod qr;
mod state;

pub use field::{Field, Input, Wrong, escaped};
pub use icon::Icon;
pub use place_card::{Card, PlaceCard};
pub use qr::Qr;
pub use state::StateText;
