//! How much the answer to a question would tell.

use super::{
    belief::Belief,
    model::{Answer, Model, Set, Shape, plogp},
};

/// Conditions below this posterior are left out of the expectations.
const NEGLIGIBLE: f64 = 1e-6;

/// A partition of the conditions: urgency classes, departments.
#[derive(Debug, Clone)]
pub struct Grouping {
    groups: usize,
    of: Vec<usize>,
}

impl Grouping {
    /// Each condition's group, numbered from 0.
    pub fn new(of: Vec<usize>) -> Self {
        Self { groups: of.iter().max().map_or(0, |most| most + 1), of }
    }

    /// P(group), from P(condition).
    pub fn sum(&self, posterior: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.groups];
        self.of.iter().zip(posterior).for_each(|(group, p)| sums[*group] += p);
        sums
    }
}

/// What a question is expected to tell, in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// The variable that the question asks for.
    pub variable: usize,
    /// I(condition; answer).
    pub conditions: f32,
    /// I(condition; answer) + Σ weight · I(group; answer).
    pub total: f32,
}

/// One answer that a question can get.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// P(answer | answers so far).
    pub probability: f64,
    /// What would be believed then.
    pub posterior: Vec<f64>,
}

/// P(answer) of every column, by group, and the expected entropies, all weighted by the posterior.
struct Sums<'b, 'm> {
    belief: &'b Belief<'m>,
    /// Conditions that count, and their posterior.
    active: Vec<(usize, f32)>,
    /// Σ w·H(answer | condition) of each variable.
    entropy: Vec<f32>,
    total: Vec<f32>,
    groupings: Vec<Grouped<'b>>,
}

struct Grouped<'b> {
    grouping: &'b Grouping,
    weight: f32,
    mass: Vec<f32>,
    /// `groups × columns`: Σ over the group of w·P(answer | condition).
    sums: Vec<f32>,
}

fn add(into: &mut [f32], weight: f32, row: &[f32]) {
    into.iter_mut().zip(row).for_each(|(sum, p)| *sum += weight * p);
}

/// The sum of the numbers whose places count, in eight sums side by side: one alone would wait for
/// each addition.
fn lanes(numbers: &[f32], counts: impl Fn(usize) -> bool) -> f32 {
    let mut sums = [0.0; 8];
    for (chunk, numbers) in numbers.chunks(8).enumerate() {
        for (lane, (sum, number)) in sums.iter_mut().zip(numbers).enumerate() {
            *sum += if counts(8 * chunk + lane) { *number } else { 0.0 };
        }
    }
    sums.iter().sum()
}

impl<'m> Belief<'m> {
    /// The gains of asking each candidate that has no answer yet, the greatest first. `groupings` adds
    /// what the answer tells about a partition, each times its weight.
    pub fn gains(&self, candidates: impl IntoIterator<Item = usize>, groupings: &[(&Grouping, f32)]) -> Vec<Gain> {
        let sums = Sums::new(self, groupings);
        let mut gains: Vec<Gain> = candidates
            .into_iter()
            .filter(|variable| *variable < self.model.variables() && self.answer(*variable).is_none())
            .map(|variable| sums.gain(variable))
            .collect();
        gains.sort_by(|a, b| b.total.total_cmp(&a.total));
        gains
    }

    /// What can be answered to a question, how likely, and what would be believed then. Of a set, only
    /// none of its values and each one alone: their probabilities do not sum to 1.
    pub fn outcomes(&self, variable: usize) -> Vec<Outcome> {
        let model = self.model;
        let answers: Vec<Answer> = match model.entries[variable].shape {
            Shape::Binary(_) => vec![Answer::No, Answer::Yes],
            Shape::Choice { values, .. } => (0..values).map(Answer::Value).collect(),
            Shape::Many(set) => {
                let single = (0..model.sets[set].values).map(|value| vec![value]);
                std::iter::once(Vec::new()).chain(single).map(Answer::Values).collect()
            }
        };
        let mut posteriors = vec![Vec::with_capacity(model.conditions); answers.len()];
        if let Shape::Many(set) = model.entries[variable].shape {
            for (answer, posterior) in answers.iter().zip(&mut posteriors) {
                self.set_likelihood(variable, &model.sets[set], answer, posterior);
            }
        } else {
            let mut row = Vec::new();
            for condition in 0..model.conditions {
                distribution(self, variable, condition, &mut row);
                posteriors.iter_mut().zip(&row).for_each(|(posterior, p)| posterior.push(f64::from(*p)));
            }
        }
        let outcome = |(answer, mut posterior): (Answer, Vec<f64>)| {
            posterior.iter_mut().zip(self.posterior()).for_each(|(p, w)| *p *= w);
            let probability: f64 = posterior.iter().sum();
            posterior.iter_mut().for_each(|p| *p /= probability.max(f64::MIN_POSITIVE));
            Outcome { answer, probability, posterior }
        };
        answers.into_iter().zip(posteriors).map(outcome).collect()
    }

