//! What is told to patients by message (알림톡, SMS, e-mail): one text a kind, short enough for one
//! long message.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Lang, words};
use crate::domain::{
    booking::{BookingNumber, Token},
    patient::Mobile,
};

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A booking was made.
    Confirmed,
    /// It was moved to another time.
    Changed,
    /// It was called off, by the patient.
    Cancelled,
    /// It was called off by the hospital, with its words.
    CancelledByHospital,
    /// The evening before.
    DayBefore,
    /// Two hours before.
    HoursBefore,
    /// A seat has become free for one of the waitlist.
    Offer,
    /// A one-time code.
    Code,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Confirmed,
        Self::Changed,
        Self::Cancelled,
        Self::CancelledByHospital,
        Self::DayBefore,
        Self::HoursBefore,
        Self::Offer,
        Self::Code,
    ];

    /// The word of the store, and the template's name for a gateway; at most 16 characters.
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Changed => "changed",
            Self::Cancelled => "cancelled",
            Self::CancelledByHospital => "called_off",
            Self::DayBefore => "day_before",
            Self::HoursBefore => "hours_before",
            Self::Offer => "offer",
            Self::Code => "code",
        }
    }
}

/// A message with all its facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// In which language.
    pub lang: Lang,
    /// To whom.
    pub to: Mobile,
    /// The hospital's name.
    #[serde(default)]
    pub hospital: String,
    /// The doctor's name.
    #[serde(default)]
    pub doctor: String,
    /// The time of the visit, Korean civil time.
    #[serde(default)]
    pub at: Option<DateTime>,
    /// The booking's number.
    #[serde(default)]
    pub number: Option<BookingNumber>,
    /// For the link to the booking.
    #[serde(default)]
    pub token: Option<Token>,
    /// A code, or the hospital's own words.
    #[serde(default)]
    pub extra: String,
    /// Until when an offer is held.
    #[serde(default)]
    pub until: Option<DateTime>,
}

impl Notice {
    /// Where the link leads, below the site's address.
    pub fn path(&self) -> Option<String> {
        self.token.as_ref().map(|token| self.lang.path(&format!("/bookings/{}", token.as_str())))
    }

    /// What it says; `public_url` is the site's address without a slash at its end.
    pub fn text(&self, public_url: &str) -> String {
        let lang = self.lang;
        let head = match self.kind {
            NoticeKind::Confirmed => lang.notice_confirmed().to_owned(),
            NoticeKind::Changed => lang.notice_changed().to_owned(),
            NoticeKind::Cancelled => lang.notice_cancelled().to_owned(),
            NoticeKind::CancelledByHospital => lang.notice_called_off().to_owned(),
            NoticeKind::DayBefore => lang.notice_day_before().to_owned(),
            NoticeKind::HoursBefore => lang.notice_hours_before().to_owned(),
            NoticeKind::Offer => lang.notice_offer().to_owned(),
            NoticeKind::Code => return lang.notice_code(&self.extra),
        };
        let mut lines = vec![head, self.hospital.clone()];
        if let Some(at) = self.at {
            let when = lang.visit_time(at);
            lines.push(if self.doctor.is_empty() { when } else { format!("{when} · {}", self.doctor) });
        }
        if let Some(number) = self.number.filter(|_| self.kind != NoticeKind::Offer) {
            lines.push(lang.notice_number(&number.to_string()));
        }
        if let Some(until) = self.until {
            lines.push(lang.notice_until(&until.strftime("%H:%M").to_string()));
        }
        if !self.extra.is_empty() {
            lines.push(self.extra.clone());
        }
        lines.extend(self.path().map(|path| format!("{public_url}{path}")));
        lines.join("\n")
    }

    /// The subject of an e-mail.
    pub fn subject(&self) -> String {
        let text = self.text("");
        let first = text.lines().next().unwrap_or_default().to_owned();
        if self.hospital.is_empty() { first } else { format!("{first} · {}", self.hospital) }
    }
}

words! {
    notice_confirmed: "[헤이닥터] 예약이 확정됐어요.", "[HeyDoctor] Your booking is confirmed.";
    notice_changed: "[헤이닥터] 예약 시간이 바뀌었어요.", "[HeyDoctor] Your booking has a new time.";
    notice_cancelled: "[헤이닥터] 예약이 취소됐어요.", "[HeyDoctor] Your booking is cancelled.";
    notice_called_off: "[헤이닥터] 병원 사정으로 예약이 취소됐어요.", "[HeyDoctor] The hospital had to cancel your booking.";
    notice_day_before: "[헤이닥터] 내일 진료 예약이 있어요.", "[HeyDoctor] You have an appointment tomorrow.";
    notice_hours_before: "[헤이닥터] 곧 진료 시간이에요.", "[HeyDoctor] Your appointment is coming up.";
    notice_offer: "[헤이닥터] 기다리신 자리가 났어요. 링크에서 받아 주세요.", "[HeyDoctor] A seat is free for you. Follow the link to take it.";
    notice_number(number: &str): "예약번호 {number}", "Booking number {number}";
    notice_until(time: &str): "{time}까지 자리를 잡아 둘게요.", "We hold it for you until {time}.";
    notice_code(code: &str): "[헤이닥터] 인증번호 {code} · 다른 사람에게 알려 주지 마세요.", "[HeyDoctor] Your code is {code}. Do not share it.";
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    #[test]
    fn a_message_carries_time_number_and_link() {
        let notice = Notice {
            kind: NoticeKind::Confirmed,
            lang: Lang::Ko,
            to: Mobile::parse("01012342471").unwrap(),
            hospital: "물빛소아청소년과의원".into(),
            doctor: "김하늘 원장".into(),
            at: Some(datetime(2026, 11, 25, 14, 30, 0, 0)),
            number: BookingNumber::parse("482913"),
            token: Token::parse("abcdefghijklmnopqrst-_"),
            extra: String::new(),
            until: None,
        };
        assert_eq!(
            notice.text("https://heydoctor.example"),
            "[헤이닥터] 예약이 확정됐어요.\n물빛소아청소년과의원\n11월 25일 (수) 14:30 · 김하늘 원장\n예약번호 482 913\n\
             https://heydoctor.example/bookings/abcdefghijklmnopqrst-_"
        );
        assert_eq!(notice.subject(), "[헤이닥터] 예약이 확정됐어요. · 물빛소아청소년과의원");
        assert!(NoticeKind::ALL.iter().all(|kind| kind.word().len() <= 16));
    }
}
