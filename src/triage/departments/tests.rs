//! The weights that ship, on sentences made up for this file.

use std::collections::HashSet;

use proptest::prelude::*;

use super::{train::MAX_BYTES, *};

/// Three a department, none of them from the corpus.
const SENTENCES: [(Label, [&str; 3]); Label::COUNT] = [
    (
        Label::Dermatology,
        ["팔 안쪽이 가렵고 두드러기가 올라왔어요", "턱에 여드름이 자꾸 나요", "발톱 무좀이 안 나아요"],
    ),
    (
        Label::Psychiatry,
        ["요즘 너무 우울하고 죽고 싶다는 생각이 들어요", "공황장애 약을 끊어도 될까요", "불안해서 잠을 못 자요"],
    ),
    (
        Label::Neurology,
        ["편두통이 심해서 속까지 울렁거려요", "손이 저절로 떨리는데 파킨슨병일까요", "어머니가 치매 초기 같아요"],
    ),
    (
        Label::Orthopaedics,
        ["계단 내려갈 때 무릎이 아파요", "발목을 접질렸는데 인대가 늘어났대요", "손목 골절로 깁스를 했어요"],
    ),
    (
        Label::Gastroenterology,
        ["역류성 식도염 때문에 속이 쓰려요", "설사를 닷새째 해요", "대장내시경에서 용종을 뗐어요"],
    ),
    (Label::Otolaryngology, ["귀에서 삐 소리가 나요", "축농증 때문에 코가 막혀요", "편도가 부어서 침 삼키기 힘들어요"]),
    (Label::Ophthalmology, ["눈이 뻑뻑하고 충혈됐어요", "눈앞에 날파리 같은 게 떠다녀요", "다래끼가 났어요"]),
    (
        Label::Neurosurgery,
        ["허리디스크 수술을 하자는데 꼭 해야 하나요", "뇌동맥류가 발견됐어요", "척추관 협착증 시술을 받았어요"],
    ),
    (
        Label::Rehabilitation,
        ["거북목 교정 운동을 알고 싶어요", "도수치료를 몇 번이나 받아야 하나요", "골반이 틀어진 것 같아요"],
    ),
    (Label::Cardiology, ["심장이 갑자기 두근거려요", "혈압약을 먹기 시작했어요", "부정맥 진단을 받았어요"]),
    (Label::Pulmonology, ["기침이 한 달 넘게 가고 가래가 나와요", "숨이 차고 쌕쌕거려요", "폐에 결절이 있대요"]),
    (
        Label::PlasticSurgery,
        ["쌍꺼풀 수술하고 붓기가 안 빠져요", "코 성형 재수술을 하고 싶어요", "얼굴 흉터를 없애고 싶어요"],
    ),
    (
        Label::KoreanMedicine,
        ["침 맞고 나서 멍이 들었어요", "한약을 먹으면 살이 빠지나요", "체질에 맞는 한약을 짓고 싶어요"],
    ),
    (Label::Gynaecology, ["생리를 두 달째 안 해요", "임신 초기인데 피가 비쳐요", "질염이 자꾸 재발해요"]),
    (
        Label::Infection,
        ["에이즈 검사는 언제 받아야 정확한가요", "독감 예방접종을 하고 열이 나요", "코로나 자가키트에 두 줄이 떴어요"],
    ),
    (Label::Dentistry, ["사랑니를 뽑고 나서 볼이 부었어요", "잇몸에서 피가 나요", "이가 시려서 찬물을 못 마셔요"]),
    (
        Label::Endocrinology,
        ["당뇨 때문에 혈당이 높게 나와요", "갑상선 기능 저하증 약을 먹어요", "공복 혈당이 130이에요"],
    ),
    (Label::ThoracicSurgery, ["다리에 하지정맥류가 튀어나왔어요", "갈비뼈에 금이 갔어요", "기흉 수술을 받았어요"]),
    (
        Label::Rheumatology,
        ["류마티스 관절염 약을 먹고 있어요", "강직성 척추염 진단을 받았어요", "통풍 때문에 엄지발가락이 부었어요"],
    ),
    (Label::Urology, ["소변을 볼 때 따끔거려요", "전립선 비대증 약을 먹어요", "정액에 피가 섞여 나와요"]),
    (Label::Pain, ["대상포진 후 신경통이 계속돼요", "신경차단술을 받으면 통증이 줄까요", "복합부위통증증후군 같아요"]),
    (
        Label::Nephrology,
        ["단백뇨가 나와서 신장이 걱정돼요", "콩팥 기능이 떨어져 투석을 해야 한대요", "사구체신염 진단을 받았어요"],
    ),
    (Label::Haematology, ["빈혈 수치가 낮게 나왔어요", "백혈병 항암 치료 중이에요", "혈소판 수치가 낮대요"]),
    (
        Label::Allergy,
        ["꽃가루 알레르기 검사를 받고 싶어요", "땅콩 알레르기가 있어요", "알레르기 비염 면역치료가 궁금해요"],
    ),
    (Label::Surgery, ["맹장 수술한 자리가 아파요", "탈장 수술을 받아야 한대요", "유방에 멍울이 만져져요"]),
    (Label::Emergency, ["아이가 세제를 삼켰어요", "살충제를 마셨는데 어떡하죠", "동전을 삼켰어요"]),
];

