//! The words of the expressions, and where they stand in a text: one automaton over the folded bytes
//! finds all of them in one pass.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    fuzzy::Fuzzy,
    syllables::{self, Syllables},
    verb::{self, Form},
};

/// A word of the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u16);

/// Particles that may stand between the words of a set phrase (감각이 없다).
const INSIDE: &[&str] = &["", "이", "가", "을", "를", "은", "는", "도", "에", "의"];
/// Particles of nouns.
const PARTICLES: &[&str] = &[
    "이", "가", "을", "를", "은", "는", "도", "만", "에", "의", "로", "으로", "랑", "이랑", "과", "와", "하고", "까지",
    "부터", "에서", "이나", "나", "에도", "에는", "엔", "이가", "처럼", "인", "이요",
];
/// How a noun goes on as a verb.
const VERBAL: &[&str] = &["하", "해", "했", "할", "한", "되", "돼", "됐", "나", "났", "난", "중", "때"];
/// What may stand right before a one-syllable noun in a text without spaces.
const BEFORE_SHORT: &[&str] = &[
    "부터",
    "까지",
    "에서",
    "이",
    "가",
    "은",
    "는",
    "도",
    "랑",
    "요",
    "고",
    "서",
    "너무",
    "자꾸",
    "계속",
    "막",
    "또",
    "더",
    "왜",
    "좀",
    "에",
    "의",
    "면",
    "데",
    "때",
    "쪽",
    "개",
    "년",
    "월",
    "일",
    "시",
    "주",
    "달",
    "지금",
    "진짜",
    "갑자기",
    "와",
    "과",
    "하고",
    "만",
    "안",
    "못",
];

/// A word as the matcher sees it.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    /// Ends in 다: a verb or adjective, whatever form it takes.
    verb: bool,
    /// Has a space: a set phrase, which leaves the words in it in sight.
    phrase: bool,
    /// Hides the words in it and means nothing itself.
    mask: bool,
    /// One syllable, or a verb whose stem is one: so short that it must be spelled right.
    short: bool,
    /// Hides the nouns in it: it is a word of its own, no piece of a longer expression.
    hides: bool,
}

/// A word of the lexicon in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Which.
    pub word: WordId,
    /// First syllable.
    pub from: usize,
    /// The syllable after the last one that belongs to it.
    pub to: usize,
}

/// Collects the words; [`build`](Self::build) makes the lexicon.
#[derive(Default)]
pub struct LexiconBuilder {
    words: Vec<Word>,
    ids: HashMap<(String, bool), WordId>,
}

/// All words of the expressions.
pub struct Lexicon {
    words: Vec<Word>,
    automaton: AhoCorasick,
    /// The words of each pattern, and whether another consonant may close the pattern's last syllable.
    patterns: Vec<Box<[(WordId, bool)]>>,
    fuzzy: Fuzzy,
}

impl LexiconBuilder {
    /// The id of a word: a piece of text, or a dictionary form.
    pub fn word(&mut self, text: &str) -> WordId {
        self.add(text, false)
    }

    /// A word that hides those in it.
    pub fn mask(&mut self, text: &str) {
        self.add(text, true);
    }

    /// A word of its own, which hides the nouns in it (눈물 is no 눈).
    pub fn own(&mut self, id: WordId) {
        let word = &mut self.words[usize::from(id.0)];
        word.hides = !word.verb && !word.phrase;
    }

    fn add(&mut self, text: &str, mask: bool) -> WordId {
        let next = WordId(self.words.len() as u16);
        *self.ids.entry((text.to_owned(), mask)).or_insert_with(|| {
            let verb = !mask && verb::forms(text).is_some() && text.chars().count() > 1;
            let short = text.chars().count() - usize::from(verb) == 1;
            self.words.push(Word { text: text.to_owned(), verb, short, phrase: text.contains(' '), mask, hides: mask });
            next
        })
    }

    /// The lexicon of all words.
    ///
    /// # Errors
    /// When the automaton becomes too large.
    pub fn build(self) -> Result<Lexicon, String> {
        let mut patterns: BTreeMap<Vec<u8>, Vec<(WordId, bool)>> = BTreeMap::new();
        for (index, word) in self.words.iter().enumerate() {
            for form in spellings(word) {
                let words = patterns.entry(pattern(&form)).or_default();
                if !words.contains(&(WordId(index as u16), form.open)) {
                    words.push((WordId(index as u16), form.open));
                }
            }
        }
        // Letters of other scripts are all alike among the bytes.
        patterns.retain(|pattern, _| !pattern.contains(&syllables::FOREIGN));
        let may_be_mistyped =
            |id: &WordId| !self.words[usize::from(id.0)].mask && !self.words[usize::from(id.0)].phrase;
        let each = patterns.iter().flat_map(|(pattern, words)| words.iter().map(|(id, _)| (*id, pattern.as_slice())));
        let fuzzy = Fuzzy::new(each.filter(|(id, _)| may_be_mistyped(id)));
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns.keys());
        let automaton = automaton.map_err(|error| error.to_string())?;
        let patterns = patterns.into_values().map(Vec::into_boxed_slice).collect();
        Ok(Lexicon { words: self.words, automaton, patterns, fuzzy })
    }
}

