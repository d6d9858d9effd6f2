//! A visit for a calendar: RFC 5545, times in UTC, lines folded at 75 bytes.

use jiff::Timestamp;

use crate::domain::booking::Status;

/// Most bytes of a line.
const LINE: usize = 75;

/// A visit.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// Never another event's, and the same for ever: not the token, which calendars would share.
    pub uid: String,
    /// When it last changed.
    pub stamp: Timestamp,
    /// Grows with every change.
    pub sequence: i64,
    /// Start.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// Its title.
    pub title: String,
    /// Where.
    pub place: &'a str,
    /// Degrees north and east, where known.
    pub at: Option<(f64, f64)>,
    /// What else to know.
    pub about: String,
    /// Its page.
    pub url: &'a str,
}

impl Event<'_> {
    /// The file.
    pub fn text(&self) -> String {
        let status = match self.status {
            Status::Offered => "TENTATIVE",
            Status::Cancelled | Status::Lapsed => "CANCELLED",
            _ => "CONFIRMED",
        };
        let mut lines: Vec<String> = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//HeyDoctor//Booking//KO",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
        ]
        .map(str::to_owned)
        .into();
        lines.extend([
            format!("UID:{}", self.uid),
            format!("DTSTAMP:{}", utc(self.stamp)),
            format!("SEQUENCE:{}", self.sequence),
            format!("DTSTART:{}", utc(self.starts_at)),
            format!("DTEND:{}", utc(self.ends_at)),
            format!("SUMMARY:{}", escaped(&self.title)),
            format!("LOCATION:{}", escaped(self.place)),
            format!("DESCRIPTION:{}", escaped(&self.about)),
            format!("URL:{}", self.url),
            format!("STATUS:{status}"),
        ]);
        lines.extend(self.at.map(|(lat, lon)| format!("GEO:{lat:.6};{lon:.6}")));
        if status == "CONFIRMED" {
            let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H"].map(str::to_owned);
            lines.extend(alarm);
            lines.extend([format!("DESCRIPTION:{}", escaped(&self.title)), "END:VALARM".to_owned()]);
        }
        lines.extend(["END:VEVENT", "END:VCALENDAR"].map(str::to_owned));
        lines.iter().map(|line| folded(line)).collect()
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n").replace('\r', "")
}

/// A line with its end, folded where it is long; never inside a character.
fn folded(line: &str) -> String {
    let (mut out, mut room) = (String::new(), LINE);
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event<'static> {
        Event {
            uid: "482913-7@heydoctor.example".into(),
            stamp: "2026-11-24T01:00:00Z".parse().unwrap(),
            sequence: 2,
            starts_at: "2026-11-25T05:30:00Z".parse().unwrap(),
            ends_at: "2026-11-25T06:00:00Z".parse().unwrap(),
            status: Status::Confirmed,
            title: "물빛소아청소년과의원, 진료; 예약".into(),
            place: "경기도 시흥시 정왕대로 0, 3층",
            at: Some((37.3449, 126.7388)),
            about: "예약번호 482 913\n김하늘 원장".repeat(4),
            url: "https://heydoctor.example/bookings/abcdefghijklmnopqrst-_",
        }
    }

    #[test]
    fn lines_end_and_fold_as_the_standard_says() {
        let text = event().text();
        assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        let whole = text.replace("\r\n ", "");
        for line in [
            "DTSTART:20261125T053000Z",
            "DTEND:20261125T060000Z",
            "DTSTAMP:20261124T010000Z",
            "SEQUENCE:2",
            "SUMMARY:물빛소아청소년과의원\\, 진료\\; 예약",
            "LOCATION:경기도 시흥시 정왕대로 0\\, 3층",
            "GEO:37.344900;126.738800",
            "STATUS:CONFIRMED",
            "TRIGGER:-PT2H",
        ] {
            assert!(whole.split("\r\n").any(|known| known == line), "{line} in {whole}");
        }
        assert!(whole.contains("DESCRIPTION:예약번호 482 913\\n김하늘 원장예약번호"));
    }

    #[test]
    fn a_cancelled_visit_rings_no_alarm() {
        let text = Event { status: Status::Cancelled, ..event() }.text();
        assert!(text.contains("STATUS:CANCELLED") && !text.contains("VALARM"));
    }
}
