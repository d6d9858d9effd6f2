//! A change of the data key: every sealed value is opened and sealed anew with the key in use, a few
//! at a time, while servers that have both keys go on. Broken off, it goes on where it was: what is
//! sealed anew already is passed over.

use super::{BookingError, Desk, desk::HASH_KEY, retry::retrying};
use crate::{
    store::{SealedColumn, SealedValue},
    vault::{Purpose, VaultError},
};

/// Values in a transaction: short enough for a server that books meanwhile.
const CHUNK: u32 = 200;

/// What became of a change of the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    /// Values that were sealed anew.
    pub renewed: u64,
    /// Values that none of the keys opens.
    pub unopened: u64,
}

impl Desk {
    /// Seals everything anew with the key in use. `progress` hears how many are done.
    ///
    /// # Errors
    /// The store's errors; what was done before stays done.
    pub async fn rotate_key(&self, progress: impl Fn(u64)) -> Result<Rotation, BookingError> {
        let mut all = Rotation::default();
        for column in SealedColumn::ALL {
            let mut after = 0;
            loop {
                let name = self.vault.keys().current_name();
                let chunk = self.store.sealed_otherwise(column, name, after, CHUNK).await?;
                let Some(last) = chunk.last() else { break };
                after = last.id;
                let fresh: Vec<_> = chunk.iter().filter_map(|old| Some((old, self.renew(column, old).ok()?))).collect();
                all.unopened += (chunk.len() - fresh.len()) as u64;
                all.renewed += self.replace(column, &fresh).await?;
                progress(all.renewed);
            }
        }
        // Last: until then a server with the new key alone refuses to start.
        self.renew_hash_key().await?;
        Ok(all)
    }

    fn renew(&self, column: SealedColumn, old: &SealedValue) -> Result<Vec<u8>, VaultError> {
        let (keys, purpose) = (self.vault.keys(), purpose(column));
        Ok(keys.seal(purpose, &old.owner, &keys.open(purpose, &old.owner, &old.sealed)?))
    }

    async fn replace(&self, column: SealedColumn, fresh: &[(&SealedValue, Vec<u8>)]) -> Result<u64, BookingError> {
        retrying!(async {
            let mut work = self.store.begin().await?;
            let mut replaced = 0;
            for (old, sealed) in fresh {
                replaced += u64::from(work.replace_sealed(column, old, sealed).await?);
            }
            work.commit().await?;
            Ok(replaced)
        })
    }

    async fn renew_hash_key(&self) -> Result<(), BookingError> {
        let keys = self.vault.keys();
        let sealed = self.store.secret(HASH_KEY, Vec::new).await?;
        if keys.is_current(&sealed) {
            return Ok(());
        }
        let plain = keys.open(Purpose::HashKey, &[], &sealed)?;
        Ok(self.store.replace_secret(HASH_KEY, &keys.seal(Purpose::HashKey, &[], &plain)).await?)
    }
}

/// For what a column's values are sealed.
fn purpose(column: SealedColumn) -> Purpose {
    match column {
        SealedColumn::Patient | SealedColumn::Waiting => Purpose::Patient,
        SealedColumn::Reason => Purpose::Reason,
        SealedColumn::Answer => Purpose::Answer,
        SealedColumn::Message => Purpose::Message,
        SealedColumn::Session => Purpose::Session,
        SealedColumn::Family => Purpose::Family,
        SealedColumn::Totp => Purpose::Totp,
    }
}
