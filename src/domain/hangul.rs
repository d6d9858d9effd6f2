//! Hangul taken apart: syllables and their jamo, 초성, and the normal form in which texts are
//! compared. It knows letters only, no words.

/// First code point of the composed syllables (가).
const BASE: u32 = 0xAC00;
/// Syllables: 19 initials × 21 vowels × 28 finals (with none).
const COUNT: u32 = 19 * 21 * 28;
/// First of the 30 compatibility consonants (ㄱ).
const CONSONANT: u32 = 0x3131;
/// First of the 21 compatibility vowels (ㅏ).
const VOWEL: u32 = 0x314F;
/// Code of ㅏ in [`jamo`]; consonants are 1–19.
const VOWEL_CODE: u8 = 20;

/// The 30 compatibility consonants as one or two initials (index + 1, 0 for none).
const CONSONANTS: [(u8, u8); 30] = [
    (1, 0),  // ㄱ
    (2, 0),  // ㄲ
    (1, 10), // ㄳ
    (3, 0),  // ㄴ
    (3, 13), // ㄵ
    (3, 19), // ㄶ
    (4, 0),  // ㄷ
    (5, 0),  // ㄸ
    (6, 0),  // ㄹ
    (6, 1),  // ㄺ
    (6, 7),  // ㄻ
    (6, 8),  // ㄼ
    (6, 10), // ㄽ
    (6, 17), // ㄾ
    (6, 18), // ㄿ
    (6, 19), // ㅀ
    (7, 0),  // ㅁ
    (8, 0),  // ㅂ
    (9, 0),  // ㅃ
    (8, 10), // ㅄ
    (10, 0), // ㅅ
    (11, 0), // ㅆ
    (12, 0), // ㅇ
    (13, 0), // ㅈ
    (14, 0), // ㅉ
    (15, 0), // ㅊ
    (16, 0), // ㅋ
    (17, 0), // ㅌ
    (18, 0), // ㅍ
    (19, 0), // ㅎ
];
/// The 27 finals, and before them none, as places in [`CONSONANTS`].
const FINALS: [usize; 28] =
    [30, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29];
/// The 19 initials as compatibility letters.
const INITIALS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
/// The vowels with those that sound alike today made one: ㅔ as ㅐ, ㅖ as ㅒ, ㅚ and ㅞ as ㅙ.
const VOWELS: [u8; 21] = [0, 1, 2, 3, 4, 1, 6, 3, 8, 9, 10, 10, 12, 13, 14, 10, 16, 17, 18, 19, 20];

/// Initial, vowel and final (0 for none) of a composed syllable, by their place in Unicode's order.
pub fn split(c: char) -> Option<(u8, u8, u8)> {
    let index = (c as u32).checked_sub(BASE).filter(|index| *index < COUNT)?;
    Some(((index / 588) as u8, (index / 28 % 21) as u8, (index % 28) as u8))
}

/// The syllable of an initial (0–18), a vowel (0–20) and a final (0 for none, to 27).
pub fn join(initial: u8, vowel: u8, last: u8) -> Option<char> {
    let fits = initial < 19 && vowel < 21 && last < 28;
    let index = (u32::from(initial) * 21 + u32::from(vowel)) * 28 + u32::from(last);
    if fits { char::from_u32(BASE + index) } else { None }
}

/// The syllable without its final consonant; other letters as they are.
pub fn without_final(c: char) -> char {
    split(c).and_then(|(initial, vowel, _)| join(initial, vowel, 0)).unwrap_or(c)
}

/// Whether it is a lone consonant, as 초성 are typed.
pub fn is_consonant(c: char) -> bool {
    (CONSONANT..CONSONANT + 30).contains(&(c as u32))
}

/// Whether it is a lone vowel.
pub fn is_vowel(c: char) -> bool {
    (VOWEL..VOWEL + 21).contains(&(c as u32))
}

/// The form in which texts are compared: composed, half width, lower case, nothing but letters and
/// digits; spaces and punctuation fall away.
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    normalise_into(text, &mut out, |_, _| {});
    out
}

