//! The console: the day, the week, the queue, the waiting-room screen, the timetable.

use super::words;

words! {
    console_menu: "병원 관리 메뉴", "Console menu";
    console_today: "오늘", "Today";
    console_week: "주간", "Week";
    console_schedule: "진료표", "Timetable";
    console_board: "대기 화면", "Waiting room";
    console_log: "기록", "Log";
    console_search: "이름, 전화 뒷자리, 예약번호", "Name, last digits of phone, number";
    console_search_label: "예약 찾기", "Find a booking";
    console_live: "실시간", "Live";
    console_fresh(time: &str): "{time} 자료", "as of {time}";
    console_lost(time: &str): "연결 끊김 · {time} 자료", "Connection lost · as of {time}";
    console_previous: "이전 날", "Previous day";
    console_next: "다음 날", "Next day";
    console_pick_day: "날짜", "Day";
    console_go: "이동", "Go";
    console_counts: "오늘의 상태별 수", "Counts by state";
    console_doctors: "의료진 고르기", "Choose a doctor";
    console_grid(day: &str): "{day} 예약표", "Timetable of {day}";
    console_time: "시각", "Time";
    console_full(taken: u32, seats: u32): "{taken} / {seats}", "{taken} / {seats}";
    console_full_words(taken: u32, seats: u32): "{seats}자리 중 {taken}자리 예약", "{taken} of {seats} seats booked";
    console_no_clinic: "진료 없음", "No clinic";
    console_lunch(until: &str): "쉬는 시간 {until}까지", "Break until {until}";
    console_off: "휴진", "Off";
    console_no_day: "진료가 없는 날이에요. 진료표에서 휴진과 추가 진료를 바꿀 수 있어요.", "No clinic on this day. See the timetable.";
    console_no_doctors: "아직 의료진이 없어요. 진료표에서 의료진을 더해 주세요.", "No doctors yet. Add them in the timetable.";
    console_earlier: "지난 시간 보기", "Show earlier hours";
    console_from_now: "지금부터 보기", "Show from now on";
    console_move_here: "이 시간으로 옮기기", "Move here";
    console_more_seats(free: u16): "{free}자리 남음", "{free} left";
    console_new: "방금 들어옴", "Just in";
    console_news(count: usize): "새 예약 {count}건이 들어왔어요.", "{count} new bookings.";
    console_now(time: &str): "지금 {time}", "Now {time}";
    console_misfit: "진료표에 없는 시간", "Outside the timetable";
    console_nameless: "보관 기간이 지남", "No longer kept";
    console_phone_booking: "전화 예약", "Book for a caller";

    console_queue: "대기", "Waiting";
    console_queue_none: "기다리는 분이 없어요.", "Nobody is waiting.";
    console_turn: "다음 차례", "Next";
    console_call: "호출", "Call";
    console_call_name(number: u32): "{number}번 호출", "Call number {number}";
    console_waits(minutes: i64): "{minutes}분째", "for {minutes} min";
    console_anybody: "아무나", "Anybody";
    console_ticket: "번호표", "Number";
    console_ticket_give: "번호표 주기", "Give a number";
    console_ticket_given(number: u32): "{number}번 번호표를 드렸어요.", "Number {number} was given.";
    console_ticket_new: "번호표", "A waiting number";
    console_ticket_phone: "휴대전화 (선택)", "Mobile (optional)";
    console_doctor: "의료진", "Doctor";
    console_inside: "진료 중인 현장 접수", "Walk-ins in progress";

    console_panel: "고른 예약", "The booking";
    console_close: "닫기", "Close";
    console_number(number: &str): "예약번호 {number}", "Booking number {number}";
    console_queue_number(number: u32): "대기번호 {number}번", "Waiting number {number}";
    console_birth: "생년월일", "Birth date";
    console_age(age: i16): "만 {age}세", "age {age}";
    console_phone: "전화", "Phone";
    console_relation: "예약한 사람", "Booked by";
    console_by_family: "가족이 대신 예약", "A relative";
    console_reason: "방문 이유 (환자 동의)", "Reason (with consent)";
    console_made(time: &str, how: &str): "{time} {how}", "{time} {how}";
    console_arrive: "도착 확인", "Arrived";
    console_start: "진료 시작", "Start";
    console_finish: "진료 완료", "Done";
    console_no_show: "안 옴", "No-show";
    console_undo: "되돌리기", "Undo";
    console_move: "시간 변경", "Move";
    console_moving: "옮길 시간을 예약표에서 골라 주세요.", "Choose the new time in the timetable.";
    console_stop_moving: "옮기지 않기", "Do not move";
    console_cancel: "예약 취소", "Cancel the booking";
    console_cancel_words: "환자에게 전할 말 (선택)", "Words for the patient (optional)";
    console_cancel_hint: "취소하면 환자에게 메시지가 가고 자리가 다시 열려요.", "The patient is told and the seat is free again.";
    console_cancel_yes: "취소하고 알리기", "Cancel and tell";
    console_steps: "진행", "Progress";
    console_done: "바꿨어요.", "Done.";

    console_found: "찾은 예약", "Bookings found";
    console_found_none: "찾은 예약이 없어요. 이름 두 글자 이상, 전화 뒷자리 네 자리, 예약번호 여섯 자리로 찾아요.",
        "Nothing found. Two letters of a name, four last digits or the six-digit number.";
    console_back_to_day: "오늘 예약표로", "Back to today";

    console_caller_title: "전화 예약", "Book for a caller";
    console_caller_mobile: "휴대전화", "Mobile";
    console_caller_birth: "생년월일 (선택)", "Birth date (optional)";
    console_caller_reason: "방문 이유 (선택)", "Reason (optional)";
    console_caller_consent: "예약에 필요한 개인정보 이용에 전화로 동의를 받았어요", "The caller agreed to the use of their data";
    console_caller_health: "방문 이유(건강 정보) 이용에도 동의를 받았어요", "And to the use of the reason (health data)";
    console_caller_book: "예약하기", "Book";
    console_caller_done(number: &str): "예약했어요. 예약번호 {number}", "Booked. The number is {number}.";
    console_near: "가까운 빈 시간", "Free times nearby";
    console_no_time: "이날은 예약할 수 있는 시간이 없어요. 다른 날짜를 골라 주세요.", "No time can be booked on this day. Choose another.";

    console_week_title: "주간", "Week";
    console_week_previous: "이전 주", "Previous week";
    console_week_next: "다음 주", "Next week";
    console_week_cell(booked: u32, seats: u32): "{booked}/{seats}", "{booked}/{seats}";
    console_week_words(booked: u32, seats: u32): "{seats}자리 중 {booked}자리 예약", "{booked} of {seats} booked";

    console_board_title: "대기 안내", "Waiting room";
    console_board_now: "진료 중", "Now";
    console_board_next: "다음", "Next";
    console_board_waiting: "대기", "Waiting";
    console_board_none: "기다리는 분이 없어요", "Nobody is waiting";
    console_board_call: "번호가 나오면 진료실로 들어와 주세요.", "Come in when your number is shown.";
    console_board_number(number: u32): "{number}번", "{number}";

    console_add_doctor: "의료진 추가", "Add a doctor";
    console_doctor_name: "이름과 직함 (예: 김하늘 원장)", "Name and title";
    console_specialty: "진료과", "Department";
    console_no_specialty: "고르지 않음", "None";
    console_active: "예약받기", "Can be booked";
    console_bookable: "예약받는 중", "Bookable";
    console_inactive: "예약받지 않음", "Not booked";
    console_slot_minutes: "한 자리 시간(분)", "Minutes of a slot";
    console_buffer: "사이 쉬는 시간(분)", "Minutes between slots";
    console_seats: "한 시간대 인원", "Patients of a slot";
    console_walk_in: "현장 접수로 남길 비율(%)", "Kept for walk-ins (%)";
    console_hours: "요일별 진료 시간", "Hours by weekday";
    console_hours_hint: "09:00-13:00, 14:00-18:00처럼 적고, 쉬는 날은 비워 두세요. 점심시간은 두 시간대 사이예요.",
        "Write 09:00-13:00, 14:00-18:00; leave free days empty.";
    console_holiday_row: "공휴일", "Public holidays";
    console_preview: "미리 보기", "Preview";
    console_preview_title: "이렇게 바뀌어요", "What changes";
    console_preview_seats(before: u32, after: u32): "앞으로 4주 동안 {before}자리에서 {after}자리가 돼요.", "{before} seats of the next four weeks become {after}.";
    console_preview_fits: "모든 예약이 그대로 맞아요.", "Every booking still fits.";
    console_misfits(count: usize): "진료표에 맞지 않는 예약 {count}건", "{count} bookings that do not fit";
    console_misfits_text: "예약은 없어지거나 옮겨지지 않아요. 하나씩 열어 환자와 정해 주세요.",
        "No booking is moved or lost. Open each and settle it with the patient.";
    console_apply_change: "이대로 저장", "Save it so";
    console_edit: "고치기", "Edit";
    console_photo: "사진", "Photo";
    console_photo_of(name: &str): "{name} 사진", "Photo of {name}";
    console_photo_hint: "JPEG나 PNG, 200KB까지 올릴 수 있어요.", "JPEG or PNG, at most 200 KB.";
    console_photo_wrong: "JPEG나 PNG 사진을 200KB 안으로 올려 주세요.", "Choose a JPEG or PNG of at most 200 KB.";
    console_photo_send: "사진 올리기", "Upload";
    console_photo_remove: "사진 지우기", "Remove the photo";
    console_exceptions: "휴진과 추가 진료", "Days off and extra clinics";
    console_exceptions_none: "정해 둔 휴진이나 추가 진료가 없어요.", "None.";
    console_exception_kind: "무엇을 하나요", "What";
    console_exception_off: "휴진", "Off";
    console_exception_extra: "추가 진료", "Extra clinic";
    console_everybody: "모든 의료진", "Everybody";
    console_from: "첫날", "First day";
    console_to: "마지막 날", "Last day";
    console_times: "시간 (휴진은 비우면 하루 종일)", "Times (empty for a whole day off)";
    console_note: "사유 (환자에게 보여요)", "Why (patients see it)";
    console_remove: "지우기", "Remove";

    console_export: "CSV로 내려받기", "Export as CSV";
    console_export_hint: "개인정보가 들어 있어요. 내려받은 사람이 기록에 남아요.", "It holds personal data; who exports is noted.";
    console_export_day: "이날 내려받기", "This day";
    console_export_month: "이달 내려받기", "This month";
    csv_day: "날짜", "Day";
    csv_time: "시각", "Time";
    csv_doctor: "의료진", "Doctor";
    csv_number: "예약번호", "Number";
    csv_name: "이름", "Name";
    csv_phone: "전화", "Phone";
    csv_birth: "생년월일", "Birth date";
    csv_status: "상태", "State";
    csv_channel: "경로", "Channel";
}
