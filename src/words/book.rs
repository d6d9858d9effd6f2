//! Booking a time: the timetable, the form, the booking's own page, the waitlist.

use super::{Lang, words};
use crate::domain::{booking::Status, patient::Relation};

impl Lang {
    /// Whom a booking is for.
    pub fn relation(self, relation: Relation) -> &'static str {
        match relation {
            Relation::Oneself => self.relation_oneself(),
            Relation::Child => self.relation_child(),
            Relation::Family => self.relation_family(),
        }
    }

    /// Where a booking stands, for its patient.
    pub fn booking_status(self, status: Status) -> &'static str {
        match status {
            Status::Offered => self.status_offered(),
            Status::Confirmed => self.status_confirmed(),
            Status::Arrived => self.status_arrived(),
            Status::InProgress => self.status_in_progress(),
            Status::Fulfilled => self.status_fulfilled(),
            Status::NoShow => self.status_no_show(),
            Status::Cancelled => self.status_cancelled(),
            Status::Lapsed => self.status_lapsed(),
        }
    }
}

words! {
    book_title: "예약하기", "Book a visit";
    book_step(step: u8): "2단계 중 {step}단계", "Step {step} of 2";
    book_when: "언제 진료받을까요?", "When would you like to come?";
    book_move_when: "언제로 바꿀까요?", "Move it to when?";
    book_doctors: "의료진", "Doctor";
    book_earliest: "가장 빠른 시간", "Earliest time";
    book_anybody: "아무나 괜찮아요", "Any doctor";
    book_from(when: &str): "{when}부터", "from {when}";
    book_full_for_now: "예약할 수 있는 시간이 없어요", "No free time";
    book_day: "날짜", "Day";
    book_month(year: i16, month: i8): "{year}년 {month}월", "{month}/{year}";
    book_week_before: "이전 7일", "Previous 7 days";
    book_week_after: "다음 7일", "Next 7 days";
    book_seats(seats: u32): "{seats}자리", "{seats} free";
    book_last_seat: "마지막 1자리", "Last seat";
    book_gone: "마감", "Full";
    book_off: "휴진", "Closed";
    book_picked: "선택", "Chosen";
    book_full_words(what: &str, seats: &str): "{what}, {seats}", "{what}, {seats}";
    book_morning: "오전", "Morning";
    book_afternoon: "오후", "Afternoon";
    book_live: "다른 분이 예약하면 자리가 바로 바뀌어요", "Seats change here as others book";
    book_lost: "연결이 끊겼어요. 자리가 달라졌을 수 있어요.", "Connection lost. Seats may have changed.";
    book_this_time: "이 시간으로 예약", "Book this time";
    book_move_to_this: "이 시간으로 바꾸기", "Move to this time";
    book_day_full: "이 날은 자리가 없어요", "No seats on this day";
    book_day_off: "이 날은 진료가 없어요", "No clinic on this day";
    book_day_off_text: "다른 날을 골라 주세요.", "Please choose another day.";
    book_wait: "이 날 자리 나면 알림", "Tell me if a seat comes free";
    book_wait_text: "취소가 나오면 기다린 순서대로 알려 드려요.", "When somebody cancels, those in line are told in turn.";
    book_next_free(when: &str): "가장 빠른 예약 {when}", "Next free time: {when}";
    book_no_time_text: "지금은 온라인으로 예약할 시간이 없어요. 전화로 문의해 주세요.", "No time can be booked online now. Please call.";

    book_who: "누가 진료받나요?", "Who is coming?";
    book_change: "바꾸기", "Change";
    relation_oneself: "본인", "Me";
    relation_child: "자녀", "My child";
    relation_family: "다른 가족", "Other family";
    book_family: "저장한 가족", "Saved family";
    book_name: "환자 이름", "Patient's name";
    book_phone: "휴대전화", "Mobile number";
    book_phone_hint: "본인이 아니면 보호자 번호를 적어 주세요. 예약 안내를 보내요.", "For somebody else, give your own. Messages go there.";
    book_birth_date: "생년월일", "Birth date";
    book_birth_date_hint: "예: 2019-03-08", "For example 2019-03-08";
    book_reason: "방문 이유", "Reason for the visit";
    book_optional: "선택", "optional";
    consent_health: "방문 이유를 병원에 전해요 (선택)", "Pass the reason on to the hospital (optional)";
    consent_health_text: "건강 정보라서 따로 동의를 받아요. 진료 30일 뒤 지워요.", "Health data needs a consent of its own. Deleted 30 days after the visit.";
    consent_privacy: "예약에 필요한 개인정보 제공 (필수)", "Use of my data for the booking (required)";
    consent_privacy_text: "이름과 전화번호. 진료 1년 뒤 지워요.", "Name and number. Deleted a year after the visit.";
    consent_see: "동의 내용 보기", "What I agree to";
    consent_items: "받는 것: 이름, 휴대전화, 적으신 경우 생년월일과 방문 이유", "What: name, mobile number; birth date and reason if given";
    consent_purpose: "쓰는 곳: 예약 확인과 안내, 병원의 접수. 예약한 병원에만 보여요.", "Why: to confirm the booking, send messages and register you. Only that hospital sees it.";
    consent_time: "지우는 때: 진료 1년 뒤, 방문 이유는 30일 뒤. ‘내 예약’에서 바로 지울 수도 있어요.", "Until: a year after the visit, the reason 30 days; or at once under My bookings.";
    consent_right: "동의하지 않아도 돼요. 그때는 병원에 전화로 예약해 주세요.", "You may decline; then please call the hospital.";
    consent_version(version: &str): "동의서 판: {version}", "Version: {version}";
    consent_more: "개인정보 안내", "Privacy";
    book_confirm: "예약 확정", "Confirm booking";
    book_made_before: "이 화면에서 이미 예약했어요. 하나 더 예약하려면 다시 눌러 주세요.", "You have booked from this page already. Press again to book one more.";
    book_taken_title(time: &str): "{time} 자리는 방금 다른 분이 예약했어요", "Somebody else has just booked {time}";
    book_taken_text: "적어 주신 내용은 그대로 있어요. 가까운 시간을 골라 주세요.", "What you filled in is still here. Choose a time nearby.";
    book_move_taken_text: "지금 예약은 그대로 있어요. 가까운 시간을 골라 주세요.", "Your booking is still as it was. Choose a time nearby.";
    book_all_times: "다른 시간 모두 보기", "All other times";
    book_back_to_times: "시간표로 돌아가기", "Back to the timetable";

    visit_title: "예약 내용", "Your booking";
    visit_new: "예약이 확정됐어요", "Your booking is confirmed";
    visit_told(phone: &str): "{phone}로 안내를 보냈어요.", "A message went to {phone}.";
    visit_moved: "예약 시간을 바꿨어요", "The booking has a new time";
    status_offered: "자리가 났어요", "A seat is free for you";
    status_confirmed: "예약이 확정됐어요", "Confirmed";
    status_arrived: "접수됐어요", "You are checked in";
    status_in_progress: "진료 중이에요", "With the doctor";
    status_fulfilled: "진료가 끝났어요", "The visit is over";
    status_no_show: "방문하지 않은 예약이에요", "You did not come";
    status_cancelled: "취소된 예약이에요", "Cancelled";
    status_lapsed: "시간이 지나 다음 분께 넘어갔어요", "The offer has ended";
    visit_doctor: "의료진", "Doctor";
    visit_patient: "환자", "Patient";
    visit_place: "위치", "Where";
    visit_reason: "방문 이유", "Reason";
    visit_number: "예약번호", "Booking number";
    visit_show: "접수대에서 보여 주세요", "Show it at the desk";
    visit_qr: "예약 링크 QR 코드", "QR code of this booking's link";
    visit_calendar: "캘린더에 추가", "Add to calendar";
    visit_directions: "길찾기", "Directions";
    visit_bring: "챙겨 오세요", "Please bring";
    visit_bring_id: "신분증이나 모바일 건강보험증", "An ID or your mobile insurance card";
    visit_bring_drugs: "먹고 있는 약이나 처방전", "Medicines you take, or their prescription";
    visit_come_early: "예약 10분 전 도착", "Come 10 minutes early";
    visit_come_early_text: "도착하면 이 화면에서 ‘도착했어요’를 눌러 주세요.", "When you are there, press “I am here” on this page.";
    visit_move: "시간 바꾸기", "Change the time";
    visit_cancel: "예약 취소", "Cancel the booking";
    visit_until(when: &str): "{when}까지", "until {when}";
    visit_too_late: "온라인으로 바꿀 수 있는 시간이 지났어요. 병원에 전화해 주세요.", "It is too late to change it online. Please call the hospital.";
    visit_cancel_sure: "예약을 취소할까요?", "Cancel this booking?";
    visit_cancel_text: "자리는 바로 다른 분께 넘어가고 되돌릴 수 없어요.", "The seat goes to somebody else at once.";
    visit_cancel_yes: "예약 취소하기", "Cancel it";
    visit_keep: "그대로 두기", "Keep it";
    visit_here: "도착했어요", "I am here";
    visit_here_text: "병원에 도착했으면 눌러 주세요.", "Press when you are at the hospital.";
    visit_queue_number: "대기번호", "Queue number";
    visit_before(count: u32): "내 앞에 {count}명 있어요", "{count} before you";
    visit_next: "다음 차례예요", "You are next";
    visit_hold(when: &str): "{when}까지 자리를 잡아 둘게요.", "Held for you until {when}.";
    visit_accept: "이 자리 받기", "Take this seat";
    visit_decline: "괜찮아요, 다음 분께", "No, thank you";
    visit_again: "다시 예약하기", "Book again";
    visit_call: "병원에 전화", "Call the hospital";
    visit_calendar_title(hospital: &str): "{hospital} 진료", "Visit to {hospital}";
    sorry_title: "지금은 할 수 없어요", "Not possible now";

    wait_title: "자리 나면 알림", "Waitlist";
    wait_lead(day: &str): "{day}에 자리가 나면 알려 드려요", "We tell you when a seat comes free on {day}";
    wait_text: "자리가 나면 문자로 링크를 보내고, 정해진 시간 동안 자리를 잡아 둬요.", "You get a link by message, and the seat is held for a set time.";
    wait_join: "알림 신청", "Join the waitlist";
    wait_joined: "알림을 신청했어요", "You are on the waitlist";
    wait_first: "다음 차례예요", "You are next";
    wait_before(count: u64): "앞에 {count}명이 기다려요", "{count} before you";
    wait_offered: "자리가 나서 링크를 보냈어요. 문자를 확인해 주세요.", "A seat is free: see the message we sent you.";
    wait_left: "기다리기를 그만뒀어요", "You have left the waitlist";
    wait_over: "기다리던 날의 알림이 끝났어요", "This waitlist place has ended";
    wait_leave: "그만 기다리기", "Leave the waitlist";
    wait_see_times: "시간표 보기", "See the timetable";
}
