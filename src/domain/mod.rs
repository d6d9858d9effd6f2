//! Pure types and rules that the server and the browser share. Values are parsed, never merely
//! validated: what exists is valid. No I/O, no clock, no database, no web framework.

pub mod address;
pub mod beds;
pub mod booking;
pub mod cursor;
pub mod feedback;
pub mod geo;
pub mod hangul;
pub mod holiday;
pub mod hospital;
pub mod hours;
pub mod patient;
pub mod phone;
pub mod query;
pub mod record;
pub mod region;
pub mod schedule;
pub mod search;
pub mod specialty;
pub mod staff;
pub mod time;
