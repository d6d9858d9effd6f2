//! A place: its kind, its open state, its card and its page.

use super::{Lang, words};
use crate::domain::{feedback::WrongFact, hospital::Kind, specialty::Specialty};

impl Lang {
    /// The name of a kind of place.
    pub fn kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Tertiary => self.kind_tertiary(),
            Kind::General => self.kind_general(),
            Kind::Hospital => self.kind_hospital(),
            Kind::Clinic => self.kind_clinic(),
            Kind::Dental => self.kind_dental(),
            Kind::Oriental => self.kind_oriental(),
            Kind::Nursing => self.kind_nursing(),
            Kind::Public => self.kind_public(),
            Kind::Pharmacy => self.kind_pharmacy(),
        }
    }

    /// The name of a department.
    pub fn specialty(self, specialty: Specialty) -> &'static str {
        match self {
            Self::Ko => specialty.name_ko(),
            Self::En => specialty.name_en(),
        }
    }

    /// A choice of the form for wrong information.
    pub fn wrong_fact(self, fact: WrongFact) -> &'static str {
        match fact {
            WrongFact::Hours => self.report_hours(),
            WrongFact::Phone => self.report_phone(),
            WrongFact::Location => self.report_location(),
            WrongFact::Departments => self.report_departments(),
            WrongFact::Closed => self.report_closed(),
            WrongFact::Other => self.report_other(),
        }
    }

    /// Monday is 0, Sunday 6, public holidays 7.
    pub fn weekday(self, index: usize) -> &'static str {
        const KO: [&str; 8] = ["월", "화", "수", "목", "금", "토", "일", "공휴일"];
        const EN: [&str; 8] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Holidays"];
        match self {
            Self::Ko => KO[index],
            Self::En => EN[index],
        }
    }
}

words! {
    kind_tertiary: "상급종합병원", "Tertiary hospital";
    kind_general: "종합병원", "General hospital";
    kind_hospital: "병원", "Hospital";
    kind_clinic: "의원", "Clinic";
    kind_dental: "치과", "Dental clinic";
    kind_oriental: "한의원", "Korean medicine";
    kind_nursing: "요양병원", "Nursing hospital";
    kind_public: "보건소", "Public health centre";
    kind_pharmacy: "약국", "Pharmacy";

    state_open: "진료중", "Open";
    state_open_pharmacy: "영업중", "Open";
    state_break: "점심시간", "Lunch break";
    state_break_other: "쉬는 시간", "Break";
    state_closed: "진료 종료", "Closed";
    state_closed_pharmacy: "영업 종료", "Closed";
    state_unknown: "시간 정보 없음", "Hours not known";
    until(time: &str): "{time}까지", "until {time}";
    round_the_clock: "24시간", "24 hours";
    minutes_left(minutes: i32): "{minutes}분 남음", "{minutes} min left";
    starts_again(time: &str): "{time} 다시 시작", "back at {time}";
    opens(when: &str): "{when}", "opens {when}";
    today_at(time: &str): "오늘 {time}", "today {time}";
    tomorrow_at(time: &str): "내일 {time}", "tomorrow {time}";
    day_at(weekday: &str, time: &str): "{weekday} {time}", "{weekday} {time}";
    date_at(month: i8, day: i8, weekday: &str, time: &str): "{month}월 {day}일({weekday}) {time}", "{weekday} {day}/{month} {time}";
    check_by_phone: "전화 확인", "call to check";
    call: "전화", "Call";
    call_place(name: &str): "{name} 전화", "Call {name}";
    book: "예약", "Book";
    book_place(name: &str): "{name} 예약", "Book at {name}";
    walk(minutes: u32): "도보 {minutes}분", "{minutes} min walk";
    metres(metres: u32): "{metres}m", "{metres} m";
    kilometres(kilometres: &str): "{kilometres}km", "{kilometres} km";

    hours_title: "진료시간", "Opening hours";
    hours_title_pharmacy: "영업시간", "Opening hours";
    hours_day: "요일", "Day";
    hours_open: "진료", "Open";
    hours_lunch: "점심", "Break";
    hours_closed: "휴진", "Closed";
    hours_unknown: "정보 없음", "Not known";
    hours_no_break: "점심 없음", "None";
    today: "오늘", "Today";
    today_is_holiday(name: &str): "오늘은 {name}이에요. 공휴일 시간을 따라요.", "Today is {name}: holiday hours apply.";
    weeks_of_month(weeks: &str): "{weeks}째 주만", "weeks {weeks} only";
    next_day(time: &str): "다음 날 {time}", "{time} next day";
    data_as_of(source: &str, year: i16, month: i8, day: i8): "{source} · {year}년 {month}월 {day}일 자료", "{source} · data of {year}-{month:02}-{day:02}";
    data_disclaimer: "실제와 다를 수 있어요. 가기 전에 전화로 확인하세요.", "May differ. Call before you go.";
    departments_title: "진료과", "Departments";
    specialists(count: u16): "전문의 {count}명", "{count} specialists";
    location_title: "위치", "Location";
    no_location: "지도에 표시할 위치 정보가 없어요.", "Its position on the map is not known.";
    map_of(name: &str): "{name} 위치 지도", "Map of {name}";
    contact_title: "연락처", "Contact";
    homepage: "홈페이지", "Web page";
    emergency_room: "응급실 운영", "Emergency room";
    emergency_phone_label: "응급실", "Emergency room";
    directions: "길찾기", "Directions";
    kakao_directions: "카카오맵 길찾기", "Directions in KakaoMap";
    naver_directions: "네이버 지도 길찾기", "Directions in Naver Map";
    opens_new_window: "새 창", "new window";
    closed_down_title: "문을 닫은 곳이에요", "This place has closed down";
    closed_down_text: "최근 자료에서 사라졌어요. 근처의 다른 곳을 찾아보세요.", "It is gone from the newest data. Look for another place nearby.";

    report_title: "잘못된 정보 신고", "Report wrong information";
    report_what: "무엇이 다른가요?", "What is wrong?";
    report_hours: "진료시간이 달라요", "Opening hours";
    report_phone: "전화번호가 달라요", "Phone number";
    report_location: "주소나 위치가 달라요", "Address or position";
    report_departments: "진료과가 달라요", "Departments";
    report_closed: "문을 닫았어요", "It has closed down";
    report_other: "그 밖에", "Something else";
    report_detail: "자세히 알려 주세요 (선택)", "Details (optional)";
    report_hint: "이름이나 연락처 같은 개인정보는 적지 마세요.", "Please leave out names, numbers and other personal data.";
    report_send: "신고 보내기", "Send report";
    report_thanks: "알려 주셔서 고마워요. 확인하고 고칠게요.", "Thank you. We will check and correct it.";
    report_failed: "신고를 저장하지 못했어요. 잠시 후 다시 보내 주세요.", "The report could not be saved. Please send it again shortly.";
}
