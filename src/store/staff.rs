//! Those who work for a hospital: accounts and sessions. What they saw and changed stands in `audit`.

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, FromRow};

use super::{
    Store, StoreError,
    rows::{clip, corrupt},
    work::{Work, change, change_now, insert, rows},
};
use crate::domain::{
    hospital::HospitalId,
    staff::{AccountStatus, Role},
};

/// An account as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: i64,
    /// Of which hospital.
    pub hospital: HospitalId,
    /// What it logs in with, lower case.
    pub email: String,
    /// Whose it is.
    pub name: String,
    /// Where the operator reaches them.
    pub phone: String,
    /// What it may do.
    pub role: Role,
    /// Whether it may log in.
    pub status: AccountStatus,
    /// Argon2id, in PHC form.
    pub password_hash: String,
    /// The second factor's secret, sealed with the account's number as owner.
    pub totp_sealed: Option<Vec<u8>>,
    /// The last time step that a code was used of.
    pub totp_step: i64,
    /// Wrong passwords in a row.
    pub failures: i64,
    /// Until when nobody may try, seconds since 1970 UTC.
    pub locked_until: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An account to be written.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// Of which hospital.
    pub hospital: HospitalId,
    /// What it logs in with, lower case.
    pub email: &'a str,
    /// Whose it is.
    pub name: &'a str,
    /// Where the operator reaches them.
    pub phone: &'a str,
    /// What it may do.
    pub role: Role,
    /// Whether it may log in.
    pub status: AccountStatus,
    /// Argon2id, in PHC form.
    pub password_hash: &'a str,
}

/// A session of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffSession {
    /// Hash of its token.
    pub token_hash: Vec<u8>,
    /// Whose.
    pub account: i64,
    /// The browser, as it names itself.
    pub agent: String,
    /// When it began, seconds since 1970 UTC.
    pub created_at: i64,
    /// When it was last used, seconds since 1970 UTC.
    pub seen_at: i64,
}

/// The repository of staff.
#[derive(Clone, Copy, Debug)]
pub struct StaffAccounts<'a> {
    pub(super) store: &'a Store,
}

const COLUMNS: &str = "id, hospital_id, email, name, phone, role, status, password_hash, totp_sealed, totp_step, \
     failures, locked_until, created_at";

impl StaffAccounts<'_> {
    /// By what it logs in with.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        let sql = AssertSqlSafe(format!("SELECT {COLUMNS} FROM staff_account WHERE email = ?"));
        rows!(self.store, fetch_optional, Raw, sql, email)?.map(Raw::read).transpose()
    }

    /// By its number.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn by_id(&self, id: i64) -> Result<Option<Account>, StoreError> {
        let sql = AssertSqlSafe(format!("SELECT {COLUMNS} FROM staff_account WHERE id = ?"));
        rows!(self.store, fetch_optional, Raw, sql, id)?.map(Raw::read).transpose()
    }

    /// The accounts of a hospital, or, without one, all that wait for the operator.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn list(&self, hospital: Option<HospitalId>) -> Result<Vec<Account>, StoreError> {
        let sql = AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM staff_account WHERE (? = 0 AND status = 'pending') OR hospital_id = ? ORDER BY id"
        ));
        let id = hospital.map_or(0, |hospital| i64::from(hospital.0));
        rows!(self.store, fetch_all, Raw, sql, id, id)?.into_iter().map(Raw::read).collect()
    }

    /// The account of a session that has not ended, and the session.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn of_session(
        &self,
        token_hash: &[u8],
        now: Timestamp,
    ) -> Result<Option<(Account, StaffSession)>, StoreError> {
        let sql = "SELECT token_hash, account_id, agent, created_at, seen_at FROM staff_session \
                   WHERE token_hash = ? AND expires_at > ?";
        let row = rows!(self.store, fetch_optional, RawSession, sql, token_hash, now.as_second())?;
        let Some(session) = row.map(RawSession::read) else { return Ok(None) };
        let account = self.by_id(session.account).await?.filter(|account| account.status == AccountStatus::Active);
        Ok(account.map(|account| (account, session)))
    }

    /// The open sessions of an account, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn sessions(&self, account: i64, now: Timestamp) -> Result<Vec<StaffSession>, StoreError> {
        let sql = "SELECT token_hash, account_id, agent, created_at, seen_at FROM staff_session \
                   WHERE account_id = ? AND expires_at > ? ORDER BY created_at DESC";
        let rows = rows!(self.store, fetch_all, RawSession, sql, account, now.as_second())?;
        Ok(rows.into_iter().map(RawSession::read).collect())
    }

    /// Opens a session; `false` when the account has another password by now, or may not log in.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn open_session(
        &self,
        token_hash: &[u8],
        account: &Account,
        agent: &str,
        (now, expires_at): (Timestamp, Timestamp),
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO staff_session (token_hash, account_id, agent, created_at, seen_at, expires_at) \
                   SELECT ?, id, ?, ?, ?, ? FROM staff_account WHERE id = ? AND password_hash = ? AND status = 'active'";
        let (now, expires_at, known) = (now.as_second(), expires_at.as_second(), &account.password_hash);
        let agent = clip(agent, 200);
        Ok(change_now!(self.store, sql, token_hash, agent, now, now, expires_at, account.id, known)? == 1)
    }

    /// Notes that a session was used, and how long it may go on.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn touch_session(
        &self,
        token_hash: &[u8],
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE staff_session SET seen_at = ?, expires_at = ? WHERE token_hash = ?";
        change_now!(self.store, sql, now.as_second(), expires_at.as_second(), token_hash).map(drop)
    }

    /// Ends one session of an account, or, without a hash, all of them but the one given to keep.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn end_sessions(&self, account: i64, one: Option<&[u8]>, keep: &[u8]) -> Result<u64, StoreError> {
        match one {
            Some(hash) => {
                let sql = "DELETE FROM staff_session WHERE account_id = ? AND token_hash = ?";
                change_now!(self.store, sql, account, hash)
            }
            None => {
                let sql = "DELETE FROM staff_session WHERE account_id = ? AND token_hash <> ?";
                change_now!(self.store, sql, account, keep)
            }
        }
    }

    /// Counts a try before it is looked at, with the lock that follows if it fails. `false` when the
    /// account is locked, or another try was counted since the account was read.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn count_try(&self, account: &Account, locked_until: i64, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE staff_account SET failures = failures + 1, locked_until = ? \
                   WHERE id = ? AND failures = ? AND locked_until <= ?";
        Ok(change_now!(self.store, sql, locked_until, account.id, account.failures, now.as_second())? == 1)
    }

    /// Takes the try back that was counted since the account was read, unless another was too.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn forgive_try(&self, account: &Account) -> Result<(), StoreError> {
        let sql = "UPDATE staff_account SET failures = ?, locked_until = ? WHERE id = ? AND failures = ?";
        let Account { id, failures, locked_until, .. } = account;
        change_now!(self.store, sql, failures, locked_until, id, failures + 1).map(drop)
    }

    /// Sets the tries in a row that failed, and takes the lock away: 0 after a log-in.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_failures(&self, account: i64, failures: i64) -> Result<(), StoreError> {
        let sql = "UPDATE staff_account SET failures = ?, locked_until = 0 WHERE id = ?";
        change_now!(self.store, sql, failures, account).map(drop)
    }

    /// Uses up a time step of the second factor; `false` when it was used before.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn use_totp_step(&self, account: i64, step: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE staff_account SET totp_step = ? WHERE id = ? AND totp_step < ?";
        Ok(change_now!(self.store, sql, step, account, step)? == 1)
    }
}

