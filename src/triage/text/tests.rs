//! Sentences and what is understood of them, on the knowledge itself.

use crate::triage::Triage;

/// `id` for what a sentence says, `-id` for what it denies, `?id` for what it leaves open.
fn check(sentence: &str, wanted: &str) {
    let triage = Triage::builtin();
    for item in wanted.split(' ') {
        let (id, value) = match item.as_bytes()[0] {
            b'-' => (&item[1..], Some(false)),
            b'?' => (&item[1..], None),
            _ => (item, Some(true)),
        };
        assert_eq!(triage.says(sentence, id), value, "{sentence}: {id} {:?}", triage.explain(sentence));
    }
}

#[test]
fn spelling_and_spacing_do_not_matter() {
    check("넘 아파여 머리", "headache");
    check("두드러기 올랏어요", "hives");
    check("목이칼칼", "throat_irritation");
    check("배아포ㅠㅠ", "abdominal_pain");
    check("어제부터목이너무아파여", "sore_throat duration_days");
    check("어지러버요 두드레기가 낫어요", "hives");
}

#[test]
fn what_is_denied_is_not_there() {
    check("열은 없고 기침만 해요", "-fever cough");
    check("기침도 가래도 없어요", "-cough -sputum");
    check("열, 기침, 콧물은 없어요", "-fever -cough -runny_nose");
    check("머리는 안 아픈데 어지러워요", "-headache dizziness");
    check("토하진 않았는데 속이 울렁거려요", "-vomiting nausea");
    check("배가 아프지는 않아요", "-abdominal_pain");
    check("설사는 안 해요", "-diarrhea");
}

#[test]
fn each_place_has_its_own_complaint() {
    check("배는 괜찮고 머리가 아파요", "headache");
    check("허리가 아픈데 다리도 저려요", "low_back_pain");
    check("목이랑 어깨가 뻐근하고 아파요", "shoulder_pain");
    check("무릎이랑 발목이 쑤셔요", "knee_pain ankle_pain");
    check("아픈 무릎", "knee_pain");
    check("빨간 눈이에요", "red_eye");
}

#[test]
fn words_in_words_mean_nothing() {
    check("담배 피우고 선배 만나고 배송을 기다려요", "?abdominal_pain");
    check("목요일에 등산 가요", "?sore_throat ?upper_back_pain");
    check("배고파 죽겠어요", "?suicidal_thoughts");
    check("집에 가고 싶어요", "?abdominal_pain");
}

#[test]
fn numbers_and_times_are_read() {
    check("열이 38.5도예요", "fever ?high_fever");
    check("사흘째 39.2도", "high_fever fever duration_days");
    check("혈압이 190에 110이에요", "very_high_blood_pressure");
    check("3주 넘게 기침해요", "cough duration_weeks");
}
