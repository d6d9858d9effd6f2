//! The searchable text of the rows: names (scanned), and the words of addresses (a vocabulary that
//! is scanned, with the rows of each word). It finds rows; what a text means is read elsewhere.

mod corpus;
mod fuzzy;
mod tiers;

use std::collections::HashMap;

pub(super) use self::tiers::{NO_MATCH, Tiers};
use self::{
    corpus::{Arena, Corpus, Fit, SUFFIXES},
    fuzzy::{Fuzzy, most_edits},
};
use crate::domain::{
    hangul::{self, consonant_codes, initial_code, normalise},
    hospital::DEMO_MARK,
};

/// What stands before the name proper: a word begins after it, without a space too.
const OWNERS: [&str; 4] = ["대학교", "재단", "법인", "부속"];

/// A name or a query without the mark of demonstration places, which nobody searches for.
pub(super) fn unmarked(text: &str) -> &str {
    let text = text.trim_end();
    text.strip_suffix(DEMO_MARK.trim()).unwrap_or(text).trim_end()
}

/// The words of an address or a query, in normal form; a hyphen between digits stays (`12-3`).
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| c != '-' && !c.is_alphanumeric() && !('\u{1100}'..='\u{11FF}').contains(&c));
    let hyphened = parts.flat_map(|part| {
        let number = part.starts_with(|c: char| c.is_ascii_digit()) && part.ends_with(|c: char| c.is_ascii_digit());
        let number = number && part.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if number { vec![part.to_owned()] } else { part.split('-').map(normalise).collect() }
    });
    hyphened.filter(|word| !word.is_empty())
}

/// A set of rows.
#[derive(Clone)]
pub(super) struct RowSet {
    bits: Vec<u64>,
}

impl RowSet {
    fn new(rows: usize) -> Self {
        Self { bits: vec![0; rows.div_ceil(64)] }
    }

    fn insert(&mut self, row: usize) {
        self.bits[row / 64] |= 1 << (row % 64);
    }

    fn intersect(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(a, b)| *a &= b);
    }

    fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    fn rows(&self) -> impl Iterator<Item = usize> {
        let ones = |(place, word): (usize, &u64)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(place * 64 + bit)
            })
        };
        self.bits.iter().enumerate().flat_map(ones)
    }
}

/// Names, 초성 and address words of all rows.
pub(super) struct TextIndex {
    names: Corpus,
    /// One byte a character of the names.
    initials: Arena,
    /// Of each name, the characters (of its first 32) that begin a word.
    starts: Vec<u32>,
    words: Corpus,
    /// The rows of each word, word after word, and where each word's rows begin.
    rows: Vec<u32>,
    row_starts: Vec<u32>,
}

/// Takes rows in their order.
pub(super) struct TextIndexBuilder {
    index: TextIndex,
    places: HashMap<String, u32>,
    /// The words of each row, row after row.
    of_rows: Vec<u32>,
    counts: Vec<u32>,
}

impl TextIndex {
    pub fn builder(rows: usize) -> TextIndexBuilder {
        let index = Self {
            names: Corpus::default(),
            initials: Arena::default(),
            starts: Vec::with_capacity(rows),
            words: Corpus::default(),
            rows: Vec::new(),
            row_starts: Vec::new(),
        };
        TextIndexBuilder { index, places: HashMap::new(), of_rows: Vec::new(), counts: Vec::with_capacity(rows) }
    }

    fn row_set(&self) -> RowSet {
        RowSet::new(self.names.len())
    }

    /// The rows whose names hold a text in normal form, also under the other ways to write 대학교병원.
    fn names(&self, needle: &str, mut hit: impl FnMut(usize, Fit)) {
        for needle in variants(needle) {
            let mut last = None;
            self.names.scan(&needle, |row, at| {
                let fit = self.fit(row, at, needle.len());
                if last != Some((row, fit)) {
                    hit(row, fit);
                }
                last = Some((row, fit));
                fit < Fit::Inside
            });
        }
    }

    fn fit(&self, row: usize, at: usize, len: usize) -> Fit {
        let name = self.names.get(row);
        if at == 0 {
            let rest = &name[len..];
            return if rest.is_empty() || SUFFIXES.contains(&rest) { Fit::Exact } else { Fit::Prefix };
        }
        let starts = self.starts[row];
        let begins = starts != 1 && {
            let before = name[..at].chars().count();
            before < 32 && starts & (1 << before) != 0
        };
        if begins { Fit::Word } else { Fit::Inside }
    }

    /// The rows whose names match a text in which lone consonants stand for any syllable that
    /// begins with them; `true` where the name begins so. With `open`, the last syllable may lack
    /// its final consonant, as while typing.
    fn by_initials(&self, needle: &str, open: bool, mut hit: impl FnMut(usize, bool)) {
        let mut codes = Vec::new();
        let mut syllables = Vec::new();
        for c in needle.chars() {
            match consonant_codes(c) {
                Some(consonants) => codes.extend(consonants),
                None => {
                    syllables.push((codes.len(), c));
                    codes.push(initial_code(c));
                }
            }
        }
        let end = codes.len();
        let alike = |place: usize, want: char, is: char| {
            want == is || open && place + 1 == end && hangul::without_final(is) == want
        };
        self.initials.scan(&codes, |row, at| {
            let fits = syllables.is_empty() || {
                let name: Vec<char> = self.names.get(row).chars().skip(at).take(end).collect();
                syllables.iter().all(|(place, c)| alike(*place, *c, name[*place]))
            };
            if fits {
                hit(row, at == 0);
            }
            fits
        });
    }

