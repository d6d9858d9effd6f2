//! What is wrong with a value that a person typed, and the way out; and why a booking did not come
//! about.

use super::{Lang, words};
use crate::domain::patient::Wrong;

impl Lang {
    /// A sentence beside a field.
    pub fn wrong(self, wrong: Wrong) -> String {
        match wrong {
            Wrong::Missing => self.wrong_missing().to_owned(),
            Wrong::TooLong(most) => self.wrong_too_long(most),
            Wrong::Sign => self.wrong_sign().to_owned(),
            Wrong::Markup => self.wrong_markup().to_owned(),
            Wrong::PhoneShort => self.wrong_phone_short().to_owned(),
            Wrong::PhoneLong => self.wrong_phone_long().to_owned(),
            Wrong::NotMobile => self.wrong_not_mobile().to_owned(),
            Wrong::NotADate => self.wrong_not_a_date().to_owned(),
            Wrong::NotABirthDate => self.wrong_not_a_birth_date().to_owned(),
            Wrong::NotAChoice => self.wrong_not_a_choice().to_owned(),
            Wrong::NoConsent => self.wrong_no_consent().to_owned(),
            Wrong::NoHealthConsent => self.wrong_no_health_consent().to_owned(),
            Wrong::NotAnEmail => self.wrong_not_an_email().to_owned(),
            Wrong::WeakPassword => self.wrong_weak_password().to_owned(),
            Wrong::OutOfRange(least, most) => self.wrong_out_of_range(least, most),
            Wrong::NotHours => self.wrong_not_hours().to_owned(),
            Wrong::NotInOrder => self.wrong_not_in_order().to_owned(),
        }
    }
}

