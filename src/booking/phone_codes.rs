//! A phone proves itself with a one-time code: six digits, sent through the outbox, five minutes,
//! five guesses, compared in constant time; then a session.

use jiff::{SignedDuration, Timestamp};

use super::{BookingError, Desk, Today, retry::retrying};
use crate::{
    domain::{booking::Token, patient::Mobile},
    store::NewCode,
    vault::{Hash, Purpose, random_below, random_token, same},
    words::{Lang, Notice, NoticeKind},
};

/// How long a code counts.
pub const CODE_MINUTES: i64 = 5;
/// How often a code may be guessed.
const MOST_TRIES: i64 = 5;
/// Codes of one phone in a day.
const MOST_CODES: i64 = 10;
/// Seconds between two codes of a phone.
const PAUSE: i64 = 30;
/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Somebody whose phone has proved itself.
#[derive(Clone, Debug)]
pub struct PhoneSession {
    /// How the phone is found.
    pub holder: Hash,
    /// The phone.
    pub phone: Mobile,
}

/// What the keys of a phone's codes in the outbox begin with.
pub(super) fn code_keys(holder: &Hash) -> String {
    let short: String = holder[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("code:{short}:")
}

impl Desk {
    /// Sends a code to a phone. Whether the phone is known to us is not told.
    ///
    /// # Errors
    /// [`BookingError::TooOften`].
    pub async fn send_code(&self, phone: &Mobile, lang: Lang, today: &Today) -> Result<(), BookingError> {
        let holder = self.holder(phone.digits());
        let (now, day) = (today.now, today.clock().date());
        let known = self.store.patients().code(&holder, day).await?;
        let sent_today = known.as_ref().map_or(0, |code| code.sent_today);
        if let Some(code) = &known {
            let wait = code.created_at + PAUSE - now.as_second();
            if wait > 0 {
                return Err(BookingError::TooOften(wait as u32));
            }
        }
        if sent_today >= MOST_CODES {
            return Err(BookingError::TooOften(24 * 3600));
        }
        let code = format!("{:06}", random_below(1_000_000));
        let notice = Notice {
            kind: NoticeKind::Code,
            lang,
            to: phone.clone(),
            hospital: String::new(),
            doctor: String::new(),
            at: None,
            number: None,
            token: None,
            extra: code.clone(),
            until: None,
        };
        let message = self.message(format!("{}{}", code_keys(&holder), now.as_millisecond()), &notice, now);
        let hash = self.code_hash(&holder, &code);
        let new = NewCode {
            hash: &hash,
            sent_today: sent_today + 1,
            day,
            now,
            expires_at: now + SignedDuration::from_mins(CODE_MINUTES),
        };
        retrying!(async {
            let mut work = self.store.begin().await?;
            // Of those who ask at once one is sent a code.
            if !work.set_code(&holder, known.as_ref(), &new).await? {
                return Err(BookingError::TooOften(PAUSE as u32));
            }
            work.tell(std::slice::from_ref(&message), now).await?;
            Ok(work.commit().await?)
        })
    }

    /// Takes a code, and opens a session: the word of its cookie, and how long it lasts.
    ///
    /// # Errors
    /// [`BookingError::WrongCode`]: wrong, over, used, or guessed too often.
    pub async fn enter_code(
        &self,
        phone: &Mobile,
        code: &str,
        today: &Today,
    ) -> Result<(Token, SignedDuration), BookingError> {
        let holder = self.holder(phone.digits());
        let now = today.now;
        if !self.store.patients().count_try(&holder, MOST_TRIES, now).await? {
            return Err(BookingError::WrongCode);
        }
        let known = self.store.patients().code(&holder, today.clock().date()).await?;
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let hash = self.code_hash(&holder, &digits);
        if !known.is_some_and(|known| same(&hash, &known.code_hash)) {
            return Err(BookingError::WrongCode);
        }
        let token = random_token();
        let owner = self.vault.token_hash(&token);
        let sealed = self.vault.seal(Purpose::Session, &owner, phone);
        retrying!(async {
            let mut work = self.store.begin().await?;
            if !work.use_code(&holder, &hash, now).await? {
                return Err(BookingError::WrongCode);
            }
            work.open_session(&owner, &holder, &sealed, (now, now + SESSION)).await?;
            Ok(work.commit().await?)
        })?;
        Ok((token, SESSION))
    }

    /// Whose session a cookie is.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn phone_session(&self, cookie: &Token, now: Timestamp) -> Result<Option<PhoneSession>, BookingError> {
        let owner = self.vault.token_hash(cookie);
        let Some((holder, sealed)) = self.store.patients().session(&owner, now).await? else { return Ok(None) };
        let Ok(holder) = Hash::try_from(holder) else { return Ok(None) };
        Ok(Some(PhoneSession { holder, phone: self.vault.open(Purpose::Session, &owner, &sealed)? }))
    }

    /// Ends the session of a cookie.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn end_phone_session(&self, cookie: &Token) -> Result<(), BookingError> {
        Ok(self.store.patients().end_session(&self.vault.token_hash(cookie)).await?)
    }

    fn code_hash(&self, holder: &Hash, code: &str) -> Hash {
        self.vault.hash("code", &[holder, code.as_bytes()].concat())
    }
}
