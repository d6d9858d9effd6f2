//! How often the true condition is found, and after how many questions.

use std::{collections::BTreeMap, fmt, time::Duration};

use serde::Serialize;

use super::{
    fit::{Knowledge, Statistics},
    source::{Patient, Source},
    talk::{Noise, Outcome, talk},
};
use crate::triage::infer::{BeliefError, ModelError};

/// Parts of a cross-validation.
const FOLDS: usize = 20;

/// Why an evaluation ends without figures.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The tables make no model.
    #[error("모델을 만들 수 없어요: {0}")]
    Model(#[from] ModelError),
    /// An answer or a prior was refused.
    #[error("추론할 수 없어요: {0}")]
    Belief(#[from] BeliefError),
    /// There is no patient.
    #[error("환자가 없어요")]
    Empty,
}

/// How the tables were kept apart from the patients that they were tried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// The patients are others than those that were counted.
    HeldOut,
    /// The patients are those that were counted: each part was tried on tables of the others.
    CrossValidated,
}

/// What came of it.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// How many patients.
    pub n: usize,
    /// Patients whose condition came first, in percent.
    pub gtpa_at_1: f64,
    /// Patients whose condition was among the first three, in percent.
    pub gtpa_at_3: f64,
    /// Questions after the first complaint.
    pub mean_questions: f64,
    /// Half of the patients were asked at most as many.
    pub median_questions: usize,
    /// The most that a patient was asked.
    pub max_questions: usize,
    /// What was learned from whom.
    pub protocol: Protocol,
    /// Share of wrong answers.
    pub wrong: f64,
    /// Share of answers that were not known.
    pub unknown: f64,
    /// What draws the wrong and the unknown ones.
    pub seed: u64,
    /// Half of the turns took at most as long, in microseconds.
    pub turn_median_us: f64,
    /// 99 % of the turns took at most as long, in microseconds.
    pub turn_p99_us: f64,
    /// By condition: its patients, and what was found instead of it how often.
    pub misses: BTreeMap<String, Misses>,
}

/// The patients of a condition that were not found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Misses {
    /// Patients of the condition.
    pub of: usize,
    /// What came first instead.
    pub instead: BTreeMap<String, usize>,
}

/// Talks with all patients of a source. `learned` is what was counted from other patients, or from
/// the same file: then it is counted anew, part by part.
pub fn evaluate(source: &Source, learned: &Statistics, noise: Noise, seed: u64) -> Result<Report, EvaluateError> {
    let protocol = if learned.patients_sha256 == source.digest { Protocol::CrossValidated } else { Protocol::HeldOut };
    let mut outcomes = Vec::with_capacity(source.patients.len());
    let mut meet = |statistics: &Statistics, patients: &[(usize, &Patient)]| -> Result<(), EvaluateError> {
        let knowledge = Knowledge::new(&source.conditions, &source.evidences, statistics)?;
        for (at, patient) in patients {
            // Each patient draws by himself, so that the folds do not matter.
            let mut random = fastrand::Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(*at as u64));
            outcomes.push(talk(&knowledge, patient, noise, &mut random)?);
        }
        Ok(())
    };
    let patients: Vec<(usize, &Patient)> = source.patients.iter().enumerate().collect();
    match protocol {
        Protocol::HeldOut => meet(learned, &patients)?,
        Protocol::CrossValidated => {
            for Fold { part, others } in folds(&patients) {
                let mut statistics = learned.without_patients();
                statistics.see(source, others);
                meet(&statistics, &part)?;
            }
        }
    }
    report(source, &outcomes, protocol, noise, seed)
}

/// One part of a cross-validation: patients to try, by their number, and all others to count.
#[derive(Default, Clone)]
struct Fold<'p> {
    part: Vec<(usize, &'p Patient)>,
    others: Vec<&'p Patient>,
}

