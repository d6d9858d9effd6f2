//! Inference: naive Bayes over conditions, the next question by expected information.
//!
//! Knows nothing of medicine: a knowledge base gives tables of P(answer | condition) and prior
//! weights, and asks for posteriors, gains and reasons. Never reads a file or a clock.

mod belief;
mod gain;
mod model;
mod policy;
#[cfg(test)]
mod tests;

pub use belief::{Belief, BeliefError, Reason};
pub use gain::{Gain, Grouping, Outcome};
pub use model::{Answer, Model, ModelError, Table, Variable};
pub use policy::{Policy, Step, would_change};
