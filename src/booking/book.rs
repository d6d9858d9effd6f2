//! Booking a seat.

use jiff::{Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};

use super::{
    BookingError, Desk, Practice, Today,
    change::line,
    desk::SealedPatient,
    notices::{Facts, hospital_name},
    retry::retrying,
    seats::taken,
};
use crate::{
    domain::{
        booking::{BookingNumber, Channel, Status, Token},
        hospital::HospitalId,
        patient::{Mobile, Patient, VisitReason, Wrong},
        schedule::{Doctor, DoctorId, Seller, Slot, Taken},
        time,
    },
    store::{Key, NewBooking, Seat, Standing},
    vault::{Hash, Purpose, random_below, random_token},
    words::{Lang, NoticeKind},
};

/// Open bookings that one phone may hold.
pub const MOST_OPEN: u16 = 6;
/// How often a seat is chosen anew after another was faster: more often than a slot has seats.
const ROUNDS: usize = 64;
/// The versions of the texts that are consented to; they change when the texts do.
pub const PRIVACY_CONSENT: &str = "2026-11-privacy";
/// See [`PRIVACY_CONSENT`].
pub const HEALTH_CONSENT: &str = "2026-11-health";

/// What a patient asks for.
#[derive(Clone, Debug)]
pub struct BookingRequest {
    /// At which hospital.
    pub hospital: HospitalId,
    /// With whom.
    pub doctor: DoctorId,
    /// Start of the slot, Korean civil time.
    pub starts_at: DateTime,
    /// Who comes.
    pub patient: Patient,
    /// Why; only with `health_consent`.
    pub reason: Option<VisitReason>,
    /// Whether the use of name and phone is agreed to.
    pub privacy_consent: bool,
    /// Whether the use of the reason is agreed to.
    pub health_consent: bool,
    /// How it comes.
    pub channel: Channel,
    /// The language of messages.
    pub lang: Lang,
}

/// What a booking is answered with, the same whenever the same request comes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// For the link.
    pub token: Token,
    /// What to read out at the desk.
    pub number: BookingNumber,
    /// At which hospital.
    pub hospital: HospitalId,
    /// Its name then.
    pub hospital_name: String,
    /// With whom.
    pub doctor: DoctorId,
    /// Their name then.
    pub doctor_name: String,
    /// Start, Korean civil time.
    pub starts_at: DateTime,
    /// End.
    pub ends_at: DateTime,
}

/// Whether the booking is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Booked {
    /// Made by this request.
    New(Receipt),
    /// Made by the same request before.
    Before(Receipt),
}

impl Booked {
    /// The answer, new or not.
    pub fn receipt(&self) -> &Receipt {
        match self {
            Self::New(receipt) | Self::Before(receipt) => receipt,
        }
    }
}

/// An idempotent request, hashed.
type Request = (Hash, Hash);

/// What stays the same however often the seat is chosen.
struct Order<'a> {
    request: &'a BookingRequest,
    key: Option<Request>,
    doctor: &'a Doctor,
    slot: Slot,
    phone: &'a Mobile,
    holder: Hash,
    seller: Seller,
    /// Who sells it, when staff do.
    account: Option<i64>,
}

impl Desk {
    /// Books a seat for a patient. `key` is the Idempotency-Key and the bytes of the request: the
    /// same again is answered with the same receipt and books nothing.
    ///
    /// # Errors
    /// [`BookingError`]; nothing is written then.
    pub async fn book(
        &self,
        request: &BookingRequest,
        key: Option<(&str, &[u8])>,
        today: &Today,
    ) -> Result<Booked, BookingError> {
        let phone = request.patient.phone.as_ref().map(|phone| self.holder(phone.digits()));
        let allowed = phone.map_or(Ok(()), |phone| self.take_of_phone(&phone));
        let taken = phone.filter(|_| allowed.is_ok());
        let booked = self.book_once(request, key, None, allowed, today).await;
        if let (Some(phone), Err(_) | Ok(Booked::Before(_))) = (taken, &booked) {
            self.give_back(&phone);
        }
        booked
    }

    /// Books a seat for somebody who called: staff may use what is kept for walk-ins, and are not
    /// bound to the window of patients. `key` as in [`book`](Self::book), so that a form that is sent
    /// twice books once.
    ///
    /// # Errors
    /// [`BookingError`].
    pub async fn book_for_caller(
        &self,
        request: &BookingRequest,
        key: Option<(&str, &[u8])>,
        account: i64,
        today: &Today,
    ) -> Result<Booked, BookingError> {
        self.book_once(request, key, Some(account), Ok(()), today).await
    }

