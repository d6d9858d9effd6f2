//! Many short texts in one arena, searched by scanning it: at a few bytes a text, a scan with SIMD is
//! faster than keeping an index of parts, and finds any substring.

use memchr::{arch::all::packedpair::HeuristicFrequencyRank, memmem::FinderBuilder};

use super::fuzzy::{Fuzzy, Signature, signature};

/// Byte strings end to end, each closed by a zero byte, which no needle has.
#[derive(Default)]
pub(super) struct Arena {
    bytes: Vec<u8>,
    starts: Vec<u32>,
    ranks: Ranks,
}

/// How common each byte is, so that a scan looks for the rarest ones of its needle: Hangul in UTF-8
/// is nothing like the text that the searcher would guess.
#[derive(Clone, Copy)]
struct Ranks([u8; 256]);

impl Default for Ranks {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl HeuristicFrequencyRank for Ranks {
    fn rank(&self, byte: u8) -> u8 {
        self.0[usize::from(byte)]
    }
}

impl Arena {
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    pub fn push(&mut self, bytes: impl IntoIterator<Item = u8>) {
        self.starts.push(self.bytes.len() as u32);
        self.bytes.extend(bytes);
        self.bytes.push(0);
    }

    /// Gives room back and counts the bytes, once all is there.
    pub fn finish(&mut self) {
        self.bytes.shrink_to_fit();
        self.starts.shrink_to_fit();
        let mut counts = [0u32; 256];
        self.bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
        let mut order: [u8; 256] = std::array::from_fn(|byte| byte as u8);
        order.sort_by_key(|byte| counts[usize::from(*byte)]);
        order.iter().zip(0..=u8::MAX).for_each(|(byte, rank)| self.ranks.0[usize::from(*byte)] = rank);
    }

    pub fn get(&self, item: usize) -> &[u8] {
        let end = self.starts.get(item + 1).map_or(self.bytes.len(), |end| *end as usize);
        &self.bytes[self.starts[item] as usize..end - 1]
    }

    /// Tells the items that hold the needle and where in them; `true` in answer means that enough
    /// is known of the item.
    pub fn scan(&self, needle: &[u8], mut hit: impl FnMut(usize, usize) -> bool) {
        if needle.is_empty() {
            return;
        }
        let finder = FinderBuilder::new().build_forward_with_ranker(self.ranks, needle);
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

/// Texts in normal form, with what typing mistakes leave unharmed of them.
#[derive(Default)]
pub(super) struct Corpus {
    text: Arena,
    signatures: Vec<Signature>,
}

impl Corpus {
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds a text that is in normal form already.
    pub fn push(&mut self, normal: &str) {
        self.text.push(normal.bytes());
        self.signatures.push(signature(normal));
    }

    pub fn finish(&mut self) {
        self.text.finish();
        self.signatures.shrink_to_fit();
    }

    pub fn get(&self, item: usize) -> &str {
        // What was pushed is UTF-8, so nothing is ever lost here.
        std::str::from_utf8(self.text.get(item)).unwrap_or_default()
    }

    pub fn bytes(&self, item: usize) -> &[u8] {
        self.text.get(item)
    }

    /// As [`Arena::scan`].
    pub fn scan(&self, needle: &str, hit: impl FnMut(usize, usize) -> bool) {
        self.text.scan(needle.as_bytes(), hit);
    }

    /// The items in which the pattern stands with few enough mistakes, and how many.
    pub fn typos(&self, pattern: &Fuzzy, mut hit: impl FnMut(usize, u32)) {
        for (item, signature) in self.signatures.iter().enumerate() {
            if pattern.may_stand_in(*signature)
                && let Some(edits) = pattern.edits(self.get(item))
            {
                hit(item, edits);
            }
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
        assert_eq!(hits, [(0, 1)]);
    }
}
