//! The searchable text of the rows: names (scanned), and the words of addresses (a vocabulary that
//! is scanned, with the rows of each word). It finds rows; what a text means is read elsewhere.

mod corpus;
mod fuzzy;
mod row_sets;
mod tiers;
mod words;

pub(super) use self::tiers::{NO_MATCH, Tiers};
use self::{
    corpus::{Arena, Corpus},
    fuzzy::{Fuzzy, most_edits},
    row_sets::RowSet,
    words::{Vocabulary, VocabularyBuilder, each_word, is_number},
};
use crate::domain::{
    hangul::{self, consonant_codes, initial_code},
    hospital::DEMO_MARK,
};

/// What stands before the name proper: a word begins after it, without a space too.
const OWNERS: [&str; 4] = ["대학교", "재단", "법인", "부속"];

/// A name or a query without the mark of demonstration places, which nobody searches for.
pub(super) fn unmarked(text: &str) -> &str {
    let text = text.trim_end();
    text.strip_suffix(DEMO_MARK.trim()).unwrap_or(text).trim_end()
}

/// The words of a query, in normal form.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.to_owned()));
    words
}

/// How a needle lies in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
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
const SUFFIXES: [&str; 9] =
    ["치과의원", "치과병원", "한의원", "한방병원", "요양병원", "종합병원", "병원", "의원", "약국"];

/// Names, 초성 and address words of all rows.
pub(super) struct TextIndex {
    names: Corpus,
    /// One byte a character of the names.
    initials: Arena,
    /// Of each name, the characters (of its first 32) that begin a word.
    word_starts: Vec<u32>,
    vocabulary: Vocabulary,
}

impl TextIndex {
    /// The rows whose names hold a text in normal form, also under the other ways to write 대학교병원;
    /// one row may be told again when it turns out to fit better.
    fn names(&self, needle: &str, mut hit: impl FnMut(usize, Fit)) {
        for needle in variants(needle) {
            self.names.scan(&needle, |row, at| {
                let fit = self.fit(row, at, needle.len());
                hit(row, fit);
                // A later place in the name can only be better if another word begins there.
                fit < Fit::Inside || self.word_starts[row] == 1
            });
        }
    }

    fn fit(&self, row: usize, at: usize, len: usize) -> Fit {
        let starts = self.word_starts[row];
        if at > 0 && starts == 1 {
            return Fit::Inside;
        }
        let name = self.names.get(row);
        if at == 0 {
            let rest = &name[len..];
            return if rest.is_empty() || SUFFIXES.contains(&rest) { Fit::Exact } else { Fit::Prefix };
        }
        let before = name[..at].chars().count();
        if before < 32 && starts & (1 << before) != 0 { Fit::Word } else { Fit::Inside }
    }

    /// The rows whose names match a text in which lone consonants stand for any syllable that
    /// begins with them; `true` where the name begins so.
    fn by_initials(&self, needle: &str, mut hit: impl FnMut(usize, bool)) {
        let (mut codes, mut syllables) = (Vec::new(), Vec::new());
        for c in needle.chars() {
            match consonant_codes(c) {
                Some(consonants) => codes.extend(consonants),
                None => {
                    syllables.push((codes.len(), c));
                    codes.push(initial_code(c));
                }
            }
        }
        self.initials.scan(&codes, |row, at| {
            let fits = syllables.is_empty() || {
                let name: Vec<char> = self.names.get(row).chars().skip(at).take(codes.len()).collect();
                syllables.iter().all(|(place, c)| name[*place] == *c)
            };
            if fits {
                hit(row, at == 0);
            }
            fits
        });
    }

