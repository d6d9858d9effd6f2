//! Sets of rows, and the rows that hold all of some words.

use std::cmp::Reverse;

use super::TextIndex;

/// A set of rows.
#[derive(Clone)]
pub(super) struct RowSet {
    bits: Vec<u64>,
}

impl RowSet {
    pub fn new(rows: usize) -> Self {
        Self { bits: vec![0; rows.div_ceil(64)] }
    }

    pub fn insert(&mut self, row: usize) {
        self.bits[row / 64] |= 1 << (row % 64);
    }

    pub fn intersect(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(a, b)| *a &= b);
    }

    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    pub fn rows(&self) -> impl Iterator<Item = usize> {
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

/// The rows of words, each looked up once.
pub(super) struct WordRows<'a> {
    index: &'a TextIndex,
    /// As written, and with typing mistakes.
    known: [Vec<(String, RowSet)>; 2],
}

impl<'a> WordRows<'a> {
    pub fn new(index: &'a TextIndex) -> Self {
        Self { index, known: [Vec::new(), Vec::new()] }
    }

    /// With `typos`, rows with a mistaken word only where none has it as written.
    fn of(&mut self, word: &str, typos: bool) -> &RowSet {
        let typos = typos && self.of(word, false).is_empty();
        let index = self.index;
        let known = &mut self.known[usize::from(typos)];
        let place = known.iter().position(|(known, _)| known == word).unwrap_or_else(|| {
            let rows = if typos { index.with_typos(word) } else { index.with_word(word) };
            known.push((word.to_owned(), rows));
            known.len() - 1
        });
        &known[place].1
    }

    /// The rows with all of the words; of more than six, the six longest.
    pub fn all(&mut self, words: &[String], typos: bool) -> RowSet {
        let mut words: Vec<&String> = words.iter().collect();
        words.sort_by_key(|word| Reverse(word.len()));
        let mut words = words.into_iter().take(6);
        let Some(first) = words.next() else { return RowSet::new(self.index.names.len()) };
        let mut all = self.of(first, typos).clone();
        while !all.is_empty()
            && let Some(word) = words.next()
        {
            all.intersect(self.of(word, typos));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_tells_what_was_put_in() {
        let (mut a, mut b) = (RowSet::new(200), RowSet::new(200));
        assert!(a.is_empty());
        [0, 63, 64, 199].into_iter().for_each(|row| a.insert(row));
        [63, 65, 199].into_iter().for_each(|row| b.insert(row));
        assert_eq!(a.rows().collect::<Vec<_>>(), [0, 63, 64, 199]);
        a.intersect(&b);
        assert_eq!(a.rows().collect::<Vec<_>>(), [63, 199]);
    }
}
