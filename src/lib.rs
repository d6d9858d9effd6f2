//! HeyDoctor: the Korean hospital finder, booking service and health chatbot.

pub mod domain;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod store;
