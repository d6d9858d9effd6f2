//! Passwords: argon2id, off the threads that answer requests, two at once.

use std::sync::OnceLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use super::{BookingError, Desk};
use crate::{domain::staff::Password, vault::random_below};

/// Signs of a password that we make: none that is taken for another.
const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

impl Desk {
    /// The hash of a password, in PHC form.
    pub(super) async fn hash_password(&self, password: &Password) -> Result<String, BookingError> {
        let password = password.as_str().to_owned();
        self.off_thread(move || hash(&password)).await
    }

    /// Whether a password fits a hash. Without a hash it takes as long, and does not fit.
    pub(super) async fn password_fits(&self, password: &str, hash: Option<&str>) -> Result<bool, BookingError> {
        let (password, known) = (password.to_owned(), hash.map(str::to_owned));
        self.off_thread(move || {
            let hash = known.as_deref().unwrap_or_else(|| nobodys());
            let fits = PasswordHash::new(hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            fits && known.is_some()
        })
        .await
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, BookingError> {
        // The semaphore is never closed, and hashing does not panic.
        let _turn = self.hashing.acquire().await.map_err(|_| BookingError::Conflict)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| BookingError::Conflict)
    }
}

fn hash(password: &str) -> String {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.expect("the operating system gives random bytes").to_string()
}

/// A hash that no password fits that anybody knows.
fn nobodys() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hash(&invented().as_str().repeat(2)))
}

/// A new password of about 69 random bits.
pub(super) fn invented() -> Password {
    spelled(|| random_below(SIGNS.len() as u32) as usize)
}

/// A password of signs that `next` chooses, each below 31: `k7mp2-xq9w-4hnds`.
pub(super) fn spelled(mut next: impl FnMut() -> usize) -> Password {
    loop {
        let signs: Vec<u8> = (0..14).map(|_| SIGNS[next() % SIGNS.len()]).collect();
        let text = String::from_utf8_lossy(&signs);
        if let Ok(password) = Password::parse(&format!("{}-{}-{}", &text[..5], &text[5..9], &text[9..])) {
            return password;
        }
    }
}
