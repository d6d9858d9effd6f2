//! One patient's talk: the engine asks, the patient's record answers.

use std::time::{Duration, Instant};

use super::{
    fit::Knowledge,
    source::{Evidence, Kind, Patient},
};
use crate::triage::infer::{Answer, Belief, BeliefError, Policy, Step};

/// When enough is known; chosen by cross-validation, the same for good and for bad answers.
const POLICY: Policy = Policy { certain: 0.999, most: 25, least: 3e-3 };

/// How rarely the first complaint is taken to be wrong.
const COMPLAINT_ERROR: f32 = 1e-4;

/// How badly patients answer.
#[derive(Debug, Clone, Copy)]
pub struct Noise {
    /// Share of answers that are wrong: turned round, or replaced by a random value.
    pub wrong: f64,
    /// Share of answers that are "I don't know".
    pub unknown: f64,
}

/// How one talk ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The condition that the patient has.
    pub condition: usize,
    /// The likeliest conditions, likeliest first.
    pub ranked: Vec<(usize, f64)>,
    /// How many questions were asked.
    pub asked: usize,
    /// What each turn took: to take in the answer and to choose the next question.
    pub turns: Vec<Duration>,
}

impl Outcome {
    /// Whether the true condition is among the likeliest.
    pub fn found_in(&self, likeliest: usize) -> bool {
        self.ranked.iter().take(likeliest).any(|(condition, _)| *condition == self.condition)
    }
}

/// Talks with one patient until the policy stops. Known are age, sex and the first complaint.
pub fn talk(
    knowledge: &Knowledge,
    patient: &Patient,
    noise: Noise,
    random: &mut fastrand::Rng,
) -> Result<Outcome, BeliefError> {
    let evidences = &knowledge.evidences;
    let mut belief = Belief::new(&knowledge.model, &knowledge.prior(patient.age, patient.female))?;
    belief.observe_trusted(patient.initial, &Answer::Yes, COMPLAINT_ERROR)?;
    let (mut asked, mut turns) = (0, Vec::new());
    let mut start = Instant::now();
    while let Step::Ask(gain) = POLICY.next(&belief, asked, sensible(&belief, evidences), &[]) {
        turns.push(start.elapsed());
        let answer = answer(&evidences[gain.variable], gain.variable, patient, noise, random);
        start = Instant::now();
        belief.observe(gain.variable, &answer)?;
        asked += 1;
    }
    turns.push(start.elapsed());
    Ok(Outcome { condition: patient.condition, ranked: belief.ranked(), asked, turns })
}

fn answer(evidence: &Evidence, at: usize, patient: &Patient, noise: Noise, random: &mut fastrand::Rng) -> Answer {
    let drawn = random.f64();
    if drawn < noise.unknown {
        return Answer::Unknown;
    }
    let wrong = drawn < noise.unknown + noise.wrong;
    let found = patient.evidences.get(&at);
    match (evidence.kind, evidence.default) {
        (Kind::Binary, _) if found.is_some() != wrong => Answer::Yes,
        (Kind::Binary, _) => Answer::No,
        (Kind::Choice, _) if wrong => Answer::Value(random.usize(..evidence.values.len())),
        (Kind::Choice, default) => {
            Answer::Value(found.and_then(|values| values.first().copied()).or(default).unwrap_or_default())
        }
        (Kind::Many, _) if wrong => Answer::Values(vec![random.usize(..evidence.values.len())]),
        (Kind::Many, _) => Answer::Values(found.cloned().unwrap_or_default()),
    }
}

/// The evidences that it makes sense to ask for: a detail once what it details is likelier than not.
fn sensible(belief: &Belief, evidences: &[Evidence]) -> Vec<usize> {
    let open = |at: &usize| evidences[*at].parent.is_none_or(|parent| belief.presence(parent) > 0.5);
    (0..evidences.len()).filter(open).collect()
}
