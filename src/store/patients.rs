//! A phone that proves itself: one-time codes, sessions, and the family kept with it.

use jiff::{Timestamp, civil::Date};

use super::{
    Store, StoreError,
    rows::date_number,
    work::{Work, change, change_now, insert, rows},
};

/// The newest code of a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCode {
    /// Keyed hash of the code.
    pub code_hash: Vec<u8>,
    /// Wrong guesses so far.
    pub tries: i64,
    /// Codes sent to the phone today.
    pub sent_today: i64,
    /// When it was made, seconds since 1970 UTC.
    pub created_at: i64,
    /// When it ends, seconds since 1970 UTC.
    pub expires_at: i64,
}

/// A code that is going to be sent.
#[derive(Clone, Copy, Debug)]
pub struct NewCode<'a> {
    /// Keyed hash of the code.
    pub hash: &'a [u8],
    /// Codes sent to the phone today, this one too.
    pub sent_today: i64,
    /// Today.
    pub day: Date,
    /// When it is made.
    pub now: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The repository of phones.
#[derive(Clone, Copy, Debug)]
pub struct Patients<'a> {
    pub(super) store: &'a Store,
}

impl Patients<'_> {
    /// The newest code of a phone; `sent_today` counts for the day given.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn code(&self, holder: &[u8], today: Date) -> Result<Option<StoredCode>, StoreError> {
        let sql = "SELECT code_hash, tries, CASE WHEN sent_day = ? THEN sent_today ELSE 0 END, created_at, expires_at \
                   FROM one_time_code WHERE holder = ?";
        let row: Option<(Vec<u8>, i64, i64, i64, i64)> =
            rows!(self.store, fetch_optional, (Vec<u8>, i64, i64, i64, i64), sql, date_number(today), holder)?;
        Ok(row.map(|(code_hash, tries, sent_today, created_at, expires_at)| StoredCode {
            code_hash,
            tries,
            sent_today,
            created_at,
            expires_at,
        }))
    }

    /// Counts a guess before it is looked at; `false` when there were too many, or none is left to
    /// guess. Whoever guesses at the same time is counted too.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn count_try(&self, holder: &[u8], most: i64, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE one_time_code SET tries = tries + 1 WHERE holder = ? AND tries < ? AND expires_at > ?";
        Ok(change_now!(self.store, sql, holder, most, now.as_second())? == 1)
    }

    /// Whose session a token is: hash of the phone, and the phone, sealed with the token's hash as
    /// owner.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn session(&self, token_hash: &[u8], now: Timestamp) -> Result<Option<(Vec<u8>, Vec<u8>)>, StoreError> {
        let sql = "SELECT holder, phone_sealed FROM patient_session WHERE token_hash = ? AND expires_at > ?";
        rows!(self.store, fetch_optional, (Vec<u8>, Vec<u8>), sql, token_hash, now.as_second())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn end_session(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        change_now!(self.store, "DELETE FROM patient_session WHERE token_hash = ?", token_hash).map(drop)
    }

    /// The members of the family: number, and who, sealed with the phone's hash as owner.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn family(&self, holder: &[u8]) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        let sql = "SELECT id, member_sealed FROM family_member WHERE holder = ? ORDER BY id";
        rows!(self.store, fetch_all, (i64, Vec<u8>), sql, holder)
    }
}

