//! Everything over HTTP: the real router on a real port, on SQLite and on a MySQL server; and the
//! program itself.
#![allow(clippy::unwrap_used, reason = "a test's helpers may fail too")]

#[path = "../support/database.rs"]
mod support;

mod app;
mod bad_input;
mod booking;
mod client;
mod command;
mod database_gone;
mod detail;
mod edge;
mod emergency_rooms;
mod hospitals;
mod map;
mod openapi;
mod pages;
mod paging;
mod places;
mod portal;
mod privacy;
mod program;
mod reports;
mod schema;
mod staff;
