//! HeyDoctor: the Korean hospital finder, booking service and health chatbot.
//!
//! One crate, two builds: the server (`ssr`) and the islands in the browser (`hydrate`). The rooms
//! and their arrows are described in ARCHITECTURE.md.

// A page is one deeply nested type.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod directory;
pub mod domain;
pub mod web;
pub mod words;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod booking;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod notify;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod telemetry;
#[cfg(feature = "ssr")]
pub mod triage;
#[cfg(feature = "ssr")]
pub mod vault;
