//! Expressions: words of the lexicon in an order, and where a text says them. Whether it says them of
//! something that is there or denies them is [`negation`](super::negation)'s.

use std::collections::HashMap;

use super::{
    lexicon::{Lexicon, LexiconBuilder, Occurrence, WordId},
    syllables::Syllables,
};

/// Most syllables between a place and what is said of it, and between other words of an expression.
const WIDEST_GAP: usize = 14;
const WIDE_GAP: usize = 8;
/// Most syllables between a short word and what it belongs to.
const NARROW_GAP: usize = 3;
/// What joins two places so that they share what is said of them.
const JOINING: &[&str] = &[
    "",
    "랑",
    "이랑",
    "와",
    "과",
    "하고",
    "도",
    "나",
    "이나",
    "이며",
    "에서",
    "부터",
    "까지",
    "쪽",
    "쪽이랑",
    "및",
    "의",
    "도그렇고",
    "에도",
];
/// Verbs that add nothing to their noun but that it is there.
const LIGHT: &[&str] = &["나다", "있다", "하다", "나오다", "생기다", "오르다", "보이다", "느껴지다"];
/// Words that belong to what stands right behind them.
const SHORT_WORDS: &[&str] = &["못", "안", "잘", "왼", "오른"];

/// A word's place in an expression: any of some words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Slot(Vec<WordId>);

/// An expression of a finding.
#[derive(Clone, Debug)]
struct Expression {
    finding: u16,
    slots: Vec<u32>,
}

/// Where a text says an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The finding it stands for.
    pub finding: u16,
    /// The words that say it, by where they stand in the expression.
    pub words: Vec<Occurrence>,
    /// Only the noun of `열 나다` stands there: it tells something when it is denied (열은 없고).
    pub only_if_denied: bool,
}

/// Collects expressions.
#[derive(Default)]
pub struct ExpressionsBuilder {
    lexicon: LexiconBuilder,
    classes: HashMap<String, Vec<WordId>>,
    places: Vec<WordId>,
    slots: Vec<Slot>,
    slot_ids: HashMap<Slot, u32>,
    all: Vec<Expression>,
    light: Vec<(WordId, u16)>,
}

/// All expressions with the lexicon of their words.
pub struct Expressions {
    lexicon: Lexicon,
    /// The slots each word fills.
    fills: Vec<Vec<u32>>,
    /// The expressions that begin with each slot.
    begin: Vec<Vec<u32>>,
    /// Whether a word names a place of the body.
    is_place: Vec<bool>,
    all: Vec<Expression>,
    /// Findings that each noun stands for together with a light verb.
    light: Vec<Vec<u16>>,
}

/// Drops a word that ends something said more exactly: 가려워요 in 질이 가려워요, 경련 in 눈꺼풀 경련.
fn drop_covered(said: &mut Vec<Said>, is_place: impl Fn(&Occurrence) -> bool, is_verb: impl Fn(&Occurrence) -> bool) {
    let span = |one: &Said| one.words.iter().map(|word| word.to - word.from).sum::<usize>();
    let covers = |wide: &Said, narrow: &Said| {
        let inside = |word: &Occurrence| wide.words.iter().any(|other| other.from <= word.from && word.to <= other.to);
        let ends = wide.words.last().map(|word| word.to) == narrow.words.last().map(|word| word.to);
        let exact = is_verb(&narrow.words[0]) || wide.words.iter().any(&is_place);
        narrow.words.len() == 1
            && exact
            && ends
            && wide.finding != narrow.finding
            && !wide.only_if_denied
            && span(wide) > span(narrow)
            && narrow.words.iter().all(inside)
    };
    let keep: Vec<bool> = said.iter().map(|one| !said.iter().any(|other| covers(other, one))).collect();
    let mut keep = keep.into_iter();
    said.retain(|_| keep.next().unwrap_or_default());
}

