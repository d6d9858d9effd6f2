//! What is known: conditions, and P(answer | condition) for every variable.

/// Probabilities inside a set are kept this far from 0 and 1.
const NEVER: f32 = 1e-4;

/// P(answer | condition), each list *condition-major*: all numbers of condition 0, then condition 1, …
#[derive(Debug, Clone)]
pub enum Table {
    /// Present or absent: one P(present | condition) a condition.
    Binary(Vec<f32>),
    /// One of `values` answers (a graded number counts each grade as one). A condition's
    /// probabilities sum to 1.
    Choice {
        /// How many answers there are.
        values: usize,
        /// P(value | condition), `values` numbers a condition.
        p: Vec<f32>,
        /// The answer that means "none": what is said when the parent is absent.
        none: Option<usize>,
    },
    /// Any set of `values`, the empty one too.
    Many {
        /// How many values there are.
        values: usize,
        /// P(no value at all | condition), one a condition.
        none: Vec<f32>,
        /// P(value in the set | condition, the set is not empty), `values` numbers a condition.
        p: Vec<f32>,
    },
}

impl Table {
    /// A table of independent values, where the empty set is as likely as its values make it.
    pub fn independent(values: usize, p: Vec<f32>) -> Self {
        let empty = |row: &[f32]| row.iter().map(|p| 1.0 - p).product::<f32>();
        let none: Vec<f32> = p.chunks_exact(values.max(1)).map(empty).collect();
        let some = |(row, none): (&[f32], &f32)| {
            row.iter().map(|p| (p / (1.0 - none).max(NEVER)).min(1.0)).collect::<Vec<_>>()
        };
        let p = p.chunks_exact(values.max(1)).zip(&none).flat_map(some).collect();
        Self::Many { values, none, p }
    }
}

/// One variable: its table, and the binary variable that it presupposes.
#[derive(Debug, Clone)]
pub struct Variable {
    /// P(answer | condition, parent present).
    pub table: Table,
    /// The binary variable without which this one is always absent (pain, of the pain's place). It
    /// comes earlier in the list.
    pub parent: Option<usize>,
}

/// An answer to a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Of any variable: not known. Changes nothing.
    Unknown,
    /// Of a binary variable: present.
    Yes,
    /// Of a binary variable: absent.
    No,
    /// Of a choice: the value's number.
    Value(usize),
    /// Of a set: its values' numbers; empty for none of them.
    Values(Vec<usize>),
}

/// How a variable lies in the model's columns.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// P(present) in this column.
    Binary(usize),
    /// P(value) in `values` columns from `column` on.
    Choice { column: usize, values: usize, none: Option<usize> },
    /// The set of this number.
    Many(usize),
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub shape: Shape,
    pub parent: Option<usize>,
    /// The first of its parents, or itself.
    pub root: usize,
    pub children: Vec<usize>,
}

/// A variable whose answer is a set.
#[derive(Debug, Clone)]
pub(super) struct Set {
    pub values: usize,
    /// P(no value | condition).
    pub none: Vec<f32>,
    /// ln p/(1 − p) of each value, condition-major.
    pub odds: Vec<f32>,
    /// Σ ln(1 − p) over a condition's values.
    pub base: Vec<f32>,
    /// Bhattacharyya coefficient Σ √(P(set | i)·P(set | j)) of each two conditions' value parts.
    pub overlap: Vec<f32>,
}

/// Conditions and variables with their tables, dense and unchanging.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) conditions: usize,
    pub(super) error: f32,
    pub(super) columns: usize,
    /// `conditions × columns`: P(answer | condition, parent present).
    pub(super) p: Vec<f32>,
    /// `conditions × columns`: P(answer | condition), nothing being known of the parent.
    pub(super) alone: Vec<f32>,
    /// `conditions × variables`: entropy of the answer given the condition (nats), nothing being known
    /// of the parent, errors included.
    pub(super) entropy: Vec<f32>,
    pub(super) entries: Vec<Entry>,
    pub(super) sets: Vec<Set>,
}

/// Why a model cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// No condition, or an error rate outside `[1e-6, 0.5]`.
    #[error("no condition, or an error rate outside [1e-6, 0.5]")]
    Settings,
    /// This variable's table has not one number for each condition and value.
    #[error("variable {0}: not one number for each condition and value")]
    Size(usize),
    /// This variable has a number that is no probability, or a choice that does not sum to 1.
    #[error("variable {0}: a number is no probability, or a choice does not sum to 1")]
    Probability(usize),
    /// This variable's parent is not an earlier binary variable.
    #[error("variable {0}: its parent is not an earlier binary variable")]
    Parent(usize),
}