impl Work {
    /// Sets a phone's code in place of the one that was known. `false` when another was set since.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn set_code(
        &mut self,
        holder: &[u8],
        known: Option<&StoredCode>,
        new: &NewCode<'_>,
    ) -> Result<bool, StoreError> {
        let (day, now, expires_at) = (date_number(new.day), new.now.as_second(), new.expires_at.as_second());
        if let Some(known) = known {
            let sql = "UPDATE one_time_code SET code_hash = ?, tries = 0, sent_today = ?, sent_day = ?, created_at = ?, \
                       expires_at = ? WHERE holder = ? AND code_hash = ? AND created_at = ?";
            let (old, made) = (&known.code_hash, known.created_at);
            let matched = change!(self, sql, new.hash, new.sent_today, day, now, expires_at, holder, old, made)?;
            return Ok(matched == 1);
        }
        let sql = "INSERT INTO one_time_code (holder, code_hash, tries, sent_today, sent_day, created_at, expires_at) \
                   VALUES (?, ?, 0, ?, ?, ?, ?)";
        match change!(self, sql, holder, new.hash, new.sent_today, day, now, expires_at) {
            Err(StoreError::Taken(_)) => Ok(false),
            done => done.map(|_| true),
        }
    }

    /// Uses a code up. `false` when somebody has used it already.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn use_code(&mut self, holder: &[u8], code_hash: &[u8], now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE one_time_code SET expires_at = 0 WHERE holder = ? AND code_hash = ? AND expires_at > ?";
        Ok(change!(self, sql, holder, code_hash, now.as_second())? == 1)
    }

    /// Opens a session.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn open_session(
        &mut self,
        token_hash: &[u8],
        holder: &[u8],
        phone_sealed: &[u8],
        (now, expires_at): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO patient_session (token_hash, holder, phone_sealed, created_at, expires_at) VALUES (?, ?, ?, ?, ?)";
        change!(self, sql, token_hash, holder, phone_sealed, now.as_second(), expires_at.as_second()).map(drop)
    }

    /// Adds a member of the family.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn add_family(&mut self, holder: &[u8], sealed: &[u8], now: Timestamp) -> Result<i64, StoreError> {
        let sql = "INSERT INTO family_member (holder, member_sealed, created_at) VALUES (?, ?, ?)";
        insert!(self, sql, holder, sealed, now.as_second())
    }

    /// Removes one; `false` when the phone has none of that number.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn remove_family(&mut self, holder: &[u8], id: i64) -> Result<bool, StoreError> {
        Ok(change!(self, "DELETE FROM family_member WHERE holder = ? AND id = ?", holder, id)? == 1)
    }

    /// Forgets a phone: sessions, codes, family, places in lines, and the personal data of visits
    /// that are over; of its messages those too that speak of no booking and whose key begins as
    /// given. Bookings to come are cancelled before by whoever calls this.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn forget_phone(&mut self, holder: &[u8], keys: &str) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET status = 'dropped', payload_sealed = X'' WHERE status IN ('pending', 'dead') \
                   AND dedup_key LIKE ?";
        change!(self, sql, format!("{keys}%"))?;
        for sql in [
            "DELETE FROM patient_session WHERE holder = ?",
            "DELETE FROM one_time_code WHERE holder = ?",
            "DELETE FROM family_member WHERE holder = ?",
            "DELETE FROM waitlist WHERE holder = ?",
            "UPDATE outbox SET status = 'dropped', payload_sealed = X'' WHERE status IN ('pending', 'dead') \
             AND booking_id IN (SELECT id FROM booking WHERE holder = ?)",
            "UPDATE booking SET patient_sealed = NULL, reason_sealed = NULL, answer_sealed = NULL, holder_nth = NULL, \
             held_at = NULL, holder = NULL WHERE holder = ?",
        ] {
            change!(self, sql, holder)?;
        }
        Ok(())
    }

    /// Deletes what may not be kept longer: the reasons of visits before one moment, all that is
    /// personal of visits before another, and what has expired; messages that were given up before
    /// the first. Returns the bookings touched.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn forget_old(
        &mut self,
        (reasons_before, people_before): (Timestamp, Timestamp),
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = "UPDATE booking SET reason_sealed = NULL WHERE reason_sealed IS NOT NULL AND starts_at < ?";
        let reasons = change!(self, sql, reasons_before.as_second())?;
        let people = people_before.as_second();
        let sql = "UPDATE booking SET patient_sealed = NULL, answer_sealed = NULL, holder_nth = NULL, held_at = NULL, \
                   holder = NULL WHERE (patient_sealed IS NOT NULL OR holder IS NOT NULL) AND starts_at < ?";
        let visits = change!(self, sql, people)?;
        let now = now.as_second();
        change!(self, "DELETE FROM patient_session WHERE expires_at < ?", now)?;
        change!(self, "DELETE FROM staff_session WHERE expires_at < ?", now)?;
        change!(self, "DELETE FROM one_time_code WHERE expires_at < ?", now - 86_400)?;
        let sql =
            "DELETE FROM outbox WHERE (status <> 'pending' AND created_at < ?) OR (status = 'dead' AND created_at < ?)";
        change!(self, sql, people, reasons_before.as_second())?;
        let sql = "DELETE FROM waitlist WHERE created_at < ? OR (status = 'left' AND created_at < ?)";
        change!(self, sql, people, now - 30 * 86_400)?;
        Ok(reasons + visits)
    }
}
