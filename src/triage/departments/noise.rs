//! What people's thumbs do to a text: spaces left out, letters of a syllable mistyped.

use fastrand::Rng;
use serde::Serialize;

use crate::domain::hangul;

/// First of the lone vowels (ㅏ).
const VOWEL: u32 = 0x314F;

/// How texts are changed before they are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Noise {
    /// All spaces are removed.
    Spaces,
    /// In one syllable of twenty a letter is replaced, dropped or doubled.
    Typos,
}

impl Noise {
    /// The text as it would have been typed.
    pub fn apply(self, text: &str, rng: &mut Rng) -> String {
        match self {
            Self::Spaces => without_spaces(text),
            Self::Typos => typos(text, 0.05, rng),
        }
    }
}

/// The text without its spaces.
pub fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The text with a mistake in a syllable by the given probability.
pub fn typos(text: &str, probability: f32, rng: &mut Rng) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match hangul::split(c) {
            Some(parts) if rng.f32() < probability => mistype(c, parts, rng, &mut out),
            _ => out.push(c),
        }
    }
    out
}

/// Writes a syllable with one of its letters replaced, dropped or doubled.
fn mistype(c: char, (initial, vowel, last): (u8, u8, u8), rng: &mut Rng, out: &mut String) {
    let consonant = hangul::initials(c.encode_utf8(&mut [0; 4]));
    let lone_vowel = char::from_u32(VOWEL + u32::from(vowel));
    let part = rng.u8(..if last > 0 { 3 } else { 2 });
    match (rng.u8(..3), part) {
        (0, 0) => out.extend(hangul::join(rng.u8(..19), vowel, last)),
        (0, 1) => out.extend(hangul::join(initial, rng.u8(..21), last)),
        (0, _) => out.extend(hangul::join(initial, vowel, rng.u8(..28))),
        (1, 0) => out.extend(lone_vowel),
        (1, 1) => out.push_str(&consonant),
        (1, _) => out.push(hangul::without_final(c)),
        (_, 0) => {
            out.push_str(&consonant);
            out.push(c);
        }
        _ => {
            out.push(c);
            out.extend(lone_vowel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_syllable_of_twenty_is_mistyped() {
        let text = "감".repeat(20_000);
        let noisy = Noise::Typos.apply(&text, &mut Rng::with_seed(1));
        let changed = 20_000 - noisy.matches('감').count();
        // A doubled letter leaves its syllable whole, and a letter may be replaced by itself.
        assert!((500..800).contains(&changed), "{changed}");
        assert_eq!(noisy, Noise::Typos.apply(&text, &mut Rng::with_seed(1)));
        assert_eq!(typos("ab 12 ㅠㅠ", 1.0, &mut Rng::with_seed(1)), "ab 12 ㅠㅠ");
    }

    #[test]
    fn no_space_is_left() {
        assert_eq!(Noise::Spaces.apply(" 목이\t아파요 \n", &mut Rng::with_seed(1)), "목이아파요");
    }
}
