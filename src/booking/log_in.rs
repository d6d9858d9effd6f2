//! Staff log in: password, second factor, lock-out, sessions.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use totp_rs::{Builder, Secret, Totp};

use super::{BookingError, Desk, Today, accounts::account_line, retry::retrying};
use crate::{
    domain::{
        booking::Token,
        hospital::HospitalId,
        staff::{AccountStatus, Password, Role},
    },
    store::{Account, StaffSession},
    vault::{Hash, Purpose, random, random_token},
};

/// How long a session lasts that is not used.
const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// How long a session lasts at most: a page left open asks again and again.
pub const SESSION: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Seconds after which the use of a session is noted again.
const NOTED: i64 = 60;
/// Tries that cost nothing.
const FREE_TRIES: i64 = 4;
/// Least time in which a log-in is refused.
const LEAST: Duration = Duration::from_millis(300);
/// The first lock, and the longest, seconds; in between it doubles.
const LOCK: (i64, i64) = (30, 15 * 60);

/// Somebody who has logged in: what every page of the console asks for, and is confined to.
#[derive(Clone, Debug)]
pub struct Passport {
    /// Number of the account.
    pub account: i64,
    /// The hospital; nothing of another is shown or changed.
    pub hospital: HospitalId,
    /// Whose account it is.
    pub name: String,
    /// What it logs in with.
    pub email: String,
    /// What it may do.
    pub role: Role,
    /// Whether it has a second factor.
    pub second_factor: bool,
    /// Hash of the session's token.
    pub session: Hash,
}

impl Passport {
    /// # Errors
    /// [`BookingError::Forbidden`] unless it is an owner's.
    pub fn as_owner(&self) -> Result<&Self, BookingError> {
        if self.role == Role::Owner { Ok(self) } else { Err(BookingError::Forbidden) }
    }
}

impl Desk {
    /// Logs in: the word of the session's cookie. An unknown address, a wrong password, a wrong code
    /// and a locked account take as long and say the same.
    ///
    /// # Errors
    /// [`BookingError::WrongLogIn`]; with the right password also [`BookingError::SecondFactor`] and
    /// [`BookingError::NotActive`].
    pub async fn log_in(
        &self,
        (email, password): (&str, &str),
        code: &str,
        agent: &str,
        today: &Today,
    ) -> Result<Token, BookingError> {
        let begun = Instant::now();
        let done = self.try_to_log_in((email, password), code, agent, today).await;
        if matches!(done, Err(BookingError::WrongLogIn)) {
            // What is written for a known account must not be seen in the time.
            tokio::time::sleep(LEAST.saturating_sub(begun.elapsed())).await;
        }
        done
    }

    async fn try_to_log_in(
        &self,
        (email, password): (&str, &str),
        code: &str,
        agent: &str,
        today: &Today,
    ) -> Result<Token, BookingError> {
        let email = email.trim().to_ascii_lowercase();
        let account = self.store.staff().by_email(&email).await?;
        let may_try = match &account {
            Some(account) => {
                let locked_until = today.now.as_second() + lock_after(account.failures + 1);
                self.store.staff().count_try(account, locked_until, today.now).await?
            }
            None => false,
        };
        let hash = account.as_ref().map(|account| account.password_hash.as_str());
        let fits = self.password_fits(password, hash).await?;
        let account = account.filter(|_| fits && may_try).ok_or(BookingError::WrongLogIn)?;
        let at_home = today.directory.get(account.hospital).is_some();
        if account.status != AccountStatus::Active || !at_home {
            return Err(BookingError::NotActive);
        }
        self.check_second_factor(&account, code, today).await?;
        let token = random_token();
        let owner = self.vault.token_hash(&token);
        // Not with a password that was changed while it was being looked at.
        if !self.store.staff().open_session(&owner, &account, agent, (today.now, today.now + IDLE)).await? {
            return Err(BookingError::WrongLogIn);
        }
        self.store.staff().set_failures(account.id, 0).await?;
        self.note_account(self.store.begin().await?, (account.hospital, account.id), "log_in", today).await?;
        Ok(token)
    }

