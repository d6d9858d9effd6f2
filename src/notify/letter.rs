//! A message opened: to whom, what it says, and whether it still makes sense.

use jiff::{SignedDuration, Timestamp};

use crate::{
    domain::{patient::Mobile, time},
    store::TakenMessage,
    vault::{Purpose, Vault, VaultError},
    words::{Notice, NoticeKind},
};

/// How long after it was written a code is of use.
const CODE_LASTS: SignedDuration = SignedDuration::from_mins(5);

/// A message as a carrier gets it.
#[derive(Clone)]
pub struct Letter {
    /// Its number in the store.
    pub id: i64,
    /// Its dedup key: the same whenever the message comes again.
    pub key: String,
    /// Its kind, the name of a template.
    pub kind: &'static str,
    /// To whom.
    pub to: Mobile,
    /// The subject of an e-mail.
    pub subject: String,
    /// What it says.
    pub text: String,
}

impl Letter {
    /// Opens a message; links lead to the site at `public_url`. `None` when it comes too late to be
    /// of use.
    ///
    /// # Errors
    /// [`VaultError`] when no key opens it.
    pub fn open(
        message: &TakenMessage,
        vault: &Vault,
        public_url: &str,
        now: Timestamp,
    ) -> Result<Option<Self>, VaultError> {
        let notice: Notice = vault.open(Purpose::Message, message.dedup_key.as_bytes(), &message.payload_sealed)?;
        if is_late(&notice, message.created_at, now) {
            return Ok(None);
        }
        Ok(Some(Self {
            id: message.id,
            key: message.dedup_key.clone(),
            kind: notice.kind.word(),
            subject: notice.subject(),
            text: notice.text(public_url),
            to: notice.to,
        }))
    }
}

/// Whether a message would only confuse: a code that is over, a reminder of a visit that has begun,
/// "tomorrow" on the day itself, an offer that has ended.
fn is_late(notice: &Notice, created_at: i64, now: Timestamp) -> bool {
    let clock = time::seoul(now);
    match notice.kind {
        NoticeKind::Code => now.as_second() > created_at + CODE_LASTS.as_secs(),
        NoticeKind::DayBefore => notice.at.is_some_and(|at| at.date() <= clock.date()),
        NoticeKind::HoursBefore => notice.at.is_some_and(|at| at <= clock),
        NoticeKind::Offer => notice.until.is_some_and(|until| until <= clock),
        NoticeKind::Confirmed | NoticeKind::Changed | NoticeKind::Cancelled | NoticeKind::CancelledByHospital => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, datetime};

    use super::*;
    use crate::words::Lang;

    fn notice(kind: NoticeKind) -> Notice {
        Notice {
            kind,
            lang: Lang::Ko,
            to: Mobile::parse("01012342471").unwrap(),
            hospital: String::new(),
            doctor: String::new(),
            at: Some(datetime(2026, 11, 25, 14, 30, 0, 0)),
            number: None,
            token: None,
            extra: String::new(),
            until: Some(datetime(2026, 11, 24, 12, 0, 0, 0)),
        }
    }

    #[test]
    fn what_comes_too_late_is_not_told() {
        let late = |kind, clock: DateTime| {
            let created = time::timestamp(datetime(2026, 11, 24, 11, 50, 0, 0)).as_second();
            is_late(&notice(kind), created, time::timestamp(clock))
        };
        let eve = |hour, minute| datetime(2026, 11, 24, hour, minute, 0, 0);
        let day = |hour, minute| datetime(2026, 11, 25, hour, minute, 0, 0);
        assert!(!late(NoticeKind::Code, eve(11, 55)) && late(NoticeKind::Code, eve(11, 56)));
        assert!(!late(NoticeKind::DayBefore, eve(23, 59)) && late(NoticeKind::DayBefore, day(0, 0)));
        assert!(!late(NoticeKind::HoursBefore, day(14, 29)) && late(NoticeKind::HoursBefore, day(14, 30)));
        assert!(!late(NoticeKind::Offer, eve(11, 59)) && late(NoticeKind::Offer, eve(12, 0)));
        assert!(!late(NoticeKind::Cancelled, day(23, 0)), "what has happened is told however late");
    }
}
