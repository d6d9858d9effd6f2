//! Which messages a booking gives rise to, sealed for the outbox.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime},
};

use super::{Desk, Today};
use crate::{
    domain::{
        booking::{BookingNumber, Token},
        hospital::HospitalId,
        patient::Mobile,
        time,
    },
    store::NewMessage,
    vault::Purpose,
    words::{Lang, Notice, NoticeKind},
};

/// When the reminder of the evening before is sent.
const EVENING_HOUR: i8 = 18;
/// How long before the visit the second reminder is sent.
const HOURS_BEFORE: i64 = 2;
/// A reminder that would come sooner than this after the booking is not sent.
const LEAST_MINUTES: i64 = 20;

/// What messages say of a booking.
pub(super) struct Facts<'a> {
    pub hospital: HospitalId,
    pub doctor: &'a str,
    pub at: DateTime,
    pub number: BookingNumber,
    pub token: &'a Token,
    pub to: &'a Mobile,
    pub lang: Lang,
    /// The version of the booking that they speak of: the same message of the same version is
    /// written once.
    pub version: i64,
}

impl Desk {
    /// A message for the outbox.
    pub(super) fn message(&self, key: String, notice: &Notice, due_at: Timestamp) -> NewMessage {
        let payload_sealed = self.vault.seal(Purpose::Message, key.as_bytes(), notice);
        NewMessage { dedup_key: key, kind: notice.kind.word(), booking: None, payload_sealed, due_at }
    }

    /// One message about a booking, due now.
    pub(super) fn notice(&self, facts: &Facts<'_>, kind: NoticeKind, extra: &str, today: &Today) -> NewMessage {
        let notice = self.notice_of(facts, kind, extra, today);
        self.message(self.key(facts, kind), &notice, today.now)
    }

    /// The reminders of a booking that are still to come.
    pub(super) fn reminders(&self, facts: &Facts<'_>, today: &Today) -> Vec<NewMessage> {
        let soonest = today.clock().saturating_add(LEAST_MINUTES.minutes());
        let evening = facts.at.date().yesterday().unwrap_or(Date::MIN).at(EVENING_HOUR, 0, 0, 0);
        let hours = facts.at.saturating_sub(HOURS_BEFORE.hours());
        let wanted = [(NoticeKind::DayBefore, evening), (NoticeKind::HoursBefore, hours)];
        let to_come = wanted.into_iter().filter(|(_, at)| *at >= soonest);
        to_come
            .map(|(kind, at)| {
                let notice = self.notice_of(facts, kind, "", today);
                self.message(self.key(facts, kind), &notice, time::timestamp(at))
            })
            .collect()
    }

    /// The offer of a freed seat.
    pub(super) fn offer_notice(&self, facts: &Facts<'_>, until: Timestamp, today: &Today) -> NewMessage {
        let mut notice = self.notice_of(facts, NoticeKind::Offer, "", today);
        notice.until = Some(time::seoul(until));
        self.message(self.key(facts, NoticeKind::Offer), &notice, today.now)
    }

    fn key(&self, facts: &Facts<'_>, kind: NoticeKind) -> String {
        let hash = self.vault.token_hash(facts.token);
        let short: String = hash[..12].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{short}:{}:{}", facts.version, kind.word())
    }

    fn notice_of(&self, facts: &Facts<'_>, kind: NoticeKind, extra: &str, today: &Today) -> Notice {
        Notice {
            kind,
            lang: facts.lang,
            to: facts.to.clone(),
            hospital: hospital_name(facts.hospital, today),
            doctor: facts.doctor.to_owned(),
            at: Some(facts.at),
            number: Some(facts.number),
            token: Some(facts.token.clone()),
            extra: extra.to_owned(),
            until: None,
        }
    }
}

/// The name of a hospital; empty when it has closed down.
pub(super) fn hospital_name(id: HospitalId, today: &Today) -> String {
    today.directory.get(id).map(|place| place.name().to_owned()).unwrap_or_default()
}
