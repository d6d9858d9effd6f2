//! The log of a hospital: who saw and changed what.

use super::{
    StaffAccounts, StoreError,
    rows::clip,
    work::{Work, change, rows},
};
use crate::domain::hospital::HospitalId;

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Who; `None` for the patient or the system.
    pub account: Option<i64>,
    /// When, seconds since 1970 UTC.
    pub at: i64,
    /// What was done: a word.
    pub action: String,
    /// With what: a word and a number.
    pub subject: String,
    /// More, without personal data.
    pub detail: String,
}

impl StaffAccounts<'_> {
    /// Whether an account has a line of this kind in the log since a moment (seconds since 1970 UTC).
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn has_line(&self, hospital: HospitalId, line: &AuditLine, since: i64) -> Result<bool, StoreError> {
        let sql = "SELECT COUNT(*) FROM audit_log WHERE hospital_id = ? AND account_id = ? AND action = ? \
                   AND subject = ? AND at >= ?";
        let (count,): (i64,) = rows!(
            self.store,
            fetch_one,
            (i64,),
            sql,
            i64::from(hospital.0),
            line.account,
            &line.action,
            &line.subject,
            since
        )?;
        Ok(count > 0)
    }

    /// The log of a hospital, newest first; at most `most` lines from before a number (0: the newest).
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn audit_lines(
        &self,
        hospital: HospitalId,
        before: i64,
        most: u32,
    ) -> Result<Vec<(i64, AuditLine)>, StoreError> {
        let sql = "SELECT id, account_id, at, action, subject, detail FROM audit_log \
                   WHERE hospital_id = ? AND (? = 0 OR id < ?) ORDER BY id DESC LIMIT ?";
        let rows: Vec<(i64, Option<i64>, i64, String, String, String)> = rows!(
            self.store,
            fetch_all,
            (i64, Option<i64>, i64, String, String, String),
            sql,
            i64::from(hospital.0),
            before,
            before,
            i64::from(most)
        )?;
        let read =
            |(id, account, at, action, subject, detail)| (id, AuditLine { account, at, action, subject, detail });
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Work {
    /// Writes a line into the log of a hospital.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn audit(&mut self, hospital: HospitalId, line: &AuditLine) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO audit_log (hospital_id, account_id, at, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)";
        let detail = clip(&line.detail, 200);
        change!(self, sql, i64::from(hospital.0), line.account, line.at, &line.action, &line.subject, detail).map(drop)
    }
}
