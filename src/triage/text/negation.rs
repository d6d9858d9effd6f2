//! What a text denies: 안 아파요, 아프지 않아요, 열은 없고, 기침도 가래도 없어요.

use super::{
    express::Said,
    lexicon::{Lexicon, Occurrence},
    syllables::Syllables,
};

/// Negations before a predicate.
const BEFORE: &[&str] = &["안", "못"];
/// What denies a predicate right after its stem or form.
const AFTER_VERB: &[&str] = &[
    "지안", "지는안", "진안", "지도안", "지가안", "질안", "지를안", "지못", "지는못", "진못", "지도못", "거나하지안", "거나하진안", "거나그러지안", "는건아니",
    "는것은아니", "는거아니", "건아니", "건아닌", "거아니", "거아닌", "것은아니", "것도아니", "게아니", "은건아니", "은거아니",  "적없", "적은없", "적이없", "는적없", "지아나", "지는아나", "진아나", "지도아나", "까봐", "까바",
    "면어떡", "면어쩌", "기전",
];
/// What denies a noun, after its particle.
const AFTER_NOUN: &[&str] = &[
    "없", "안나", "안남", "안났", "안난", "안해", "안하", "안했", "안함", "안한", "아니", "아닌", "안느", "안생", "안있", "안와", "안오", "괜찮", "괜찬", "멀쩡", "멎었", "멎은", "멎어", "멈췄", "멈춘", "멈춤",
    "사라", "나았", "나아졌", "가라앉", "정상", "음성", "안들", "안먹", "안마", "안피", "없이", "x",
];
/// What denies a fever and the like alone: 열은 내렸어요, but 시력이 떨어졌어요.
const FALLS: &[&str] = &["내렸", "떨어졌", "내린", "떨어진"];
const FALLING: &[&str] = &["열", "고열", "체온", "혈압", "혈당"];
/// What begins like a denial and is none.
const NO_DENIAL: &[&str] = &["없애", "없앤", "없앨", "안남게", "안나게", "안들리", "안보"];
/// Particles and fillers between a noun and what denies it.
const PARTICLES: &[&str] = &[
    "", "은", "는", "이", "가", "도", "을", "를", "이나", "나", "이랑", "랑", "하고", "과", "와", "같은건", "같은거", "같은것은", "같은거는", "같은것도", "증상", "증상은", "증상도", "증상이",
    "기운은", "기", "기는", "기도", "따위는", "은전혀", "는전혀", "은딱히", "는딱히", "은아직", "는아직", "은지금", "는지금", "은이제", "는이제", "은다", "는다", "도전혀", "도딱히", "은현재", "는현재", "전혀", "은별로",
    "는별로", "도별로",
];
/// What joins nouns that are denied together.
const JOINING: &[&str] = &["", "도", "이나", "나", "이랑", "랑", "하고", "과", "와", "은", "는", "및", "이며", "며"];
/// Syllables of an ending before its negation (부어오르지는 않).
const LONGEST_ENDING: usize = 4;

/// What is about to happen and has not: 쓰러질 것 같아요, 토할 뻔했어요.
const IMMINENT: &[&str] = &["쓰러지다", "토하다", "기절하다", "실신하다", "게우다", "넘어지다", "구토하다"];
const ABOUT_TO: &[&str] = &["것같", "거같", "꺼같", "뻔", "듯", "정도", "만큼", "것처럼", "거처럼"];

/// Whether it is only about to happen.
pub fn is_imminent(said: &Said, lexicon: &Lexicon, text: &Syllables) -> bool {
    const L: u8 = 8;
    let last = said.words[said.words.len() - 1];
    let future = crate::domain::hangul::split(text.all[last.to - 1].c).is_some_and(|(.., end)| end == L);
    future && IMMINENT.contains(&lexicon.text(last.word)) && ABOUT_TO.iter().any(|word| text.has(last.to, word))
}

/// For each said expression, whether it is denied.
pub fn denied(said: &[Said], lexicon: &Lexicon, text: &Syllables) -> Vec<bool> {
    let mut denied: Vec<bool> = said.iter().map(|one| is_denied(one, lexicon, text)).collect();
    share_among_joined(said, lexicon, text, &mut denied);
    // Two readings of one place: who says no heard more.
    for index in 0..said.len() {
        let same = |other: &Said| other.finding == said[index].finding && other.words.iter().any(|word| said[index].words.contains(word));
        if !denied[index] {
            denied[index] = (0..said.len()).any(|other| other != index && denied[other] && same(&said[other]));
        }
    }
    denied
}

fn is_denied(said: &Said, lexicon: &Lexicon, text: &Syllables) -> bool {
    let last = said.words[said.words.len() - 1];
    // 심하진 않은데: there, and mild.
    if lexicon.text(last.word) == "심하다" {
        return false;
    }
    if lexicon.is_verb(last.word) || lexicon.text(last.word).contains(' ') {
        denied_verb(said, last, text)
    } else {
        denied_noun(lexicon.text(last.word), last, text)
    }
}

fn denied_verb(said: &Said, last: Occurrence, text: &Syllables) -> bool {
    let own = said.words.iter().rev().nth(1).is_some_and(|before| before.to == last.from);
    let before = !own
        && BEFORE.iter().any(|no| {
            let at = last.from.checked_sub(1);
            text.has_before(last.from, no) && at.is_some_and(|at| text.all[at].starts_word || text.unspaced || at == 0)
        });
    let ending = (0..=LONGEST_ENDING).any(|skip| {
        let at = last.to + skip;
        let within = !text.all.get(last.to..at).unwrap_or_default().iter().any(|s| s.starts_word || s.starts_sentence);
        within && AFTER_VERB.iter().any(|no| text.has(at, no))
    });
    before || ending
}

fn denied_noun(noun: &str, last: Occurrence, text: &Syllables) -> bool {
    let falls = FALLING.contains(&noun);
    PARTICLES.iter().any(|particle| {
        let at = last.to + particle.chars().count();
        (particle.is_empty() || text.has(last.to, particle))
            && !text.sentence_between(last.to, at)
            && !NO_DENIAL.iter().any(|other| text.has(at, other))
            && (AFTER_NOUN.iter().any(|no| text.has(at, no)) || falls && FALLS.iter().any(|no| text.has(at, no)))
    })
}

/// 열, 기침, 콧물은 없어요: what denies the last of joined nouns denies those before it.
fn share_among_joined(said: &[Said], lexicon: &Lexicon, text: &Syllables, denied: &mut [bool]) {
    let is_noun = |one: &Said| one.words.len() == 1 && !lexicon.is_verb(one.words[0].word);
    let mut nouns: Vec<usize> = (0..said.len()).filter(|index| is_noun(&said[*index])).collect();
    nouns.sort_by_key(|index| std::cmp::Reverse(said[*index].words[0].from));
    for pair in 0..nouns.len() {
        let (later, rest) = (nouns[pair], &nouns[pair + 1..]);
        if !denied[later] {
            continue;
        }
        for earlier in rest {
            let (from, to) = (said[*earlier].words[0].to, said[later].words[0].from);
            if from <= to && !text.sentence_between(from, to) && JOINING.contains(&text.text(from, to).as_str()) {
                denied[*earlier] = true;
            }
        }
    }
}