    async fn check_second_factor(&self, account: &Account, code: &str, today: &Today) -> Result<(), BookingError> {
        let Some(sealed) = &account.totp_sealed else { return Ok(()) };
        if code.trim().is_empty() {
            // Not a wrong try, and no way to begin counting anew.
            self.store.staff().forgive_try(account).await?;
            return Err(BookingError::SecondFactor);
        }
        let secret: Vec<u8> = self.vault.open(Purpose::Totp, &account.id.to_be_bytes(), sealed)?;
        let step = step_of(&secret, code, today.now).ok_or(BookingError::WrongLogIn)?;
        if !self.store.staff().use_totp_step(account.id, step).await? {
            return Err(BookingError::WrongLogIn);
        }
        Ok(())
    }

    /// Whose session a cookie is; asked at every request, which keeps the session alive.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn passport(&self, cookie: &Token, today: &Today) -> Result<Option<Passport>, BookingError> {
        let session = self.vault.token_hash(cookie);
        let found = self.store.staff().of_session(&session, today.now).await?;
        let Some((account, seen)) = found else { return Ok(None) };
        let ends_at = seen.created_at + SESSION.as_secs();
        if today.directory.get(account.hospital).is_none() || today.now.as_second() >= ends_at {
            return Ok(None);
        }
        if today.now.as_second() - seen.seen_at >= NOTED {
            self.store.staff().touch_session(&session, today.now, today.now + IDLE).await?;
        }
        Ok(Some(Passport {
            account: account.id,
            hospital: account.hospital,
            name: account.name,
            email: account.email,
            role: account.role,
            second_factor: account.totp_sealed.is_some(),
            session,
        }))
    }

    /// Ends the session of a passport.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn log_out(&self, passport: &Passport) -> Result<(), BookingError> {
        self.store.staff().end_sessions(passport.account, Some(&passport.session), &[]).await?;
        Ok(())
    }

    /// The open sessions of an account, newest first.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn staff_sessions(&self, passport: &Passport, today: &Today) -> Result<Vec<StaffSession>, BookingError> {
        Ok(self.store.staff().sessions(passport.account, today.now).await?)
    }

    /// Ends all other sessions of an account, or the one whose hash begins so.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn end_staff_sessions(
        &self,
        passport: &Passport,
        one: Option<&str>,
        today: &Today,
    ) -> Result<(), BookingError> {
        let staff = self.store.staff();
        match one {
            None => {
                staff.end_sessions(passport.account, None, &passport.session).await?;
            }
            Some(mark) => {
                let open = staff.sessions(passport.account, today.now).await?;
                if let Some(session) = open.iter().find(|session| session_mark(&session.token_hash) == mark) {
                    staff.end_sessions(passport.account, Some(&session.token_hash), &[]).await?;
                }
            }
        }
        Ok(())
    }

    /// Sets a new password for somebody who knows the old one; all their sessions end.
    ///
    /// # Errors
    /// [`BookingError::WrongLogIn`].
    pub async fn change_password(
        &self,
        passport: &Passport,
        old: &str,
        new: &Password,
        today: &Today,
    ) -> Result<(), BookingError> {
        self.check_password(passport, old, today).await?;
        let hash = self.hash_password(new).await?;
        retrying!(async {
            let mut work = self.store.begin().await?;
            work.set_password(passport.account, &hash).await?;
            let place = (passport.hospital, passport.account);
            self.note_account(work, place, "change_password", today).await
        })
    }

    async fn check_password(&self, passport: &Passport, password: &str, today: &Today) -> Result<(), BookingError> {
        let staff = self.store.staff();
        let account = staff.by_id(passport.account).await?.ok_or(BookingError::WrongLogIn)?;
        let locked_until = today.now.as_second() + lock_after(account.failures + 1);
        let may_try = staff.count_try(&account, locked_until, today.now).await?;
        if !self.password_fits(password, Some(&account.password_hash)).await? || !may_try {
            return Err(BookingError::WrongLogIn);
        }
        Ok(staff.set_failures(account.id, 0).await?)
    }

    /// Turns the second factor on, once a code shows that the secret has arrived in an app. One that
    /// is on is not replaced: it is turned off first, with the password.
    ///
    /// # Errors
    /// [`BookingError::WrongCode`].
    pub async fn set_second_factor(
        &self,
        passport: &Passport,
        secret: &str,
        code: &str,
        today: &Today,
    ) -> Result<(), BookingError> {
        let secret = Secret::try_from_base32(secret).map_err(|_| BookingError::WrongCode)?;
        let secret: Vec<u8> = secret.as_ref().to_vec();
        let step = step_of(&secret, code, today.now).filter(|_| secret.len() == SECRET_LENGTH);
        let step = step.ok_or(BookingError::WrongCode)?;
        let sealed = self.vault.seal(Purpose::Totp, &passport.account.to_be_bytes(), &secret);
        retrying!(async {
            let mut work = self.store.begin().await?;
            if !work.add_totp(passport.account, &sealed).await? {
                return Err(BookingError::WrongCode);
            }
            self.note_account(work, (passport.hospital, passport.account), "second_factor_on", today).await
        })?;
        // The code that was just shown is used up.
        self.store.staff().use_totp_step(passport.account, step).await?;
        Ok(())
    }

    /// Turns the second factor off for somebody who knows the password.
    ///
    /// # Errors
    /// [`BookingError::WrongLogIn`].
    pub async fn drop_second_factor(
        &self,
        passport: &Passport,
        password: &str,
        today: &Today,
    ) -> Result<(), BookingError> {
        self.check_password(passport, password, today).await?;
        retrying!(async {
            let mut work = self.store.begin().await?;
            work.drop_totp(passport.account).await?;
            let line = account_line(Some(passport.account), today, "second_factor_off", passport.account);
            work.audit(passport.hospital, &line).await?;
            Ok(work.commit().await?)
        })
    }
}

