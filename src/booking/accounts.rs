//! Accounts of a hospital's staff: a hospital applies, the operator approves, owners add others.

use super::{BookingError, Desk, Today, password, retry::retrying};
use crate::{
    domain::{
        hospital::HospitalId,
        patient::PersonName,
        phone::Phone,
        schedule::Policy,
        staff::{AccountStatus, Email, Password, Role},
    },
    store::{Account, AuditLine, Key, NewAccount, Work},
};

/// Somebody who is to have an account.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// Of which hospital.
    pub hospital: HospitalId,
    /// Their name.
    pub name: PersonName,
    /// What they will log in with.
    pub email: Email,
    /// Where the operator reaches them; may be empty for a colleague.
    pub phone: Option<Phone>,
}

/// A line of the log about an account.
pub(super) fn account_line(by: Option<i64>, today: &Today, action: &str, account: i64) -> AuditLine {
    AuditLine {
        account: by,
        at: today.now.as_second(),
        action: action.to_owned(),
        subject: format!("account {account}"),
        detail: String::new(),
    }
}

impl Desk {
    /// A hospital applies: an owner that waits for the operator.
    ///
    /// # Errors
    /// [`BookingError::AddressTaken`]; [`BookingError::NotBookable`] for a hospital that is not known.
    pub async fn apply(&self, who: &Applicant, password: &Password, today: &Today) -> Result<i64, BookingError> {
        self.add(who, password, (Role::Owner, AccountStatus::Pending), None, today).await
    }

    /// Adds an account that may log in at once, with a password that is told once. `by` is the owner
    /// who adds it, or nobody for the operator, who makes the hospital bookable too.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub async fn add_account(
        &self,
        who: &Applicant,
        role: Role,
        by: Option<i64>,
        today: &Today,
    ) -> Result<(i64, Password), BookingError> {
        let password = password::invented();
        let id = self.add(who, &password, (role, AccountStatus::Active), by, today).await?;
        Ok((id, password))
    }

    pub(super) async fn add(
        &self,
        who: &Applicant,
        password: &Password,
        (role, status): (Role, AccountStatus),
        by: Option<i64>,
        today: &Today,
    ) -> Result<i64, BookingError> {
        if today.directory.get(who.hospital).is_none() {
            return Err(BookingError::NotBookable);
        }
        let phone = who.phone.as_ref().map_or("", Phone::digits);
        let hash = self.hash_password(password).await?;
        let new = NewAccount {
            hospital: who.hospital,
            email: who.email.as_str(),
            name: who.name.as_str(),
            phone,
            role,
            status,
            password_hash: &hash,
        };
        let no_rules = status == AccountStatus::Active && self.store.schedules().policy(who.hospital).await?.is_none();
        retrying!(async {
            let mut work = self.store.begin().await?;
            let id = match work.add_account(&new, today.now).await {
                Err(error) if error.taken_key() == Some(Key::Email) => return Err(BookingError::AddressTaken),
                id => id?,
            };
            let action = if status == AccountStatus::Pending { "apply" } else { "add_account" };
            work.audit(who.hospital, &account_line(by, today, action, id)).await?;
            if no_rules {
                work.set_policy(who.hospital, &Policy::default()).await?;
            }
            work.commit().await?;
            self.schedule_changed(who.hospital);
            Ok(id)
        })
    }

    /// The operator says yes: the account, as it is from then on, may log in, and its hospital takes
    /// bookings.
    ///
    /// # Errors
    /// [`BookingError::NoSuchAccount`].
    pub async fn approve(&self, id: i64, today: &Today) -> Result<Account, BookingError> {
        let account = self.account(id).await?;
        let no_rules = self.store.schedules().policy(account.hospital).await?.is_none();
        retrying!(async {
            let mut work = self.store.begin().await?;
            work.set_account_status(id, AccountStatus::Active).await?;
            if no_rules {
                work.set_policy(account.hospital, &Policy::default()).await?;
            }
            work.audit(account.hospital, &account_line(None, today, "approve", id)).await?;
            Ok(work.commit().await?)
        })?;
        self.schedule_changed(account.hospital);
        Ok(Account { status: AccountStatus::Active, ..account })
    }

    /// An account may not log in any more, or again; its sessions end. `by` is an owner of the same
    /// hospital, or nobody for the operator. An owner cannot lock themselves out.
    ///
    /// # Errors
    /// [`BookingError::NoSuchAccount`], [`BookingError::Forbidden`].
    pub async fn set_active(
        &self,
        id: i64,
        active: bool,
        by: Option<(i64, HospitalId)>,
        today: &Today,
    ) -> Result<Account, BookingError> {
        let account = self.account(id).await?;
        if by.is_some_and(|(_, hospital)| hospital != account.hospital) {
            return Err(BookingError::NoSuchAccount);
        }
        // Only the operator lets in who waits.
        if by.is_some_and(|(own, _)| own == id || account.status == AccountStatus::Pending) {
            return Err(BookingError::Forbidden);
        }
        let (status, action) =
            if active { (AccountStatus::Active, "enable") } else { (AccountStatus::Disabled, "disable") };
        retrying!(async {
            let mut work = self.store.begin().await?;
            work.set_account_status(id, status).await?;
            work.audit(account.hospital, &account_line(by.map(|(own, _)| own), today, action, id)).await?;
            Ok(work.commit().await?)
        })?;
        Ok(Account { status, ..account })
    }

    /// Gives an account a new password, told once, without its second factor: whoever is locked out
    /// of both is let in again by the operator.
    ///
    /// # Errors
    /// [`BookingError::NoSuchAccount`].
    pub async fn reset_password(&self, email: &Email, today: &Today) -> Result<Password, BookingError> {
        let account = self.store.staff().by_email(email.as_str()).await?.ok_or(BookingError::NoSuchAccount)?;
        let password = password::invented();
        let hash = self.hash_password(&password).await?;
        retrying!(async {
            let mut work = self.store.begin().await?;
            work.set_password(account.id, &hash).await?;
            work.drop_totp(account.id).await?;
            work.audit(account.hospital, &account_line(None, today, "reset_password", account.id)).await?;
            Ok(work.commit().await?)
        })?;
        Ok(password)
    }

    async fn account(&self, id: i64) -> Result<Account, BookingError> {
        self.store.staff().by_id(id).await?.ok_or(BookingError::NoSuchAccount)
    }

    /// Writes a line about an account in a transaction of its own work.
    pub(super) async fn note_account(
        &self,
        mut work: Work,
        (hospital, id): (HospitalId, i64),
        action: &str,
        today: &Today,
    ) -> Result<(), BookingError> {
        work.audit(hospital, &account_line(Some(id), today, action, id)).await?;
        Ok(work.commit().await?)
    }
}
