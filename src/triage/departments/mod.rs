//! Text → department: a linear model over hashed pieces of the text, the prior over departments
//! when the lexicon sees little.
//!
//! Order of use: `features` takes a text apart, `model` adds up what is known of its pieces, `label`
//! names the outcome. `train` makes the file from a `corpus`, `evaluate` measures it, with the texts as
//! they are or with `noise`. What the file was made from and how good it is: `model.md`.

mod corpus;
mod evaluate;
mod features;
mod label;
mod model;
mod noise;
mod softmax;
#[cfg(test)]
mod tests;
mod train;

use std::{borrow::Cow, sync::LazyLock};

use self::model::Model;
pub use self::{
    corpus::{Corpus, CorpusError},
    evaluate::{HeldOut, Report},
    label::Label,
    model::ModelFault,
    noise::Noise,
    train::train,
};
use crate::domain::specialty::Specialty;

/// What was learned, as it ships.
const FILE: &[u8] = include_bytes!("model.bin");

/// The model: which department a text is for.
pub struct Departments(Model);

impl Departments {
    /// The model that ships, read once.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Departments> =
            LazyLock::new(|| Departments::from_file(FILE).expect("the file that ships is whole; a test reads it"));
        &BUILTIN
    }

    /// Reads a file that `train` made.
    pub fn from_file(file: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelFault> {
        Model::parse(file).map(Self)
    }

    /// The file, to be kept.
    pub fn file(&self) -> &[u8] {
        self.0.file()
    }

    /// How likely the text is for each department, in the order of [`Label::ALL`]; they add up to one.
    /// Of a text in which nothing is known it is how often each is asked for. Of a long text the
    /// beginning counts.
    pub fn scores(&self, text: &str) -> [f32; Label::COUNT] {
        self.0.scores(text)
    }

    /// The same by HIRA's code, likeliest first: internal medicine is the sum of its branches.
    pub fn hira_scores(&self, text: &str) -> Vec<(Specialty, f32)> {
        let mut sums: Vec<(Specialty, f32)> = Vec::new();
        for (label, score) in Label::ALL.into_iter().zip(self.scores(text)) {
            let specialty = label.specialty();
            match sums.iter_mut().find(|sum| sum.0 == specialty) {
                Some(sum) => sum.1 += score,
                None => sums.push((specialty, score)),
            }
        }
        sums.sort_by(|a, b| b.1.total_cmp(&a.1));
        sums
    }
}
