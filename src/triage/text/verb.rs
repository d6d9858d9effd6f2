//! Conjugation: the beginnings that all forms of a Korean verb or adjective share, so that a
//! dictionary form in the knowledge stands for what people write (아프다 → 아파요, 아픈, 아팠는데).
//!
//! Rules of the standard grammar (한글 맞춤법 제18항, irregular stems); where a stem's class cannot be seen,
//! the few regular ones are listed.

use crate::domain::hangul::{join, split};

/// Finals by their place in Unicode's order.
mod last {
    pub const NONE: u8 = 0;
    pub const N: u8 = 4;
    pub const D: u8 = 7;
    pub const L: u8 = 8;
    pub const B: u8 = 17;
    pub const S: u8 = 19;
    pub const SS: u8 = 20;
    pub const H: u8 = 27;
}

/// Vowels by their place in Unicode's order.
mod vowel {
    pub const A: u8 = 0;
    pub const AE: u8 = 1;
    pub const EO: u8 = 4;
    pub const YEO: u8 = 6;
    pub const O: u8 = 8;
    pub const WA: u8 = 9;
    pub const WAE: u8 = 10;
    pub const OE: u8 = 11;
    pub const U: u8 = 13;
    pub const WO: u8 = 14;
    pub const EU: u8 = 18;
    pub const I: u8 = 20;
}

/// Stems whose ㅂ, ㅅ, ㄷ or ㅎ stays in all forms.
const REGULAR: &[char] = &[
    '씹', '입', '잡', '집', '뽑', '좁', '접', '업', '씻', '벗', '솟', '웃', '빗', '앗', '닫', '믿', '받', '얻', '뜯', '굳', '돋', '좋',
    '낳', '놓', '넣', '쌓', '닿', '찧',
];
/// Nouns that look like dictionary forms.
const NOUNS: &[&str] = &["과다", "바다", "소다", "수다", "판다"];
/// How forms of a stem of one syllable may go on (자고, 없는 …): without them it would be found in any
/// word.
const ENDINGS: &[&str] = &[
    "다", "요", "고", "는", "네", "면", "서", "지", "니", "게", "려", "도", "던", "거", "기", "더", "아", "어", "길", "냐", "구", "았", "었", "였", "대", "으",
    "은", "을", "음", "습", "이", "자마", "잖", "긴", "든", "겠", "나", "시", "세", "신", "셔", "셨", "십",
];
/// The endings of them that begin with a vowel: before them an irregular stem is another.
const VOCALIC: &[&str] = &["요", "아", "어", "았", "었", "였", "으", "은", "을", "음", "이", "시", "세", "신", "셔", "셨", "십", "면", "니", "려", "냐", "나"];
/// How a contracted form of one syllable may go on (삐어 → 뼈요: bare 뼈 is a bone).
const AFTER_CONTRACTION: &[&str] = &["요", "서", "도", "지", "야", "버", "보", "주", "가"];

/// The beginning of some forms of a word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// Its letters.
    pub text: String,
    /// Whether the last syllable may be closed by a consonant of the ending (아파 → 아팠, 아플).
    pub open: bool,
}

/// The beginnings that cover all forms of a dictionary form; `None` when the word does not end in 다.
pub fn forms(word: &str) -> Option<Vec<Form>> {
    if NOUNS.contains(&word) {
        return None;
    }
    let stem: Vec<char> = word.strip_suffix('다')?.chars().collect();
    let (&end, before) = stem.split_last()?;
    let (initial, medial, fin) = split(end)?;
    let head: String = before.iter().collect();
    let syllable = |initial, medial, fin| join(initial, medial, fin).unwrap_or(end);
    let mut found = Forms { head: &head, all: Vec::new() };
    let alone = before.is_empty();
    match fin {
        last::NONE => open_stem(&mut found, before, (initial, medial), alone),
        last::B if !REGULAR.contains(&end) && !alone => found.add(syllable(initial, medial, last::NONE), "", true),
        last::B if !REGULAR.contains(&end) => {
            let bare = syllable(initial, medial, last::NONE);
            found.add_irregular(end, alone);
            ["우", "워", "와"].into_iter().for_each(|rest| found.add(bare, rest, true));
        }
        last::S if !REGULAR.contains(&end) => {
            let bare = syllable(initial, medial, last::NONE);
            found.add_irregular(end, alone);
            ["으", "어", "아"].into_iter().for_each(|rest| found.add(bare, rest, true));
        }
        last::D if !REGULAR.contains(&end) => {
            let voiced = syllable(initial, medial, last::L);
            found.add_irregular(end, alone);
            ["으", "어", "아"].into_iter().for_each(|rest| found.add(voiced, rest, true));
        }
        last::H if !REGULAR.contains(&end) => {
            found.add(syllable(initial, medial, last::NONE), "", true);
            // 빨갛다 → 빨개지다; ㅔ is read as ㅐ.
            found.add(syllable(initial, 1, last::NONE), "", true);
        }
        last::L if !alone => found.add(syllable(initial, medial, last::NONE), "", true),
        last::L => {
            let bare = syllable(initial, medial, last::NONE);
            found.add_closed(end, alone);
            found.add(syllable(initial, medial, last::N), "다", false);
            found.add(syllable(initial, medial, last::B), "니", false);
            ["는", "네", "니", "시", "세", "신", "셔", "셨"].into_iter().for_each(|rest| found.add(bare, rest, false));
        }
        _ => found.add_closed(end, alone),
    }
    let mut all = found.all;
    all.sort();
    all.dedup();
    Some(all)
}

