//! Public holidays that an import or the operator added to the built-in table.

use std::collections::BTreeSet;

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
    /// Takes days in: a month that has any among them is theirs alone, so that a day which was
    /// revoked goes. Returns how many are new or have a new name; counts the directory's revision up.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails; then nothing is added.
    pub async fn add(&self, days: &[(Date, String)]) -> Result<usize, StoreError> {
        let mut tx = self.store.pool.begin().await?;
        let mut changed = 0;
        for month in days.iter().map(|(day, _)| date_number(*day) / 100).collect::<BTreeSet<_>>() {
            let select = "SELECT date FROM holiday WHERE date BETWEEN ? AND ?";
            let known: Vec<i64> = on_tx!(tx, |conn| sqlx::query_scalar(select)
                .bind(month * 100)
                .bind(month * 100 + 99)
                .fetch_all(conn)
                .await)?;
            for revoked in known.into_iter().filter(|date| days.iter().all(|(day, _)| date_number(*day) != *date)) {
                let sql = "DELETE FROM holiday WHERE date = ?";
                on_tx!(tx, |conn| sqlx::query(sql).bind(revoked).execute(conn).await.map(drop))?;
                changed += 1;
            }
        }
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