impl ExpressionsBuilder {
    /// A word class; `place` when its words name a part of the body.
    pub fn class(&mut self, name: &str, words: &[String], place: bool) {
        let ids: Vec<WordId> = words.iter().map(|word| self.lexicon.word(word)).collect();
        ids.iter().for_each(|id| self.lexicon.own(*id));
        if place {
            self.places.extend(&ids);
        }
        self.classes.insert(name.to_owned(), ids);
    }

    /// A word that hides those in it.
    pub fn mask(&mut self, word: &str) {
        self.lexicon.mask(word);
    }

    /// An expression of a finding.
    ///
    /// # Errors
    /// An empty expression, or a class that there is not.
    pub fn add(&mut self, finding: u16, text: &str) -> Result<(), String> {
        let mut slots = Vec::new();
        for piece in text.split_whitespace() {
            let mut words = Vec::new();
            for choice in piece.split('|') {
                match choice.strip_prefix('@') {
                    Some(class) => {
                        words.extend(self.classes.get(class).ok_or_else(|| format!("no class @{class} in {text:?}"))?);
                    }
                    None => words.push(self.lexicon.word(choice)),
                }
            }
            words.sort_unstable();
            words.dedup();
            let next = self.slots.len() as u32;
            let slot = Slot(words);
            slots.push(*self.slot_ids.entry(slot.clone()).or_insert_with(|| {
                self.slots.push(slot);
                next
            }));
        }
        if let Some((noun, verb)) = text.split_once(' ')
            && LIGHT.contains(&verb)
            && !noun.contains(['@', '|'])
        {
            self.light.push((self.lexicon.word(noun), finding));
        }
        if let [slot] = slots[..] {
            let words = self.slots[slot as usize].0.clone();
            words.into_iter().for_each(|word| self.lexicon.own(word));
        }
        if slots.is_empty() {
            return Err("an empty expression".to_owned());
        }
        self.all.push(Expression { finding, slots });
        Ok(())
    }

    /// All of them.
    ///
    /// # Errors
    /// The lexicon's.
    pub fn build(self) -> Result<Expressions, String> {
        let lexicon = self.lexicon.build()?;
        let mut fills = vec![Vec::new(); lexicon.len()];
        for (index, slot) in self.slots.iter().enumerate() {
            slot.0.iter().for_each(|word| fills[usize::from(word.0)].push(index as u32));
        }
        let mut begin = vec![Vec::new(); self.slots.len()];
        for (index, expression) in self.all.iter().enumerate() {
            begin[expression.slots[0] as usize].push(index as u32);
        }
        let mut is_place = vec![false; lexicon.len()];
        self.places.iter().for_each(|word| is_place[usize::from(word.0)] = true);
        let mut light = vec![Vec::new(); lexicon.len()];
        self.light.iter().for_each(|(noun, finding)| light[usize::from(noun.0)].push(*finding));
        Ok(Expressions { lexicon, fills, begin, is_place, all: self.all, light })
    }
}

/// A text with the words found in it.
pub struct Reading<'a> {
    /// The text.
    pub text: &'a Syllables,
    /// Its words, by where they begin.
    pub words: Vec<Occurrence>,
    /// The words that fill each slot, for the slots that are filled.
    by_slot: HashMap<u32, Vec<Occurrence>>,
}