/// Each condition's patients are spread over all parts.
fn folds<'p>(patients: &[(usize, &'p Patient)]) -> Vec<Fold<'p>> {
    let mut met = BTreeMap::new();
    let mut folds = vec![Fold::default(); FOLDS];
    for (at, patient) in patients {
        let met = met.entry(patient.condition).or_insert(patient.condition);
        *met += 1;
        for (number, fold) in folds.iter_mut().enumerate() {
            if number == *met % FOLDS {
                fold.part.push((*at, *patient));
            } else {
                fold.others.push(*patient);
            }
        }
    }
    folds
}

fn report(
    source: &Source,
    outcomes: &[Outcome],
    protocol: Protocol,
    noise: Noise,
    seed: u64,
) -> Result<Report, EvaluateError> {
    let n = outcomes.len();
    let mut asked: Vec<usize> = outcomes.iter().map(|outcome| outcome.asked).collect();
    let mut turns: Vec<Duration> = outcomes.iter().flat_map(|outcome| outcome.turns.iter().copied()).collect();
    asked.sort_unstable();
    turns.sort_unstable();
    let (Some(most), Some(_)) = (asked.last(), turns.last()) else { return Err(EvaluateError::Empty) };
    let found = |among: usize| outcomes.iter().filter(|outcome| outcome.found_in(among)).count();
    let percent = |count: usize| 100.0 * count as f64 / n as f64;
    let microseconds = |turn: Duration| turn.as_nanos() as f64 / 1000.0;
    let mut misses: BTreeMap<String, Misses> = BTreeMap::new();
    for outcome in outcomes {
        let own = misses.entry(source.conditions[outcome.condition].clone()).or_default();
        own.of += 1;
        if let Some((first, _)) = outcome.ranked.first().filter(|(first, _)| *first != outcome.condition) {
            *own.instead.entry(source.conditions[*first].clone()).or_default() += 1;
        }
    }
    misses.retain(|_, own| !own.instead.is_empty());
    Ok(Report {
        n,
        gtpa_at_1: percent(found(1)),
        gtpa_at_3: percent(found(3)),
        mean_questions: asked.iter().sum::<usize>() as f64 / n as f64,
        median_questions: asked[n / 2],
        max_questions: *most,
        protocol,
        wrong: noise.wrong,
        unknown: noise.unknown,
        seed,
        turn_median_us: microseconds(turns[turns.len() / 2]),
        turn_p99_us: microseconds(turns[turns.len() * 99 / 100]),
        misses,
    })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.protocol {
            Protocol::HeldOut => writeln!(f, "held out: the tables were counted from other patients")?,
            Protocol::CrossValidated => writeln!(
                f,
                "cross-validated: the tables were counted from this very file, so each of {FOLDS} parts was tried on \
                 tables of the other parts"
            )?,
        }
        let mut line = |name: &str, value: String| writeln!(f, "{name:<24}{value:>12}");
        line("patients", self.n.to_string())?;
        line("GTPA@1", format!("{:.2} %", self.gtpa_at_1))?;
        line("GTPA@3", format!("{:.2} %", self.gtpa_at_3))?;
        line("questions, mean", format!("{:.2}", self.mean_questions))?;
        line("questions, median", self.median_questions.to_string())?;
        line("questions, most", self.max_questions.to_string())?;
        line("wrong answers", format!("{:.0} %", 100.0 * self.wrong))?;
        line("unknown answers", format!("{:.0} %", 100.0 * self.unknown))?;
        line("turn, median", format!("{:.0} µs", self.turn_median_us))?;
        line("turn, p99", format!("{:.0} µs", self.turn_p99_us))?;
        for (condition, misses) in &self.misses {
            let missed: usize = misses.instead.values().sum();
            writeln!(f, "missed {missed} of {}: {condition}", misses.of)?;
            for (instead, count) in &misses.instead {
                writeln!(f, "    {count} as {instead}")?;
            }
        }
        Ok(())
    }
}
