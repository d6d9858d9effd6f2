//! From the public data's forms to the project's own records. Never decides what is shown; never
//! writes SQL.

pub mod bed_board;
pub mod beds;
pub mod demo;
pub mod form;
pub mod holidays;
pub mod input;
pub mod link;
pub mod live;
pub mod merge;
pub mod notes;
pub mod report;
pub mod run;
