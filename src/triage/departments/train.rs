//! Makes the weights from a corpus.
//!
//! Beside it a list of terms in the project's own words is learned, for what a corpus has seldom or
//! never. Two linear models are learned from the same texts, one by least squares (which is right more often
//! where labels are as noisy as these) and one by likelihood (which orders the others better), each half
//! the time from texts without spaces and with typing mistakes. Their sum is one linear model. Of its
//! weights those are kept that matter most, as many as the file may hold.

use std::thread;

use fastrand::Rng;

use super::{
    Corpus, CorpusError, Departments, Label,
    corpus::{Example, terms},
    features::{self, KEY_BITS},
    model::{BYTES_OF_NONE, Model, Piece, bytes_of},
    noise::{typos, without_spaces},
    softmax::{Row, softmax},
};

/// The file's limit in bytes.
pub(super) const MAX_BYTES: usize = 1_000_000;
/// How often each text is seen.
const EPOCHS: usize = 10;
/// Share of the texts that are seen with noise, after the first time; of these without spaces, and
/// with mistakes in syllables by a probability.
const NOISY: f32 = 0.5;
const NOISY_SPACES: f32 = 0.8;
const NOISY_TYPOS: f32 = 0.7;
const TYPO: f32 = 0.07;
/// Worth of the least squares beside the likelihood.
const SQUARES: f32 = 4.0;
/// Share of a label that is spread over all: labels are often wrong.
const SMOOTHING: f32 = 0.2;
/// How many texts of all departments a piece's departments lean on.
const LEANING: f64 = 4.0;
/// No key.
const NONE: u32 = u32::MAX;

/// Learns the weights; the same corpus and seed make the same file.
pub fn train(corpus: &Corpus, seed: u64) -> Result<Departments, CorpusError> {
    if corpus.is_empty() {
        return Err(CorpusError::TooSmall);
    }
    let terms = terms();
    let mut examples = corpus.distinct();
    examples.extend(&terms);
    let pieces = Pieces::of(&examples);
    let [mut likelihood, squares] = thread::scope(|scope| {
        [&LIKELIHOOD, &SQUARED]
            .map(|aim| scope.spawn(|| Linear::fit(&pieces, &examples, aim, seed)))
            .map(|thread| thread.join().expect("learning does not fall"))
    });
    likelihood.add(&squares, SQUARES);
    likelihood.pack(&pieces).map(Departments).map_err(|_| CorpusError::TooSmall)
}

/// What a text is to the learner: its pieces' numbers and their share of it, as a vector of length one.
type Vector = Vec<(u32, f32)>;

/// Every piece of the corpus by number.
struct Pieces {
    keys: Vec<u32>,
    /// In how many texts it is.
    counts: Vec<f32>,
    salience: Vec<f32>,
    numbers: Vec<u32>,
}

impl Pieces {
    fn of(examples: &[&Example]) -> Self {
        let mut texts = [0.0; Label::COUNT];
        let mut all = Vec::new();
        for Example { text, label, .. } in examples {
            texts[*label as usize] += 1.0;
            all.extend(features::keys(text).into_iter().map(|key| (key, *label as usize)));
        }
        all.sort_unstable();
        let mut pieces =
            Self { keys: Vec::new(), counts: Vec::new(), salience: Vec::new(), numbers: vec![NONE; 1 << KEY_BITS] };
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let mut found = [0.0; Label::COUNT];
            same.iter().for_each(|(_, label)| found[*label] += 1.0);
            pieces.numbers[same[0].0 as usize] = pieces.keys.len() as u32;
            pieces.keys.push(same[0].0);
            pieces.counts.push(same.len() as f32);
            pieces.salience.push(salience(&found, &texts));
        }
        pieces
    }

    fn vector(&self, text: &str) -> Vector {
        let numbers = features::keys(text).into_iter().map(|key| self.numbers[key as usize]);
        let mut vector: Vector =
            numbers.filter(|number| *number != NONE).map(|number| (number, self.salience[number as usize])).collect();
        let length = vector.iter().map(|(_, x)| x * x).sum::<f32>().sqrt().max(1e-3);
        vector.iter_mut().for_each(|(_, x)| *x /= length);
        vector
    }
}

/// How much a piece has to say that is found in so many texts of each department: how seldom it is,
/// times how far its departments are from all texts' (the divergence of Kullback and Leibler; where
/// little was seen, they lean on all texts').
fn salience(found: &[f64; Label::COUNT], texts: &[f64; Label::COUNT]) -> f32 {
    let (sum, all): (f64, f64) = (found.iter().sum(), texts.iter().sum());
    let divergence: f64 = found
        .iter()
        .zip(texts)
        .filter(|(_, texts)| **texts > 0.0)
        .map(|(found, texts)| {
            let prior = texts / all;
            let share = (found + LEANING * prior) / (sum + LEANING);
            share * (share / prior).ln()
        })
        .sum();
    ((all / sum).ln() * (divergence.max(0.0) + 0.05).sqrt()) as f32
}

/// What a model is to come near to, and how fast.
struct Aim {
    /// What is wrong with the answers, by department.
    error: fn(Row, usize) -> Row,
    rate: f32,
    /// How much weights shrink by themselves.
    decay: f32,
    /// Strength of a feature that each text has for itself: it takes up what is peculiar to the text,
    /// such as a wrong label, and is thrown away.
    own: f32,
}

