//! Secrets that are made once and kept sealed.

use super::{
    Store, StoreError,
    work::{change_now, rows},
};

impl Store {
    /// The secret of this name; the first to ask stores what `make` gives. Two servers that ask at
    /// once get the same.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn secret(&self, name: &str, make: impl Fn() -> Vec<u8>) -> Result<Vec<u8>, StoreError> {
        loop {
            let sql = "SELECT sealed FROM vault_secret WHERE name = ?";
            let known: Option<(Vec<u8>,)> = rows!(self, fetch_optional, (Vec<u8>,), sql, name)?;
            if let Some((sealed,)) = known {
                return Ok(sealed);
            }
            let sql = "INSERT INTO vault_secret (name, sealed) VALUES (?, ?)";
            match change_now!(self, sql, name, make()) {
                Ok(_) | Err(StoreError::Taken(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Replaces a secret that was sealed anew.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn replace_secret(&self, name: &str, sealed: &[u8]) -> Result<(), StoreError> {
        let sql = "UPDATE vault_secret SET sealed = ? WHERE name = ?";
        change_now!(self, sql, sealed, name).map(drop)
    }
}
