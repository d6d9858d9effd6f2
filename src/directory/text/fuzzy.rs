//! A text that may hold typing mistakes, looked for inside others: Myers' bit-parallel edit
//! distance over the letters of the syllables, behind a filter on pairs of letters.

use crate::domain::hangul;

/// A pattern of at most 64 letters and the mistakes it may hold.
pub(super) struct Fuzzy {
    letters: usize,
    most: u32,
    signature: Signature,
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

/// A bit for every pair of letters that follow each other in a text, by a hash of the pair.
pub(super) type Signature = u128;

/// The signature of a text in normal form.
pub(super) fn signature(normal: &str) -> Signature {
    let (mut bits, mut before) = (0, 0u8);
    normal.chars().flat_map(hangul::letters).for_each(|letter| {
        if before != 0 {
            let pair = u32::from(before) << 8 | u32::from(letter);
            bits |= 1 << (pair.wrapping_mul(0x9E37_79B1) >> 25);
        }
        before = letter;
    });
    bits
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
        fits.then(|| Self { letters: letters.len(), most, signature: signature(normal), places })
    }

    /// Whether a text of this signature can hold the pattern: a mistake harms two pairs at most.
    pub fn may_stand_in(&self, signature: Signature) -> bool {
        (self.signature & !signature).count_ones() <= 2 * self.most
    }

    /// The fewest mistakes with which the pattern stands somewhere in the text, if few enough.
    pub fn edits(&self, normal: &str) -> Option<u32> {
        let last = 1u64 << (self.letters - 1);
        let (mut plus, mut minus) = (u64::MAX, 0u64);
        let mut score = self.letters as u32;
        let mut best = score;
        normal.chars().flat_map(hangul::letters).for_each(|letter| {
            let equal = self.places[usize::from(letter)];
            let vertical = equal | minus;
            let horizontal = ((equal & plus).wrapping_add(plus) ^ plus) | equal;
            let up = minus | !(horizontal | plus);
            let down = plus & horizontal;
            score = score + u32::from(up & last != 0) - u32::from(down & last != 0);
            best = best.min(score);
            plus = (down << 1) | !(vertical | (up << 1));
            minus = (up << 1) & vertical;
        });
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
            let exact = slow(&hangul::jamo(&pattern), &hangul::jamo(&text));
            prop_assert_eq!(fuzzy.edits(&text), (exact <= most).then_some(exact));
            prop_assert!(exact > most || fuzzy.may_stand_in(signature(&text)));
        }

        #[test]
        fn what_is_near_is_never_filtered_away(
            text in "[가-깋ab]{4,12}", cut in any::<prop::sample::Index>(), letter in "[가-깋]", most in 1u32..3,
        ) {
            // One syllable lost is at most three letters; keep what really is near enough.
            let mut pattern: Vec<char> = text.chars().collect();
            pattern[cut.index(text.chars().count())] = letter.chars().next().unwrap();
            let pattern: String = pattern.into_iter().collect();
            let exact = slow(&hangul::jamo(&pattern), &hangul::jamo(&text));
            let Some(fuzzy) = Fuzzy::new(&pattern, most) else { return Ok(()) };
            prop_assert!(exact > most || fuzzy.may_stand_in(signature(&text)));
        }
    }
}