    /// The rows whose names have the characters of a text in its order and begin as it does:
    /// 고대구로병원 is what is left of 고려대학교의과대학부속구로병원. Of three characters or more.
    fn abbreviated(&self, text: &str, mut hit: impl FnMut(usize)) {
        let Some(first) = text.chars().next().filter(|_| text.chars().count() >= 3) else { return };
        for row in (0..self.names.len()).filter(|row| self.names.get(*row).starts_with(first)) {
            let mut name = self.names.get(row).chars();
            if text.chars().all(|c| name.any(|other| other == c)) {
                hit(row);
            }
        }
    }

    /// The rows with this word in the name or the address; with `typos`, when there are none, those
    /// with one much like it.
    fn with_word(&self, word: &str, typos: bool) -> RowSet {
        let mut set = self.row_set();
        self.names(word, |row, _| set.insert(row));
        if word.chars().any(hangul::is_consonant) {
            self.by_initials(word, false, |row, _| set.insert(row));
        }
        // A number, or one letter, is a whole word of an address or none.
        let whole = word.chars().count() == 1 || word.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let mut matched = Vec::new();
        self.words.scan(word, |item, _| {
            if !whole || self.words.get(item) == word {
                matched.push(item);
            }
            true
        });
        if typos
            && matched.is_empty()
            && set.is_empty()
            && let Some(pattern) = Fuzzy::new(word, most_edits(word))
        {
            self.names.typos(&pattern, |row, _| set.insert(row));
            self.words.typos(&pattern, |item, _| matched.push(item));
        }
        for item in matched {
            self.rows_of(item).iter().for_each(|row| set.insert(*row as usize));
        }
        set
    }

    fn rows_of(&self, word: usize) -> &[u32] {
        &self.rows[self.row_starts[word] as usize..self.row_starts[word + 1] as usize]
    }

    /// The rows with all of the words; of more than eight, the first eight.
    fn with_words(&self, words: &[String], typos: bool) -> RowSet {
        let mut sets = words.iter().take(8).map(|word| self.with_word(word, typos));
        let Some(mut all) = sets.next() else { return self.row_set() };
        while !all.is_empty()
            && let Some(set) = sets.next()
        {
            all.intersect(&set);
        }
        all
    }
}

/// A text and the other ways to write the hospital of a university in it.
fn variants(text: &str) -> Vec<String> {
    const WAYS: [&str; 3] = ["대학교병원", "대학병원", "대병원"];
    match WAYS.iter().find(|way| text.contains(*way)) {
        Some(written) => WAYS.iter().map(|way| text.replacen(written, way, 1)).collect(),
        None => vec![text.to_owned()],
    }
}

impl TextIndexBuilder {
    /// The next row.
    pub fn push(&mut self, name: &str, address: &str, emd: Option<&str>) {
        let (mut normal, mut starts) = (String::new(), 0u32);
        hangul::normalise_into(unmarked(name), &mut normal, |place, _| {
            if place < 32 {
                starts |= 1 << place;
            }
        });
        for owner in OWNERS {
            for (at, _) in normal.match_indices(owner) {
                let place = normal[..at + owner.len()].chars().count();
                starts |= 1u32.checked_shl(place as u32).unwrap_or(0);
            }
        }
        self.index.names.push(&normal);
        self.index.initials.push(|bytes| bytes.extend(normal.chars().map(initial_code)));
        self.index.starts.push(starts);
        let from = self.of_rows.len();
        for word in words(address).chain(emd.into_iter().flat_map(words)) {
            let place = self.place(word);
            if !self.of_rows[from..].contains(&place) {
                self.of_rows.push(place);
            }
        }
        self.counts.push((self.of_rows.len() - from) as u32);
    }

    fn place(&mut self, word: String) -> u32 {
        let words = &mut self.index.words;
        *self.places.entry(word).or_insert_with_key(|word| {
            words.push(word);
            words.len() as u32 - 1
        })
    }

    /// Turns the words of the rows into the rows of the words.
    pub fn finish(self) -> TextIndex {
        let Self { mut index, places, of_rows, counts } = self;
        drop(places);
        let mut starts = vec![0u32; index.words.len() + 1];
        of_rows.iter().for_each(|word| starts[*word as usize + 1] += 1);
        for word in 1..starts.len() {
            starts[word] += starts[word - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; of_rows.len()];
        let mut words = of_rows.into_iter();
        for (row, count) in counts.into_iter().enumerate() {
            for word in words.by_ref().take(count as usize) {
                rows[next[word as usize] as usize] = row as u32;
                next[word as usize] += 1;
            }
        }
        (index.rows, index.row_starts) = (rows, starts);
        index.names.shrink();
        index.words.shrink();
        index.initials.shrink();
        index
    }
}