/// As [`normalise`], appended to `out`; `word` is told where each word begins (how many
/// characters were written before it, and its first character).
pub fn normalise_into(text: &str, out: &mut String, mut word: impl FnMut(usize, char)) {
    let (mut written, mut inside) = (0, false);
    let from = out.len();
    for c in text.chars() {
        let c = half_width(c);
        if !is_letter(c) {
            inside = false;
            continue;
        }
        if join_last(out, from, c) {
            continue;
        }
        if !inside {
            word(written, c);
            inside = true;
        }
        if split(c).is_some() {
            out.push(c);
            written += 1;
        } else if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            written += 1;
        } else {
            for lower in c.to_lowercase().filter(|lower| is_letter(*lower)) {
                out.push(lower);
                written += 1;
            }
        }
    }
}

/// Whether a character counts in the normal form: a letter or digit of any script.
pub fn is_letter(c: char) -> bool {
    // Syllables and ASCII first: the tables for all of Unicode are slow.
    split(c).is_some() || if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_conjoining(c) }
}

/// Full-width letters and digits as the half-width ones.
fn half_width(c: char) -> char {
    match c as u32 {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Conjoining jamo of decomposed text (NFD, as macOS writes file names).
fn is_conjoining(c: char) -> bool {
    (0x1100..=0x11FF).contains(&(c as u32))
}

/// Composes a conjoining vowel or final with the end of what is written so far.
fn join_last(out: &mut String, from: usize, c: char) -> bool {
    if !is_conjoining(c) {
        return false;
    }
    let Some(before) = out[from..].chars().next_back() else { return false };
    let joined = match c as u32 {
        vowel @ 0x1161..=0x1175 => {
            let initial = (before as u32).checked_sub(0x1100).filter(|initial| *initial < 19);
            initial.and_then(|initial| join(initial as u8, (vowel - 0x1161) as u8, 0))
        }
        last @ 0x11A8..=0x11C2 => {
            let open = split(before).filter(|(_, _, last)| *last == 0);
            open.and_then(|(initial, vowel, _)| join(initial, vowel, (last - 0x11A7) as u8))
        }
        _ => None,
    };
    let Some(joined) = joined else { return false };
    out.pop();
    out.push(joined);
    true
}

/// The 초성 of a text: ㅅㅇㄷ of 서울대; other letters as they are.
pub fn initials(text: &str) -> String {
    text.chars().map(|c| split(c).map_or(c, |(initial, ..)| INITIALS[usize::from(initial)])).collect()
}

/// One byte for the initial of a syllable (1–19, as in [`jamo`]), for a digit or Latin letter, or
/// for any other letter (from 128; these may coincide).
pub fn initial_code(c: char) -> u8 {
    match split(c) {
        Some((initial, ..)) => initial + 1,
        None if is_consonant(c) => CONSONANTS[(c as u32 - CONSONANT) as usize].0,
        None => letter_code(c),
    }
}

/// The initials that lone consonants in a text stand for, one code each; ㄳ, as keyboards join it,
/// is ㄱ and ㅅ. `None` when the text has something else.
pub fn consonant_codes(c: char) -> Option<impl Iterator<Item = u8>> {
    let pair = is_consonant(c).then(|| CONSONANTS[(c as u32 - CONSONANT) as usize])?;
    Some([pair.0, pair.1].into_iter().filter(|code| *code != 0))
}

/// A text as the sequence of its letters, one byte each, in which a typing mistake is one edit:
/// consonants are 1–19 wherever they stand in the syllable (of 간나 and 가나 only one ㄴ differs), vowels
/// follow with ㅐ and ㅔ alike, digits and Latin letters are themselves.
pub fn jamo(text: &str) -> Vec<u8> {
    text.chars().flat_map(letters).collect()
}

/// The letters of one character, as in [`jamo`]: four at most, none of them 0.
pub fn letters(c: char) -> impl Iterator<Item = u8> {
    let pair = |index: usize| CONSONANTS.get(index).copied().unwrap_or((0, 0));
    let letters = if let Some((initial, vowel, last)) = split(c) {
        let (first, second) = pair(FINALS[usize::from(last)]);
        [initial + 1, VOWEL_CODE + VOWELS[usize::from(vowel)], first, second]
    } else if is_consonant(c) {
        let (first, second) = pair((c as u32 - CONSONANT) as usize);
        [first, second, 0, 0]
    } else if is_vowel(c) {
        [VOWEL_CODE + VOWELS[(c as u32 - VOWEL) as usize], 0, 0, 0]
    } else {
        [letter_code(c), 0, 0, 0]
    };
    letters.into_iter().take_while(|letter| *letter != 0)
}

/// Whether a byte of [`jamo`] is a vowel.
pub fn is_vowel_code(code: u8) -> bool {
    (VOWEL_CODE..VOWEL_CODE + 21).contains(&code)
}

/// A byte for a letter that is not Hangul, apart from those of jamo.
fn letter_code(c: char) -> u8 {
    if c.is_ascii_alphanumeric() { c as u8 } else { 0x80 | (c as u32 & 0x7F) as u8 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn syllables_come_apart_and_together() {
        assert_eq!(split('가'), Some((0, 0, 0)));
        assert_eq!(split('힣'), Some((18, 20, 27)));
        assert_eq!(split('ㄱ'), None);
        assert_eq!(join(9, 4, 0), Some('서'));
        assert_eq!((join(19, 0, 0), join(0, 21, 0), join(0, 0, 28)), (None, None, None));
        for c in '가'..='힣' {
            let (initial, vowel, last) = split(c).unwrap();
            assert_eq!(join(initial, vowel, last), Some(c));
        }
        assert_eq!((without_final('삼'), without_final('a')), ('사', 'a'));
    }

    #[test]
    fn texts_are_compared_without_what_does_not_matter() {
        for (raw, normal) in [
            (" 서울 대학교-병원 ", "서울대학교병원"),
            ("ＡＢＣ 의원 （강남）", "abc의원강남"),
            ("\u{1112}\u{1161}\u{11AB}의원", "한의원"),
            ("엠에이치(MH)의원", "엠에이치mh의원"),
            ("ㅅㅇㄷ", "ㅅㅇㄷ"),
            ("!?· ", ""),
        ] {
            assert_eq!(normalise(raw), normal, "{raw}");
        }
        let (mut out, mut words) = (String::new(), Vec::new());
        normalise_into("연세 Y(365)안과", &mut out, |at, c| words.push((at, c)));
        assert_eq!(words, [(0, '연'), (2, 'Y'), (3, '3'), (6, '안')]);
    }

    #[test]
    fn initials_are_those_one_would_type() {
        assert_eq!(initials("서울대병원 24시"), "ㅅㅇㄷㅂㅇ 24ㅅ");
        let codes: Vec<u8> = consonant_codes('ㄳ').unwrap().collect();
        assert_eq!(codes, [initial_code('가'), initial_code('사')]);
        assert!(consonant_codes('가').is_none());
    }

    #[test]
    fn letters_are_alike_where_the_ear_or_the_joint_is() {
        assert_eq!(jamo("내과"), jamo("네과"));
        assert_eq!(jamo("강남"), jamo("가ㅇ남"));
        assert_eq!(jamo("값"), jamo("갑ㅅ"));
        assert_ne!(jamo("강남"), jamo("간남"));
        assert_eq!(jamo("a1").len(), 2);
    }

    proptest! {
        #[test]
        fn normal_forms_stay(text in ".{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(&normalise(&once), &once);
        }

        #[test]
        fn no_letter_is_lost(text in "[가-힣ㄱ-ㅣa-z0-9]{0,20}") {
            let codes = jamo(&text);
            prop_assert!(codes.len() >= text.chars().count());
            prop_assert!(codes.iter().all(|code| *code != 0));
        }
    }
}
