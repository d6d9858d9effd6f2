//! Typing mistakes: longer words of the lexicon in which one letter is wrong, missing or too many.
//! By the neighbourhood of deletions: two sequences that differ by one edit share what is left when
//! one letter of each, or of one, is left out.

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::Hasher,
};

use super::{lexicon::WordId, syllables::Syllables};

/// Shortest word that may be mistyped, letters (jamo): 어지러우, 두드러기.
const SHORTEST: usize = 7;
/// Longest, letters.
const LONGEST: usize = 24;

/// The neighbourhoods of the words that are long enough.
#[derive(Default)]
pub struct Fuzzy {
    /// What is left without one letter, or with all → the pattern.
    near: HashMap<u64, Vec<u32>>,
    patterns: Vec<(WordId, Vec<u8>)>,
}

/// The key of a sequence without one letter, or with all.
fn key(bytes: &[u8], without: Option<usize>) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.iter().enumerate().filter(|(index, _)| Some(*index) != without).for_each(|(_, byte)| hasher.write_u8(*byte));
    hasher.finish()
}

impl Fuzzy {
    /// Takes a pattern in if it is long enough.
    pub fn add(&mut self, word: WordId, pattern: &[u8]) {
        if !(SHORTEST..=LONGEST).contains(&pattern.len()) {
            return;
        }
        let index = self.patterns.len() as u32;
        self.patterns.push((word, pattern.to_vec()));
        for without in std::iter::once(None).chain((1..pattern.len()).map(Some)) {
            let near = self.near.entry(key(pattern, without)).or_default();
            if near.last() != Some(&index) {
                near.push(index);
            }
        }
    }

    /// Mistyped words that begin at the beginning of a word of the text and where nothing is covered.
    pub fn find(&self, text: &Syllables, covered: &[bool]) -> Vec<(WordId, usize, usize)> {
        let mut found: Vec<(WordId, usize, usize)> = Vec::new();
        for start in 0..text.bytes.len() {
            let from = text.at[start] as usize;
            let begins = start == 0 || text.at[start - 1] as usize != from;
            if !begins || covered[from] || !text.all[from].starts_word && !text.unspaced {
                continue;
            }
            for length in SHORTEST - 1..=LONGEST + 1 {
                let Some(piece) = text.bytes.get(start..start + length) else { break };
                let to = text.at[start + length - 1] as usize + 1;
                if covered[from..to].iter().any(|c| *c) {
                    break;
                }
                for without in std::iter::once(None).chain((1..length).map(Some)) {
                    for index in self.near.get(&key(piece, without)).into_iter().flatten() {
                        let (word, pattern) = &self.patterns[*index as usize];
                        if one_edit(piece, pattern) && !found.contains(&(*word, from, to)) {
                            found.push((*word, from, to));
                        }
                    }
                }
            }
        }
        found
    }
}

/// Whether two sequences differ by one letter at the most; the first must be the same.
fn one_edit(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    same > 0
        && match a.len() as isize - b.len() as isize {
            0 => a.len() < 2 || a[1..] == b[1..],
            1 => a[1..] == *b,
            -1 => *a == b[1..],
            _ => false,
        }
}