    /// The rows whose names hold a text that is being typed: its last syllable may still get a
    /// final consonant. `true` where the name begins so.
    fn unfinished(&self, text: &str, mut hit: impl FnMut(usize, bool)) {
        let Some(last) = text.chars().next_back() else { return };
        let head = &text[..text.len() - last.len_utf8()];
        self.names.scan(head, |row, at| {
            let next = self.names.get(row)[at + head.len()..].chars().next();
            let fits = next.is_some_and(|next| hangul::without_final(next) == last);
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
        let mut first_bytes = [0; 4];
        let first_bytes = first.encode_utf8(&mut first_bytes).as_bytes();
        for row in (0..self.names.len()).filter(|row| begins(self.names.bytes(*row), first_bytes)) {
            let mut name = self.names.get(row).chars();
            if text.chars().all(|c| name.any(|other| other == c)) {
                hit(row);
            }
        }
    }

    /// The rows with this word in the address.
    fn in_addresses(&self, word: &str, mut hit: impl FnMut(usize)) {
        // A number, or one letter, is a whole word of an address or none.
        let whole = word.chars().count() == 1 || is_number(word);
        self.vocabulary.words.scan(word, |item, _| {
            if !whole || self.vocabulary.words.get(item) == word {
                self.vocabulary.rows_of(item).iter().for_each(|row| hit(*row as usize));
            }
            true
        });
    }

    /// The rows with this word in the name or the address.
    fn with_word(&self, word: &str) -> RowSet {
        let mut set = RowSet::new(self.names.len());
        self.names(word, |row, _| set.insert(row));
        if word.chars().any(hangul::is_consonant) {
            self.by_initials(word, |row, _| set.insert(row));
        }
        self.in_addresses(word, |row| set.insert(row));
        set
    }

    /// The rows with a word much like this one in the name or the address.
    fn with_typos(&self, word: &str) -> RowSet {
        let mut set = RowSet::new(self.names.len());
        if let Some(pattern) = Fuzzy::new(word, most_edits(word)) {
            self.names.typos(&pattern, |row, _| set.insert(row));
            self.vocabulary.words.typos(&pattern, |item, _| {
                self.vocabulary.rows_of(item).iter().for_each(|row| set.insert(*row as usize));
            });
        }
        set
    }
}

/// Whether a text begins with a character of these bytes; the first comparison decides mostly.
fn begins(text: &[u8], character: &[u8]) -> bool {
    match (text.first_chunk::<3>(), character.first_chunk::<3>()) {
        (Some(a), Some(b)) => a == b && text.starts_with(character),
        _ => text.starts_with(character),
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

/// Takes rows in their order.
pub(super) struct TextIndexBuilder {
    names: Corpus,
    initials: Arena,
    word_starts: Vec<u32>,
    vocabulary: VocabularyBuilder,
    /// The name at hand, in normal form.
    normal: String,
}

impl TextIndexBuilder {
    pub fn new(rows: usize) -> Self {
        Self {
            names: Corpus::default(),
            initials: Arena::default(),
            word_starts: Vec::with_capacity(rows),
            vocabulary: VocabularyBuilder::default(),
            normal: String::new(),
        }
    }

    /// The next row.
    pub fn push(&mut self, name: &str, address: &str, emd: &str) {
        let (normal, mut starts) = (&mut self.normal, 0u32);
        normal.clear();
        let mut starts_at = |place: usize| starts |= 1u32.checked_shl(place as u32).unwrap_or(0);
        hangul::normalise_into(unmarked(name), normal, |place, _| starts_at(place));
        for owner in OWNERS {
            for (at, _) in normal.match_indices(owner) {
                starts_at(normal[..at + owner.len()].chars().count());
            }
        }
        self.names.push(normal);
        self.initials.push(normal.chars().map(initial_code));
        self.word_starts.push(starts);
        self.vocabulary.push([address, emd]);
    }

    pub fn finish(self) -> TextIndex {
        let Self { mut names, mut initials, word_starts, vocabulary, .. } = self;
        names.finish();
        initials.finish();
        TextIndex { names, initials, word_starts, vocabulary: vocabulary.finish() }
    }
}
