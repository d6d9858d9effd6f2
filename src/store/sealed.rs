//! Where sealed values lie, for a change of the data key: each column can be read and replaced
//! without knowing what is in it.

use super::{
    Store, StoreError,
    pool::Pool,
    work::{Work, change, rows},
};

/// A column of sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedColumn {
    /// Who comes. The owner is the hash of the link's token, as of the reason.
    Patient,
    /// Why they come.
    Reason,
    /// The answer to an idempotent request; the owner is the hash of its key.
    Answer,
    /// Who waits; the owner is the hash of the link's token.
    Waiting,
    /// A message; the owner is its dedup key.
    Message,
    /// A phone's session; the owner is the hash of its token.
    Session,
    /// A member of a family; the owner is the hash of the phone.
    Family,
    /// A staff account's second factor; the owner is the account's number, eight bytes, the
    /// greatest first.
    Totp,
}

impl SealedColumn {
    /// Every column.
    pub const ALL: [Self; 8] = [
        Self::Patient,
        Self::Reason,
        Self::Answer,
        Self::Waiting,
        Self::Message,
        Self::Session,
        Self::Family,
        Self::Totp,
    ];

    /// Table and column, and the column that gives the owner: none where the row's number does.
    fn place(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Patient => ("booking", "patient_sealed", Some("token_hash")),
            Self::Reason => ("booking", "reason_sealed", Some("token_hash")),
            Self::Answer => ("booking", "answer_sealed", Some("request_key")),
            Self::Waiting => ("waitlist", "patient_sealed", Some("token_hash")),
            Self::Message => ("outbox", "payload_sealed", Some("dedup_key")),
            Self::Session => ("patient_session", "phone_sealed", Some("token_hash")),
            Self::Family => ("family_member", "member_sealed", Some("holder")),
            Self::Totp => ("staff_account", "totp_sealed", None),
        }
    }
}

/// A sealed value where it lies.
#[derive(Clone, Debug)]
pub struct SealedValue {
    /// The row.
    pub id: i64,
    /// What it is sealed for.
    pub owner: Vec<u8>,
    /// The value.
    pub sealed: Vec<u8>,
}

impl Store {
    /// Values of a column, by rows after `after`, whose bytes 2–5 (the key's name) are not `name`.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn sealed_otherwise(
        &self,
        column: SealedColumn,
        name: &[u8],
        after: i64,
        most: u32,
    ) -> Result<Vec<SealedValue>, StoreError> {
        let (table, column, owner) = column.place();
        // A message's key is text; its bytes are the owner.
        let bytes = if matches!(self.pool, Pool::MySql(_)) { "BINARY" } else { "BLOB" };
        let owner_of = owner.map_or_else(|| "NULL".to_owned(), |owner| format!("CAST({owner} AS {bytes})"));
        let sql = format!(
            "SELECT id, {owner_of}, {column} FROM {table} WHERE id > ? AND {column} IS NOT NULL \
             AND LENGTH({column}) > 0 AND SUBSTR({column}, 2, 4) <> ? ORDER BY id LIMIT ?"
        );
        let sql = sqlx::AssertSqlSafe(sql.as_str());
        let rows: Vec<(i64, Option<Vec<u8>>, Vec<u8>)> =
            rows!(self, fetch_all, (i64, Option<Vec<u8>>, Vec<u8>), sql, after, name, i64::from(most))?;
        let value = |(id, owner, sealed): (i64, Option<Vec<u8>>, Vec<u8>)| SealedValue {
            id,
            owner: owner.unwrap_or_else(|| id.to_be_bytes().to_vec()),
            sealed,
        };
        Ok(rows.into_iter().map(value).collect())
    }
}

impl Work {
    /// Replaces a value by one that says the same, unless it has changed or gone meanwhile.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn replace_sealed(
        &mut self,
        column: SealedColumn,
        old: &SealedValue,
        sealed: &[u8],
    ) -> Result<bool, StoreError> {
        let (table, column, _) = column.place();
        let sql = format!("UPDATE {table} SET {column} = ? WHERE id = ? AND {column} = ?");
        Ok(change!(self, sqlx::AssertSqlSafe(sql.as_str()), sealed, old.id, &old.sealed)? == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table and name of every column of a folder's migrations that is called sealed.
    fn columns(dialect: &str) -> Vec<(String, String)> {
        let folder = format!("{}/migrations/{dialect}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let (mut found, mut table) = (Vec::new(), String::new());
        for line in files.map(|path| std::fs::read_to_string(path).unwrap()).collect::<String>().lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE IF NOT EXISTS ") {
                table = rest.trim_end_matches(" (").to_owned();
            }
            let name = line.split_whitespace().next().unwrap_or_default();
            if line.starts_with(' ') && name.ends_with("_sealed") {
                found.push((table.clone(), name.to_owned()));
            }
        }
        found.sort();
        found
    }

    #[test]
    fn no_sealed_column_is_left_behind_when_the_key_changes() {
        let mut known: Vec<(String, String)> = SealedColumn::ALL
            .map(SealedColumn::place)
            .map(|(table, column, _)| (table.to_owned(), column.to_owned()))
            .into();
        known.sort();
        assert_eq!(columns("sqlite"), known);
        assert_eq!(columns("mysql"), known);
    }
}
