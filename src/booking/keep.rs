//! How long personal data is kept.

use jiff::{SignedDuration, Timestamp};

use super::{BookingError, Desk, Today, retry::retrying};

/// The reason of a visit is kept this long after it.
const REASONS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Who came is kept this long after the visit.
const PEOPLE: SignedDuration = SignedDuration::from_hours(365 * 24);

impl Desk {
    /// Deletes the personal data of visits that are over long enough, and what has expired: sessions,
    /// codes, old messages and lines. Returns the visits touched; to be called daily, by as many
    /// servers as there are.
    ///
    /// # Errors
    /// The store's errors; then nothing is deleted.
    pub async fn forget_old(&self, today: &Today) -> Result<u64, BookingError> {
        let before = |kept| today.now.checked_sub(kept).unwrap_or(Timestamp::MIN);
        retrying!(async {
            let mut work = self.store.begin().await?;
            let visits = work.forget_old((before(REASONS), before(PEOPLE)), today.now).await?;
            work.commit().await?;
            Ok(visits)
        })
    }
}
