//! Public holidays that an import or the operator added to the built-in table.

use jiff::civil::Date;

use super::{
    Store, StoreError, bump, on_pool, on_tx,
    rows::{Readable, clip, date, date_number},
};

/// The repository of holidays.
#[derive(Clone, Copy, Debug)]
pub struct Holidays<'a> {
    pub(super) store: &'a Store,
}

impl Holidays<'_> {
    /// Adds days or renames those that are there already; returns how many were new or renamed,
    /// and counts the directory's revision up when there were any.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is added.
    pub async fn add(&self, days: &[(Date, String)]) -> Result<usize, StoreError> {
        let mut tx = self.store.pool.begin().await?;
        let mut changed = 0;
        for (day, name) in days {
            let (day, name) = (date_number(*day), clip(name.trim(), 60));
            let select = "SELECT name FROM holiday WHERE date = ?";
            let old: Option<String> =
                on_tx!(tx, |conn| sqlx::query_scalar(select).bind(day).fetch_optional(conn).await)?;
            let sql = match old {
                Some(old) if old == name => continue,
                Some(_) => "UPDATE holiday SET name = ? WHERE date = ?",
                None => "INSERT INTO holiday (name, date) VALUES (?, ?)",
            };
            on_tx!(tx, |conn| sqlx::query(sql).bind(name).bind(day).execute(conn).await.map(drop))?;
            changed += 1;
        }
        if changed > 0 {
            bump(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(changed)
    }

    /// Every added day, by date.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn all(&self) -> Result<Vec<(Date, String)>, StoreError> {
        let sql = "SELECT date, name FROM holiday ORDER BY date";
        on_pool!(self.store, |pool| {
            let rows = sqlx::query(sql).fetch_all(pool).await?;
            rows.iter().map(|row| Ok((date(row.must_int(0)?)?, row.must_text(1)?.to_owned()))).collect()
        })
    }
}