words! {
    wrong_missing: "꼭 필요해요. 적어 주세요.", "This is needed. Please fill it in.";
    wrong_too_long(most: u16): "{most}자까지 적을 수 있어요. 줄여서 적어 주세요.", "At most {most} characters.";
    wrong_sign: "여기에 쓸 수 없는 글자가 있어요. 글자만 적어 주세요.", "There is a sign that cannot be used here.";
    wrong_markup: "꺾쇠로 된 태그는 쓸 수 없어요. 빼고 적어 주세요.", "Tags in angle brackets cannot be used.";
    wrong_phone_short: "번호가 짧아요. 010으로 시작하는 11자리예요.", "The number is too short: 11 digits that begin with 010.";
    wrong_phone_long: "번호가 길어요. 010으로 시작하는 11자리예요.", "The number is too long: 11 digits that begin with 010.";
    wrong_not_mobile: "휴대전화 번호가 필요해요. 010으로 시작하는 번호를 적어 주세요.", "A Korean mobile number is needed; it begins with 010.";
    wrong_not_a_date: "날짜를 확인해 주세요. 2019-03-08처럼 적어 주세요.", "Check the date; write it as 2019-03-08.";
    wrong_not_a_birth_date: "오늘보다 이른 날짜를 적어 주세요.", "Give a day before today.";
    wrong_not_a_choice: "보이는 것 가운데 하나를 골라 주세요.", "Choose one of those shown.";
    wrong_no_consent: "예약하려면 동의가 필요해요.", "Your consent is needed for a booking.";
    wrong_no_health_consent: "방문 이유를 전하려면 동의가 필요해요. 동의하지 않으려면 이유를 비워 주세요.", "Your consent is needed to pass on the reason; or leave the reason empty.";
    wrong_not_an_email: "이메일 주소를 확인해 주세요. name@example.com처럼 적어 주세요.", "Check the e-mail address.";
    wrong_weak_password: "10자 이상으로, 쉽게 짐작할 수 없게 정해 주세요.", "At least 10 characters, not easy to guess.";
    wrong_out_of_range(least: u16, most: u16): "{least}에서 {most} 사이로 적어 주세요.", "From {least} to {most}.";
    wrong_not_hours: "시작과 끝 시각을 09:00–13:00처럼 차례로 적어 주세요.", "Give start and end in order, as 09:00–13:00.";
    wrong_not_in_order: "첫날부터 1년 안의 날을 적어 주세요.", "Give a day within a year of the first.";

    booking_not_bookable: "이 병원은 여기서 예약을 받지 않아요. 전화로 문의해 주세요.", "This hospital takes no bookings here. Please call.";
    booking_no_such_doctor: "이 병원에 없는 의료진이에요. 다시 골라 주세요.", "This hospital has no such doctor. Choose again.";
    booking_not_a_slot: "예약할 수 있는 시각이 아니에요. 시간표에서 다시 골라 주세요.", "No slot starts then. Choose from the timetable.";
    booking_past: "이미 지난 시각이에요. 다른 시간을 골라 주세요.", "That time has passed. Choose another.";
    booking_too_soon: "곧 시작하는 시간은 전화로 예약해 주세요.", "That begins very soon. Please call to book it.";
    booking_too_far: "아직 예약을 받지 않는 날이에요. 더 가까운 날을 골라 주세요.", "That day is not open yet. Choose an earlier one.";
    booking_slot_taken: "방금 다른 분이 예약했어요. 가까운 시간을 골라 주세요.", "Somebody else has just booked it. Choose a time nearby.";
    booking_too_many: "이 번호로 잡은 예약이 많아요. 지난 예약을 취소하거나 전화로 문의해 주세요.", "This number holds many bookings. Cancel one or call.";
    booking_same_time: "같은 시간에 이미 예약이 있어요. 다른 시간을 골라 주세요.", "You have a booking at that time. Choose another.";
    booking_key_reused: "같은 요청 번호로 다른 내용이 왔어요. 새 번호로 보내 주세요.", "The key was used for another request. Send a new one.";
    booking_fields: "적어 주신 내용을 확인해 주세요.", "Check what you have filled in.";
    booking_none: "예약을 찾지 못했어요. 링크를 확인해 주세요.", "No such booking. Check the link.";
    booking_too_late: "온라인으로 바꿀 수 있는 시간이 지났어요. 병원에 전화해 주세요.", "It is too late to change this online. Please call the hospital.";
    booking_wrong_state: "지금은 할 수 없어요. 예약 상태를 확인해 주세요.", "Not possible now. Check the booking.";
    booking_not_today: "진료일에 병원에 도착해서 눌러 주세요.", "Press it on the day, at the hospital.";
    booking_seats_are_free: "예약할 수 있는 자리가 있어요. 바로 예약해 주세요.", "Seats are free. Book one now.";
    booking_in_line: "이미 기다리고 계세요. 자리가 나면 알려 드릴게요.", "You are in line already. We will tell you.";
    booking_wrong_code: "인증번호가 맞지 않거나 시간이 지났어요. 새 번호를 받아 주세요.", "The code does not fit or is over. Ask for a new one.";
    staff_wrong_log_in: "이메일, 비밀번호, 인증번호를 다시 확인해 주세요. 여러 번 달랐다면 잠시 뒤에 다시 해 주세요.", "Check e-mail, password and code. After several tries, wait a little.";
    staff_second_factor: "인증 앱의 6자리 숫자를 적어 주세요.", "Enter the six digits of your authenticator.";
    staff_not_active: "아직 승인을 기다리고 있어요. 승인되면 알려 드릴게요.", "The account waits for approval.";
    staff_address_taken: "이미 쓰고 있는 이메일이에요. 로그인해 주세요.", "This address has an account. Log in.";
    staff_no_such_account: "계정을 찾지 못했어요. 목록에서 다시 골라 주세요.", "No such account. Choose from the list.";
    staff_forbidden: "이 일은 대표 계정만 할 수 있어요.", "Only the owner's account may do this.";
    booking_too_often(seconds: u32): "요청이 많아요. {seconds}초 뒤에 다시 해 주세요.", "Too many requests. Try again in {seconds} s.";
    booking_unavailable: "지금은 예약을 처리하지 못했어요. 잠시 뒤 다시 하거나 병원에 전화해 주세요.", "Not possible just now. Try again shortly or call the hospital.";
    unreadable_json(place: &str): "보낸 JSON을 읽을 수 없어요({place}). /api/openapi.json의 형식을 확인해 주세요.", "The JSON cannot be read ({place}). See /api/openapi.json.";
    idempotency_key_text: "Idempotency-Key 머리글에 예약마다 다른 값을 200자 안으로 적어 주세요.", "Give a header Idempotency-Key, another for each booking, at most 200 characters.";
}
