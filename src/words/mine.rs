//! My bookings, and what is told about personal data.

use super::words;

words! {
    nav_mine: "내 예약", "My bookings";
    mine_title: "내 예약", "My bookings";
    mine_phone_text: "예약한 휴대전화로 인증번호를 보내 드려요.", "We send a code to the phone you booked with.";
    mine_send_code: "인증번호 받기", "Send me a code";
    mine_code: "인증번호 6자리", "6-digit code";
    mine_code_text(phone: &str, minutes: i64): "{phone}로 보냈어요. {minutes}분 안에 적어 주세요.", "Sent to {phone}. Enter it within {minutes} minutes.";
    mine_enter: "확인", "Continue";
    mine_other_phone: "다른 번호로 받기", "Use another number";
    mine_upcoming: "다가오는 예약", "Upcoming";
    mine_past: "지난 예약", "Past";
    mine_none: "예약이 없어요", "No bookings";
    mine_none_text: "병원을 찾아 예약해 보세요.", "Find a place and book a visit.";
    mine_find: "병원 찾기", "Find care";
    mine_waiting: "기다리는 날", "Waitlist";
    mine_family: "가족", "Family";
    mine_family_text: "저장해 두면 예약할 때 이름을 다시 적지 않아도 돼요.", "Saved once, you need not type their name again.";
    mine_family_add: "가족 추가", "Add family";
    mine_family_remove: "빼기", "Remove";
    mine_family_remove_whom(name: &str): "{name} 빼기", "Remove {name}";
    mine_family_full: "가족은 10명까지 저장할 수 있어요. 먼저 한 명을 빼 주세요.", "At most 10 people. Remove one first.";
    mine_name: "이름", "Name";
    mine_relation: "관계", "Relation";
    mine_save: "저장", "Save";
    mine_data: "내 정보", "My data";
    mine_export: "내 정보 내려받기", "Download my data";
    mine_forget: "모두 지우기", "Delete everything";
    mine_forget_sure: "모두 지울까요?", "Delete everything?";
    mine_forget_text: "다가오는 예약은 취소되고, 이 번호로 남긴 이름과 정보가 모두 지워져요. 되돌릴 수 없어요.",
        "Upcoming bookings are cancelled and all names and data of this number are deleted. This cannot be undone.";
    mine_forget_yes: "모두 지우기", "Delete everything";
    mine_forgotten: "모두 지웠어요.", "Everything is deleted.";
    mine_keep: "그대로 두기", "Keep it";
    mine_log_out: "로그아웃", "Log out";

    privacy_title: "개인정보 안내", "Privacy";
    privacy_intro: "예약에 꼭 필요한 것만 받고, 정해진 때에 지워요.", "We ask only for what a booking needs, and delete it in time.";
    privacy_what_title: "무엇을 얼마나 보관하나요?", "What is kept, and for how long?";
    privacy_what: "정보", "Data";
    privacy_why: "쓰는 곳", "Why";
    privacy_until: "지우는 때", "Until";
    privacy_name: "환자 이름, 보호자 휴대전화", "Patient's name, mobile number";
    privacy_name_why: "예약 확인, 안내 메시지, 병원 접수", "Confirming, messages, registration";
    privacy_year: "진료 1년 뒤", "A year after the visit";
    privacy_birth: "생년월일 (선택)", "Birth date (optional)";
    privacy_birth_why: "병원 접수", "Registration at the hospital";
    privacy_reason: "방문 이유 (선택, 건강 정보)", "Reason (optional, health data)";
    privacy_reason_why: "병원의 진료 준비", "The hospital prepares the visit";
    privacy_month: "진료 30일 뒤", "30 days after the visit";
    privacy_family: "저장한 가족", "Saved family";
    privacy_family_why: "다음 예약에서 이름 채우기", "Filling in names next time";
    privacy_until_removed: "직접 뺄 때", "Until you remove them";
    privacy_code: "인증번호", "One-time codes";
    privacy_code_why: "내 예약에 들어갈 때 확인", "Opening My bookings";
    privacy_minutes: "5분 뒤 쓸 수 없어요", "Void after 5 minutes";
    privacy_who_title: "누가 볼 수 있나요?", "Who can see it?";
    privacy_who: "예약한 병원의 직원만 볼 수 있어요. 화면과 목록에는 이름 일부를 가려요.", "Only the staff of the hospital you booked. Names are masked in lists and on screens.";
    privacy_sealed: "이름, 전화번호, 생년월일, 방문 이유는 암호화해 저장하고 기록(로그)에 남기지 않아요.", "Name, number, birth date and reason are encrypted, and never written to logs.";
    privacy_link: "예약 링크를 가진 사람은 예약을 보고 바꿀 수 있어요. 다른 사람에게 보내지 마세요.", "Whoever has the link of a booking can see and change it. Do not share it.";
    privacy_rights_title: "내 권리", "Your rights";
    privacy_rights: "내 예약에서 언제든 정보를 내려받고 모두 지울 수 있어요. 동의하지 않아도 전화로 예약할 수 있어요.", "Under My bookings you can download or delete everything at any time. You may also book by phone without consenting.";
    privacy_ask_title: "어디에 물어보나요?", "Whom to ask";
    privacy_ask: "예약에 관한 것은 예약한 병원에, 이 사이트에 관한 것은 사이트 운영자에게 물어보세요. 개인정보 침해 신고는 국번 없이 118(한국인터넷진흥원)이에요.",
        "About a booking ask the hospital; about this site ask its operator. To report a privacy violation in Korea call 118 (KISA).";
    privacy_consent_title: "예약할 때 받는 동의", "What you consent to when booking";
    privacy_position: "내 위치는 기기를 떠나지 않아요.", "Your position never leaves your device.";
}
