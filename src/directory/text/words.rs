//! The words of addresses: a vocabulary with the rows of each word.

use std::collections::HashMap;

use super::corpus::Corpus;
use crate::domain::hangul::{is_letter, normalise_into};

/// Tells the words of an address or a query, in normal form; a hyphen between digits stays (`12-3`).
pub(super) fn each_word(text: &str, mut tell: impl FnMut(&str)) {
    let mut word = String::new();
    for part in text.split(|c: char| c != '-' && !is_letter(c)).filter(|part| !part.is_empty()) {
        let bytes = part.as_bytes();
        let digits = |b: &u8| b.is_ascii_digit();
        if bytes.first().is_some_and(digits) && bytes.last().is_some_and(digits) && is_number(part) {
            tell(part);
            continue;
        }
        for piece in part.split('-') {
            word.clear();
            normalise_into(piece, &mut word, |_, _| {});
            if !word.is_empty() {
                tell(&word);
            }
        }
    }
}

/// Digits and hyphens.
pub(super) fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// Every word once, and the rows that have it.
pub(super) struct Vocabulary {
    pub words: Corpus,
    /// The rows of each word, word after word, and where each word's rows begin.
    rows: Vec<u32>,
    starts: Vec<u32>,
}

impl Vocabulary {
    pub fn rows_of(&self, word: usize) -> &[u32] {
        &self.rows[self.starts[word] as usize..self.starts[word + 1] as usize]
    }
}

/// Takes the words of rows in the order of the rows.
#[derive(Default)]
pub(super) struct VocabularyBuilder {
    words: Corpus,
    places: HashMap<u64, u32>,
    /// The words of each row, row after row, and how many each row has.
    of_rows: Vec<u32>,
    counts: Vec<u32>,
}

impl VocabularyBuilder {
    /// The next row's words.
    pub fn push(&mut self, texts: [&str; 2]) {
        let from = self.of_rows.len();
        for text in texts {
            each_word(text, |word| {
                let place = self.place(word);
                if !self.of_rows[from..].contains(&place) {
                    self.of_rows.push(place);
                }
            });
        }
        self.counts.push((self.of_rows.len() - from) as u32);
    }

    fn place(&mut self, word: &str) -> u32 {
        let mut hash = quick_hash(word);
        // Two words of one hash: the later one takes the next free number.
        while let Some(place) = self.places.get(&hash) {
            if self.words.bytes(*place as usize) == word.as_bytes() {
                return *place;
            }
            hash = hash.wrapping_add(1);
        }
        let place = self.words.len() as u32;
        self.places.insert(hash, place);
        self.words.push(word);
        place
    }

    /// Turns the words of the rows into the rows of the words.
    pub fn finish(self) -> Vocabulary {
        let Self { mut words, places, of_rows, counts } = self;
        drop(places);
        words.finish();
        let mut starts = vec![0u32; words.len() + 1];
        of_rows.iter().for_each(|word| starts[*word as usize + 1] += 1);
        for word in 1..starts.len() {
            starts[word] += starts[word - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; of_rows.len()];
        let mut of_rows = of_rows.into_iter();
        for (row, count) in counts.into_iter().enumerate() {
            for word in of_rows.by_ref().take(count as usize) {
                rows[next[word as usize] as usize] = row as u32;
                next[word as usize] += 1;
            }
        }
        Vocabulary { words, rows, starts }
    }
}

/// FNV-1a by eight bytes: words are short, and a bad hash costs only time.
fn quick_hash(word: &str) -> u64 {
    word.as_bytes().chunks(8).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        ((hash ^ u64::from_le_bytes(bytes)).wrapping_mul(0x0100_0000_01b3)).rotate_left(23)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_an_address() {
        let words = |text: &str| {
            let mut words = Vec::new();
            each_word(text, |word| words.push(word.to_owned()));
            words
        };
        assert_eq!(
            words("서울특별시 강남구 테헤란로 12-3, 2층 (역삼동, A-Tower)"),
            ["서울특별시", "강남구", "테헤란로", "12-3", "2층", "역삼동", "a", "tower"]
        );
        assert_eq!(words("-- 3- ,"), ["3"]);
    }

    #[test]
    fn a_vocabulary_knows_the_rows_of_each_word() {
        let mut builder = VocabularyBuilder::default();
        builder.push(["가 나 가", ""]);
        builder.push(["나", "나 다"]);
        let vocabulary = builder.finish();
        let rows: Vec<(&str, &[u32])> =
            (0..vocabulary.words.len()).map(|word| (vocabulary.words.get(word), vocabulary.rows_of(word))).collect();
        assert_eq!(rows, [("가", &[0][..]), ("나", &[0, 1][..]), ("다", &[1][..])]);
    }
}
