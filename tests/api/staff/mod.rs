//! The console over HTTP: who gets in, what they see and change, and what is written down of it.

mod account;
mod clinic;
mod day;
mod doors;
mod english;
mod schedule;
mod wrong;
