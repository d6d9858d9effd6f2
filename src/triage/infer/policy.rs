//! Whether to ask on, and what.

use super::{
    belief::Belief,
    gain::{Gain, Grouping, Outcome},
};

/// When to stop and how to choose.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// Stop when the likeliest condition has reached this posterior.
    pub certain: f64,
    /// Never ask more questions than this.
    pub most: usize,
    /// Stop when no question tells more than this (nats).
    pub least: f32,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Ask for this variable.
    Ask(Gain),
    /// Enough is known, or nothing is left to ask.
    Stop,
}

impl Policy {
    /// The next step after `asked` questions.
    pub fn next(
        &self,
        belief: &Belief,
        asked: usize,
        candidates: impl IntoIterator<Item = usize>,
        groupings: &[(&Grouping, f32)],
    ) -> Step {
        let top = belief.posterior().iter().copied().fold(0.0, f64::max);
        if asked >= self.most || top >= self.certain {
            return Step::Stop;
        }
        match belief.gains(candidates, groupings).first() {
            Some(gain) if gain.total > self.least => Step::Ask(*gain),
            _ => Step::Stop,
        }
    }
}

/// Whether some answer to a candidate, of at least the probability `likely`, would change what
/// `decide` makes of the posterior. The most telling candidates are tried first.
pub fn would_change<D: PartialEq>(
    belief: &Belief,
    candidates: impl IntoIterator<Item = usize>,
    likely: f64,
    decide: impl Fn(&[f64]) -> D,
) -> bool {
    let now = decide(belief.posterior());
    let changes = |outcome: Outcome| outcome.probability >= likely && decide(&outcome.posterior) != now;
    belief.gains(candidates, &[]).iter().any(|gain| belief.outcomes(gain.variable).into_iter().any(changes))
}
