//! HeyDoctor: the Korean hospital finder, booking service and health chatbot.

#[cfg(feature = "ssr")]
pub mod directory;
pub mod domain;
pub mod words;
