//! Bookings: what is read of them. What is written stands in `write`.

mod write;

use jiff::{Timestamp, civil::Date};
use sqlx::{AssertSqlSafe, FromRow};

pub use self::write::{NewBooking, Seat};
use super::{
    Store, StoreError,
    rows::{corrupt, date, date_number},
    work::rows,
};
use crate::domain::{
    booking::{BookingNumber, Channel, Status},
    hospital::HospitalId,
    schedule::DoctorId,
};

/// Longest slot there is, seconds: what starts earlier cannot reach into a slot.
const LONGEST_SLOT: i64 = 240 * 60;

/// A booking as stored; personal data stays sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingRecord {
    /// Its number in the store.
    pub id: i64,
    /// At which hospital.
    pub hospital: HospitalId,
    /// With whom; a walk-in may wait for anybody.
    pub doctor: Option<DoctorId>,
    /// Start of the slot; of a walk-in, when they came.
    pub starts_at: Timestamp,
    /// End of the slot.
    pub ends_at: Timestamp,
    /// The seat, unless given up.
    pub seat: Option<u16>,
    /// Where it stands.
    pub status: Status,
    /// How it came about.
    pub channel: Channel,
    /// What the patient reads out at the desk.
    pub number: BookingNumber,
    /// Hash of the token in its link; what is sealed belongs to it.
    pub token_hash: Vec<u8>,
    /// Hash of the phone, while personal data is kept.
    pub holder: Option<Vec<u8>>,
    /// Who comes; `None` once the time to keep it is over.
    pub patient_sealed: Option<Vec<u8>>,
    /// Why they come, if they said and the time to keep it is not over.
    pub reason_sealed: Option<Vec<u8>>,
    /// The request that made it, for its repetition.
    pub request_body: Option<Vec<u8>>,
    /// What that request was answered.
    pub answer_sealed: Option<Vec<u8>>,
    /// How long an offer is held.
    pub hold_until: Option<Timestamp>,
    /// The day of the visit in Korea.
    pub day: Date,
    /// The number in the waiting room.
    pub queue_number: Option<u32>,
    /// When the patient came.
    pub arrived_at: Option<Timestamp>,
    /// When they were called in.
    pub called_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Grows with every change.
    pub version: i64,
}

/// A seat that is taken, of one doctor's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TakenSeat {
    /// Whose.
    pub doctor: DoctorId,
    /// Start, seconds since 1970 UTC.
    pub starts_at: i64,
    /// End, seconds since 1970 UTC.
    pub ends_at: i64,
    /// The seat's number.
    pub seat: u16,
}

/// A booking with the seat that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SeatHolding {
    /// The booking's number in the store.
    pub booking: i64,
    /// Its seat; `None` when it has given it up, or never had one.
    pub seat: Option<TakenSeat>,
}

/// What stands against a new booking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Seats of the doctor that reach into the slot.
    pub taken: Vec<TakenSeat>,
    /// The places that the phone holds: which one, and for when (seconds since 1970 UTC).
    pub held: Vec<(u16, i64)>,
}

/// The repository of bookings.
#[derive(Clone, Copy, Debug)]
pub struct Bookings<'a> {
    pub(super) store: &'a Store,
}

