//! A text that may hold typing mistakes, looked for inside others: Myers' bit-parallel edit
//! distance over the letters of the syllables.

use crate::domain::hangul;

/// A pattern of at most 64 letters and the mistakes it may hold.
pub(super) struct Fuzzy {
    letters: Vec<u8>,
    most: u32,
    /// For every letter, a bit where the pattern has it.
    places: Box<[u64; 256]>,
}

/// Mistakes that a text in normal form may hold: one from three syllables on, two from six.
pub(super) fn most_edits(normal: &str) -> u32 {
    let vowels = hangul::jamo(normal).into_iter().filter(|code| hangul::is_vowel_code(*code)).count();
    match vowels.max(normal.chars().count()) {
        0..3 => 0,
        3..6 => 1,
        _ => 2,
    }
}

impl Fuzzy {
    /// `None` for texts that are too long, or too short to say anything with that many mistakes.
    pub fn new(normal: &str, most: u32) -> Option<Self> {
        let letters = hangul::jamo(normal);
        let fits = letters.len() <= 64 && letters.len() >= 3 * (most as usize + 1);
        let mut places = Box::new([0; 256]);
        for (place, letter) in letters.iter().enumerate().take(64) {
            places[usize::from(*letter)] |= 1 << place;
        }
        fits.then_some(Self { letters, most, places })
    }

    /// Parts of which at least one stands unharmed wherever the pattern does.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let count = self.most as usize + 1;
        let cut = move |i: usize| self.letters.len() * i / count;
        (0..count).map(move |i| &self.letters[cut(i)..cut(i + 1)])
    }

    /// The fewest mistakes with which the pattern stands somewhere in the text, if few enough.
    pub fn edits(&self, text: &[u8]) -> Option<u32> {
        let last = 1u64 << (self.letters.len() - 1);
        let (mut plus, mut minus) = (u64::MAX, 0u64);
        let mut score = self.letters.len() as u32;
        let mut best = score;
        for letter in text {
            let equal = self.places[usize::from(*letter)];
            let vertical = equal | minus;
            let horizontal = ((equal & plus).wrapping_add(plus) ^ plus) | equal;
            let up = minus | !(horizontal | plus);
            let down = plus & horizontal;
            score = score + u32::from(up & last != 0) - u32::from(down & last != 0);
            best = best.min(score);
            plus = (down << 1) | !(vertical | (up << 1));
            minus = (up << 1) & vertical;
        }
        (best <= self.most).then_some(best)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The textbook table: the pattern against any part of the text.
    fn slow(pattern: &[u8], text: &[u8]) -> u32 {
        let mut row: Vec<u32> = vec![0; text.len() + 1];
        for (i, p) in pattern.iter().enumerate() {
            let mut next = vec![i as u32 + 1];
            for (j, t) in text.iter().enumerate() {
                next.push((row[j] + u32::from(p != t)).min(row[j + 1] + 1).min(next[j] + 1));
            }
            row = next;
        }
        row.into_iter().min().unwrap()
    }

    #[test]
    fn short_texts_may_hold_no_mistakes() {
        assert_eq!(["강남", "정왕동", "세브란스", "강남세브란", "강남세브란스"].map(most_edits), [0, 1, 1, 1, 2]);
        assert!(Fuzzy::new("가나", 1).is_none());
        assert!(Fuzzy::new(&"각".repeat(22), 2).is_none());
    }

    proptest! {
        #[test]
        fn edits_are_those_of_the_table(pattern in "[가-깋ㄱ-ㄷab]{3,20}", text in "[가-깋ab]{0,30}", most in 0u32..3) {
            let Some(fuzzy) = Fuzzy::new(&pattern, most) else { return Ok(()) };
            let text = hangul::jamo(&text);
            let exact = slow(&hangul::jamo(&pattern), &text);
            prop_assert_eq!(fuzzy.edits(&text), (exact <= most).then_some(exact));
            if exact <= most {
                let unharmed = |piece: &[u8]| text.windows(piece.len()).any(|part| part == piece);
                prop_assert!(fuzzy.pieces().any(unharmed));
            }
        }
    }
}