struct Forms<'a> {
    head: &'a str,
    all: Vec<Form>,
}

impl Forms<'_> {
    fn add(&mut self, syllable: char, rest: &str, open: bool) {
        self.all.push(Form { text: format!("{}{syllable}{rest}", self.head), open });
    }

    /// A stem that changes before vowels, as it is before consonants.
    fn add_irregular(&mut self, syllable: char, alone: bool) {
        if alone {
            ENDINGS.iter().filter(|rest| !VOCALIC.contains(rest)).for_each(|rest| self.add(syllable, rest, false));
        } else {
            self.add(syllable, "", false);
        }
    }

    /// A stem as it is; alone it needs an ending.
    fn add_closed(&mut self, syllable: char, alone: bool) {
        if alone {
            ENDINGS.iter().for_each(|rest| self.add(syllable, rest, false));
        } else {
            self.add(syllable, "", false);
        }
    }
}

/// Stems without a final: the vowel meets that of the ending.
fn open_stem(found: &mut Forms, before: &[char], (initial, medial): (u8, u8), alone: bool) {
    let syllable = |medial, fin| join(initial, medial, fin).unwrap_or(' ');
    let stem = syllable(medial, last::NONE);
    if alone {
        found.add_closed(stem, true);
        for fin in [last::N, last::L, last::B, last::SS] {
            found.add(syllable(medial, fin), "", false);
        }
    } else {
        found.add(stem, "", true);
    }
    let contracted: &[u8] = match medial {
        _ if stem == '하' => &[vowel::AE],
        vowel::EU if stem == '르' && !alone => return doubled_l(found, before),
        vowel::EU => &[vowel::A, vowel::EO],
        vowel::I => &[vowel::YEO],
        vowel::O => &[vowel::WA],
        vowel::OE => &[vowel::WAE],
        vowel::U => &[vowel::WO],
        _ => &[],
    };
    for medial in contracted {
        let open = syllable(*medial, last::NONE);
        if alone {
            AFTER_CONTRACTION.iter().for_each(|rest| found.add(open, rest, false));
            found.add(syllable(*medial, last::SS), "", false);
        } else {
            found.add(open, "", true);
        }
    }
}

/// 오르다 → 올라, 누르다 → 눌러.
fn doubled_l(found: &mut Forms, before: &[char]) {
    let Some((&end, before)) = before.split_last() else { return };
    let Some((initial, medial, _)) = split(end) else { return };
    let Some(closed) = join(initial, medial, last::L) else { return };
    let head: String = before.iter().collect();
    for rest in ["라", "러"] {
        found.all.push(Form { text: format!("{head}{closed}{rest}"), open: true });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a written word begins with one of the forms.
    fn covers(dictionary: &str, written: &str) -> bool {
        let chars: Vec<char> = written.chars().collect();
        forms(dictionary).unwrap().iter().any(|form| {
            let form_chars: Vec<char> = form.text.chars().collect();
            let (end, head) = form_chars.split_last().unwrap();
            chars.starts_with(head)
                && chars.get(head.len()).is_some_and(|c| {
                    c == end || form.open && split(*c).zip(split(*end)).is_some_and(|(a, b)| (a.0, a.1) == (b.0, b.1))
                })
        })
    }

    #[test]
    fn forms_cover_what_people_write() {
        for (dictionary, written) in [
            ("아프다", "아파요 아픈 아팠는데 아퍼 아플 아픕니다"),
            ("어지럽다", "어지러워요 어지럽고 어지러운 어지럼 어지러웠"),
            ("붓다", "붓고 부었어요 부어서 부은 부으면"),
            ("오르다", "오르고 올라요 올랐 오른"),
            ("누르다", "누르면 눌러"),
            ("저리다", "저려요 저리고 저린 저렸"),
            ("빨갛다", "빨개요 빨간 빨갛게 빨개졌"),
            ("걷다", "걷고 걸어 걸으면"),
            ("힘들다", "힘들어 힘든 힘듭니다 힘드네요"),
            ("떨다", "떨고 떨려 떤다 떠는 떠세요"),
            ("답답하다", "답답해요 답답한 답답하고"),
            ("자다", "자고 잤는데 자는 자서 잔다"),
            ("나오다", "나와요 나오고 나왔 나온"),
            ("눕다", "누워 눕고 누우면"),
            ("마비되다", "마비돼요 마비되고 마비됐"),
            ("긁다", "긁어 긁고"),
            ("쓰다", "써요 쓰고 썼"),
        ] {
            for word in written.split(' ') {
                assert!(covers(dictionary, word), "{dictionary}: {word} {:?}", forms(dictionary));
            }
        }
        for (dictionary, written) in [("자다", "자꾸"), ("자다", "작은"), ("붓다", "부산"), ("맞다", "맞춰"), ("삐다", "뼈가"), ("찧다", "찌르"), ("붓다", "붙은"), ("얼다", "언제"), ("아프다", "아침"), ("떨다", "떠올")] {
            assert!(!covers(dictionary, written), "{dictionary}: {written}");
        }
        assert_eq!(forms("복통"), None);
    }
}