impl Bookings<'_> {
    /// What must be known to choose a seat of a slot for a phone.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn standing(
        &self,
        doctor: DoctorId,
        (starts_at, ends_at): (Timestamp, Timestamp),
        holder: &[u8],
    ) -> Result<Standing, StoreError> {
        let sql = "SELECT 0, starts_at, ends_at, seat FROM booking \
                   WHERE doctor_id = ? AND starts_at > ? AND starts_at < ? AND ends_at > ? AND seat IS NOT NULL \
                   UNION ALL SELECT 1, held_at, 0, holder_nth FROM booking WHERE holder = ? AND holder_nth IS NOT NULL";
        let (from, to) = (starts_at.as_second(), ends_at.as_second());
        let rows: Vec<(i64, i64, i64, i64)> = rows!(
            self.store,
            fetch_all,
            (i64, i64, i64, i64),
            sql,
            i64::from(doctor.0),
            from - LONGEST_SLOT,
            to,
            from,
            holder
        )?;
        let mut standing = Standing::default();
        for (what, starts_at, ends_at, number) in rows {
            match what {
                0 => standing.taken.push(TakenSeat { doctor, starts_at, ends_at, seat: number as u16 }),
                _ => standing.held.push((number as u16, starts_at)),
            }
        }
        Ok(standing)
    }

    /// Every booking that holds a seat of a hospital from a moment on, those under way too.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn holding(&self, hospital: HospitalId, from: Timestamp) -> Result<Vec<SeatHolding>, StoreError> {
        // A row a doctor: ten thousand rows would take ten times as long.
        let sql = "SELECT doctor_id, GROUP_CONCAT(CONCAT_WS(':', id, starts_at, ends_at, seat)) FROM booking \
                   WHERE hospital_id = ? AND starts_at > ? AND seat IS NOT NULL AND doctor_id IS NOT NULL \
                   GROUP BY doctor_id";
        let from = from.as_second() - LONGEST_SLOT;
        let rows: Vec<(i64, String)> = rows!(self.store, fetch_all, (i64, String), sql, i64::from(hospital.0), from)?;
        let mut holding = Vec::new();
        for (doctor, seats) in rows {
            let doctor = DoctorId(doctor as u32);
            for seat in seats.split(',') {
                holding.push(seat_holding(doctor, seat).ok_or_else(|| corrupt("seats", seat))?);
            }
        }
        Ok(holding)
    }

    /// The bookings of a hospital that were made or changed at a moment or later, by `changed_at`.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn changed_since(&self, hospital: HospitalId, since: Timestamp) -> Result<Vec<SeatHolding>, StoreError> {
        type Row = (i64, Option<i64>, i64, i64, Option<i64>);
        let sql =
            "SELECT id, doctor_id, starts_at, ends_at, seat FROM booking WHERE hospital_id = ? AND changed_at >= ?";
        let rows: Vec<Row> = rows!(self.store, fetch_all, Row, sql, i64::from(hospital.0), since.as_second())?;
        let holding = |(booking, doctor, starts_at, ends_at, seat): Row| {
            let seat = doctor.zip(seat).map(|(doctor, seat)| TakenSeat {
                doctor: DoctorId(doctor as u32),
                starts_at,
                ends_at,
                seat: seat as u16,
            });
            SeatHolding { booking, seat }
        };
        Ok(rows.into_iter().map(holding).collect())
    }

    /// By the hash of its token.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn by_token(&self, token_hash: &[u8]) -> Result<Option<BookingRecord>, StoreError> {
        self.one("token_hash = ?", token_hash).await
    }

    /// By the hash of the request that made it.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn by_request(&self, request_key: &[u8]) -> Result<Option<BookingRecord>, StoreError> {
        self.one("request_key = ?", request_key).await
    }

    /// By its number in the store.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn by_id(&self, id: i64) -> Result<Option<BookingRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM booking WHERE id = ?");
        rows!(self.store, fetch_optional, Raw, AssertSqlSafe(sql), id)?.map(Raw::read).transpose()
    }

    /// By the number that patients read out.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn by_number(
        &self,
        hospital: HospitalId,
        number: BookingNumber,
    ) -> Result<Option<BookingRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM booking WHERE hospital_id = ? AND number = ?");
        let number = i64::from(number.value());
        let row = rows!(self.store, fetch_optional, Raw, AssertSqlSafe(sql), i64::from(hospital.0), number)?;
        row.map(Raw::read).transpose()
    }

    async fn one(&self, condition: &str, value: &[u8]) -> Result<Option<BookingRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM booking WHERE {condition}");
        rows!(self.store, fetch_optional, Raw, AssertSqlSafe(sql), value)?.map(Raw::read).transpose()
    }

    /// All bookings of a phone, newest visit first, at most a hundred.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn of_holder(&self, holder: &[u8]) -> Result<Vec<BookingRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM booking WHERE holder = ? ORDER BY starts_at DESC, id DESC LIMIT 100");
        rows!(self.store, fetch_all, Raw, AssertSqlSafe(sql), holder)?.into_iter().map(Raw::read).collect()
    }

    /// A hospital's bookings and walk-ins of some days, last day included, by time.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn of_days(&self, hospital: HospitalId, from: Date, to: Date) -> Result<Vec<BookingRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM booking WHERE hospital_id = ? AND day BETWEEN ? AND ? ORDER BY starts_at, id"
        );
        let (from, to) = (date_number(from), date_number(to));
        let rows = rows!(self.store, fetch_all, Raw, AssertSqlSafe(sql), i64::from(hospital.0), from, to)?;
        rows.into_iter().map(Raw::read).collect()
    }

    /// The highest number given in a waiting room on a day; 0 before the first.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails.
    pub async fn last_queue_number(&self, hospital: HospitalId, day: Date) -> Result<u32, StoreError> {
        let sql = "SELECT COALESCE(MAX(queue_number), 0) FROM booking WHERE hospital_id = ? AND day = ?";
        let (number,): (i64,) = rows!(self.store, fetch_one, (i64,), sql, i64::from(hospital.0), date_number(day))?;
        Ok(number as u32)
    }

    /// Those of a hospital's bookings that have not begun and hold a seat, by time: what a change of
    /// the schedule must not lose.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn to_come(&self, hospital: HospitalId, after: Timestamp) -> Result<Vec<BookingRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM booking WHERE hospital_id = ? AND starts_at > ? AND seat IS NOT NULL ORDER BY starts_at, id"
        );
        let rows = rows!(self.store, fetch_all, Raw, AssertSqlSafe(sql), i64::from(hospital.0), after.as_second())?;
        rows.into_iter().map(Raw::read).collect()
    }

    /// Offers whose time is over, oldest first, at most a hundred.
    ///
    /// # Errors
    /// [`StoreError`] when the database fails or holds a wrong value.
    pub async fn lapsed(&self, now: Timestamp) -> Result<Vec<BookingRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM booking WHERE hold_until <= ? AND status = 'offered' ORDER BY hold_until LIMIT 100"
        );
        let rows = rows!(self.store, fetch_all, Raw, AssertSqlSafe(sql), now.as_second())?;
        rows.into_iter().map(Raw::read).collect()
    }
}

