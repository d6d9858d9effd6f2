//! A text as a row of syllables without spaces, and as bytes in which spellings that sound alike are
//! the same: what the lexicon is searched for.

use crate::domain::hangul::{is_consonant, is_letter, is_vowel, split};

/// Longest text that is read, characters; what comes after tells nothing new.
pub const LONGEST: usize = 2_000;

/// Marks the end of a sentence among the bytes.
const BREAK: u8 = 0xFF;
/// A letter of another script.
pub const FOREIGN: u8 = 0xF0;
/// First byte of vowels, and of finals; initials begin at 1.
const VOWEL: u8 = 0x20;
const FINAL: u8 = 0x40;
/// First byte of what is not Hangul.
const OTHER: u8 = 0x60;

/// Vowels that sound alike today made one: ㅔ as ㅐ, ㅖ as ㅒ, ㅚ and ㅞ as ㅙ.
const VOWELS: [u8; 21] = [0, 1, 2, 3, 4, 1, 6, 3, 8, 9, 10, 10, 12, 13, 14, 10, 16, 17, 18, 19, 20];
/// Finals as they are heard before a pause: ㄱㄲㅋㄳㄺ, ㄴㄵㄶ, ㄷㅅㅆㅈㅊㅌ, ㄹㄼㄽㄾㅀ, ㅁㄻ, ㅂㅄㅍㄿ, ㅇ; ㅎ is not heard.
const FINALS: [u8; 28] = [0, 1, 1, 1, 4, 4, 4, 7, 8, 1, 16, 8, 8, 8, 17, 8, 16, 17, 17, 7, 7, 21, 7, 7, 1, 7, 17, 0];

/// One syllable, digit or letter of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syllable {
    /// As written, in lower case.
    pub c: char,
    /// Whether a space, a sign or the beginning stands before it.
    pub starts_word: bool,
    /// Whether a sentence ends before it.
    pub starts_sentence: bool,
    /// Whether a comma stands before it.
    pub after_comma: bool,
}

/// A text, ready to be searched.
#[derive(Clone, Debug, Default)]
pub struct Syllables {
    /// Its syllables.
    pub all: Vec<Syllable>,
    /// Its folded bytes.
    pub bytes: Vec<u8>,
    /// The syllable of each byte.
    pub at: Vec<u32>,
    /// Whether it is written without spaces.
    pub unspaced: bool,
}

impl Syllables {
    /// Reads a text; lone jamo (ㅠㅠ, ㅋㅋ) and signs part words and are nothing themselves.
    pub fn read(text: &str) -> Self {
        let mut found = Self::default();
        let (mut word, mut sentence, mut comma) = (true, true, false);
        let mut words = 0;
        let mut before = ' ';
        for c in text.chars().take(LONGEST) {
            let point = c == '.' && before.is_ascii_digit();
            before = c;
            if is_consonant(c) || is_vowel(c) || !is_letter(c) {
                sentence |= matches!(c, '!' | '?' | '\n' | ';' | '。' | '…') || c == '.' && !point;
                comma |= matches!(c, ',' | '、' | '/' | '·' | '+' | '&');
                word = true;
                continue;
            }
            words += usize::from(word);
            for c in c.to_lowercase() {
                found.push(Syllable { c, starts_word: word, starts_sentence: sentence, after_comma: comma });
                (word, sentence, comma) = (false, false, false);
            }
        }
        found.unspaced = found.all.len() > 7 * words.max(1);
        found
    }

    fn push(&mut self, syllable: Syllable) {
        let index = self.all.len() as u32;
        if syllable.starts_sentence {
            self.bytes.push(BREAK);
            self.at.push(index);
        }
        code(syllable.c, false, &mut self.bytes);
        self.at.resize(self.bytes.len(), index);
        self.all.push(syllable);
    }

    /// The text of some syllables, without spaces.
    pub fn text(&self, from: usize, to: usize) -> String {
        self.all[from.min(self.all.len())..to.min(self.all.len())].iter().map(|s| s.c).collect()
    }

