//! The courier: takes what is due, a few at a time, and sees each message through. It holds a
//! message for longer than a carrier may take, so that nobody else delivers it meanwhile; what a
//! courier that died had taken is free again when its hold is over.

use std::{future::Future, time::Duration};

use futures_util::{FutureExt, StreamExt, stream::FuturesUnordered};
use jiff::{SignedDuration, Timestamp};

use super::{Carrier, Failure, Letter};
use crate::{
    store::{Store, StoreError, TakenMessage},
    vault::Vault,
};

/// Attempts after which a message is given up.
pub const ATTEMPTS: i64 = 8;
/// Until the second attempt; doubled for each that follows.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// Longest time between two attempts.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// How fast a courier goes.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often it looks whether something is due.
    pub look: Duration,
    /// Messages at once.
    pub at_once: usize,
    /// How long nobody else may take a message; longer than any carrier's patience.
    pub hold: SignedDuration,
    /// How long it waits for what is under way when told to stop.
    pub farewell: Duration,
}

impl Pace {
    /// How long a carrier may take for one message.
    pub const PATIENCE: Duration = Duration::from_secs(20);
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            look: Duration::from_secs(1),
            at_once: 16,
            hold: SignedDuration::from_secs(90),
            farewell: Duration::from_secs(5),
        }
    }
}

/// Brings messages to people.
pub struct Courier {
    carrier: Carrier,
    public_url: String,
    pace: Pace,
}

/// Where the messages are, and what opens them.
#[derive(Clone, Copy)]
struct Office<'a> {
    store: &'a Store,
    vault: &'a Vault,
}

impl Courier {
    /// Links in messages lead to the site at `public_url`, which has no slash at its end.
    pub fn new(carrier: Carrier, public_url: String, pace: Pace) -> Self {
        Self { carrier, public_url, pace }
    }

    /// Delivers whatever falls due by `clock`, until `stop` comes to its end. Then nothing more is
    /// taken, and what is under way is waited for, for a while.
    pub async fn run(
        &self,
        store: &Store,
        vault: &Vault,
        clock: impl Fn() -> Timestamp + Sync,
        stop: impl Future<Output = ()>,
    ) {
        let office = Office { store, vault };
        let (mut under_way, mut ended) = (FuturesUnordered::new(), Vec::new());
        let mut stop = std::pin::pin!(stop);
        loop {
            let free = self.pace.at_once.saturating_sub(under_way.len());
            match beside(&mut under_way, &mut ended, self.take(office, free, clock())).await {
                Ok(taken) => under_way.extend(taken.into_iter().map(|message| self.deliver(office, message, clock()))),
                Err(error) => tracing::warn!(%error, "messages wait: the store does not answer"),
            }
            // As soon as a message is through there is room for another.
            let look = if ended.is_empty() { self.pace.look } else { Duration::ZERO };
            tokio::select! {
                () = &mut stop => break,
                Some(done) = under_way.next(), if !under_way.is_empty() => ended.push(done),
                () = tokio::time::sleep(look) => {}
            }
            // Those that ended at the same moment are noted with it.
            while let Some(Some(done)) = under_way.next().now_or_never() {
                ended.push(done);
            }
            let done = std::mem::take(&mut ended);
            beside(&mut under_way, &mut ended, note(store, done, clock())).await;
        }
        let all_through = async {
            while let Some(done) = under_way.next().await {
                ended.push(done);
            }
        };
        if tokio::time::timeout(self.pace.farewell, all_through).await.is_err() {
            tracing::warn!(rest = under_way.len(), "messages under way are left to the next server");
        }
        note(store, ended, clock()).await;
    }

    async fn take(&self, office: Office<'_>, most: usize, now: Timestamp) -> Result<Vec<TakenMessage>, StoreError> {
        if most == 0 {
            return Ok(Vec::new());
        }
        let until = now.saturating_add(self.pace.hold).unwrap_or(Timestamp::MAX);
        office.store.outbox().take(now, until, most as u32).await
    }