    fn set_likelihood(&self, variable: usize, set: &Set, answer: &Answer, into: &mut Vec<f64>) {
        let Answer::Values(values) = answer else { return };
        let (error, nothing) = (f64::from(self.model.error), if values.is_empty() { 1.0 } else { 0.0 });
        into.extend((0..self.model.conditions).map(|c| set.likelihood(c, values)));
        let mistaken = error * set.by_mistake(into);
        for (c, p) in into.iter_mut().enumerate() {
            let open = self.open(variable, c);
            *p = (1.0 - error) * (open * *p + (1.0 - open) * nothing) + mistaken;
        }
    }
}

/// P(answer | condition, answers so far) of a binary variable (no, yes) or a choice (its values).
fn distribution(belief: &Belief, variable: usize, condition: usize, into: &mut Vec<f32>) {
    let model = belief.model;
    let row = &model.p[condition * model.columns..][..model.columns];
    into.clear();
    match model.entries[variable].shape {
        Shape::Binary(_) => {
            let yes = model.said(belief.truly(variable, condition) as f32);
            into.extend([1.0 - yes, yes]);
        }
        Shape::Choice { column, values, none } => {
            let open = belief.open(variable, condition) as f32;
            into.extend(row[column..column + values].iter().map(|p| open * p));
            if let Some(none) = none {
                into[none] += 1.0 - open;
            }
            into.iter_mut().for_each(|p| *p = model.chosen(*p, values));
        }
        Shape::Many(_) => {}
    }
}

