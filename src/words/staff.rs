//! The console: log-in, applying, accounts and settings.

use super::{Lang, words};
use crate::domain::{
    booking::{Channel, Status},
    staff::{AccountStatus, Role},
};

impl Lang {
    /// Where a booking stands, as staff read it.
    pub fn staff_status(self, status: Status) -> &'static str {
        match status {
            Status::Offered => self.staff_offered(),
            Status::Confirmed => self.staff_confirmed(),
            Status::Arrived => self.staff_arrived(),
            Status::InProgress => self.staff_in_progress(),
            Status::Fulfilled => self.staff_fulfilled(),
            Status::NoShow => self.staff_no_show(),
            Status::Cancelled => self.staff_cancelled(),
            Status::Lapsed => self.staff_lapsed(),
        }
    }

    /// How a booking came about.
    pub fn staff_channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::Web => self.staff_by_web(),
            Channel::Api => self.staff_by_api(),
            Channel::Chat => self.staff_by_chat(),
            Channel::Phone => self.staff_by_phone(),
            Channel::Waitlist => self.staff_by_waitlist(),
            Channel::WalkIn => self.staff_by_walk_in(),
        }
    }

    /// What an account may do.
    pub fn staff_role(self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.staff_role_owner(),
            Role::Staff => self.staff_role_staff(),
        }
    }

    /// Whether an account may log in.
    pub fn staff_account_status(self, status: AccountStatus) -> &'static str {
        match status {
            AccountStatus::Pending => self.staff_account_pending(),
            AccountStatus::Active => self.staff_account_active(),
            AccountStatus::Disabled => self.staff_account_disabled(),
        }
    }

    /// What a line of the log is about, such as `booking 7`; what is not known stays as it is.
    pub fn staff_subject(self, subject: &str) -> String {
        let (kind, number) = subject.split_once(' ').unwrap_or((subject, ""));
        let word = match kind {
            "booking" | "bookings" => self.staff_about_booking(),
            "account" => self.staff_about_account(),
            "doctor" => self.staff_about_doctor(),
            "exception" => self.staff_about_exception(),
            _ => return subject.to_owned(),
        };
        format!("{word} {number}").trim_end().to_owned()
    }

    /// A word of the log; one that is not known stays as it is.
    pub fn staff_action(self, action: &str) -> String {
        let known = match action {
            "view" => self.staff_did_view(),
            "search" => self.staff_did_search(),
            "export" => self.staff_did_export(),
            "book" => self.staff_did_book(),
            "move" => self.staff_did_move(),
            "cancel" => self.staff_did_cancel(),
            "arrived" => self.staff_did_arrived(),
            "confirmed" => self.staff_did_confirmed(),
            "in_progress" => self.staff_did_start(),
            "fulfilled" => self.staff_did_finish(),
            "no_show" => self.staff_did_no_show(),
            "walk_in" => self.staff_did_walk_in(),
            "log_in" => self.staff_did_log_in(),
            "apply" => self.staff_did_apply(),
            "approve" => self.staff_did_approve(),
            "add_account" => self.staff_did_add_account(),
            "enable" => self.staff_did_enable(),
            "disable" => self.staff_did_disable(),
            "reset_password" => self.staff_did_reset(),
            "change_password" => self.staff_did_password(),
            "second_factor_on" => self.staff_did_factor_on(),
            "second_factor_off" => self.staff_did_factor_off(),
            "add_doctor" => self.staff_did_add_doctor(),
            "change_doctor" => self.staff_did_change_doctor(),
            "photo" => self.staff_did_photo(),
            "off" => self.staff_did_off(),
            "extra" => self.staff_did_extra(),
            "remove_exception" => self.staff_did_remove(),
            "change_policy" => self.staff_did_policy(),
            other => return other.to_owned(),
        };
        known.to_owned()
    }
}

