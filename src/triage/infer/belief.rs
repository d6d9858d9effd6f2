//! What is believed after some answers: a posterior over the conditions.

use super::model::{Answer, Model, Shape};

/// Why an answer or a prior is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BeliefError {
    /// Not one finite weight ≥ 0 for each condition, or all of them 0.
    #[error("a prior needs one weight ≥ 0 for each condition, not all 0")]
    Prior,
    /// No variable has this number.
    #[error("no variable has the number {0}")]
    Variable(usize),
    /// The answer is not one of this variable's.
    #[error("variable {0} has no such answer")]
    Answer(usize),
}

/// An answer with its likelihoods.
#[derive(Debug, Clone)]
struct Evidence {
    answer: Answer,
    error: f64,
    /// P(answer | condition, parent present), errors included.
    present: Vec<f64>,
    /// P(answer | parent absent), errors included.
    absent: f64,
}

/// A posterior over the conditions of a model.
///
/// Variables with a common root (a parent and its children) form a *family*, whose likelihood sums
/// over whether each parent is truly present, whatever was said of it; families are independent given
/// the condition. So neither the order of the answers matters nor whether a child or its parent was
/// asked, and one wrong answer cannot contradict another into impossibility.
#[derive(Debug, Clone)]
pub struct Belief<'m> {
    pub(super) model: &'m Model,
    prior: Vec<f64>,
    answers: Vec<Option<Evidence>>,
    /// Whether a variable or one below it has an answer.
    touched: Vec<bool>,
    /// Root and ln P(its family's answers | condition).
    families: Vec<(usize, Vec<f64>)>,
    posterior: Vec<f64>,
}

/// What one answer said for or against a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// The variable that was answered.
    pub variable: usize,
    /// ln P(answer | condition) − ln P(answer | the other conditions): above 0 for, below 0 against.
    pub weight: f64,
}

impl<'m> Belief<'m> {
    /// The belief before any answer: `prior` gives a weight to each condition (age and sex counted
    /// in), of any sum. A weight of 0 rules a condition out for good.
    pub fn new(model: &'m Model, prior: &[f64]) -> Result<Self, BeliefError> {
        let sum: f64 = prior.iter().sum();
        if prior.len() != model.conditions || !prior.iter().all(|w| w.is_finite() && *w >= 0.0) || sum <= 0.0 {
            return Err(BeliefError::Prior);
        }
        let prior: Vec<f64> = prior.iter().map(|weight| weight / sum).collect();
        Ok(Self {
            model,
            posterior: prior.clone(),
            prior,
            answers: vec![None; model.variables()],
            touched: vec![false; model.variables()],
            families: Vec::new(),
        })
    }

    /// Takes an answer in; a second one to the same variable replaces the first.
    pub fn observe(&mut self, variable: usize, answer: &Answer) -> Result<(), BeliefError> {
        self.observe_trusted(variable, answer, self.model.error)
    }

    /// The same for what is surer, or less sure, than an answer to a question: it is wrong with the
    /// probability `error`, kept inside `[1e-6, 0.5]`.
    pub fn observe_trusted(&mut self, variable: usize, answer: &Answer, error: f32) -> Result<(), BeliefError> {
        let evidence = self.weigh(variable, answer, error.clamp(1e-6, 0.5))?;
        let first = self.answers[variable].replace(evidence).is_none();
        if first && *answer == Answer::Unknown {
            return Ok(());
        }
        let root = self.model.entries[variable].root;
        let mut above = Some(variable);
        while let Some(at) = above {
            self.touched[at] = true;
            above = self.model.entries[at].parent;
        }
        let family: Vec<f64> =
            (0..self.model.conditions).map(|c| self.given_present(root, c, usize::MAX).ln()).collect();
        match self.families.iter_mut().find(|(known, _)| *known == root) {
            Some((_, known)) => *known = family,
            None => self.families.push((root, family)),
        }
        self.update();
        Ok(())
    }

    fn weigh(&self, variable: usize, answer: &Answer, error: f32) -> Result<Evidence, BeliefError> {
        let model = self.model;
        let entry = model.entries.get(variable).ok_or(BeliefError::Variable(variable))?;
        let column = |column: usize| (0..model.conditions).map(move |c| model.p[c * model.columns + column]);
        let error = f64::from(error);
        let said = |p: f32| error + (1.0 - 2.0 * error) * f64::from(p);
        let chosen = |p: f32, values: usize| error / values as f64 + (1.0 - error) * f64::from(p);
        let (present, absent) = match (&entry.shape, answer) {
            (_, Answer::Unknown) => (Vec::new(), 1.0),
            (Shape::Binary(at), Answer::Yes) => (column(*at).map(said).collect(), error),
            (Shape::Binary(at), Answer::No) => (column(*at).map(|p| 1.0 - said(p)).collect(), 1.0 - error),
            (Shape::Choice { column: at, values, none }, Answer::Value(value)) if value < values => (
                column(at + value).map(|p| chosen(p, *values)).collect(),
                chosen(if *none == Some(*value) { 1.0 } else { 0.0 }, *values),
            ),
            (Shape::Many(set), Answer::Values(values)) => {
                let set = &model.sets[*set];
                if values.iter().any(|value| *value >= set.values) {
                    return Err(BeliefError::Answer(variable));
                }
                let right: Vec<f64> = (0..model.conditions).map(|c| set.likelihood(c, values)).collect();
                let other = set.by_mistake(&right);
                let nothing = if values.is_empty() { 1.0 } else { 0.0 };
                let mixed = |right: f64| (1.0 - error) * right + error * other;
                (right.iter().map(|right| mixed(*right)).collect(), mixed(nothing))
            }
            _ => return Err(BeliefError::Answer(variable)),
        };
        Ok(Evidence { answer: answer.clone(), error, present, absent })
    }

