//! HeyDoctor: the Korean hospital finder, booking service and health chatbot.

pub mod domain;
pub mod web;
#[cfg(feature = "ssr")]
pub mod import;
pub mod words;

#[cfg(feature = "ssr")]
pub mod directory;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod store;
