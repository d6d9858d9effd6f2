//! The one retry rule: a transaction that lost to another one is tried again as a whole, a few
//! times, after a pause that grows and is never the same for two. What is taken is never retried
//! here: it is taken.

use std::time::Duration;

use super::BookingError;

/// Most attempts.
const ATTEMPTS: u32 = 8;
/// First pause.
const PAUSE: Duration = Duration::from_millis(4);

/// How much longer somebody tries.
pub(super) struct Patience {
    left: u32,
    pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { left: ATTEMPTS, pause: PAUSE }
    }
}

impl Patience {
    /// Whether a failure is worth another attempt; waits before it says so.
    pub async fn bears(&mut self, error: &BookingError) -> bool {
        self.left = self.left.saturating_sub(1);
        match error {
            _ if self.left == 0 => false,
            BookingError::Conflict => true,
            BookingError::Store(error) if error.is_retryable() => {
                tokio::time::sleep(self.pause.mul_f64(0.5 + fastrand::f64())).await;
                self.pause *= 2;
                true
            }
            _ => false,
        }
    }
}

/// Runs a whole transaction, an `async` block, until it is through or fails for another reason than
/// somebody else. A macro, since the futures of borrowing closures are not known to be `Send`.
macro_rules! retrying {
    ($transaction:expr) => {{
        let mut patience = $crate::booking::retry::Patience::default();
        loop {
            let done: Result<_, $crate::booking::BookingError> = $transaction.await;
            match done {
                Err(error) if patience.bears(&error).await => {}
                done => break done,
            }
        }
    }};
}

pub(super) use retrying;
