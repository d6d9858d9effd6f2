//! A text taken apart into pieces, each a key of [`KEY_BITS`] bits.
//!
//! Pieces are one to three letters in a row of the text without its spaces, its beginning and end
//! marked, and the first one and two letters of each word. Digits are all one letter: how many days it
//! hurts names no department.

use crate::domain::hangul;

/// Bits of a key.
pub const KEY_BITS: u32 = 23;
/// Letters of a text that count, so that a long one costs no more; what people write is a tenth.
const MAX_CHARS: usize = 600;
/// Stands for the beginning and the end.
const EDGE: u32 = 1;
/// Tells pieces that begin a word from those anywhere.
const WORD: u32 = 10;

/// The keys of a text's pieces, ascending, each once.
pub fn keys(text: &str) -> Vec<u32> {
    let text = text.char_indices().nth(MAX_CHARS).map_or(text, |(end, _)| &text[..end]);
    let (mut normal, mut words) = (String::with_capacity(text.len()), Vec::new());
    hangul::normalise_into(text, &mut normal, |at, _| words.push(at + 1));
    let mut letters = vec![EDGE];
    letters.extend(normal.chars().map(|c| if c.is_ascii_digit() { u32::from('0') } else { u32::from(c) }));
    letters.push(EDGE);
    let inside = &letters[1..letters.len() - 1];

    let mut keys: Vec<u32> = inside.windows(1).map(|piece| key(1, piece)).collect();
    for size in 2..=3 {
        keys.extend(letters.windows(size).map(|piece| key(size as u32, piece)));
    }
    words.push(letters.len() - 1);
    for ends in words.windows(2) {
        // A letter whose lower case has two may begin a word and end before it.
        let word = letters.get(ends[0]..ends[1]).unwrap_or_default();
        keys.extend((1..=word.len().min(2)).map(|size| key(WORD, &word[..size])));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// FNV-1a over letters, its high bits stirred into the low ones. Part of the file's format.
fn key(kind: u32, piece: &[u32]) -> u32 {
    let start = 0xCBF2_9CE4_8422_2325 ^ u64::from(kind).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let hash = piece.iter().fold(start, |hash, letter| {
        let hash = (hash ^ u64::from(*letter)).wrapping_mul(0x0000_0100_0000_01B3);
        hash ^ hash >> 29
    });
    let hash = (hash ^ hash >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash >> (64 - KEY_BITS)) as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The share of the first text's keys that the second has too.
    fn kept(a: &str, b: &str) -> f32 {
        let (a, b) = (keys(a), keys(b));
        a.iter().filter(|key| b.binary_search(key).is_ok()).count() as f32 / a.len() as f32
    }

    #[test]
    fn what_says_nothing_changes_nothing() {
        let plain = keys("무릎이 3일째 쑤셔요");
        for same in
            ["  무릎이   3일째 쑤셔요!!", "무릎이 7일째 쑤셔요…", "무릎이 ３일째 쑤셔요", "무릎이\n3일째, 쑤셔요 ^^"]
        {
            assert_eq!(keys(same), plain, "{same}");
        }
        assert_eq!(keys("MRI 찍었어요"), keys("mri 찍었어요"));
    }

    #[test]
    fn most_stays_without_spaces_and_with_a_typing_mistake() {
        let plain = "발목을 삐끗해서 많이 부었어요";
        assert!(kept("발목을삐끗해서많이부었어요", plain) > 0.95);
        assert!(kept(plain, "발목을삐끗해서많이부었어요") > 0.75);
        assert!(kept(plain, "발목을 삐끗해서 마니 부었어요") > 0.7);
        assert!(kept(plain, "잇몸에서 피가 나요") < 0.1);
    }

    #[test]
    fn nothing_has_only_its_edges() {
        assert_eq!(keys(""), keys(" …"));
        assert_eq!(keys("").len(), 1);
        assert!(keys(&"가나다라".repeat(100_000)).len() < 20);
    }

    proptest! {
        #[test]
        fn any_text_has_keys_in_order(text in any::<String>()) {
            let keys = keys(&text);
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(keys.iter().all(|key| *key < 1 << KEY_BITS));
        }
    }
}