const LIKELIHOOD: Aim = Aim { error: unlikely, rate: 1.5, decay: 1e-6, own: 0.5 };
const SQUARED: Aim = Aim { error: apart, rate: 0.12, decay: 3e-6, own: 0.0 };

fn unlikely(answers: Row, label: usize) -> Row {
    let mut error = softmax(answers).map(|share| share - SMOOTHING / Label::COUNT as f32);
    error[label] -= 1.0 - SMOOTHING;
    error
}

fn apart(answers: Row, label: usize) -> Row {
    let mut error = answers.map(|answer| answer + 1.0);
    error[label] -= 2.0;
    error
}

/// A linear model in the making.
struct Linear {
    weights: Vec<Row>,
    bias: Row,
    /// What all weights are to be multiplied with: to shrink them is to shrink it.
    scale: f32,
}

impl Linear {
    /// Stochastic gradient descent at a rate that falls to nothing.
    fn fit(pieces: &Pieces, examples: &[&Example], aim: &Aim, seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let zero = [0.0; Label::COUNT];
        let mut model = Self { weights: vec![zero; pieces.keys.len()], bias: zero, scale: 1.0 };
        let mut own = vec![zero; examples.len()];
        let vectors: Vec<Vector> = examples.iter().map(|example| pieces.vector(&example.text)).collect();
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let steps = (EPOCHS * examples.len()) as f32;
        for epoch in 0..EPOCHS {
            rng.shuffle(&mut order);
            for (i, at) in order.iter().copied().enumerate() {
                let noisy =
                    (epoch > 0 && rng.f32() < NOISY).then(|| pieces.vector(&with_noise(&examples[at].text, &mut rng)));
                let done = (epoch * examples.len() + i) as f32 / steps;
                let vector = noisy.as_ref().unwrap_or(&vectors[at]);
                model.step(vector, examples[at].label as usize, &mut own[at], aim, aim.rate * (1.0 - done));
            }
        }
        model
    }

    /// Moves the weights toward what would have been right.
    fn step(&mut self, vector: &Vector, label: usize, own: &mut Row, aim: &Aim, rate: f32) {
        let mut answers = self.bias;
        add(&mut answers, own, aim.own * self.scale);
        for (number, x) in vector {
            add(&mut answers, &self.weights[*number as usize], x * self.scale);
        }
        let error = (aim.error)(answers, label);
        self.scale *= 1.0 - rate * aim.decay;
        let move_by = -rate / self.scale;
        for (number, x) in vector {
            add(&mut self.weights[*number as usize], &error, x * move_by);
        }
        add(own, &error, aim.own * move_by);
        add(&mut self.bias, &error, -0.05 * rate);
    }

    /// Adds another model, times a factor.
    fn add(&mut self, other: &Self, factor: f32) {
        for (row, others) in self.weights.iter_mut().zip(&other.weights) {
            *row = row.map(|x| x * self.scale);
            add(row, others, factor * other.scale);
        }
        self.scale = 1.0;
        add(&mut self.bias, &other.bias, factor);
    }

    /// Keeps what the file holds of it.
    fn pack(mut self, pieces: &Pieces) -> Result<Model, super::ModelFault> {
        for (row, salience) in self.weights.iter_mut().zip(&pieces.salience) {
            // What a row adds to every department alike changes nothing: most of it becomes nought.
            let mut sorted = *row;
            sorted.sort_unstable_by(f32::total_cmp);
            let middle = sorted[Label::COUNT / 2];
            *row = row.map(|x| (x - middle) * salience);
        }
        let matters = |number: usize| pieces.counts[number].sqrt();
        let least = self.least_kept(matters);
        let top = self.weights.iter().flatten().fold(0_f32, |top, x| top.max(x.abs()));
        let step = top / 127.0;
        let pack = |(number, row): (usize, &Row)| {
            let keep = |x: f32| if x.abs() * matters(number) < least { 0 } else { (x / step).round() as i8 };
            let (key, salience, weights) = (pieces.keys[number], pieces.salience[number], row.map(keep));
            weights.iter().any(|weight| *weight != 0).then_some(Piece { key, salience, weights })
        };
        let kept: Vec<Piece> = self.weights.iter().enumerate().filter_map(pack).collect();
        Model::build(&kept, step, &self.bias)
    }

    /// How much a weight must matter so that the file keeps its limit.
    fn least_kept(&self, matters: impl Fn(usize) -> f32) -> f32 {
        let bytes = |least: f32| {
            let departments = |(number, row): (usize, &Row)| {
                bytes_of(row.iter().filter(|x| x.abs() * matters(number) >= least).count())
            };
            BYTES_OF_NONE + self.weights.iter().enumerate().map(departments).sum::<usize>()
        };
        let (mut low, mut high) = (1e-9_f32, 1e9_f32);
        for _ in 0..40 {
            let middle = (low * high).sqrt();
            if bytes(middle) > MAX_BYTES { low = middle } else { high = middle }
        }
        high
    }
}

fn add(to: &mut Row, row: &Row, factor: f32) {
    for (sum, x) in to.iter_mut().zip(row) {
        *sum += x * factor;
    }
}

fn with_noise(text: &str, rng: &mut Rng) -> String {
    let text = if rng.f32() < NOISY_SPACES { without_spaces(text) } else { text.to_owned() };
    if rng.f32() < NOISY_TYPOS { typos(&text, TYPO, rng) } else { text }
}