fn seat_holding(doctor: DoctorId, text: &str) -> Option<SeatHolding> {
    let mut parts = text.split(':');
    let mut number = || parts.next()?.parse::<i64>().ok();
    let (booking, starts_at, ends_at) = (number()?, number()?, number()?);
    let seat = TakenSeat { doctor, starts_at, ends_at, seat: number()?.try_into().ok()? };
    Some(SeatHolding { booking, seat: Some(seat) })
}

const COLUMNS: &str = "id, hospital_id, doctor_id, starts_at, ends_at, seat, status, channel, number, token_hash, holder, \
     patient_sealed, reason_sealed, request_body, answer_sealed, hold_until, day, queue_number, arrived_at, called_at, \
     created_at, changed_at, version";

#[derive(FromRow)]
struct Raw {
    id: i64,
    hospital_id: i64,
    doctor_id: Option<i64>,
    starts_at: i64,
    ends_at: i64,
    seat: Option<i64>,
    status: String,
    channel: String,
    number: i64,
    token_hash: Vec<u8>,
    holder: Option<Vec<u8>>,
    patient_sealed: Option<Vec<u8>>,
    reason_sealed: Option<Vec<u8>>,
    request_body: Option<Vec<u8>>,
    answer_sealed: Option<Vec<u8>>,
    hold_until: Option<i64>,
    day: i64,
    queue_number: Option<i64>,
    arrived_at: Option<i64>,
    called_at: Option<i64>,
    created_at: i64,
    changed_at: i64,
    version: i64,
}

impl Raw {
    fn read(self) -> Result<BookingRecord, StoreError> {
        let wrong = |column: &str| corrupt(format!("booking {}, {column}", self.id), "not of its form");
        let moment = |second: i64| Timestamp::from_second(second).map_err(|_| wrong("a moment"));
        let maybe = |second: Option<i64>| second.map(moment).transpose();
        let small = |number: i64, column: &str| u32::try_from(number).map_err(|_| wrong(column));
        Ok(BookingRecord {
            id: self.id,
            hospital: HospitalId(small(self.hospital_id, "hospital_id")?),
            doctor: self.doctor_id.map(|id| small(id, "doctor_id")).transpose()?.map(DoctorId),
            starts_at: moment(self.starts_at)?,
            ends_at: moment(self.ends_at)?,
            seat: self.seat.map(|seat| u16::try_from(seat).map_err(|_| wrong("seat"))).transpose()?,
            status: Status::from_word(&self.status).ok_or_else(|| wrong("status"))?,
            channel: Channel::from_word(&self.channel).ok_or_else(|| wrong("channel"))?,
            number: BookingNumber::parse(&self.number.to_string()).ok_or_else(|| wrong("number"))?,
            hold_until: maybe(self.hold_until)?,
            day: date(self.day)?,
            queue_number: self.queue_number.map(|number| small(number, "queue_number")).transpose()?,
            arrived_at: maybe(self.arrived_at)?,
            called_at: maybe(self.called_at)?,
            created_at: moment(self.created_at)?,
            changed_at: moment(self.changed_at)?,
            version: self.version,
            token_hash: self.token_hash,
            holder: self.holder,
            patient_sealed: self.patient_sealed,
            reason_sealed: self.reason_sealed,
            request_body: self.request_body,
            answer_sealed: self.answer_sealed,
        })
    }
}