    /// P(answers at `variable` and below | condition, its parent present), of the variables up to
    /// number `last`.
    fn given_present(&self, variable: usize, condition: usize, last: usize) -> f64 {
        if !self.touched[variable] || variable > last {
            return 1.0;
        }
        let (yes, no) = self.truths(variable, condition, last);
        match &self.answers[variable] {
            Some(evidence) if self.is_leaf(variable, last) => *evidence.present.get(condition).unwrap_or(&1.0),
            _ => yes + no,
        }
    }

    /// Whether nothing below a variable was answered.
    fn is_leaf(&self, variable: usize, last: usize) -> bool {
        !self.model.entries[variable].children.iter().any(|child| self.touched[*child] && *child <= last)
    }

    /// P(answers at a binary variable and below, and it is truly present) and the same with absent,
    /// given the condition and its parent present.
    fn truths(&self, variable: usize, condition: usize, last: usize) -> (f64, f64) {
        let model = self.model;
        let entry = &model.entries[variable];
        let Shape::Binary(column) = entry.shape else { return (1.0, 0.0) };
        let p = f64::from(model.p[condition * model.columns + column]);
        let (mut yes, mut no) = (p * self.report(variable, true), (1.0 - p) * self.report(variable, false));
        for child in &entry.children {
            yes *= self.given_present(*child, condition, last);
            no *= self.given_absent(*child, last);
        }
        (yes, no)
    }

    /// P(what was said of a binary variable | whether it is truly present).
    fn report(&self, variable: usize, present: bool) -> f64 {
        match &self.answers[variable] {
            Some(Evidence { answer: Answer::Yes, error, .. }) => {
                if present {
                    1.0 - error
                } else {
                    *error
                }
            }
            Some(Evidence { answer: Answer::No, error, .. }) => {
                if present {
                    *error
                } else {
                    1.0 - error
                }
            }
            _ => 1.0,
        }
    }

    /// P(answers at `variable` and below | its parent absent).
    fn given_absent(&self, variable: usize, last: usize) -> f64 {
        if !self.touched[variable] || variable > last {
            return 1.0;
        }
        let own = self.answers[variable].as_ref().map_or(1.0, |evidence| evidence.absent);
        self.model.entries[variable].children.iter().fold(own, |all, child| all * self.given_absent(*child, last))
    }

    /// P(a variable's parent is truly present | condition, answers).
    pub(super) fn open(&self, variable: usize, condition: usize) -> f64 {
        self.model.entries[variable].parent.map_or(1.0, |parent| self.truly(parent, condition))
    }

    /// P(a binary variable is truly present | condition, answers).
    pub(super) fn truly(&self, variable: usize, condition: usize) -> f64 {
        let (yes, no) = self.truths(variable, condition, usize::MAX);
        let local = if yes + no > 0.0 { yes / (yes + no) } else { 0.0 };
        local * self.open(variable, condition)
    }

    /// P(a binary variable is truly present | answers), whatever was said of it.
    pub fn presence(&self, variable: usize) -> f64 {
        self.posterior.iter().enumerate().map(|(c, w)| w * self.truly(variable, c)).sum()
    }

    /// Whether an answer to a relative may already say something of a variable.
    pub(super) fn is_spoken_of(&self, variable: usize) -> bool {
        self.touched[self.model.entries[variable].root]
    }

    fn update(&mut self) {
        let mut highest = f64::NEG_INFINITY;
        for (condition, prior) in self.prior.iter().enumerate() {
            let ln = prior.ln() + self.families.iter().map(|(_, family)| family[condition]).sum::<f64>();
            highest = highest.max(ln);
            self.posterior[condition] = ln;
        }
        self.posterior.iter_mut().for_each(|ln| *ln = (*ln - highest).exp());
        let sum: f64 = self.posterior.iter().sum();
        self.posterior.iter_mut().for_each(|p| *p /= sum);
    }

    /// P(condition | answers), in the model's order; sums to 1.
    pub fn posterior(&self) -> &[f64] {
        &self.posterior
    }

    /// Conditions and their posterior, likeliest first.
    pub fn ranked(&self) -> Vec<(usize, f64)> {
        let mut ranked: Vec<_> = self.posterior.iter().copied().enumerate().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }

    /// What was answered to a variable.
    pub fn answer(&self, variable: usize) -> Option<&Answer> {
        self.answers.get(variable)?.as_ref().map(|evidence| &evidence.answer)
    }

    /// What each answer said for or against a condition, the strongest first.
    ///
    /// The weight is ln r(condition) − ln Σ w·r(other) / Σ w over the other conditions with their
    /// prior weights w, where r is P(answer | condition, answers to its ancestors and elder relatives).
    pub fn reasons(&self, condition: usize) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for variable in 0..self.answers.len() {
            let Some(evidence) = &self.answers[variable] else { continue };
            if evidence.answer == Answer::Unknown {
                continue;
            }
            let root = self.model.entries[variable].root;
            let before = |c: usize| if variable == root { 1.0 } else { self.given_present(root, c, variable - 1) };
            let ratio = |c: usize| self.given_present(root, c, variable) / before(c);
            let (mut others, mut weights) = (0.0, 0.0);
            for (c, prior) in self.prior.iter().enumerate().filter(|(c, _)| *c != condition) {
                others += prior * ratio(c);
                weights += prior;
            }
            if weights > 0.0 {
                reasons.push(Reason { variable, weight: ratio(condition).ln() - (others / weights).ln() });
            }
        }
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        reasons
    }
}
