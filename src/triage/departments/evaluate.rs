//! How often the model names the department that a text is for.

use std::fmt;

use fastrand::Rng;
use serde::Serialize;

use super::{
    Corpus, CorpusError, Departments, Noise,
    corpus::Example,
    softmax::{Row, softmax},
    train,
};

/// What was measured; JSON has the shares in per cent.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Texts.
    pub n: usize,
    /// Share of the texts whose department came first.
    #[serde(serialize_with = "crate::triage::percent")]
    pub top_1: f64,
    /// Share of the texts whose department was among the first three.
    #[serde(serialize_with = "crate::triage::percent")]
    pub top_3: f64,
    /// Mean of the negative logarithm of what the right department was given.
    pub log_loss: f64,
    /// What was done to the texts.
    pub noise: Option<Noise>,
}

impl Departments {
    /// Judges each text, changed by `noise` as the seed draws it.
    pub fn evaluate(&self, corpus: &Corpus, noise: Option<Noise>, seed: u64) -> Report {
        let mut rng = Rng::with_seed(seed);
        let (mut first, mut third, mut loss) = (0, 0, 0.0);
        for Example { text, label, .. } in &corpus.0 {
            let scores = match noise {
                Some(noise) => self.scores(&noise.apply(text, &mut rng)),
                None => self.scores(text),
            };
            let own = scores[*label as usize];
            let better = scores.iter().filter(|score| **score > own).count();
            first += usize::from(better < 1);
            third += usize::from(better < 3);
            loss -= f64::from(own.max(1e-9)).ln();
        }
        let n = corpus.len();
        let share = |count: usize| count as f64 / n.max(1) as f64;
        Report { n, top_1: share(first), top_3: share(third), log_loss: loss / n.max(1) as f64, noise }
    }

    /// Makes scores flatter (above 1) or steeper; the order stays.
    pub fn set_temperature(&mut self, temperature: f32) {
        self.0.set_temperature(temperature);
    }

    /// The temperature at which texts that it has not seen are given what they deserve.
    fn best_temperature(&self, unseen: &Corpus) -> f32 {
        let evidence: Vec<_> =
            unseen.0.iter().map(|example| (self.0.evidence(&example.text), example.label as usize)).collect();
        let loss = |temperature: f32| -> f64 {
            let share = |(row, label): &(Row, usize)| softmax(row.map(|x| x / temperature))[*label];
            evidence.iter().map(|text| -f64::from(share(text).max(1e-9)).ln()).sum()
        };
        let tried = (0..100).map(|step| 0.2 * 1.04_f32.powi(step));
        tried.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
    }
}

/// What a model does on texts that were kept apart from its learning.
#[derive(Clone, Debug)]
pub struct HeldOut {
    /// As they are, without spaces, with typing mistakes.
    pub reports: [Report; 3],
    /// At which scores are shares of the texts kept apart.
    pub temperature: f32,
}

impl HeldOut {
    /// Into how many parts a corpus is parted; one is kept apart.
    pub const PARTS: usize = 5;

    /// Learns from the other parts and judges by the part of the given number.
    pub fn measure(corpus: &Corpus, part: usize, seed: u64) -> Result<Self, CorpusError> {
        let (learned, kept) = corpus.part(part, Self::PARTS, seed);
        if kept.is_empty() {
            return Err(CorpusError::TooSmall);
        }
        let mut model = train(&learned, seed)?;
        let temperature = model.best_temperature(&kept);
        model.set_temperature(temperature);
        let reports = [None, Some(Noise::Spaces), Some(Noise::Typos)].map(|noise| model.evaluate(&kept, noise, seed));
        Ok(Self { reports, temperature })
    }
}

impl fmt::Display for HeldOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reports.iter().try_for_each(|report| writeln!(f, "{report}"))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noise = match self.noise {
            None => "그대로",
            Some(Noise::Spaces) => "띄어쓰기 없이",
            Some(Noise::Typos) => "오타 5%",
        };
        let Self { n, top_1, top_3, log_loss, .. } = self;
        let (top_1, top_3) = (top_1 * 100.0, top_3 * 100.0);
        write!(f, "{n:>6}건  첫째 {top_1:5.2} %  셋 안 {top_3:5.2} %  로그 손실 {log_loss:.3}  {noise}")
    }
}