    async fn book_once(
        &self,
        request: &BookingRequest,
        key: Option<(&str, &[u8])>,
        account: Option<i64>,
        allowed: Result<(), BookingError>,
        today: &Today,
    ) -> Result<Booked, BookingError> {
        let key = key.map(|(key, body)| (self.vault.hash("request", key.as_bytes()), self.vault.hash("body", body)));
        let booked = match allowed {
            Ok(()) => self.try_to_book(request, key, account, today).await,
            Err(error) => Err(error),
        };
        match booked {
            Ok(receipt) => Ok(Booked::New(receipt)),
            // What stands in the way may be the same request's own booking.
            Err(error) => match self.replay(key).await? {
                Some(receipt) => Ok(Booked::Before(receipt)),
                None => Err(error),
            },
        }
    }

    /// Counts what is done in the name of a phone, where limits are on.
    pub(super) fn take_of_phone(&self, holder: &Hash) -> Result<(), BookingError> {
        self.limits().map_or(Ok(()), |limits| limits.take_of_phone(holder))
    }

    /// Counts it no more: a stranger who tries in vain keeps nobody out.
    pub(super) fn give_back(&self, holder: &Hash) {
        if let Some(limits) = self.limits() {
            limits.give_back(holder);
        }
    }

    async fn try_to_book(
        &self,
        request: &BookingRequest,
        key: Option<Request>,
        account: Option<i64>,
        today: &Today,
    ) -> Result<Receipt, BookingError> {
        check_consent(request)?;
        let seller = if account.is_some() { Seller::Staff } else { Seller::Online };
        let practice = self.practice(request.hospital, today).await?;
        let doctor = practice.doctor(request.doctor)?;
        match seller {
            Seller::Online => practice.check_window(request.starts_at, today)?,
            Seller::Staff if request.starts_at <= today.clock() => return Err(BookingError::Past),
            Seller::Staff => {}
        }
        let slot = practice.slot(doctor, request.starts_at, today)?;
        let phone = request.patient.phone.as_ref();
        let phone = phone.ok_or_else(|| BookingError::Fields(vec![("patient.phone", Wrong::Missing)]))?;
        let order = Order { request, key, doctor, slot, phone, holder: self.holder(phone.digits()), seller, account };
        let receipt = retrying!(self.sell(&order, today));
        self.with_nearest(receipt, request.hospital, request.doctor, request.starts_at, today).await
    }

    /// A lost race comes with the nearest free slots.
    pub(super) async fn with_nearest<T>(
        &self,
        done: Result<T, BookingError>,
        hospital: HospitalId,
        doctor: DoctorId,
        at: DateTime,
        today: &Today,
    ) -> Result<T, BookingError> {
        match done {
            Err(BookingError::SlotTaken(_)) => {
                Err(BookingError::SlotTaken(self.nearest(hospital, doctor, at, today).await?))
            }
            done => done,
        }
    }

    /// How a phone is found again.
    pub fn holder(&self, digits: &str) -> Hash {
        self.vault.hash("phone", digits.as_bytes())
    }

    /// Chooses a seat and writes the booking; chooses anew when another took the seat meanwhile.
    async fn sell(&self, order: &Order<'_>, today: &Today) -> Result<Receipt, BookingError> {
        let times = (time::timestamp(order.slot.starts_at), time::timestamp(order.slot.ends_at));
        for round in 0..ROUNDS {
            let standing = self.store.bookings().standing(order.doctor.id, times, &order.holder).await?;
            let seat = self.choose_seat(&order.slot, &standing, order.seller)?;
            let nth = match order.seller {
                Seller::Staff => None,
                Seller::Online => Some(match place(&standing, times.0) {
                    Err(BookingError::TooMany) if round == 0 => {
                        self.free_past_places(&order.holder, today.now).await?;
                        continue;
                    }
                    place => place?,
                }),
            };
            let seat = Seat { doctor: order.doctor.id, starts_at: times.0, ends_at: times.1, number: seat };
            match self.write(order, seat, nth, today).await {
                Err(BookingError::Store(error)) => match error.taken_key() {
                    Some(Key::HolderTime) => return Err(BookingError::SameTime),
                    Some(Key::Seat | Key::HolderPlace | Key::Number) => {}
                    _ => return Err(error.into()),
                },
                done => return done,
            }
        }
        Err(BookingError::SlotTaken(Vec::new()))
    }

    /// The number of the seat to take; a lost race when none is left.
    pub(super) fn choose_seat(&self, slot: &Slot, standing: &Standing, seller: Seller) -> Result<u16, BookingError> {
        let seats: Vec<Taken> = standing.taken.iter().filter_map(taken).collect();
        let seat = slot.next_seat(&seats, seller).ok_or_else(|| BookingError::SlotTaken(Vec::new()))?;
        // Without its guard every booking of the tests takes a number of its own.
        Ok(if self.settings.unguarded { 1_000 + random_below(30_000) as u16 } else { seat })
    }

