//! Typing mistakes: longer words of the lexicon in which one letter is wrong, missing or too many.
//! By the neighbourhood of deletions: two sequences that differ by one edit share what is left when
//! one letter of each, or of one, is left out.

use std::hash::{DefaultHasher, Hasher};

use super::{lexicon::WordId, syllables::Syllables};

/// Shortest word that may be mistyped, letters (jamo): 어지러우, 두드러기.
const SHORTEST: usize = 7;
/// Longest, letters.
const LONGEST: usize = 24;

/// The neighbourhoods of the words that are long enough.
#[derive(Default)]
pub struct Fuzzy {
    /// Key of what is left without one letter, or with all, and the pattern; sorted.
    near: Vec<(u32, u32)>,
    patterns: Vec<(WordId, Box<[u8]>)>,
}

/// The key of a sequence without one letter, or with all. Two sequences may share one by chance.
fn key(bytes: &[u8], without: Option<usize>) -> u32 {
    let mut hasher = DefaultHasher::new();
    bytes.iter().enumerate().filter(|(index, _)| Some(*index) != without).for_each(|(_, byte)| hasher.write_u8(*byte));
    hasher.finish() as u32
}

impl Fuzzy {
    /// Of all patterns, those that are long enough.
    pub fn new<'a>(all: impl IntoIterator<Item = (WordId, &'a [u8])>) -> Self {
        let mut fuzzy = Self::default();
        for (word, pattern) in all.into_iter().filter(|(_, pattern)| (SHORTEST..=LONGEST).contains(&pattern.len())) {
            let index = fuzzy.patterns.len() as u32;
            fuzzy.patterns.push((word, pattern.into()));
            fuzzy.near.push((key(pattern, None), index));
            fuzzy.near.extend((1..pattern.len()).map(|without| (key(pattern, Some(without)), index)));
        }
        fuzzy.near.sort_unstable();
        fuzzy.near.dedup();
        fuzzy.near.shrink_to_fit();
        fuzzy
    }

    /// The patterns of a key.
    fn near(&self, key: u32) -> impl Iterator<Item = &(WordId, Box<[u8]>)> {
        let from = self.near.partition_point(|(known, _)| *known < key);
        self.near[from..].iter().take_while(move |(known, _)| *known == key).map(|(_, at)| &self.patterns[*at as usize])
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
                    for (word, pattern) in self.near(key(piece, without)) {
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