words! {
    staff_offered: "제안 중", "Offered";
    staff_confirmed: "예약", "Booked";
    staff_arrived: "도착", "Arrived";
    staff_in_progress: "진료 중", "In progress";
    staff_fulfilled: "완료", "Done";
    staff_no_show: "안 옴", "No-show";
    staff_cancelled: "취소", "Cancelled";
    staff_lapsed: "제안 끝남", "Offer over";
    staff_by_web: "웹에서 예약", "Booked on the web";
    staff_by_api: "제휴 서비스에서 예약", "Booked by a partner";
    staff_by_chat: "채팅에서 예약", "Booked in the chat";
    staff_by_phone: "전화로 예약", "Booked by phone";
    staff_by_waitlist: "빈자리 알림으로 예약", "Booked from the waitlist";
    staff_by_walk_in: "현장 접수", "Walk-in";

    staff_console: "병원 관리", "Hospital console";
    staff_log_in_title: "병원 관리 로그인", "Log in to the console";
    staff_email: "이메일", "E-mail";
    staff_password: "비밀번호", "Password";
    staff_code: "인증 앱의 6자리 숫자 (쓰는 경우)", "Six digits of your authenticator (if you use one)";
    staff_log_in: "로그인", "Log in";
    staff_log_out: "로그아웃", "Log out";
    staff_no_account: "아직 계정이 없나요?", "No account yet?";
    staff_apply: "우리 병원 신청하기", "Apply for your hospital";
    staff_apply_title: "병원 예약 신청", "Apply for bookings";
    staff_apply_intro: "병원을 찾아 고르고 연락처를 남겨 주세요. 확인한 뒤 승인해 드려요.",
        "Find your hospital and leave your contact. We check and approve.";
    staff_apply_find: "병원 이름", "Name of the hospital";
    staff_find: "찾기", "Find";
    staff_apply_none: "찾는 병원이 없어요. 이름을 다르게 적어 보세요.", "No such hospital. Try another name.";
    staff_apply_pick: "이 병원으로 신청", "Apply for this one";
    staff_other_hospital: "다른 병원 찾기", "Another hospital";
    staff_name: "이름", "Name";
    staff_phone: "연락받을 전화번호", "Phone";
    staff_password_new: "새 비밀번호 (10자 이상)", "New password (10 or more characters)";
    staff_apply_send: "신청하기", "Apply";
    staff_applied_title: "신청을 받았어요", "We have your application";
    staff_applied_text: "확인하고 적어 주신 연락처로 알려 드릴게요. 승인되면 이메일과 비밀번호로 로그인하세요.",
        "We will check and tell you. Once approved, log in with e-mail and password.";
    staff_wrong_phone: "전화번호를 확인해 주세요. 02-123-4567처럼 적어 주세요.", "Check the phone number.";
    staff_logged_out: "로그아웃했어요.", "You are logged out.";

    staff_settings: "설정", "Settings";
    staff_saved: "저장했어요.", "Saved.";
    staff_save: "저장", "Save";
    staff_own_account: "내 계정", "My account";
    staff_change_password: "비밀번호 바꾸기", "Change the password";
    staff_password_old: "지금 비밀번호", "Present password";
    staff_wrong_password: "지금 비밀번호와 달라요. 다시 적어 주세요.", "This is not the present password. Try again.";
    staff_wrong_code: "숫자가 맞지 않아요. 앱에 지금 보이는 6자리를 적어 주세요.", "The digits do not fit. Enter the six that the app shows now.";
    staff_password_hint: "바꾸면 모든 기기에서 로그아웃돼요.", "You are logged out everywhere.";
    staff_factor: "2단계 인증", "Second factor";
    staff_factor_on: "쓰고 있어요. 로그인할 때 인증 앱의 숫자를 함께 적어요.", "On: the code of your authenticator is asked for.";
    staff_factor_off: "인증 앱으로 QR을 찍고, 나온 숫자 6자리를 적어 주세요.", "Scan the code with an authenticator and enter the six digits.";
    staff_factor_qr: "인증 앱에 넣는 QR", "QR code for the authenticator";
    staff_factor_key: "직접 넣는 열쇠", "Key to type";
    staff_factor_code: "숫자 6자리", "Six digits";
    staff_factor_start: "2단계 인증 켜기", "Turn on";
    staff_factor_stop: "2단계 인증 끄기", "Turn off";
    staff_sessions: "로그인한 기기", "Where I am logged in";
    staff_session_this: "이 기기", "This one";
    staff_session_end: "로그아웃시키기", "End";
    staff_sessions_end: "다른 기기 모두 로그아웃", "End all others";
    staff_session_seen(time: &str): "마지막 사용 {time}", "Last used {time}";
    staff_unknown_agent: "알 수 없는 브라우저", "Unknown browser";

    staff_accounts: "계정", "Accounts";
    staff_add_account: "계정 추가", "Add an account";
    staff_role_label: "권한", "Role";
    staff_role_owner: "대표 (모든 일)", "Owner (everything)";
    staff_role_staff: "직원 (오늘의 예약과 접수)", "Staff (the day's work)";
    staff_account_pending: "승인 기다림", "Waiting";
    staff_account_active: "사용 중", "Active";
    staff_account_disabled: "막음", "Disabled";
    staff_account_disable: "막기", "Disable";
    staff_account_enable: "다시 쓰기", "Enable";
    staff_account_added(email: &str): "{email} 계정을 만들었어요. 아래 비밀번호는 지금만 보여요.", "The account {email} is made. The password is shown once.";

    staff_policy: "예약 규칙", "Booking rules";
    staff_accepts: "온라인 예약 받기", "Take bookings online";
    staff_min_ahead: "몇 분 전까지 예약할 수 있나요", "Least minutes ahead";
    staff_max_ahead: "며칠 뒤까지 예약할 수 있나요", "Most days ahead";
    staff_cancel_until: "몇 분 전까지 환자가 바꾸거나 취소할 수 있나요", "Changes until so many minutes before";
    staff_hold_minutes: "빈자리를 몇 분 동안 잡아 두나요", "Minutes that a freed seat is held";
    staff_bring: "가져올 것 (한 줄에 하나)", "What to bring (a line each)";

    staff_log_title: "기록", "Log";
    staff_log_intro: "누가 무엇을 보고 바꿨는지 남아요.", "Who saw and changed what.";
    staff_log_when: "언제", "When";
    staff_log_who: "누가", "Who";
    staff_log_what: "한 일", "What";
    staff_log_subject: "대상", "Of what";
    staff_log_older: "더 이전 기록", "Older";
    staff_log_none: "아직 기록이 없어요.", "Nothing yet.";
    staff_log_nobody: "환자 또는 운영자", "Patient or operator";
    staff_about_booking: "예약", "Booking";
    staff_about_account: "계정", "Account";
    staff_about_doctor: "의료진", "Doctor";
    staff_about_exception: "휴진·추가 진료", "Day off or extra clinic";
    staff_did_view: "예약 열어 봄", "Looked at a booking";
    staff_did_search: "찾기", "Searched";
    staff_did_export: "CSV로 내려받음", "Exported";
    staff_did_book: "전화 예약", "Booked by phone";
    staff_did_move: "시간 변경", "Moved";
    staff_did_cancel: "예약 취소", "Cancelled";
    staff_did_arrived: "도착 확인", "Arrived";
    staff_did_confirmed: "도착 되돌림", "Arrival undone";
    staff_did_start: "진료 시작", "Started";
    staff_did_finish: "진료 완료", "Done";
    staff_did_no_show: "안 옴으로 표시", "No-show";
    staff_did_walk_in: "번호표", "Walk-in number";
    staff_did_log_in: "로그인", "Logged in";
    staff_did_apply: "계정 신청", "Applied";
    staff_did_approve: "계정 승인", "Approved";
    staff_did_add_account: "계정 추가", "Account added";
    staff_did_enable: "계정 다시 씀", "Account enabled";
    staff_did_disable: "계정 막음", "Account disabled";
    staff_did_reset: "비밀번호 다시 정함", "Password reset";
    staff_did_password: "비밀번호 바꿈", "Password changed";
    staff_did_factor_on: "2단계 인증 켬", "Second factor on";
    staff_did_factor_off: "2단계 인증 끔", "Second factor off";
    staff_did_add_doctor: "의료진 추가", "Doctor added";
    staff_did_change_doctor: "의료진·진료표 바꿈", "Doctor changed";
    staff_did_photo: "사진 바꿈", "Photo changed";
    staff_did_off: "휴진 추가", "Day off added";
    staff_did_extra: "추가 진료 추가", "Extra clinic added";
    staff_did_remove: "휴진·추가 진료 지움", "Exception removed";
    staff_did_policy: "예약 규칙 바꿈", "Rules changed";
}