    async fn write(
        &self,
        order: &Order<'_>,
        seat: Seat,
        nth: Option<u16>,
        today: &Today,
    ) -> Result<Receipt, BookingError> {
        let request = order.request;
        let receipt = Receipt {
            token: random_token(),
            number: BookingNumber::nth(random_below(BookingNumber::COUNT)),
            hospital: request.hospital,
            hospital_name: hospital_name(request.hospital, today),
            doctor: order.doctor.id,
            doctor_name: order.doctor.name.clone(),
            starts_at: order.slot.starts_at,
            ends_at: order.slot.ends_at,
        };
        let owner = self.vault.token_hash(&receipt.token);
        let sealed =
            SealedPatient { patient: request.patient.clone(), token: receipt.token.clone(), lang: request.lang };
        let reason = request.reason.as_ref().filter(|_| request.health_consent);
        let new = NewBooking {
            hospital: request.hospital,
            seat: Some(seat),
            doctor: None,
            status: Status::Confirmed,
            channel: request.channel,
            number: receipt.number,
            token_hash: owner,
            holder: Some((order.holder, nth)),
            patient_sealed: self.vault.seal(Purpose::Patient, &owner, &sealed),
            reason_sealed: reason.map(|reason| self.vault.seal(Purpose::Reason, &owner, reason)),
            consent: (Some(PRIVACY_CONSENT.to_owned()), reason.map(|_| HEALTH_CONSENT.to_owned())),
            request: order.key.map(|(key, body)| (key, body, self.vault.seal(Purpose::Answer, &key, &receipt))),
            hold_until: None,
            queue_number: None,
        };
        let facts = Facts {
            hospital: request.hospital,
            doctor: &order.doctor.name,
            at: order.slot.starts_at,
            number: receipt.number,
            token: &receipt.token,
            to: order.phone,
            lang: request.lang,
            version: 1,
        };
        let mut messages = vec![self.notice(&facts, NoticeKind::Confirmed, "", today)];
        messages.extend(self.reminders(&facts, today));
        let mut work = self.store.begin().await?;
        let id = work.add_booking(&new, today.now).await?;
        messages.iter_mut().for_each(|message| message.booking = Some(id));
        work.tell(&messages, today.now).await?;
        if order.account.is_some() {
            work.audit(request.hospital, &line(order.account, today, "book", id, "")).await?;
        }
        work.commit().await?;
        Ok(receipt)
    }

    pub(super) async fn free_past_places(&self, holder: &[u8], now: Timestamp) -> Result<(), BookingError> {
        let mut work = self.store.begin().await?;
        work.free_past_places(holder, now).await?;
        Ok(work.commit().await?)
    }

    /// The answer that the same request got before. Of one whose phone has been forgotten nothing is
    /// told and nothing is booked: its key is used up.
    async fn replay(&self, key: Option<Request>) -> Result<Option<Receipt>, BookingError> {
        let Some((key, body)) = key else { return Ok(None) };
        let Some(record) = self.store.bookings().by_request(&key).await? else { return Ok(None) };
        if record.request_body.as_deref() != Some(&body[..]) {
            return Err(BookingError::KeyReused);
        }
        let sealed = record.answer_sealed.ok_or(BookingError::KeyReused)?;
        Ok(Some(self.vault.open(Purpose::Answer, &key, &sealed)?))
    }
}

/// The lowest of the phone's places that is free.
pub(super) fn place(standing: &Standing, at: Timestamp) -> Result<u16, BookingError> {
    if standing.held.iter().any(|(_, held)| *held == at.as_second()) {
        return Err(BookingError::SameTime);
    }
    let free = |nth: &u16| standing.held.iter().all(|(held, _)| held != nth);
    (1..=MOST_OPEN).find(free).ok_or(BookingError::TooMany)
}

fn check_consent(request: &BookingRequest) -> Result<(), BookingError> {
    let mut wrong = Vec::new();
    if !request.privacy_consent {
        wrong.push(("consent.privacy", Wrong::NoConsent));
    }
    if request.reason.is_some() && !request.health_consent {
        wrong.push(("consent.health", Wrong::NoHealthConsent));
    }
    if wrong.is_empty() { Ok(()) } else { Err(BookingError::Fields(wrong)) }
}

impl Practice {
    /// A doctor's name, one who has left too.
    pub fn doctor_name(&self, id: DoctorId) -> &str {
        self.doctors.iter().find(|doctor| doctor.id == id).map_or("", |doctor| &doctor.name)
    }
}