impl<'b, 'm> Sums<'b, 'm> {
    fn new(belief: &'b Belief<'m>, groupings: &[(&'b Grouping, f32)]) -> Self {
        let model = belief.model;
        let mut sums = Self {
            belief,
            active: Vec::new(),
            entropy: vec![0.0; model.variables()],
            total: vec![0.0; model.columns],
            groupings: Vec::with_capacity(groupings.len()),
        };
        for (grouping, weight) in groupings {
            let (mass, columns) = (vec![0.0; grouping.groups], vec![0.0; grouping.groups * model.columns]);
            sums.groupings.push(Grouped { grouping, weight: *weight, mass, sums: columns });
        }
        for (c, w) in belief.posterior().iter().enumerate().filter(|(_, w)| **w > NEGLIGIBLE) {
            let w = *w as f32;
            let row = &model.alone[c * model.columns..][..model.columns];
            sums.active.push((c, w));
            add(&mut sums.total, w, row);
            add(&mut sums.entropy, w, &model.entropy[c * model.variables()..][..model.variables()]);
            for grouped in &mut sums.groupings {
                let group = grouped.grouping.of[c];
                grouped.mass[group] += w;
                add(&mut grouped.sums[group * model.columns..][..model.columns], w, row);
            }
        }
        sums
    }

    fn gain(&self, variable: usize) -> Gain {
        let model = self.belief.model;
        let entry = &model.entries[variable];
        let (conditions, groups) = match entry.shape {
            Shape::Many(set) => self.of_set(variable, set),
            _ if self.belief.is_spoken_of(variable) => self.of_relative(variable),
            Shape::Binary(column) => self.of_columns(variable, |sums, mass| {
                let yes = model.said(sums[column] / mass);
                plogp(yes) + plogp(1.0 - yes)
            }),
            Shape::Choice { column, values, .. } => self.of_columns(variable, |sums, mass| {
                sums[column..column + values].iter().map(|p| plogp(model.chosen(p / mass, values))).sum()
            }),
        };
        let conditions = conditions.max(0.0);
        Gain { variable, conditions, total: conditions + groups.max(0.0) }
    }

    /// I = H(answer) − Σ w·H(answer | condition or group), of a variable independent of the answers
    /// given the condition.
    fn of_columns(&self, variable: usize, entropy: impl Fn(&[f32], f32) -> f32) -> (f32, f32) {
        let columns = self.total.len();
        let all = entropy(&self.total, 1.0);
        let by = |grouped: &Grouped| {
            let groups = grouped.sums.chunks_exact(columns).zip(&grouped.mass).filter(|(_, mass)| **mass > 0.0);
            let within: f32 = groups.map(|(sums, mass)| mass * entropy(sums, *mass)).sum();
            grouped.weight * (all - within).max(0.0)
        };
        (all - self.entropy[variable], self.groupings.iter().map(by).sum())
    }

    /// The same of a variable whose parent or children were spoken of, condition by condition.
    fn of_relative(&self, variable: usize) -> (f32, f32) {
        let (mut row, mut total, mut within) = (Vec::new(), Vec::new(), 0.0);
        let mut groups: Vec<Vec<f32>> = Vec::new();
        for (c, w) in &self.active {
            distribution(self.belief, variable, *c, &mut row);
            if total.is_empty() {
                total = vec![0.0; row.len()];
                groups = self.groupings.iter().map(|by| vec![0.0; row.len() * by.grouping.groups]).collect();
            }
            add(&mut total, *w, &row);
            within += w * row.iter().map(|p| plogp(*p)).sum::<f32>();
            for (by, sums) in self.groupings.iter().zip(&mut groups) {
                add(&mut sums[by.grouping.of[*c] * row.len()..][..row.len()], *w, &row);
            }
        }
        let all: f32 = total.iter().map(|p| plogp(*p)).sum();
        let by = |(by, sums): (&Grouped, &Vec<f32>)| {
            let groups = sums.chunks_exact(total.len().max(1)).zip(&by.mass).filter(|(_, mass)| **mass > 0.0);
            let within: f32 = groups.map(|(p, mass)| mass * p.iter().map(|p| plogp(p / mass)).sum::<f32>()).sum();
            by.weight * (all - within).max(0.0)
        };
        (all - within, self.groupings.iter().zip(&groups).map(by).sum())
    }

    /// A set has too many answers to sum over: the estimate of the information of a mixture by its
    /// parts' Bhattacharyya coefficients (Kolchinsky and Tracey 2017), a lower bound:
    /// I ≥ −Σᵢ wᵢ ln Σⱼ wⱼ·BCᵢⱼ.
    fn of_set(&self, variable: usize, set: usize) -> (f32, f32) {
        let model = self.belief.model;
        let (set, n) = (&model.sets[set], model.conditions);
        // √P(none) and √P(some) of each condition.
        let roots = |(c, w): &(usize, f32)| {
            let some = self.belief.open(variable, *c) as f32 * (1.0 - set.none[*c]);
            (*c, *w, (1.0 - some).sqrt(), some.sqrt())
        };
        let active: Vec<_> = self.active.iter().map(roots).collect();
        let groups: Vec<Vec<usize>> =
            self.groupings.iter().map(|by| active.iter().map(|(c, ..)| by.grouping.of[*c]).collect()).collect();
        let mut shared = vec![0.0; active.len()];
        let mut information = 0.0;
        let mut within = vec![0.0; self.groupings.len()];
        for (at, (i, w, none, some)) in active.iter().enumerate() {
            let overlaps = &set.overlap[i * n..(i + 1) * n];
            for (shared, (j, w, other_none, other_some)) in shared.iter_mut().zip(&active) {
                let overlap = none * other_none + some * other_some * overlaps[*j];
                *shared = w * (model.error + (1.0 - model.error) * overlap);
            }
            information -= w * lanes(&shared, |_| true).ln();
            for ((within, by), groups) in within.iter_mut().zip(&self.groupings).zip(&groups) {
                let own = lanes(&shared, |other| groups[other] == groups[at]);
                *within -= w * (own / by.mass[groups[at]]).ln();
            }
        }
        let between = |(by, within): (&Grouped, &f32)| by.weight * (information - within).max(0.0);
        (information, self.groupings.iter().zip(&within).map(between).sum())
    }
}

impl Model {
    /// All variables' numbers.
    pub fn all(&self) -> std::ops::Range<usize> {
        0..self.variables()
    }
}
