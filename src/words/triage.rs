//! Words of the self-diagnosis that the knowledge does not bring itself. It never says 진단.

use super::words;

words! {
    triage_yes: "예", "Yes";
    triage_no: "아니요", "No";
    triage_unknown: "모르겠어요", "I don't know";
    triage_none: "이 중에는 없어요", "None of these";
    triage_said(name: &str): "말씀하신 것: {name}", "You said: {name}";
    triage_denied(name: &str): "없다고 하신 것: {name}", "You said you do not have: {name}";
    triage_not_understood: "어디가 어떻게 불편한지 조금 더 적어 주세요. 언제부터인지도 알려 주시면 좋아요.", "Please write a little more about what bothers you, where, and since when.";
    triage_is_place: "병원이나 약국을 찾으시나요? 지역과 진료과를 적어 주시거나 병원 찾기를 열어 주세요.", "Are you looking for a hospital or pharmacy? Name an area and a department, or open the finder.";
    triage_is_booking: "예약은 병원 화면의 ‘예약하기’나 ‘내 예약’에서 하실 수 있어요.", "You can book on the hospital's page, or see your bookings under My bookings.";
    triage_is_medicine: "약에 대한 질문은 약사나 의사에게 확인하세요. 증상이 있으면 증상을 적어 주세요.", "Please ask a pharmacist or doctor about medicines. If something bothers you, write what it is.";
    triage_is_talk: "안녕하세요. 어디가 불편한지 적어 주시면 알맞은 진료과를 찾아 드려요.", "Hello. Write what bothers you and I will look for the right department.";
    triage_example_1: "어제부터 배가 콕콕 쑤시고 토할 것 같아요", "어제부터 배가 콕콕 쑤시고 토할 것 같아요";
    triage_example_2: "아이가 38.5도 열이 나고 기침을 해요", "아이가 38.5도 열이 나고 기침을 해요";
    triage_example_3: "무릎이 붓고 계단 내려갈 때 아파요", "무릎이 붓고 계단 내려갈 때 아파요";
    triage_general_advice: "증상이 심해지거나 새 증상이 생기면 바로 진료를 받으세요.", "If it gets worse or something new appears, see a doctor at once.";
    triage_text_too_long(most: usize): "{most}자까지 적어 주세요. 가장 불편한 것부터 적으시면 돼요.", "Please write at most {most} characters, the worst complaint first.";
    triage_age_range: "나이는 0에서 120 사이의 숫자예요.", "Age is a number from 0 to 120.";
    triage_sex_words: "성별은 f(여) 또는 m(남)이에요.", "Sex is f or m.";
    triage_no_such_question(id: &str): "{id}라는 질문이 없어요.", "There is no question {id}.";
    triage_no_such_answer(id: &str): "{id} 질문에 없는 대답이에요. yes, no, unknown이나 보기의 값을 보내 주세요.", "Question {id} has no such answer: send yes, no, unknown or the value of a choice.";
    triage_contradiction(id: &str): "{id} 질문에 서로 다른 대답이 있어요. 하나만 보내 주세요.", "Question {id} has two different answers: send one.";
    triage_too_many_answers(most: usize): "대답은 {most}개까지예요.", "At most {most} answers.";
}