fn place(of: Label, text: &str) -> usize {
    let scores = Departments::builtin().scores(text);
    scores.iter().filter(|score| **score > scores[of as usize]).count()
}

#[test]
fn the_file_keeps_its_limit_and_is_the_one_of_its_card() {
    assert!(FILE.len() <= MAX_BYTES, "{} bytes", FILE.len());
    let digest = ring::digest::digest(&ring::digest::SHA256, FILE);
    let digest: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(include_str!("model.md").contains(&digest), "the card is of another file: {digest}");
}

/// Of the sentences as they are typed, those whose department comes before the given place.
fn found(before: usize, mut typed: impl FnMut(&str) -> String) -> usize {
    let all = SENTENCES.iter().flat_map(|(label, texts)| texts.iter().map(|text| (*label, *text)));
    all.filter(|(label, text)| place(*label, &typed(text)) < before).count()
}

#[test]
fn sentences_find_their_department() {
    // Two do not: a lump in the breast is for gynaecology, and two lines of any test are a pregnancy's.
    assert!(found(3, str::to_owned) >= 76);
    assert!(found(1, str::to_owned) >= 62);
}

#[test]
fn they_find_it_without_spaces_and_with_mistakes() {
    let mut rng = fastrand::Rng::with_seed(1);
    for noise in [Noise::Spaces, Noise::Typos] {
        let found = found(3, |text| noise.apply(text, &mut rng));
        assert!(found >= 73, "{noise:?}: {found} of 78");
    }
}

#[test]
fn hira_s_internal_medicine_is_the_sum_of_its_branches() {
    let text = "속이 쓰리고 가슴이 두근거려요";
    let by_code = Departments::builtin().hira_scores(text);
    let scores = Departments::builtin().scores(text);
    let branches = Label::ALL.iter().filter(|label| label.hira() == "01");
    let sum: f32 = branches.map(|label| scores[*label as usize]).sum();
    assert_eq!(by_code[0].0.code(), "01");
    assert!((by_code[0].1 - sum).abs() < 1e-6);
    assert!(by_code.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    let codes: HashSet<_> = by_code.iter().map(|(specialty, _)| specialty.code()).collect();
    assert_eq!(codes.len(), 18);
}

#[test]
fn nothing_is_as_often_as_it_is_asked_for() {
    let of_nothing = Departments::builtin().scores("");
    assert_eq!(of_nothing, Departments::builtin().scores("🙂 …"));
    let most = of_nothing.iter().copied().fold(0.0, f32::max);
    assert!((0.05..0.6).contains(&most), "{most}");
}

#[test]
fn names_and_codes_are_one_each() {
    for label in Label::ALL {
        assert_eq!(Label::from_abbreviation(label.abbreviation()), Some(label));
        assert_eq!(label.specialty().code(), label.hira());
    }
    let names: HashSet<_> = Label::ALL.iter().map(|label| label.name_ko()).collect();
    assert_eq!(names.len(), Label::COUNT);
}

#[test]
fn a_few_texts_are_learned_the_same_way_twice() {
    let mut csv = "text,department\n".to_owned();
    for (label, texts) in SENTENCES {
        texts.iter().for_each(|text| csv.push_str(&format!("{text},{}\n", label.abbreviation())));
    }
    let corpus = Corpus::read(csv.as_bytes()).unwrap();
    let model = train(&corpus, 3).unwrap();
    assert!(model.evaluate(&corpus, None, 1).top_1 > 0.95);
    assert!(train(&corpus, 3).unwrap().file() == model.file());
    assert!(train(&corpus, 4).unwrap().file() != model.file());
    let none = Corpus::read("text,department\n".as_bytes()).unwrap();
    assert!(matches!(train(&none, 1), Err(CorpusError::TooSmall)));
    assert!(matches!(HeldOut::measure(&none, 0, 1), Err(CorpusError::TooSmall)));
}

proptest! {
    #[test]
    fn any_text_is_shared_out_whole(text in any::<String>()) {
        let scores = Departments::builtin().scores(&text);
        prop_assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
        prop_assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-4);
    }
}
