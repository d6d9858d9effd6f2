//! What a phone that has proved itself sees and decides: its bookings, its family, everything kept of
//! it, and that it be forgotten.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Booking, BookingError, Desk, PhoneSession, Today, change::CancelledBy, desk::SealedPatient, phone_codes::code_keys,
    retry::retrying,
};
use crate::{
    domain::{
        booking::{Status, Token},
        patient::{PersonName, Relation, VisitReason},
        time::{self, rfc3339},
    },
    store::{BookingRecord, Waiting},
    vault::Purpose,
};

/// Members of a family that one phone may keep.
const MOST_MEMBERS: usize = 10;

/// A member of the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyMember {
    /// Their name.
    pub name: PersonName,
    /// Their birth date, where it was given.
    pub birth_date: Option<Date>,
    /// Seen from the phone's owner.
    pub relation: Relation,
}

/// Everything that is kept of a phone, as the law lets it be asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    phone: String,
    family: Vec<FamilyMember>,
    bookings: Vec<ExportedBooking>,
    waitlist: Vec<ExportedPlace>,
}

#[derive(Clone, Debug, Serialize)]
struct ExportedPlace {
    hospital: String,
    day: Date,
    status: String,
}

#[derive(Clone, Debug, Serialize)]
struct ExportedBooking {
    number: String,
    hospital: String,
    starts_at: String,
    status: &'static str,
    name: Option<PersonName>,
    birth_date: Option<Date>,
    reason: Option<VisitReason>,
    created_at: String,
}

impl Desk {
    /// All bookings of a phone, newest visit first, with the words of their links.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn my_bookings(&self, session: &PhoneSession) -> Result<Vec<(Booking, Token)>, BookingError> {
        let records = self.store.bookings().of_holder(&session.holder).await?;
        let open = |record: BookingRecord| {
            let sealed = record.patient_sealed.as_deref();
            let sealed =
                sealed.map(|sealed| self.vault.open::<SealedPatient>(Purpose::Patient, &record.token_hash, sealed));
            Ok(match sealed.transpose()? {
                Some(SealedPatient { token, .. }) => Some((self.unseal(record)?, token)),
                None => None,
            })
        };
        records.into_iter().filter_map(|record| open(record).transpose()).collect()
    }

    /// The waitlist places of a phone that still count, with the words of their links.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn my_places(&self, session: &PhoneSession) -> Result<Vec<(Waiting, Token)>, BookingError> {
        let places = self.store.waitlist().of_holder(&session.holder).await?;
        let open = |waiting: Waiting| {
            let sealed: SealedPatient =
                self.vault.open(Purpose::Patient, &waiting.token_hash, &waiting.patient_sealed)?;
            Ok((waiting, sealed.token))
        };
        places.into_iter().map(open).collect()
    }

    /// The family of a phone.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn family(&self, session: &PhoneSession) -> Result<Vec<(i64, FamilyMember)>, BookingError> {
        let rows = self.store.patients().family(&session.holder).await?;
        let open = |(id, sealed): (i64, Vec<u8>)| Ok((id, self.vault.open(Purpose::Family, &session.holder, &sealed)?));
        rows.into_iter().map(open).collect()
    }

    /// Keeps a member of the family.
    ///
    /// # Errors
    /// [`BookingError::TooMany`] from the eleventh on.
    pub async fn add_family(
        &self,
        session: &PhoneSession,
        member: &FamilyMember,
        today: &Today,
    ) -> Result<(), BookingError> {
        if self.store.patients().family(&session.holder).await?.len() >= MOST_MEMBERS {
            return Err(BookingError::TooMany);
        }
        let sealed = self.vault.seal(Purpose::Family, &session.holder, member);
        let mut work = self.store.begin().await?;
        work.add_family(&session.holder, &sealed, today.now).await?;
        Ok(work.commit().await?)
    }

    /// Forgets a member of the family.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn remove_family(&self, session: &PhoneSession, id: i64) -> Result<(), BookingError> {
        let mut work = self.store.begin().await?;
        work.remove_family(&session.holder, id).await?;
        Ok(work.commit().await?)
    }

    /// Everything that is kept of a phone.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn export(&self, session: &PhoneSession, today: &Today) -> Result<Export, BookingError> {
        let bookings = self.my_bookings(session).await?;
        let export = |(booking, _): (Booking, Token)| {
            let Booking { record, patient, reason } = booking;
            let hospital = super::notices::hospital_name(record.hospital, today);
            ExportedBooking {
                number: record.number.to_string(),
                hospital,
                starts_at: rfc3339(time::seoul(record.starts_at)),
                status: record.status.word(),
                birth_date: patient.as_ref().and_then(|patient| patient.birth_date),
                name: patient.map(|patient| patient.name),
                reason,
                created_at: rfc3339(time::seoul(record.created_at)),
            }
        };
        let places = self.store.waitlist().of_holder(&session.holder).await?;
        let place = |waiting: Waiting| ExportedPlace {
            hospital: super::notices::hospital_name(waiting.hospital, today),
            day: waiting.day,
            status: waiting.status,
        };
        Ok(Export {
            phone: session.phone.to_string(),
            family: self.family(session).await?.into_iter().map(|(_, member)| member).collect(),
            bookings: bookings.into_iter().map(export).collect(),
            waitlist: places.into_iter().map(place).collect(),
        })
    }

    /// Forgets a phone. Bookings to come are cancelled, so that no seat is held for nobody.
    ///
    /// # Errors
    /// The store's errors; what was cancelled before stays so.
    pub async fn forget_me(&self, session: &PhoneSession, today: &Today) -> Result<(), BookingError> {
        for record in self.store.bookings().of_holder(&session.holder).await? {
            if matches!(record.status, Status::Confirmed | Status::Offered) && record.starts_at > today.now {
                retrying!(async {
                    let record = self.of_hospital(record.hospital, record.id).await?;
                    if !matches!(record.status, Status::Confirmed | Status::Offered) {
                        return Ok(());
                    }
                    self.give_up(&record, Status::Cancelled, CancelledBy::Patient, today).await
                })?;
            }
        }
        retrying!(async {
            let mut work = self.store.begin().await?;
            work.forget_phone(&session.holder, &code_keys(&session.holder)).await?;
            Ok(work.commit().await?)
        })
    }
}
