//! What is counted from patients, and the tables that follow from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::source::{Counts, Evidence, Kind, Patient, Source};
use crate::triage::infer::{Model, ModelError, Table, Variable};

/// First years of the age bands of DDXPlus.
const BANDS: [u32; 8] = [0, 1, 5, 15, 30, 45, 60, 75];

/// How much the tables lean on what all conditions have in common, in patients: the values of a
/// choice and whether a set has any, the values of a set, age and sex. Chosen by cross-validation.
const LEAN: Lean = Lean { choice: 1.0, set: 5.0, profile: 60.0 };

/// How often an answer is taken to be wrong.
const ERROR: f32 = 0.02;

struct Lean {
    choice: f64,
    set: f64,
    profile: f64,
}

/// The counts that the model file holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// SHA-256 of the patients' file that `seen` was counted from.
    pub patients_sha256: String,
    /// By the condition's name.
    pub conditions: BTreeMap<String, Counted>,
}

/// The counts of one condition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// Patients of the train split.
    pub train: u64,
    /// P(evidence listed | condition) on the train split, in thousandths; 0 is left out.
    pub listed: BTreeMap<String, u32>,
    /// Patients that were looked at for the rest.
    pub seen: u32,
    /// Female ones among them.
    pub female: u32,
    /// Patients in each age band, from 0, 1, 5, 15, 30, 45, 60 and 75 years on.
    pub ages: [u32; 8],
    /// By the evidence's code: how often each value was given. "of" counts the patients that have
    /// what the evidence details; a set's "none" those of them without a value.
    pub values: BTreeMap<String, BTreeMap<String, u32>>,
}

/// The age band of a patient.
fn band(age: u32) -> usize {
    BANDS.iter().rposition(|from| age >= *from).unwrap_or(0)
}

/// What was counted, as it ships: see `model.md` beside it.
const SHIPPED: &str = include_str!("model.json");

impl Statistics {
    /// What ships with the program.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(SHIPPED)
    }

    /// All there is to count in a source.
    pub fn of(source: &Source, train: &Counts) -> Self {
        Self::of_train(train).with_patients_of(source)
    }

    /// The model file: one line a condition.
    pub fn to_file(&self) -> Result<String, serde_json::Error> {
        let line = |(name, counted)| -> Result<String, serde_json::Error> {
            Ok(format!("{}: {}", serde_json::to_string(name)?, serde_json::to_string(counted)?))
        };
        let lines: Vec<String> = self.conditions.iter().map(line).collect::<Result<_, _>>()?;
        let digest = &self.patients_sha256;
        Ok(format!("{{\"patients_sha256\": \"{digest}\", \"conditions\": {{\n{}\n}}}}\n", lines.join(",\n")))
    }

    /// The train split's counts, with no patient seen.
    fn of_train(counts: &Counts) -> Self {
        let counted = |(name, train): (&String, &u64)| {
            let listed = counts.probabilities.get(name).into_iter().flatten();
            let listed = listed.map(|(code, p)| (code.clone(), (p * 1000.0).round() as u32)).filter(|(_, p)| *p > 0);
            (name.clone(), Counted { train: *train, listed: listed.collect(), ..Counted::default() })
        };
        Self { patients_sha256: String::new(), conditions: counts.condition_counts.iter().map(counted).collect() }
    }

    /// The same train counts with the patients of another source.
    pub fn with_patients_of(&self, source: &Source) -> Self {
        let mut statistics = self.without_patients();
        statistics.patients_sha256.clone_from(&source.digest);
        statistics.see(source, &source.patients);
        statistics
    }

    /// The same train counts with no patient seen.
    pub fn without_patients(&self) -> Self {
        let bare =
            |counted: &Counted| Counted { train: counted.train, listed: counted.listed.clone(), ..Counted::default() };
        let conditions = self.conditions.iter().map(|(name, counted)| (name.clone(), bare(counted))).collect();
        Self { patients_sha256: String::new(), conditions }
    }

    /// Counts patients of a source.
    pub fn see<'p>(&mut self, source: &Source, patients: impl IntoIterator<Item = &'p Patient>) {
        for patient in patients {
            let counted = self.conditions.entry(source.conditions[patient.condition].clone()).or_default();
            counted.seen += 1;
            counted.female += u32::from(patient.female);
            counted.ages[band(patient.age)] += 1;
            for (at, evidence) in source.evidences.iter().enumerate().filter(|(_, e)| e.kind != Kind::Binary) {
                if evidence.parent.is_some_and(|parent| !patient.evidences.contains_key(&parent)) {
                    continue;
                }
                let values = counted.values.entry(evidence.code.clone()).or_default();
                let mut count = |value: &str| *values.entry(value.to_owned()).or_default() += 1;
                count("of");
                let found = patient.evidences.get(&at).map_or(&[][..], Vec::as_slice);
                match evidence.default {
                    Some(default) => count(&evidence.values[found.first().copied().unwrap_or(default)]),
                    None if found.is_empty() => count("none"),
                    None => found.iter().for_each(|value| count(&evidence.values[*value])),
                }
            }
        }
    }
}

/// A model of DDXPlus' conditions, and the prior of a patient.
#[derive(Debug)]
pub struct Knowledge {
    /// Variables are the evidences.
    pub model: Model,
    /// The evidences, in the model's order.
    pub evidences: Vec<Evidence>,
    priors: Vec<f64>,
    female: Vec<f64>,
    ages: Vec<[f64; 8]>,
    /// Σ P(symptom | condition) over the yes-or-no symptoms, of which one is the first complaint.
    symptoms: Vec<f64>,
}