/// Bytes of a second factor's secret.
const SECRET_LENGTH: usize = 20;

/// A new secret for an authenticator app, in base32.
pub fn new_second_factor() -> String {
    Secret::from(random::<SECRET_LENGTH>()).to_base32()
}

/// What an authenticator app reads from the QR code.
pub fn second_factor_url(secret: &str, email: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let label: String =
        email.chars().map(|c| if plain(c) { c.to_string() } else { format!("%{:02X}", c as u32 & 0xff) }).collect();
    format!("otpauth://totp/HeyDoctor:{label}?secret={secret}&issuer=HeyDoctor")
}

/// What names a session in forms: not enough of its hash to be of use elsewhere.
pub fn session_mark(token_hash: &[u8]) -> String {
    token_hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn lock_after(failures: i64) -> i64 {
    match failures - FREE_TRIES {
        ..=0 => 0,
        over => (LOCK.0 << (over - 1).min(10)).min(LOCK.1),
    }
}

fn totp(secret: &[u8]) -> Totp {
    Builder::new().with_secret(secret.to_vec()).build_noncompliant()
}

/// The time step that a code belongs to: this one or a neighbour.
fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let step = totp(secret).check(&digits, u64::try_from(now.as_second()).ok()?)?;
    i64::try_from(step).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_begin_late_and_grow_to_a_bound() {
        let locks: Vec<i64> = (1..=12).map(lock_after).collect();
        assert_eq!(locks, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(lock_after(1_000), 900);
    }

    #[test]
    fn a_code_belongs_to_its_step() {
        let secret = b"12345678901234567890";
        let now = Timestamp::from_second(59).unwrap();
        // RFC 6238, appendix B: 94287082 in eight digits.
        assert_eq!(step_of(secret, "287 082", now), Some(1));
        assert_eq!(step_of(secret, "287082", Timestamp::from_second(150).unwrap()), None);
        assert_eq!(step_of(secret, "", now), None);
    }

    #[test]
    fn the_url_escapes_the_address() {
        let url = second_factor_url("ABC", "kim+a@c.kr");
        assert_eq!(url, "otpauth://totp/HeyDoctor:kim%2Ba%40c.kr?secret=ABC&issuer=HeyDoctor");
    }
}
