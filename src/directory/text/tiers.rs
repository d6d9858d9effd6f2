//! How well each row fits a text: its tier. What the text means (an area, a department) and what
//! names it may literally be are both tried, so that nothing is hidden by a misreading.

use jiff::civil::DateTime;

use super::{
    super::{
        Directory,
        sieve::{Effort, Sieve},
        understand::Reading,
    },
    corpus::{Fit, SUFFIXES},
    fuzzy::{Fuzzy, most_edits},
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

impl Directory {
    /// How well each row fits a text; of what it means, openness is at `now`, and of areas with one
    /// name the one nearest to `origin` is meant.
    pub(in super::super) fn tiers(&self, text: &str, origin: Option<LatLon>, now: DateTime) -> Tiers {
        let text: String = unmarked(text).chars().take(MAX_TEXT).collect();
        let reading = self.read(&text, origin);
        let whole = normalise(&text);
        let plan = Plan::of(&reading);
        let mut tiers = Tiers(vec![NO_MATCH; self.len()]);
        if whole.is_empty() {
            return tiers;
        }
        self.index.names(&whole, |row, fit| tiers.lower(row, plan.name(fit)));
        if whole.chars().any(is_consonant) {
            self.lower_initials(&whole, false, &mut tiers);
        }
        self.lower_meaning(&reading, now, plan.meaning, false, &mut tiers);
        let all: Vec<String> = words(&text).collect();
        self.index.with_words(&all, false).rows().for_each(|row| tiers.lower(row, WORDS));
        if tiers.nothing() {
            self.lower_mistaken(&reading, &whole, &all, now, &mut tiers);
        }
        tiers
    }

    fn lower_initials(&self, whole: &str, open: bool, tiers: &mut Tiers) {
        let tier = |first| if first { INITIALS_FIRST } else { INITIALS_INSIDE };
        self.index.by_initials(whole, open, |row, first| tiers.lower(row, tier(first)));
    }

    /// The rows that are what the text means and hold the words in it that mean nothing.
    fn lower_meaning(&self, reading: &Reading, now: DateTime, tier: u8, typos: bool, tiers: &mut Tiers) {
        if reading.terms == 0 {
            return;
        }
        let understood = &reading.understood;
        let filter = Filter {
            specialties: understood.specialties,
            kinds: understood.kinds.clone(),
            emergency: understood.emergency,
            night_or_holiday: understood.night_or_holiday,
            open_at: understood.open_now.then_some(now),
            region: reading.region(),
            ..Filter::default()
        };
        let sieve = Sieve::new(self, &filter, Effort::Many).in_emd(reading.emd());
        let mut lower = |row: usize| {
            if sieve.passes(&self.hot[row]) {
                tiers.lower(row, tier);
            }
        };
        match &understood.rest {
            Some(rest) => {
                let rest: Vec<String> = words(rest).collect();
                self.index.with_words(&rest, typos).rows().for_each(lower);
            }
            None => (0..self.len()).for_each(&mut lower),
        }
    }

    /// When nothing fits as written: without its `의원`, with its last syllable unfinished, as what
    /// is left of a long name, and with typing mistakes.
    fn lower_mistaken(&self, reading: &Reading, whole: &str, all: &[String], now: DateTime, tiers: &mut Tiers) {
        if let Some(core) =
            SUFFIXES.iter().find_map(|suffix| whole.strip_suffix(suffix)).filter(|core| !core.is_empty())
        {
            self.index.names(core, |row, fit| {
                if fit < Fit::Inside {
                    tiers.lower(row, SHORTENED);
                }
            });
        }
        self.lower_initials(whole, true, tiers);
        self.index.abbreviated(whole, |row| tiers.lower(row, ABBREVIATED));
        if let Some(pattern) = Fuzzy::new(whole, most_edits(whole)) {
            self.index.names.typos(&pattern, |row, edits| tiers.lower(row, TYPOS + edits as u8));
        }
        self.lower_meaning(reading, now, TYPOS, true, tiers);
        if all.len() > 1 {
            self.index.with_words(all, true).rows().for_each(|row| tiers.lower(row, TYPOS + 1));
        }
    }
}
