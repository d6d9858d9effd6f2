//! Many short texts in one arena, searched by scanning it: at a few bytes a text, a scan with SIMD is
//! faster than keeping an index of parts, and finds any substring.

use memchr::memmem::Finder;

use super::fuzzy::Fuzzy;
use crate::domain::hangul;

/// Byte arrays end to end, each closed by a byte that no needle has.
#[derive(Default)]
pub(super) struct Arena {
    bytes: Vec<u8>,
    starts: Vec<u32>,
}

impl Arena {
    pub fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.starts.push(self.bytes.len() as u32);
        write(&mut self.bytes);
        self.bytes.push(0);
    }

    pub fn len(&self) -> usize {
        self.starts.len()
    }

    pub fn get(&self, item: usize) -> &[u8] {
        let end = self.starts.get(item + 1).map_or(self.bytes.len(), |end| *end as usize);
        &self.bytes[self.starts[item] as usize..end - 1]
    }

    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.starts.shrink_to_fit();
    }

    /// Tells the items that hold the needle and where in them; `true` in answer means that enough
    /// is known of the item.
    pub fn scan(&self, needle: &[u8], mut hit: impl FnMut(usize, usize) -> bool) {
        if needle.is_empty() {
            return;
        }
        let finder = Finder::new(needle);
        let (mut from, mut item) = (0, 0);
        while let Some(found) = finder.find(&self.bytes[from..]) {
            let at = from + found;
            while self.starts.get(item + 1).is_some_and(|next| *next as usize <= at) {
                item += 1;
            }
            from = match hit(item, at - self.starts[item] as usize) {
                true => self.starts.get(item + 1).map_or(self.bytes.len(), |next| *next as usize),
                false => at + 1,
            };
        }
    }
}

/// How a needle lies in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is the name, or all of it but the `의원` at its end.
    Exact,
    /// The name begins with it.
    Prefix,
    /// A word in the name begins with it.
    Word,
    /// Somewhere in a word.
    Inside,
}

/// What names end in and people leave away.
pub(super) const SUFFIXES: [&str; 9] =
    ["치과의원", "치과병원", "한의원", "한방병원", "요양병원", "종합병원", "병원", "의원", "약국"];

/// Texts in normal form, with their letters for typing mistakes.
#[derive(Default)]
pub(super) struct Corpus {
    text: Arena,
    jamo: Arena,
}

impl Corpus {
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds a text that is in normal form already.
    pub fn push(&mut self, normal: &str) {
        self.text.push(|bytes| bytes.extend_from_slice(normal.as_bytes()));
        self.jamo.push(|bytes| normal.chars().for_each(|c| hangul::push_jamo(c, bytes)));
    }

    pub fn shrink(&mut self) {
        self.text.shrink();
        self.jamo.shrink();
    }

    pub fn get(&self, item: usize) -> &str {
        // What was pushed is UTF-8, so nothing is ever replaced here.
        std::str::from_utf8(self.text.get(item)).unwrap_or_default()
    }

    /// As [`Arena::scan`], over the texts.
    pub fn scan(&self, needle: &str, hit: impl FnMut(usize, usize) -> bool) {
        self.text.scan(needle.as_bytes(), hit);
    }

    /// The items in which the pattern stands with few enough mistakes, and how many.
    pub fn typos(&self, pattern: &Fuzzy, mut hit: impl FnMut(usize, u32)) {
        let mut seen = vec![false; self.jamo.len()];
        for piece in pattern.pieces() {
            self.jamo.scan(piece, |item, _| {
                if !std::mem::replace(&mut seen[item], true)
                    && let Some(edits) = pattern.edits(self.jamo.get(item))
                {
                    hit(item, edits);
                }
                true
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(texts: &[&str]) -> Corpus {
        let mut corpus = Corpus::default();
        texts.iter().for_each(|text| corpus.push(text));
        corpus
    }

    #[test]
    fn a_scan_tells_every_item_once_and_never_crosses_them() {
        let corpus = corpus(&["가나가나", "", "나다", "가"]);
        let mut hits = Vec::new();
        corpus.scan("나", |item, at| {
            hits.push((item, at));
            true
        });
        assert_eq!(hits, [(0, 3), (2, 0)]);
        hits.clear();
        corpus.scan("가", |item, at| {
            hits.push((item, at));
            false
        });
        assert_eq!(hits, [(0, 0), (0, 6), (3, 0)]);
        corpus.scan("나나다", |_, _| panic!("crossed"));
        corpus.scan("", |_, _| panic!("empty"));
        assert_eq!((corpus.get(0), corpus.get(1), corpus.get(3)), ("가나가나", "", "가"));
    }

    #[test]
    fn mistakes_are_counted_by_letters() {
        let corpus = corpus(&["강남세브란스병원", "서울아산병원", "세부란스의원"]);
        let mut hits = Vec::new();
        let pattern = Fuzzy::new("세브랑스", 1).unwrap();
        corpus.typos(&pattern, |item, edits| hits.push((item, edits)));
        hits.sort_unstable();
        assert_eq!(hits, [(0, 1)]);
    }
}
