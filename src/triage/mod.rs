//! Self-diagnosis: Korean text and a few answers in; how urgent, which department, what it may be
//! and why out. It recommends, and never names a diagnosis.
//!
//! Order of a turn: understand the text (`text/`), look for red flags (`flags`), then weigh the
//! conditions (`infer/`) and ask on (`ask`) or conclude (`decide`). It is stateless, knows nothing of
//! who asks, and never opens the network.

mod ask;
pub mod cases;
pub mod ddxplus;
mod decide;
pub mod departments;
mod facts;
mod flags;
pub mod infer;
mod intent;
mod knowledge;
#[cfg(test)]
mod tests;
mod text;
mod turn;

pub use self::{
    decide::{Possible, Scored},
    intent::Intent,
    knowledge::{Condition, FindingId, Flag, Urgency},
    text::Sex,
    turn::{AnswerFault, Answered, Conclusion, Mentioned, Question, Request, Triage, Turn},
};

/// A share as the evaluations' JSON has it: per cent.
fn percent<S: serde::Serializer>(share: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(100.0 * share)
}
