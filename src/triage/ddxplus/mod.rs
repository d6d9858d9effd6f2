//! DDXPlus (Mila, NeurIPS 2022, CC-BY 4.0): 49 conditions and their made-up patients, on which the
//! inference is measured against published figures. Its knowledge serves nothing but the measuring.

mod evaluate;
mod fit;
mod literal;
mod source;
mod talk;
#[cfg(test)]
mod tests;

pub use evaluate::{EvaluateError, Misses, Protocol, Report, evaluate};
pub use fit::{Counted, Knowledge, Statistics};
pub use source::{Counts, Evidence, Kind, Patient, Source, SourceError};
pub use talk::{Noise, Outcome, talk};