impl Model {
    /// A model of `conditions`; `error` (ε) is how often an answer is taken to be wrong: a binary
    /// one turned round, another replaced by any value.
    pub fn new(conditions: usize, error: f32, variables: &[Variable]) -> Result<Self, ModelError> {
        if conditions == 0 || !(1e-6..=0.5).contains(&error) {
            return Err(ModelError::Settings);
        }
        let mut model = Self {
            conditions,
            error,
            columns: 0,
            p: Vec::new(),
            alone: Vec::new(),
            entropy: Vec::new(),
            entries: Vec::with_capacity(variables.len()),
            sets: Vec::new(),
        };
        // Columns of each variable, still condition-major by themselves.
        let mut blocks = Vec::with_capacity(variables.len());
        for (at, variable) in variables.iter().enumerate() {
            check(conditions, at, &variable.table)?;
            let (shape, width) = model.lay_out(&variable.table);
            if let Some(parent) = variable.parent {
                match model.entries.get_mut(parent) {
                    Some(Entry { shape: Shape::Binary(_), children, .. }) => children.push(at),
                    _ => return Err(ModelError::Parent(at)),
                }
            }
            let root = variable.parent.map_or(at, |parent| model.entries[parent].root);
            model.entries.push(Entry { shape, parent: variable.parent, root, children: Vec::new() });
            model.columns += width;
            if let Table::Binary(p) | Table::Choice { p, .. } = &variable.table {
                blocks.push((width, p.as_slice()));
            }
        }
        let row = |c: usize| blocks.iter().flat_map(move |(width, p)| &p[c * width..(c + 1) * width]);
        model.p = (0..conditions).flat_map(row).copied().collect();
        model.alone = model.marginals();
        let entropies = |c: usize| (0..model.entries.len()).map(move |v| (c, v));
        let entropy = (0..conditions).flat_map(entropies).map(|(c, v)| model.answer_entropy(c, v)).collect();
        model.entropy = entropy;
        Ok(model)
    }

    /// Where a table lies, and how many columns it takes.
    fn lay_out(&mut self, table: &Table) -> (Shape, usize) {
        match table {
            Table::Binary(_) => (Shape::Binary(self.columns), 1),
            Table::Choice { values, none, .. } => {
                (Shape::Choice { column: self.columns, values: *values, none: *none }, *values)
            }
            Table::Many { values, none, p } => {
                self.sets.push(Set::new(*values, none, p));
                (Shape::Many(self.sets.len() - 1), 0)
            }
        }
    }

    /// `p` with the parents' presence summed over.
    fn marginals(&self) -> Vec<f32> {
        let mut alone = self.p.clone();
        if self.columns == 0 {
            return alone;
        }
        for row in alone.chunks_exact_mut(self.columns) {
            for entry in &self.entries {
                let Some(parent) = entry.parent else { continue };
                let Shape::Binary(parent) = self.entries[parent].shape else { continue };
                let open = row[parent];
                match entry.shape {
                    Shape::Binary(column) => row[column] *= open,
                    Shape::Choice { column, values, none } => {
                        row[column..column + values].iter_mut().for_each(|p| *p *= open);
                        if let Some(none) = none {
                            row[column + none] += 1.0 - open;
                        }
                    }
                    Shape::Many(_) => {}
                }
            }
        }
        alone
    }

    /// H(answer | condition) of binary variables and choices; 0 for sets, whose gain is estimated
    /// otherwise.
    fn answer_entropy(&self, condition: usize, variable: usize) -> f32 {
        let row = &self.alone[condition * self.columns..][..self.columns];
        match self.entries[variable].shape {
            Shape::Binary(column) => {
                let p = self.said(row[column]);
                plogp(p) + plogp(1.0 - p)
            }
            Shape::Choice { column, values, .. } => {
                row[column..column + values].iter().map(|p| plogp(self.chosen(*p, values))).sum()
            }
            Shape::Many(_) => 0.0,
        }
    }

