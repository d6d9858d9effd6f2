//! The one retry rule: a transaction that lost to another one is tried again as a whole, a few
//! times, after a pause that grows and is never the same for two. What is taken is never retried
//! here: it is taken.

use std::time::Duration;

use super::BookingError;

/// Most attempts.
const ATTEMPTS: u32 = 8;
/// First pause.
const PAUSE: Duration = Duration::from_millis(4);

/// Runs a whole transaction until it is through or fails for another reason than somebody else.
pub(super) async fn retrying<T>(mut attempt: impl AsyncFnMut() -> Result<T, BookingError>) -> Result<T, BookingError> {
    let mut pause = PAUSE;
    for _ in 1..ATTEMPTS {
        match attempt().await {
            Err(BookingError::Store(error)) if error.is_retryable() => {
                tokio::time::sleep(pause.mul_f64(0.5 + fastrand::f64())).await;
                pause *= 2;
            }
            Err(BookingError::Conflict) => {}
            done => return done,
        }
    }
    attempt().await
}
