//! How well each row fits a text: its tier. What the text means (an area, a department) and what
//! names it may literally be are both tried, so that nothing is hidden by a misreading.

use jiff::civil::DateTime;

use super::{
    super::{
        Directory,
        sieve::{Effort, Sieve},
        understand::Reading,
    },
    Fit, SUFFIXES,
    fuzzy::{Fuzzy, most_edits},
    row_sets::WordRows,
    unmarked, words,
};
use crate::domain::{
    geo::LatLon,
    hangul::{is_consonant, normalise},
    query::MAX_TEXT,
    search::Filter,
};

/// The tier of rows that do not fit.
pub(in super::super) const NO_MATCH: u8 = u8::MAX;

const INITIALS_FIRST: u8 = 4;
const INITIALS_INSIDE: u8 = 5;
const WORDS: u8 = 6;
const SHORTENED: u8 = 8;
const ABBREVIATED: u8 = 7;
const TYPOS: u8 = 9;

/// The tier of every row; smaller is better.
pub(in super::super) struct Tiers(Vec<u8>);

impl Tiers {
    pub fn of(&self, row: usize) -> u8 {
        self.0[row]
    }

    fn lower(&mut self, row: usize, tier: u8) {
        self.0[row] = self.0[row].min(tier);
    }

    fn nothing(&self) -> bool {
        self.0.iter().all(|tier| *tier == NO_MATCH)
    }
}

/// The tiers of literal names ([exact, prefix, word, inside]) and of what is meant. The beginning of
/// a word is as good as that of the name: of both, the larger or nearer place comes first.
struct Plan {
    names: [u8; 4],
    meaning: u8,
}

impl Plan {
    /// `정왕동 소아과` means an area and a department; `서울내과`, in one word, rather is a name.
    /// What is only a department or a kind stands in names as well as in departments, and counts
    /// the same there.
    fn of(reading: &Reading) -> Self {
        let understood = &reading.understood;
        let area = understood.area.is_some();
        match () {
            () if understood.rest.is_some() => Self { names: [0, 1, 1, 2], meaning: 3 },
            () if !area => Self { names: [0, 1, 1, 1], meaning: 1 },
            () if reading.tokens == 1 && reading.terms > 1 => Self { names: [0, 1, 1, 1], meaning: 2 },
            () => Self { names: [0, 2, 2, 3], meaning: 1 },
        }
    }

    fn name(&self, fit: Fit) -> u8 {
        self.names[fit as usize]
    }
}

/// A text on its way to tiers.
struct Search<'a> {
    directory: &'a Directory,
    reading: Reading,
    whole: String,
    words: Vec<String>,
    word_rows: WordRows<'a>,
    now: DateTime,
    tiers: Tiers,
}

impl Directory {
    /// How well each row fits a text; of what it means, openness is at `now`, and of areas with one
    /// name the one nearest to `origin` is meant.
    pub(in super::super) fn tiers(&self, text: &str, origin: Option<LatLon>, now: DateTime) -> Tiers {
        let text: String = unmarked(text).chars().take(MAX_TEXT).collect();
        let mut search = Search {
            directory: self,
            reading: self.read(&text, origin),
            whole: normalise(&text),
            words: words(&text),
            word_rows: WordRows::new(&self.index),
            now,
            tiers: Tiers(vec![NO_MATCH; self.len()]),
        };
        if !search.whole.is_empty() {
            search.as_written();
            if search.tiers.nothing() {
                search.as_mistaken();
            }
        }
        search.tiers
    }
}

/// The tier of a match by 초성, at the beginning of a name or inside it.
fn initials(first: bool) -> u8 {
    if first { INITIALS_FIRST } else { INITIALS_INSIDE }
}

impl Search<'_> {
    fn as_written(&mut self) {
        let (index, tiers, plan) = (&self.directory.index, &mut self.tiers, Plan::of(&self.reading));
        index.names(&self.whole, |row, fit| tiers.lower(row, plan.name(fit)));
        if self.whole.chars().any(is_consonant) {
            index.by_initials(&self.whole, |row, first| tiers.lower(row, initials(first)));
        }
        match &self.words[..] {
            [word] => index.in_addresses(word, |row| tiers.lower(row, WORDS)),
            words => self.word_rows.all(words, false).rows().for_each(|row| tiers.lower(row, WORDS)),
        }
        self.as_meant(plan.meaning, false);
    }

    /// The rows that are what the text means and hold the words in it that mean nothing.
    fn as_meant(&mut self, tier: u8, typos: bool) {
        let (directory, understood) = (self.directory, &self.reading.understood);
        if self.reading.terms == 0 {
            return;
        }
        let filter = Filter {
            specialties: understood.specialties,
            kinds: understood.kinds.clone(),
            emergency: understood.emergency,
            night_or_holiday: understood.night_or_holiday,
            open_at: understood.open_now.then_some(self.now),
            region: self.reading.region(),
            ..Filter::default()
        };
        let sieve = Sieve::new(directory, &filter, Effort::Many).in_emd(self.reading.emd());
        let mut lower = |row: usize| {
            if sieve.passes(&directory.hot[row]) {
                self.tiers.lower(row, tier);
            }
        };
        match (&understood.rest, self.reading.area) {
            (Some(rest), _) => self.word_rows.all(&words(rest), typos).rows().for_each(lower),
            (None, Some(area)) => directory.spans_in(&directory.extent(area)).flatten().for_each(&mut lower),
            (None, None) => (0..directory.len()).for_each(&mut lower),
        }
    }

    /// When nothing fits as written: without its `의원`, with its last syllable unfinished, as what
    /// is left of a long name, and with typing mistakes.
    fn as_mistaken(&mut self) {
        let (index, tiers, whole) = (&self.directory.index, &mut self.tiers, self.whole.as_str());
        let core = SUFFIXES.iter().find_map(|suffix| whole.strip_suffix(suffix));
        index.names(core.unwrap_or_default(), |row, fit| {
            if fit < Fit::Inside {
                tiers.lower(row, SHORTENED);
            }
        });
        index.unfinished(whole, |row, first| tiers.lower(row, initials(first)));
        index.abbreviated(whole, |row| tiers.lower(row, ABBREVIATED));
        if let Some(pattern) = Fuzzy::new(whole, most_edits(whole)) {
            index.names.typos(&pattern, |row, edits| tiers.lower(row, TYPOS + edits as u8));
        }
        if self.words.len() > 1 {
            self.word_rows.all(&self.words, true).rows().for_each(|row| tiers.lower(row, TYPOS + 1));
        }
        self.as_meant(TYPOS, true);
    }
}