    /// Whether these letters stand at a syllable.
    pub fn has(&self, at: usize, letters: &str) -> bool {
        let mut wanted = letters.chars();
        let mut here = self.all.get(at..).unwrap_or_default().iter();
        wanted.all(|c| here.next().is_some_and(|s| fold(s.c) == fold(c)))
    }

    /// Whether the letters end right before a syllable.
    pub fn has_before(&self, at: usize, letters: &str) -> bool {
        at.checked_sub(letters.chars().count()).is_some_and(|from| self.has(from, letters))
    }

    /// Whether a sentence begins after `from`, not later than at `to`.
    pub fn sentence_between(&self, from: usize, to: usize) -> bool {
        self.all
            .get(from..=to.min(self.all.len().saturating_sub(1)))
            .unwrap_or_default()
            .iter()
            .any(|s| s.starts_sentence)
    }
}

/// What of a syllable is heard.
fn fold(c: char) -> (u8, u8, u8, char) {
    match split(c) {
        Some((initial, vowel, last)) => (initial, VOWELS[usize::from(vowel)], FINALS[usize::from(last)], ' '),
        None => (0, 0, 0, c),
    }
}

/// Appends the bytes of a letter; without its final when it may be closed by another (`open`).
pub fn code(c: char, open: bool, bytes: &mut Vec<u8>) {
    match split(c) {
        Some((initial, vowel, last)) => {
            bytes.extend([initial + 1, VOWEL + VOWELS[usize::from(vowel)]]);
            let last = FINALS[usize::from(last)];
            if last != 0 && !open {
                bytes.push(FINAL + last);
            }
        }
        None if c.is_ascii_alphanumeric() => bytes.push(OTHER + (c.to_ascii_lowercase() as u8 - b'0')),
        None => bytes.push(FOREIGN),
    }
}

/// Whether a closing consonant is one that endings begin with: ㄴ, ㄹ, ㅁ, ㅂ, ㅆ.
pub fn ends_verb(byte: u8) -> bool {
    [4, 7, 8, 16, 17].contains(&(byte - FINAL))
}

/// Whether a text has the vowels of a word's first syllable, ㅐ and ㅔ told apart.
pub fn same_vowels(text: &Syllables, at: usize, word: &str) -> bool {
    const ALIKE: [u8; 4] = [1, 3, 5, 7];
    let vowel = |c| split(c).map(|(_, vowel, _)| vowel).filter(|vowel| ALIKE.contains(vowel));
    match (vowel(text.all[at].c), word.chars().next().and_then(vowel)) {
        (Some(written), Some(meant)) => written == meant,
        _ => true,
    }
}

/// Whether a byte closes a syllable.
pub fn is_final(byte: u8) -> bool {
    (FINAL..OTHER).contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_is_written_alike() {
        for (a, b) in [
            ("올랐어요", "올랏어요"),
            ("않아파", "안아파"),
            ("베", "배"),
            ("왜", "외"),
            ("겉", "것"),
            ("배 가 ㅠㅠ아파", "배가아파"),
        ] {
            assert_eq!(Syllables::read(a).bytes, Syllables::read(b).bytes, "{a} {b}");
        }
        assert_ne!(Syllables::read("간").bytes, Syllables::read("강").bytes);
    }

    #[test]
    fn sentences_words_and_commas_are_marked() {
        let text = Syllables::read("열, 기침. 38.5도 아파요");
        let starts = |pick: fn(&Syllable) -> bool| text.all.iter().filter(|s| pick(s)).map(|s| s.c).collect::<String>();
        assert_eq!(starts(|s| s.starts_sentence), "열3");
        assert_eq!(starts(|s| s.starts_word), "열기35아");
        assert_eq!(starts(|s| s.after_comma), "기");
        assert!(text.has(1, "기침") && text.has_before(3, "기침") && !text.has_before(1, "기침"));
        assert!(text.sentence_between(1, 3) && !text.sentence_between(1, 2));
        assert!(Syllables::read("어제부터목이너무아파여").unspaced);
    }
}
