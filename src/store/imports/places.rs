//! The places in an import: read to be compared, written where they changed.

use futures_util::TryStreamExt;
use jiff::civil::Date;
use sqlx::{AssertSqlSafe, ColumnIndex};

use super::{
    CHUNK, Identity, ImportSession, PlaceRow, number_of,
    session::{covered, facts, marks, part},
};
use crate::{
    domain::{
        hospital::{Hospital, HospitalId, Kind, Source},
        phone::Phone,
    },
    store::{
        StoreError, on_tx,
        rows::{
            COLUMNS, Readable, clip, corrupt, date, date_number, degrees_number, departments_text, hospital, location,
            notes_text, region,
        },
    },
};

/// Binds what a place says, in the order of the columns from `name` to `updated_on`; notes come
/// last.
macro_rules! bind_place {
    ($query:expr, $place:expr) => {
        $query
            .bind(clip(&$place.name, 200))
            .bind($place.kind.word())
            .bind(departments_text(&$place.departments))
            .bind(clip(&$place.address, 500))
            .bind($place.region.map(|region| i64::from(region.0)))
            .bind($place.emd.as_deref().map(|emd| clip(emd, 60)))
            .bind($place.phone.as_ref().map(Phone::digits))
            .bind(i64::from($place.emergency))
            .bind($place.emergency_phone.as_ref().map(Phone::digits))
            .bind($place.location.map(|at| degrees_number(at.lat)))
            .bind($place.location.map(|at| degrees_number(at.lon)))
            .bind($place.hours.to_string())
            .bind($place.homepage.as_deref().filter(|url| url.chars().count() <= 500).map(|url| clip(url, 500)))
            .bind($place.source.word())
            .bind(date_number($place.updated_on))
    };
}

impl ImportSession {
    /// Every place that is not for demonstration, with what tells whether a row is of it; closed
    /// ones too.
    pub async fn identities(&mut self, mut visit: impl FnMut(Identity<'_>)) -> Result<(), StoreError> {
        let sql = "SELECT id, name, kind, region, address, phone, lat, lon FROM hospital WHERE source <> 'demo'";
        on_tx!(self.tx, |conn| {
            let mut rows = sqlx::query(sql).fetch(conn);
            while let Some(row) = rows.try_next().await? {
                visit(identity(&row)?);
            }
        });
        Ok(())
    }

    /// All rows, of every source, of at most [`CHUNK`] places, place by place.
    pub async fn rows_of(&mut self, places: &[u32]) -> Result<Vec<PlaceRow>, StoreError> {
        let sql = format!(
            "SELECT s.hospital_id, s.source, s.source_key, s.part, s.facts, s.as_of, s.pharmacy, s.gone, \
             r.covered_hospital, r.covered_pharmacy FROM source_record s JOIN import_run r ON r.id = s.seen_run \
             WHERE s.hospital_id IN ({}) ORDER BY s.hospital_id, s.id",
            marks(places.len())
        );
        on_tx!(self.tx, |conn| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for id in places {
                query = query.bind(i64::from(*id));
            }
            query.fetch_all(conn).await?.iter().map(place_row).collect()
        })
    }

    /// The stored form of at most [`CHUNK`] places, by number, with the day each closed down.
    pub async fn stored(&mut self, places: &[u32]) -> Result<Vec<(Hospital, Option<Date>)>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM hospital WHERE id IN ({}) ORDER BY id", marks(places.len()));
        on_tx!(self.tx, |conn| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for id in places {
                query = query.bind(i64::from(*id));
            }
            query.fetch_all(conn).await?.iter().map(hospital).collect()
        })
    }

    /// Writes new places; they take no bookings until [`set_bookable`](crate::store::Hospitals::set_bookable).
    pub async fn add_places(&mut self, places: &[Hospital]) -> Result<(), StoreError> {
        for chunk in places.chunks(CHUNK) {
            let values = vec!["(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,NULL)"; chunk.len()].join(",");
            let sql = format!("INSERT INTO hospital ({COLUMNS}) VALUES {values}");
            on_tx!(self.tx, |conn| {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for place in chunk {
                    query = bind_place!(query.bind(i64::from(place.id.0)), place).bind(notes_text(&place.notes));
                }
                query.execute(conn).await.map(drop)
            })?;
        }
        Ok(())
    }

    /// Writes what a place says now; it is open again if it was closed down.
    pub async fn change_place(&mut self, place: &Hospital) -> Result<(), StoreError> {
        let sql = "UPDATE hospital SET name = ?, kind = ?, departments = ?, address = ?, region = ?, emd = ?, \
                   phone = ?, emergency = ?, emergency_phone = ?, lat = ?, lon = ?, hours = ?, \
                   homepage = ?, source = ?, updated_on = ?, notes = ?, closed_on = NULL WHERE id = ?";
        on_tx!(self.tx, |conn| {
            let query = bind_place!(sqlx::query(sql), place);
            query.bind(notes_text(&place.notes)).bind(i64::from(place.id.0)).execute(conn).await.map(drop)
        })?;
        Ok(())
    }

    /// Moves the day of the data of places forward whose hours come from the session's source;
    /// returns of how many.
    pub async fn mark_current(&mut self, ids: &[u32], as_of: Date) -> Result<u64, StoreError> {
        let day = date_number(as_of);
        let set = match self.source {
            Source::Nmc => "UPDATE hospital SET updated_on = ? WHERE updated_on < ? AND source = 'nmc' AND id IN",
            Source::Hira => "UPDATE hospital SET updated_on = ? WHERE updated_on < ? AND source = 'hira' AND id IN",
            Source::Demo => "UPDATE hospital SET updated_on = ? WHERE updated_on < ? AND source = 'demo' AND id IN",
        };
        self.update_in(set, &[day, day], ids).await
    }

    /// Marks places as closed down since a day.
    pub async fn close(&mut self, ids: &[u32], on: Date) -> Result<(), StoreError> {
        self.update_in("UPDATE hospital SET closed_on = ? WHERE id IN", &[date_number(on)], ids).await.map(drop)
    }
}

fn identity<R: Readable>(row: &R) -> Result<Identity<'_>, StoreError>
where
    usize: ColumnIndex<R>,
{
    Ok(Identity {
        id: HospitalId(number_of(row.must_int(0)?)?),
        name: row.must_text(1)?,
        kind: Kind::from_word(row.must_text(2)?).ok_or_else(|| corrupt("hospital.kind", "unknown word"))?,
        region: region(row.int(3)?),
        address: row.must_text(4)?,
        phone: row.text(5)?.and_then(Phone::parse),
        location: location(row.int(6)?, row.int(7)?),
    })
}

fn place_row<R: Readable>(row: &R) -> Result<PlaceRow, StoreError>
where
    usize: ColumnIndex<R>,
{
    let key = row.must_text(2)?;
    let days = covered(row.must_int(6)? != 0, row.must_int(8)?, row.must_int(9)?);
    Ok(PlaceRow {
        hospital: HospitalId(number_of(row.must_int(0)?)?),
        source: Source::from_word(row.must_text(1)?).ok_or_else(|| corrupt("source_record.source", "unknown word"))?,
        key: key.to_owned(),
        part: part(row.must_text(3)?)?,
        facts: facts(row.must_text(4)?, || key.to_owned())?,
        as_of: date(row.must_int(5)?)?,
        gone: row.must_int(7)? != 0,
        covered: std::array::from_fn(|day| days & (1 << day) != 0),
    })
}