    /// P("present" is said) when it is present with probability `p`.
    pub(super) fn said(&self, p: f32) -> f32 {
        self.error + (1.0 - 2.0 * self.error) * p
    }

    /// P(a value is said) when it is right with probability `p`.
    pub(super) fn chosen(&self, p: f32, values: usize) -> f32 {
        self.error / values as f32 + (1.0 - self.error) * p
    }

    /// How many conditions there are.
    pub fn conditions(&self) -> usize {
        self.conditions
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.entries.len()
    }

    /// The binary variable that this one presupposes.
    pub fn parent(&self, variable: usize) -> Option<usize> {
        self.entries[variable].parent
    }

    /// Bytes that the tables take.
    pub fn bytes(&self) -> usize {
        let of = |set: &Set| set.none.len() + set.odds.len() + set.base.len() + set.overlap.len();
        let sets: usize = self.sets.iter().map(of).sum();
        4 * (self.p.len() + self.alone.len() + self.entropy.len() + sets)
    }
}

impl Set {
    fn new(values: usize, none: &[f32], p: &[f32]) -> Self {
        let p: Vec<f32> = p.iter().map(|p| p.clamp(NEVER, 1.0 - NEVER)).collect();
        let rows = || p.chunks_exact(values);
        let both = |a: &[f32], b: &[f32]| -> f32 {
            let ln = |(a, b): (&f32, &f32)| f64::from((a * b).sqrt() + ((1.0 - a) * (1.0 - b)).sqrt()).ln();
            a.iter().zip(b).map(ln).sum::<f64>().exp() as f32
        };
        Self {
            values,
            none: none.to_vec(),
            odds: p.iter().map(|p| (p / (1.0 - p)).ln()).collect(),
            base: rows().map(|row| row.iter().map(|p| (1.0 - p).ln()).sum()).collect(),
            overlap: rows().flat_map(|a| rows().map(move |b| both(a, b))).collect(),
        }
    }

    /// P(these values | condition).
    pub fn likelihood(&self, condition: usize, values: &[usize]) -> f64 {
        let none = f64::from(self.none[condition]);
        if values.is_empty() {
            return none;
        }
        let odds = &self.odds[condition * self.values..][..self.values];
        let ln: f32 = self.base[condition] + values.iter().map(|v| odds[*v]).sum::<f32>();
        (1.0 - none) * f64::from(ln).exp()
    }

    /// P(a set | it was said by mistake), from its P(set | condition): what another condition could
    /// have led to, or hardly anything.
    pub fn by_mistake(&self, likelihoods: &[f64]) -> f64 {
        likelihoods.iter().sum::<f64>() / likelihoods.len() as f64 + 1e-3 / (self.values + 1) as f64
    }
}

/// −p·ln p, 0 at 0.
///
/// A turn takes tens of thousands of logarithms; this one, good to f32's last digits, takes a fraction
/// of the library's time.
pub(super) fn plogp(p: f32) -> f32 {
    if p < f32::MIN_POSITIVE {
        return 0.0;
    }
    // p = m·2^e with m in [√½, √2); ln m = 2·artanh((m − 1)/(m + 1)).
    let shifted = p.to_bits().wrapping_sub(0x3f35_04f3);
    let e = (shifted.cast_signed() >> 23) as f32;
    let m = f32::from_bits((shifted & 0x007f_ffff) + 0x3f35_04f3);
    let s = (m - 1.0) / (m + 1.0);
    let q = s * s;
    let ln = 2.0 * s * (1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0)))) + e * std::f32::consts::LN_2;
    -p * ln
}

fn check(conditions: usize, at: usize, table: &Table) -> Result<(), ModelError> {
    let all = |p: &[f32]| p.iter().all(|p| (0.0..=1.0).contains(p));
    let (sized, likely) = match table {
        Table::Binary(p) => (p.len() == conditions, all(p)),
        Table::Choice { values, p, none } => (
            *values > 0 && p.len() == conditions * values && none.is_none_or(|none| none < *values),
            all(p) && p.chunks_exact((*values).max(1)).all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-3),
        ),
        Table::Many { values, none, p } => {
            (*values > 0 && none.len() == conditions && p.len() == conditions * values, all(none) && all(p))
        }
    };
    match (sized, likely) {
        (true, true) => Ok(()),
        (true, false) => Err(ModelError::Probability(at)),
        (false, _) => Err(ModelError::Size(at)),
    }
}