/// What is written for a word: the forms of its last part, after the others with the particles that
/// may follow them.
fn spellings(word: &Word) -> Vec<Form> {
    let mut parts: Vec<&str> = word.text.split(' ').collect();
    let last = parts.pop().unwrap_or_default();
    let ends = if word.mask || last.chars().count() < 2 { None } else { verb::forms(last) };
    let ends = ends.unwrap_or_else(|| vec![Form { text: last.to_owned(), open: false }]);
    let mut heads = vec![String::new()];
    for part in parts {
        heads = heads
            .iter()
            .flat_map(|head| INSIDE.iter().map(move |particle| format!("{head}{part}{particle}")))
            .collect();
    }
    heads
        .iter()
        .flat_map(|head| ends.iter().map(move |end| Form { text: format!("{head}{}", end.text), open: end.open }))
        .collect()
}

fn pattern(form: &Form) -> Vec<u8> {
    let mut bytes = Vec::new();
    let letters: Vec<char> = form.text.chars().flat_map(char::to_lowercase).collect();
    for (index, c) in letters.iter().enumerate() {
        syllables::code(*c, form.open && index + 1 == letters.len(), &mut bytes);
    }
    bytes
}

impl Lexicon {
    /// Every word of a text, by where it begins. Words inside a longer noun or a mask are left out.
    pub fn find(&self, text: &Syllables) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for hit in self.automaton.find_overlapping_iter(&text.bytes) {
            let closed = text.bytes.get(hit.end()).copied().filter(|byte| syllables::is_final(*byte));
            let (from, to) = (text.at[hit.start()] as usize, text.at[hit.end() - 1] as usize + 1);
            for (word, open) in &self.patterns[hit.pattern().as_usize()] {
                let occurrence = Occurrence { word: *word, from, to };
                let ends = closed.is_none_or(|byte| *open && syllables::ends_verb(byte));
                if ends && !found.contains(&occurrence) && self.may_stand(text, &occurrence) {
                    found.push(occurrence);
                }
            }
        }
        let begins = |o: &Occurrence| {
            let word = self.word(o.word);
            let follows = |b: &Occurrence| b.to == o.from && (!word.short || text.all[b.from].starts_word);
            let starts = word.mask || text.unspaced || text.all[o.from].starts_word || found.iter().any(follows);
            starts || (!word.verb || !word.short) && ends_before(text, o.from)
        };
        let keep: Vec<bool> = found.iter().map(begins).collect();
        let mut keep = keep.into_iter();
        found.retain(|_| keep.next().unwrap_or_default());
        self.add_mistyped(text, &mut found);
        let hiding: Vec<(usize, usize, bool)> = found
            .iter()
            .filter(|o| o.to - o.from > 1)
            .filter(|o| self.word(o.word).hides)
            .map(|o| (o.from, o.to, self.word(o.word).mask))
            .collect();
        let hidden = |o: &Occurrence| {
            // 기침만 and 기침하면 are 기침 with an ending: they hide nothing.
            let inflected = |from: usize, to: usize| {
                let rest = text.text(o.to, to);
                from == o.from
                    && (PARTICLES.contains(&rest.as_str()) || VERBAL.iter().any(|verb| rest.starts_with(verb)))
            };
            let begins = |from: usize, mask: bool| from < o.from || from == o.from && (mask || !self.word(o.word).verb);
            hiding.iter().any(|(from, to, mask)| {
                begins(*from, *mask) && o.to <= *to && to - from > o.to - o.from && !inflected(*from, *to)
            }) || hiding.iter().any(|(from, to, _)| *from < o.from && o.from < *to && o.to > *to && o.to - o.from == 1)
        };
        found.retain(|o| !self.word(o.word).mask && !hidden(o));
        found.sort_by_key(|o| (o.from, o.to));
        found
    }

    /// Whether a word may be meant where its letters stand.
    fn may_stand(&self, text: &Syllables, o: &Occurrence) -> bool {
        let word = self.word(o.word);
        let spelled = !word.short || syllables::same_vowels(text, o.from, &word.text);
        let whole = whole_latin(text, o) && !across_words(text, o.from, o.to);
        spelled && whole && (o.to - o.from > 1 || word.verb || stands_alone(text, o.from, o.to))
    }

    /// Longer words with one wrong letter, where nothing else was found.
    fn add_mistyped(&self, text: &Syllables, found: &mut Vec<Occurrence>) {
        let mut covered = vec![false; text.all.len()];
        for o in found.iter() {
            if o.to - o.from > 1 {
                covered[o.from..o.to].fill(true);
            }
        }
        for (word, from, to) in self.fuzzy.find(text, &covered) {
            found.push(Occurrence { word, from, to });
        }
    }

    fn word(&self, id: WordId) -> &Word {
        &self.words[usize::from(id.0)]
    }

    /// Whether it is a verb or adjective.
    pub fn is_verb(&self, id: WordId) -> bool {
        self.word(id).verb
    }

    /// The word as the knowledge writes it.
    pub fn text(&self, id: WordId) -> &str {
        &self.word(id).text
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// Whether a one-syllable word is one and not a piece of another: at the beginning of a word, or in
/// a text without spaces behind what may end the word before.
fn stands_alone(text: &Syllables, from: usize, to: usize) -> bool {
    let here = text.all[from];
    // What denies goes on in any verb; 이 is a tooth only where it cannot be a particle.
    match here.c {
        '안' | '못' => return here.starts_word || ends_before(text, from) || text.unspaced,
        '이' if !here.starts_word => return false,
        _ => {}
    }
    if here.starts_word || from == 0 {
        // 배추, 목소리: what follows must be a particle, a known end or another word.
        return follows_noun(text, to);
    }
    ends_before(text, from) && follows_noun(text, to)
}

/// Whether what stands before a syllable may end a word.
fn ends_before(text: &Syllables, at: usize) -> bool {
    const UNITS: &[char] =
        &['도', '개', '살', '월', '일', '주', '년', '시', '분', '번', '회', '키', '킬', '센', '세', '대', '명', '층'];
    let digit = at.checked_sub(1).is_some_and(|before| text.all[before].c.is_ascii_digit());
    digit && !text.all.get(at).is_some_and(|s| UNITS.contains(&s.c))
        || BEFORE_SHORT.iter().any(|before| text.has_before(at, before))
}

/// Whether a piece does not begin or end inside a word of Latin letters (ALT is not in salt).
fn whole_latin(text: &Syllables, o: &Occurrence) -> bool {
    let latin = |at: usize| text.all.get(at).is_some_and(|s| s.c.is_ascii_alphabetic());
    let inside = |at: usize| at > 0 && latin(at - 1) && latin(at) && !text.all[at].starts_word;
    !inside(o.from) && !inside(o.to)
}

/// Whether a piece begins inside a word and goes on in the next one (자유 서너 is no 유서).
fn across_words(text: &Syllables, from: usize, to: usize) -> bool {
    !text.all[from].starts_word && text.all[from + 1..to].iter().any(|s| s.starts_word)
}

/// Whether what stands at a syllable can follow a noun: a new word, a particle, or a predicate.
fn follows_noun(text: &Syllables, at: usize) -> bool {
    const AFTER: &[&str] = &[
        "이",
        "가",
        "은",
        "는",
        "을",
        "를",
        "도",
        "에",
        "의",
        "랑",
        "과",
        "와",
        "하고",
        "만",
        "부터",
        "까지",
        "로",
        "으로",
        "쪽",
        "안",
        "속",
        "위",
        "밑",
        "끝",
        "뒤",
        "앞",
        "옆",
        "전체",
        "부분",
        "주위",
        "아프",
        "아파",
        "아픈",
        "아퍼",
        "아포",
        "나",
        "나고",
        "났",
        "난",
        "남",
        "있",
        "없",
        "도요",
        "통증",
        "붓",
        "부",
        "저",
        "쑤",
        "가려",
        "간지",
        "따가",
        "쓰",
        "콕",
        "쿡",
        "터",
        "깨",
        "땡",
        "당",
        "뻐",
        "결",
        "막",
        "자주",
        "너무",
        "계속",
        "갑자기",
        "못",
        "이랑",
        "인데",
        "처럼",
        "보다",
        "들",
        "한테",
        "에게",
        "께",
    ];
    match text.all.get(at) {
        None => true,
        Some(next) => next.starts_word || AFTER.iter().any(|after| text.has(at, after)),
    }
}
