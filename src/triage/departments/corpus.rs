//! Texts and their departments, read from a CSV file, and parted so that a figure is honest.

use std::{
    collections::{BTreeMap, HashSet},
    io,
};

use fastrand::Rng;
use serde::Deserialize;
use thiserror::Error;

use super::Label;
use crate::domain::hangul;

/// The project's own words.
const TERMS: &str = include_str!("terms.tsv");

/// Why a corpus cannot be used.
#[derive(Debug, Error)]
pub enum CorpusError {
    /// The file cannot be read, or a column is missing.
    #[error("CSV를 읽을 수 없어요: {0}")]
    Csv(#[from] csv::Error),
    /// A department that the model does not know.
    #[error("{line}번째 줄의 진료과 {name}은(는) 알 수 없어요.")]
    UnknownDepartment {
        /// Line of the file, its head being the first.
        line: u64,
        /// What stands there.
        name: String,
    },
    /// Too little to learn from or to judge by.
    #[error("글이 너무 적어요.")]
    TooSmall,
}

#[derive(Deserialize)]
struct Record {
    text: String,
    department: String,
}

/// A text and whom it is for.
#[derive(Clone)]
pub(super) struct Example {
    pub text: String,
    pub label: Label,
    /// Which texts are the same but for spaces and punctuation.
    group: u32,
}

/// What belongs to a department, in the project's own words.
pub(super) fn terms() -> Vec<Example> {
    let line = |line: &'static str| {
        let (name, terms) = line.split_once('\t').unwrap_or((line, ""));
        let label = Label::from_abbreviation(name).expect("the file names departments; a test reads it");
        terms.split('|').map(move |text| Example { text: text.to_owned(), label, group: 0 })
    };
    TERMS.lines().filter(|line| !line.starts_with('#')).flat_map(line).collect()
}

/// A corpus as it was read.
pub struct Corpus(pub(super) Vec<Example>);

impl Corpus {
    /// Reads CSV with the columns `text` and `department`.
    pub fn read(reader: impl io::Read) -> Result<Self, CorpusError> {
        let mut groups = BTreeMap::new();
        let mut examples = Vec::new();
        let mut csv = csv::Reader::from_reader(reader);
        let heads = csv.headers()?.clone();
        let mut record = csv::StringRecord::new();
        while csv.read_record(&mut record)? {
            let Record { text, department } = record.deserialize(Some(&heads))?;
            let Some(label) = Label::from_abbreviation(&department) else {
                let line = record.position().map_or(0, csv::Position::line);
                return Err(CorpusError::UnknownDepartment { line, name: department });
            };
            let next = groups.len() as u32;
            let group = *groups.entry(hangul::normalise(&text)).or_insert(next);
            examples.push(Example { text, label, group });
        }
        Ok(Self(examples))
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is learned from and what is kept apart, as the `fold`-th of `folds`: equally much of each
    /// department, and texts that are the same always on one side.
    pub fn part(&self, fold: usize, folds: usize, seed: u64) -> (Self, Self) {
        let mut first: Vec<Option<(usize, u32)>> = Vec::new();
        for example in &self.0 {
            let group = example.group as usize;
            first.resize(first.len().max(group + 1), None);
            first[group].get_or_insert((example.label as usize, example.group));
        }
        let mut groups: Vec<(usize, u32)> = first.into_iter().flatten().collect();
        Rng::with_seed(seed).shuffle(&mut groups);
        groups.sort_by_key(|(label, _)| *label);
        let kept: HashSet<u32> =
            groups.iter().enumerate().filter(|(at, _)| at % folds == fold).map(|(_, (_, group))| *group).collect();
        let (kept, learned) = self.0.iter().cloned().partition(|example| kept.contains(&example.group));
        (Self(learned), Self(kept))
    }

    /// Without what says the same of the same department again.
    pub(super) fn distinct(&self) -> Vec<&Example> {
        let mut seen = HashSet::new();
        self.0.iter().filter(|example| seen.insert((example.group, example.label))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_named() {
        let read = |text: &str| Corpus::read(text.as_bytes()).map(|corpus| corpus.len());
        assert_eq!(read("text,department\n목이 아파요,ENT\n").unwrap(), 1);
        let fault = read("department,text\nENT,\"두\n줄\"\nXYZ,배가 아파요\n").unwrap_err().to_string();
        assert_eq!(fault, "4번째 줄의 진료과 XYZ은(는) 알 수 없어요.");
        assert!(matches!(read("text\n목이 아파요\n"), Err(CorpusError::Csv(_))));
    }

    #[test]
    fn every_department_has_terms_and_no_term_two_lines() {
        let terms = terms();
        let mut seen = HashSet::new();
        for Example { text, label, .. } in &terms {
            assert!(!text.trim().is_empty() && seen.insert((text, label)), "{text}");
        }
        for label in Label::ALL {
            assert!(terms.iter().filter(|term| term.label == label).count() >= 40, "{label:?}");
        }
    }

    #[test]
    fn the_same_text_is_never_on_both_sides() {
        let mut csv = "text,department\n".to_owned();
        for i in 0..50 {
            let word = char::from_u32(0xAC00 + i * 28).unwrap();
            csv.push_str(&format!("{word} 아파요,ENT\n{word}아파요!,ENT\n{word} 아파요,GI\n가려운{word},DERM\n"));
        }
        let corpus = Corpus::read(csv.as_bytes()).unwrap();
        let mut seen = 0;
        for fold in 0..5 {
            let (learned, kept) = corpus.part(fold, 5, 7);
            assert_eq!(learned.len() + kept.len(), 200);
            assert_eq!(kept.0.iter().filter(|example| example.label == Label::Dermatology).count(), 10);
            let groups: HashSet<u32> = learned.0.iter().map(|example| example.group).collect();
            assert!(kept.0.iter().all(|example| !groups.contains(&example.group)));
            seen += kept.len();
        }
        assert_eq!((seen, corpus.distinct().len()), (200, 150));
    }
}
