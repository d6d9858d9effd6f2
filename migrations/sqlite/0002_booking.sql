-- Schedules, bookings, the people around them, and what is to be told to whom.
-- Moments are seconds since 1970 UTC, dates integers YYYYMMDD, flags 0 or 1. Columns called sealed
-- hold encrypted personal data; hashes are keyed, so that a copy of the database tells nobody's
-- number. Every statement may run twice, as in 0001.

-- The key of the keyed hashes, sealed with the data key.
CREATE TABLE IF NOT EXISTS vault_secret (
    name TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;

-- What a hospital allows patients to do by themselves. Its row makes a place bookable.
CREATE TABLE IF NOT EXISTS booking_policy (
    hospital_id INTEGER NOT NULL PRIMARY KEY,
    accepts INTEGER NOT NULL,
    min_ahead_minutes INTEGER NOT NULL,
    max_ahead_days INTEGER NOT NULL,
    cancel_until_minutes INTEGER NOT NULL,
    hold_minutes INTEGER NOT NULL,
    bring TEXT NOT NULL
) STRICT;

-- Who can be booked, with the weekly template of their clinic.
CREATE TABLE IF NOT EXISTS doctor (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hospital_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    specialty TEXT,
    template TEXT NOT NULL,
    active INTEGER NOT NULL,
    photo BLOB,
    photo_type TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS doctor_hospital ON doctor (hospital_id);

-- 휴진 and extra clinics; without a doctor, of everybody.
CREATE TABLE IF NOT EXISTS schedule_exception (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hospital_id INTEGER NOT NULL,
    doctor_id INTEGER,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    change_word TEXT NOT NULL,
    ranges TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS schedule_exception_hospital ON schedule_exception (hospital_id, to_day);

-- A booking, a seat held for the waitlist, or a walk-in. What sells a seat once is the key
-- booking_seat: a seat given up is NULL and counts no more. In the same way a phone holds each of
-- its few places (holder_nth) and each moment (held_at) once.
CREATE TABLE IF NOT EXISTS booking (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hospital_id INTEGER NOT NULL,
    doctor_id INTEGER,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    seat INTEGER,
    status TEXT NOT NULL,
    channel TEXT NOT NULL,
    number INTEGER NOT NULL,
    token_hash BLOB NOT NULL,
    holder BLOB,
    holder_nth INTEGER,
    held_at INTEGER,
    patient_sealed BLOB,
    reason_sealed BLOB,
    consent TEXT,
    health_consent TEXT,
    request_key BLOB,
    request_body BLOB,
    answer_sealed BLOB,
    hold_until INTEGER,
    day INTEGER NOT NULL,
    queue_number INTEGER,
    arrived_at INTEGER,
    called_at INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS booking_seat ON booking (doctor_id, starts_at, seat);
CREATE UNIQUE INDEX IF NOT EXISTS booking_token ON booking (token_hash);
CREATE UNIQUE INDEX IF NOT EXISTS booking_request ON booking (request_key);
CREATE UNIQUE INDEX IF NOT EXISTS booking_holder_nth ON booking (holder, holder_nth);
CREATE UNIQUE INDEX IF NOT EXISTS booking_holder_time ON booking (holder, held_at);
CREATE UNIQUE INDEX IF NOT EXISTS booking_queue ON booking (hospital_id, day, queue_number);
CREATE UNIQUE INDEX IF NOT EXISTS booking_number ON booking (hospital_id, number);
CREATE INDEX IF NOT EXISTS booking_day ON booking (hospital_id, starts_at);
CREATE INDEX IF NOT EXISTS booking_hold ON booking (hold_until);

-- Who waits for a seat to become free on a day.
CREATE TABLE IF NOT EXISTS waitlist (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hospital_id INTEGER NOT NULL,
    doctor_id INTEGER,
    day INTEGER NOT NULL,
    status TEXT NOT NULL,
    holder BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    patient_sealed BLOB NOT NULL,
    consent TEXT NOT NULL,
    booking_id INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS waitlist_token ON waitlist (token_hash);
CREATE UNIQUE INDEX IF NOT EXISTS waitlist_holder ON waitlist (holder, hospital_id, day);
CREATE INDEX IF NOT EXISTS waitlist_line ON waitlist (hospital_id, day, status, id);

-- Messages that wait to be sent, are sent or could not be. Written in the transaction that gives
-- rise to them; dedup_key lets each be there once.
CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    dedup_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    booking_id INTEGER,
    status TEXT NOT NULL,
    payload_sealed BLOB NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS outbox_key ON outbox (dedup_key);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (status, due_at);
CREATE INDEX IF NOT EXISTS outbox_booking ON outbox (booking_id);

-- One-time codes: the newest of a phone.
CREATE TABLE IF NOT EXISTS one_time_code (
    holder BLOB NOT NULL PRIMARY KEY,
    code_hash BLOB NOT NULL,
    tries INTEGER NOT NULL,
    sent_today INTEGER NOT NULL,
    sent_day INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- A phone that has proved itself with a code.
CREATE TABLE IF NOT EXISTS patient_session (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB NOT NULL,
    holder BLOB NOT NULL,
    phone_sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS patient_session_token ON patient_session (token_hash);
CREATE INDEX IF NOT EXISTS patient_session_holder ON patient_session (holder);

CREATE TABLE IF NOT EXISTS family_member (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    holder BLOB NOT NULL,
    member_sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS family_member_holder ON family_member (holder);

-- Those who work for a hospital. The first of a hospital applies and waits for the operator.
CREATE TABLE IF NOT EXISTS staff_account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hospital_id INTEGER NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    totp_sealed BLOB,
    totp_step INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS staff_account_email ON staff_account (email);
CREATE INDEX IF NOT EXISTS staff_account_hospital ON staff_account (hospital_id);

CREATE TABLE IF NOT EXISTS staff_session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL,
    agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS staff_session_account ON staff_session (account_id);

-- Who saw and changed what. No personal data: subjects are numbers.
CREATE TABLE IF NOT EXISTS audit_log (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    hospital_id INTEGER NOT NULL,
    account_id INTEGER,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_log_hospital ON audit_log (hospital_id, id);