impl Work {
    /// Adds an account; its number.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the address has one already.
    pub async fn add_account(&mut self, new: &NewAccount<'_>, now: Timestamp) -> Result<i64, StoreError> {
        let sql = "INSERT INTO staff_account (hospital_id, email, name, phone, role, status, password_hash, totp_step, \
                   failures, locked_until, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)";
        insert!(
            self,
            sql,
            i64::from(new.hospital.0),
            new.email,
            clip(new.name, 60),
            clip(new.phone, 16),
            new.role.word(),
            new.status.word(),
            new.password_hash,
            now.as_second()
        )
    }

    /// Sets whether an account may log in; its sessions end when it may not.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_account_status(&mut self, account: i64, status: AccountStatus) -> Result<bool, StoreError> {
        if status != AccountStatus::Active {
            change!(self, "DELETE FROM staff_session WHERE account_id = ?", account)?;
        }
        let sql = "UPDATE staff_account SET status = ?, failures = 0, locked_until = 0 WHERE id = ?";
        Ok(change!(self, sql, status.word(), account)? == 1)
    }

    /// Sets a new password; the account's sessions end.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_password(&mut self, account: i64, password_hash: &str) -> Result<bool, StoreError> {
        change!(self, "DELETE FROM staff_session WHERE account_id = ?", account)?;
        let sql = "UPDATE staff_account SET password_hash = ?, failures = 0, locked_until = 0 WHERE id = ?";
        Ok(change!(self, sql, password_hash, account)? == 1)
    }

    /// Gives an account a second factor; `false` when it has one.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn add_totp(&mut self, account: i64, sealed: &[u8]) -> Result<bool, StoreError> {
        let sql = "UPDATE staff_account SET totp_sealed = ?, totp_step = 0 WHERE id = ? AND totp_sealed IS NULL";
        Ok(change!(self, sql, sealed, account)? == 1)
    }

    /// Takes the second factor away.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn drop_totp(&mut self, account: i64) -> Result<(), StoreError> {
        change!(self, "UPDATE staff_account SET totp_sealed = NULL, totp_step = 0 WHERE id = ?", account).map(drop)
    }
}

#[derive(FromRow)]
struct RawSession {
    token_hash: Vec<u8>,
    account_id: i64,
    agent: String,
    created_at: i64,
    seen_at: i64,
}

impl RawSession {
    fn read(self) -> StaffSession {
        let Self { token_hash, account_id, agent, created_at, seen_at } = self;
        StaffSession { token_hash, account: account_id, agent, created_at, seen_at }
    }
}

#[derive(FromRow)]
struct Raw {
    id: i64,
    hospital_id: i64,
    email: String,
    name: String,
    phone: String,
    role: String,
    status: String,
    password_hash: String,
    totp_sealed: Option<Vec<u8>>,
    totp_step: i64,
    failures: i64,
    locked_until: i64,
    created_at: i64,
}

impl Raw {
    fn read(self) -> Result<Account, StoreError> {
        let wrong = |column: &str| corrupt(format!("staff_account {}, {column}", self.id), "not of its form");
        Ok(Account {
            id: self.id,
            hospital: HospitalId(self.hospital_id as u32),
            role: Role::from_word(&self.role).ok_or_else(|| wrong("role"))?,
            status: AccountStatus::from_word(&self.status).ok_or_else(|| wrong("status"))?,
            created_at: Timestamp::from_second(self.created_at).map_err(|_| wrong("created_at"))?,
            email: self.email,
            name: self.name,
            phone: self.phone,
            password_hash: self.password_hash,
            totp_sealed: self.totp_sealed,
            totp_step: self.totp_step,
            failures: self.failures,
            locked_until: self.locked_until,
        })
    }
}