impl Knowledge {
    /// Tables for the conditions and evidences of a source.
    pub fn new(conditions: &[String], evidences: &[Evidence], statistics: &Statistics) -> Result<Self, ModelError> {
        let unknown = Counted::default();
        let counted: Vec<&Counted> =
            conditions.iter().map(|name| statistics.conditions.get(name).unwrap_or(&unknown)).collect();
        let listed = |code: &str| -> Vec<f32> {
            counted.iter().map(|c| c.listed.get(code).map_or(0.0, |p| *p as f32 / 1000.0)).collect()
        };
        let variable = |evidence: &Evidence| {
            let table = match evidence.kind {
                Kind::Binary => Table::Binary(listed(&evidence.code)),
                Kind::Choice => choice(evidence, &counted),
                Kind::Many => set(evidence, &counted),
            };
            Variable { table, parent: evidence.parent }
        };
        let variables: Vec<Variable> = evidences.iter().map(variable).collect();
        let mut symptoms = vec![0.0; conditions.len()];
        for evidence in evidences.iter().filter(|e| e.kind == Kind::Binary && !e.antecedent) {
            symptoms.iter_mut().zip(listed(&evidence.code)).for_each(|(sum, p)| *sum += f64::from(p));
        }
        let seen: f64 = counted.iter().map(|c| f64::from(c.seen)).sum();
        let share = |count: f64, of: f64, all: f64| (count + LEAN.profile * all) / (of + LEAN.profile);
        let all_female = counted.iter().map(|c| f64::from(c.female)).sum::<f64>().max(1.0) / seen.max(2.0);
        let all_ages: [f64; 8] = std::array::from_fn(|band| {
            (counted.iter().map(|c| f64::from(c.ages[band])).sum::<f64>() + 1.0) / (seen + 8.0)
        });
        let ages = |c: &&Counted| {
            std::array::from_fn(|band| share(f64::from(c.ages[band]), f64::from(c.seen), all_ages[band]))
        };
        Ok(Self {
            model: Model::new(conditions.len(), ERROR, &variables)?,
            evidences: evidences.to_vec(),
            priors: counted.iter().map(|c| c.train.max(1) as f64).collect(),
            female: counted.iter().map(|c| share(f64::from(c.female), f64::from(c.seen), all_female)).collect(),
            ages: counted.iter().map(ages).collect(),
            symptoms,
        })
    }

    /// Weights of the conditions for a patient before the first question.
    pub fn prior(&self, age: u32, female: bool) -> Vec<f64> {
        let weight = |c: usize| {
            let sex = if female { self.female[c] } else { 1.0 - self.female[c] };
            // Any of a patient's symptoms is as likely to be the first complaint.
            self.priors[c] * sex * self.ages[c][band(age)] / (1.0 + self.symptoms[c])
        };
        (0..self.priors.len()).map(weight).collect()
    }
}

/// P(value | condition, parent present).
fn choice(evidence: &Evidence, counted: &[&Counted]) -> Table {
    let k = evidence.values.len();
    let counts: Vec<(f64, Vec<f64>)> = counted.iter().map(|c| values(evidence, c)).collect();
    let sums: Vec<f64> = (0..k).map(|v| counts.iter().map(|(_, counts)| counts[v]).sum::<f64>() + 1.0).collect();
    let all: f64 = sums.iter().sum();
    let p = counts.iter().flat_map(|(of, counts)| {
        let leant = |(count, sum): (&f64, &f64)| count + LEAN.choice * sum / all;
        counts.iter().zip(&sums).map(move |pair| (leant(pair) / (of + LEAN.choice)) as f32)
    });
    Table::Choice { values: k, p: p.collect(), none: evidence.default }
}

/// P(none | condition, parent present), and P(value | condition, not none).
fn set(evidence: &Evidence, counted: &[&Counted]) -> Table {
    let k = evidence.values.len();
    let counts: Vec<(f64, f64, Vec<f64>)> = counted
        .iter()
        .map(|c| {
            let (of, counts) = values(evidence, c);
            (of, number(c, evidence, "none"), counts)
        })
        .collect();
    let (of, none) = counts.iter().fold((2.0, 1.0), |sum, (of, none, _)| (sum.0 + of, sum.1 + none));
    let share = |own: &f64, own_of: f64, lean: f64, all: f64| ((own + lean * all) / (own_of + lean)).min(1.0) as f32;
    let pooled: Vec<f64> =
        (0..k).map(|v| (counts.iter().map(|(_, _, counts)| counts[v]).sum::<f64>() + 0.1) / (of - none)).collect();
    let p = counts.iter().flat_map(|(of, none, counts)| {
        counts.iter().zip(&pooled).map(move |(count, all)| share(count, of - none, LEAN.set, *all))
    });
    let p = p.collect();
    let none = counts.iter().map(|(own_of, own, _)| share(own, *own_of, LEAN.choice, none / of)).collect();
    Table::Many { values: k, none, p }
}

fn number(counted: &Counted, evidence: &Evidence, value: &str) -> f64 {
    counted.values.get(&evidence.code).and_then(|values| values.get(value)).map_or(0.0, |count| f64::from(*count))
}

/// Patients that were asked, and the counts of each value.
fn values(evidence: &Evidence, counted: &Counted) -> (f64, Vec<f64>) {
    let counts = evidence.values.iter().map(|value| number(counted, evidence, value)).collect();
    (number(counted, evidence, "of"), counts)
}