    async fn deliver(&self, office: Office<'_>, message: TakenMessage, now: Timestamp) -> Done {
        let failure = match Letter::open(&message, office.vault, &self.public_url, now) {
            Ok(Some(letter)) => match self.carrier.carry(&letter).await {
                Ok(()) => return (message, Outcome::Sent),
                Err(failure) => failure,
            },
            Ok(None) => return (message, Outcome::Late),
            // Perhaps this server has not got the newest key yet.
            Err(error) => Failure::Passing(error.to_string()),
        };
        let outcome = match failure {
            Failure::Passing(why) if message.attempts + 1 < ATTEMPTS => Outcome::Again(why),
            Failure::Passing(why) | Failure::Lasting(why) => Outcome::Dead(why),
        };
        (message, outcome)
    }
}

/// Waits for `this` while what is under way goes on: left alone, it might keep for itself the very
/// connections to the store that `this` waits for.
async fn beside<T>(
    under_way: &mut FuturesUnordered<impl Future<Output = Done>>,
    ended: &mut Vec<Done>,
    this: impl Future<Output = T>,
) -> T {
    let mut this = std::pin::pin!(this);
    loop {
        tokio::select! {
            result = &mut this => return result,
            Some(done) = under_way.next(), if !under_way.is_empty() => ended.push(done),
        }
    }
}

/// A message and what became of it.
type Done = (TakenMessage, Outcome);

/// Why a message that came too late was not sent.
const LATE: &str = "too late to be of use";

/// What became of a message.
enum Outcome {
    Sent,
    Late,
    Again(String),
    Dead(String),
}

impl Outcome {
    /// For the metrics.
    fn word(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Late => "late",
            Self::Again(_) => "again",
            Self::Dead(_) => "dead",
        }
    }
}

/// Notes what became of messages, all that were sent at once.
async fn note(store: &Store, ended: Vec<Done>, now: Timestamp) {
    let (mut sent, outbox) = (Vec::new(), store.outbox());
    for (message, outcome) in &ended {
        tell(message, outcome);
        let noted = match outcome {
            Outcome::Sent => {
                sent.push(message.id);
                Ok(())
            }
            Outcome::Late => outbox.dropped(message.id, LATE).await,
            Outcome::Again(why) => outbox.failed(message, why, Some(again_at(message.attempts, now))).await,
            Outcome::Dead(why) => outbox.failed(message, why, None).await,
        };
        if let Err(error) = noted {
            tracing::warn!(id = message.id, %error, "what became of a message is not noted: it is tried again");
        }
    }
    if let Err(error) = outbox.sent(&sent, now).await {
        tracing::warn!(ids = ?sent, %error, "messages that were sent are not noted: they come again");
    }
}

/// Tells the operator: never more than number, kind and code.
fn tell(message: &TakenMessage, outcome: &Outcome) {
    let (id, kind) = (message.id, message.kind.as_str());
    metrics::counter!("messages_total", "kind" => message.kind.clone(), "outcome" => outcome.word()).increment(1);
    match outcome {
        Outcome::Sent => tracing::info!(id, kind, "message sent"),
        Outcome::Late => tracing::info!(id, kind, "message dropped: {LATE}"),
        Outcome::Again(why) => tracing::warn!(id, kind, why, "a message will be tried again"),
        Outcome::Dead(why) => tracing::error!(id, kind, why, "a message is given up; see `heydoctor outbox`"),
    }
}

/// When a message is tried again that was tried so often before.
fn again_at(attempts: i64, now: Timestamp) -> Timestamp {
    let doubled = 1_i32.checked_shl(attempts.clamp(0, 16) as u32).unwrap_or(1);
    now.saturating_add((FIRST_PAUSE * doubled).min(LONGEST_PAUSE)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let pause = |attempts| again_at(attempts, Timestamp::UNIX_EPOCH).as_second();
        let pauses: Vec<i64> = (0..10).map(pause).collect();
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
        assert_eq!(pause(i64::MAX), 3600);
    }

    #[test]
    fn a_hold_outlives_a_stalled_carrier() {
        let hold = Pace::default().hold.as_secs();
        assert!(hold > 2 * Pace::PATIENCE.as_secs() as i64, "and the store that notes it");
    }
}
