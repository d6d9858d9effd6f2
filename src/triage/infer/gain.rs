//! How much the answer to a question would tell.

use super::{
    belief::Belief,
    model::{Answer, Model, Shape, plogp},
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

    /// The answers a question can get and their probabilities; of a set, none of its values or one.
    pub fn outcomes(&self, variable: usize) -> Vec<(Answer, f64)> {
        let weights = || self.posterior().iter().enumerate().filter(|(_, w)| **w > NEGLIGIBLE);
        let model = self.model;
        if let Shape::Many(set) = model.entries[variable].shape {
            let set = &model.sets[set];
            let mut outcomes = vec![(Answer::Values(Vec::new()), 0.0)];
            outcomes.extend((0..set.values).map(|value| (Answer::Values(vec![value]), 0.0)));
            for (c, w) in weights() {
                let some = self.open(variable, c) * (1.0 - f64::from(set.none[c]));
                outcomes[0].1 += w * (1.0 - some);
                for (value, odds) in set.odds[c * set.values..][..set.values].iter().enumerate() {
                    outcomes[value + 1].1 += w * some / (1.0 + f64::from(-odds).exp());
                }
            }
            return outcomes;
        }
        let (mut p, mut row) = (Vec::new(), Vec::new());
        for (c, w) in weights() {
            distribution(self, variable, c, &mut row);
            p.resize(row.len(), 0.0);
            p.iter_mut().zip(&row).for_each(|(sum, p)| *sum += w * f64::from(*p));
        }
        let answer = |at: usize| match model.entries[variable].shape {
            Shape::Binary(_) if at == 0 => Answer::No,
            Shape::Binary(_) => Answer::Yes,
            _ => Answer::Value(at),
        };
        p.into_iter().enumerate().map(|(at, p)| (answer(at), p)).collect()
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
            let row = &model.p[c * model.columns..][..model.columns];
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
            _ if entry.parent.is_some() || self.belief.is_touched(variable) => self.of_relative(variable),
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
        let none: Vec<f32> = self
            .active
            .iter()
            .map(|(c, _)| 1.0 - self.belief.open(variable, *c) as f32 * (1.0 - set.none[*c]))
            .collect();
        // The number of groupings is small: one sum for all conditions, one for each one's group.
        let mut information = 0.0;
        let mut within = vec![0.0; self.groupings.len()];
        for ((i, wi), ni) in self.active.iter().zip(&none) {
            let mut all = 0.0;
            let mut own = vec![0.0; self.groupings.len()];
            for ((j, wj), nj) in self.active.iter().zip(&none) {
                let values = ((1.0 - ni) * (1.0 - nj)).sqrt() * set.overlap[i * n + j];
                let overlap = model.error + (1.0 - model.error) * ((ni * nj).sqrt() + values).min(1.0);
                all += wj * overlap;
                for (own, by) in own.iter_mut().zip(&self.groupings) {
                    if by.grouping.of[*i] == by.grouping.of[*j] {
                        *own += wj * overlap;
                    }
                }
            }
            information -= wi * all.ln();
            for ((within, own), by) in within.iter_mut().zip(&own).zip(&self.groupings) {
                *within -= wi * (own / by.mass[by.grouping.of[*i]]).ln();
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
