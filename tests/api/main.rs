//! Everything over HTTP: the real router on a real port, on SQLite and on a MySQL server; and the
//! program itself.
#![allow(clippy::unwrap_used, reason = "a test's helpers may fail too")]

#[path = "../support/peek.rs"]
mod peek;
#[path = "../support/database.rs"]
mod support;

mod app;
mod bad_input;
mod booking;
mod chores;
mod client;
mod clinic;
mod command;
mod database_gone;
mod detail;
mod edge;
mod emergency_rooms;
mod gateway;
mod hospitals;
mod keep;
mod life;
mod mail;
mod mail_server;
mod map;
mod notify;
mod openapi;
mod outbox_command;
mod pages;
mod paging;
mod patient;
mod places;
mod portal;
mod post;
mod privacy;
mod program;
mod quiet;
mod reports;
mod rotation;
mod schema;
mod staff;
mod staff_command;
mod triage;