impl Expressions {
    /// The lexicon.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Finds the words of a text.
    pub fn read<'a>(&self, text: &'a Syllables) -> Reading<'a> {
        let words = self.lexicon.find(text);
        let mut by_slot: HashMap<u32, Vec<Occurrence>> = HashMap::new();
        for word in &words {
            for slot in &self.fills[usize::from(word.word.0)] {
                by_slot.entry(*slot).or_default().push(*word);
            }
        }
        Reading { text, words, by_slot }
    }

    /// Every expression that a text says, by finding and place.
    pub fn find(&self, reading: &Reading) -> Vec<Said> {
        let mut said = Vec::new();
        let mut slots: Vec<&u32> = reading.by_slot.keys().collect();
        slots.sort_unstable();
        for slot in slots {
            for index in &self.begin[*slot as usize] {
                let expression = &self.all[*index as usize];
                if expression.slots.iter().all(|slot| reading.by_slot.contains_key(slot)) {
                    self.find_one(expression, reading, &mut said);
                }
            }
        }
        for word in &reading.words {
            for finding in &self.light[usize::from(word.word.0)] {
                said.push(Said { finding: *finding, words: vec![*word], only_if_denied: true });
            }
        }
        drop_covered(&mut said, |o| self.is_place(o), |o| self.lexicon.is_verb(o.word));
        said.sort_by_key(|s| (s.finding, s.words[0].from));
        said.dedup();
        said
    }

    fn find_one(&self, expression: &Expression, reading: &Reading, said: &mut Vec<Said>) {
        for first in &reading.by_slot[&expression.slots[0]] {
            let mut words = vec![*first];
            if self.follow(&expression.slots[1..], reading, &mut words) {
                said.push(Said { finding: expression.finding, words, only_if_denied: false });
            } else if let [_, verb] = expression.slots[..]
                && let Some(verb) = self.attribute(first, &reading.by_slot[&verb], reading)
            {
                said.push(Said { finding: expression.finding, words: vec![*first, verb], only_if_denied: false });
            }
        }
    }

    /// Finds the rest of an expression behind the words found so far; the nearest first.
    fn follow(&self, slots: &[u32], reading: &Reading, words: &mut Vec<Occurrence>) -> bool {
        let Some((slot, rest)) = slots.split_first() else { return true };
        let last = words[words.len() - 1];
        let Some(candidates) = reading.by_slot.get(slot) else { return false };
        for next in candidates.iter().filter(|next| next.from >= last.to && next.from - last.to <= WIDEST_GAP) {
            if self.joins(&last, next, words, reading) {
                words.push(*next);
                if self.follow(rest, reading, words) {
                    return true;
                }
                words.pop();
            }
        }
        false
    }

    /// Whether the second word can be said of the first.
    fn joins(&self, last: &Occurrence, next: &Occurrence, words: &[Occurrence], reading: &Reading) -> bool {
        let gap = next.from - last.to;
        if reading.text.sentence_between(last.to, next.from) {
            return false;
        }
        if !self.is_place(last) && gap > WIDE_GAP {
            return false;
        }
        if SHORT_WORDS.contains(&self.lexicon.text(last.word)) && gap > NARROW_GAP {
            return false;
        }
        if !self.is_place(last) || gap == 0 {
            return true;
        }
        // Another place between them takes what follows, unless the two are joined.
        let between =
            |o: &&Occurrence| o.from >= last.to && o.to <= next.from && self.is_place(o) && !words.contains(o);
        let mut end = last.to;
        for other in reading.words.iter().filter(between) {
            if other.from < end {
                continue;
            }
            let particle = reading.text.text(end, other.from);
            if !JOINING.contains(&particle.as_str()) {
                return false;
            }
            end = other.to;
        }
        true
    }

    /// The verb right before a noun that it describes (쑤시는 무릎, 빨간 눈), or that is named after it
    /// (아파요 머리).
    fn attribute(&self, noun: &Occurrence, verbs: &[Occurrence], reading: &Reading) -> Option<Occurrence> {
        const ADNOMINAL_FINALS: [u8; 2] = [4, 8];
        let describes = |verb: &&Occurrence| {
            let near = verb.to <= noun.from && noun.from - verb.to <= 2;
            let before = noun.from.checked_sub(1).map(|at| reading.text.all[at].c);
            let ends = before
                .and_then(crate::domain::hangul::split)
                .is_some_and(|(.., last)| ADNOMINAL_FINALS.contains(&last));
            let last = reading.text.all.len() == noun.to;
            near && (ends || last)
                && self.lexicon.is_verb(verb.word)
                && !reading.text.sentence_between(verb.to, noun.from)
        };
        verbs.iter().rev().find(describes).copied()
    }

    fn is_place(&self, o: &Occurrence) -> bool {
        self.is_place[usize::from(o.word.0)]
    }
}
