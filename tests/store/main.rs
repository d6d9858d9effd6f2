//! The store and the import pipeline: the same tests on SQLite and on a MySQL server.
#![allow(clippy::unwrap_used, reason = "a test's helpers may fail too")]

#[path = "../support/peek.rs"]
mod peek;
#[path = "../support/database.rs"]
mod support;

mod closing;
mod connect;
mod importing;
mod linking;
mod made;
mod outbox;
mod repositories;
