-- Schedules, bookings, the people around them, and what is to be told to whom.
-- Moments are seconds since 1970 UTC, dates integers YYYYMMDD, flags 0 or 1. Columns called sealed
-- hold encrypted personal data; hashes are keyed, so that a copy of the database tells nobody's
-- number. Every statement may run twice, as in 0001.

-- The key of the keyed hashes, sealed with the data key.
CREATE TABLE IF NOT EXISTS vault_secret (
    name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- What a hospital allows patients to do by themselves. Its row makes a place bookable.
CREATE TABLE IF NOT EXISTS booking_policy (
    hospital_id BIGINT NOT NULL PRIMARY KEY,
    accepts SMALLINT NOT NULL,
    min_ahead_minutes BIGINT NOT NULL,
    max_ahead_days BIGINT NOT NULL,
    cancel_until_minutes BIGINT NOT NULL,
    hold_minutes BIGINT NOT NULL,
    bring VARCHAR(1000) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Who can be booked, with the weekly template of their clinic.
CREATE TABLE IF NOT EXISTS doctor (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hospital_id BIGINT NOT NULL,
    name VARCHAR(60) NOT NULL,
    specialty VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
    template VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    active SMALLINT NOT NULL,
    photo MEDIUMBLOB,
    photo_type VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
    KEY doctor_hospital (hospital_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- 휴진 and extra clinics; without a doctor, of everybody.
CREATE TABLE IF NOT EXISTS schedule_exception (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hospital_id BIGINT NOT NULL,
    doctor_id BIGINT,
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    change_word VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    ranges VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    note VARCHAR(200) NOT NULL,
    KEY schedule_exception_hospital (hospital_id, to_day)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- A booking, a seat held for the waitlist, or a walk-in. What sells a seat once is the key
-- booking_seat: a seat given up is NULL and counts no more. In the same way a phone holds each of
-- its few places (holder_nth) and each moment (held_at) once.
CREATE TABLE IF NOT EXISTS booking (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hospital_id BIGINT NOT NULL,
    doctor_id BIGINT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    seat BIGINT,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    number BIGINT NOT NULL,
    token_hash BINARY(32) NOT NULL,
    holder BINARY(32),
    holder_nth BIGINT,
    held_at BIGINT,
    patient_sealed BLOB,
    reason_sealed BLOB,
    consent VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
    health_consent VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
    request_key BINARY(32),
    request_body BINARY(32),
    answer_sealed BLOB,
    hold_until BIGINT,
    day BIGINT NOT NULL,
    queue_number BIGINT,
    arrived_at BIGINT,
    called_at BIGINT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE KEY booking_seat (doctor_id, starts_at, seat),
    UNIQUE KEY booking_token (token_hash),
    UNIQUE KEY booking_request (request_key),
    UNIQUE KEY booking_holder_nth (holder, holder_nth),
    UNIQUE KEY booking_holder_time (holder, held_at),
    UNIQUE KEY booking_queue (hospital_id, day, queue_number),
    UNIQUE KEY booking_number (hospital_id, number),
    KEY booking_day (hospital_id, starts_at),
    KEY booking_hold (hold_until)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Who waits for a seat to become free on a day.
CREATE TABLE IF NOT EXISTS waitlist (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hospital_id BIGINT NOT NULL,
    doctor_id BIGINT,
    day BIGINT NOT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder BINARY(32) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    patient_sealed BLOB NOT NULL,
    consent VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    booking_id BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE KEY waitlist_token (token_hash),
    UNIQUE KEY waitlist_holder (holder, hospital_id, day),
    KEY waitlist_line (hospital_id, day, status, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Messages that wait to be sent, are sent or could not be. Written in the transaction that gives
-- rise to them; dedup_key lets each be there once.
CREATE TABLE IF NOT EXISTS outbox (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    dedup_key VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    booking_id BIGINT,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    payload_sealed BLOB NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    last_error VARCHAR(500) NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    UNIQUE KEY outbox_key (dedup_key),
    KEY outbox_due (status, due_at),
    KEY outbox_booking (booking_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- One-time codes: the newest of a phone.
CREATE TABLE IF NOT EXISTS one_time_code (
    holder BINARY(32) NOT NULL PRIMARY KEY,
    code_hash BINARY(32) NOT NULL,
    tries BIGINT NOT NULL,
    sent_today BIGINT NOT NULL,
    sent_day BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- A phone that has proved itself with a code.
CREATE TABLE IF NOT EXISTS patient_session (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    token_hash BINARY(32) NOT NULL,
    holder BINARY(32) NOT NULL,
    phone_sealed BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    UNIQUE KEY patient_session_token (token_hash),
    KEY patient_session_holder (holder)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS family_member (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    holder BINARY(32) NOT NULL,
    member_sealed BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    KEY family_member_holder (holder)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Those who work for a hospital. The first of a hospital applies and waits for the operator.
CREATE TABLE IF NOT EXISTS staff_account (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hospital_id BIGINT NOT NULL,
    email VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
    name VARCHAR(60) NOT NULL,
    phone VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    role VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    password_hash VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
    totp_sealed BLOB,
    totp_step BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE KEY staff_account_email (email),
    KEY staff_account_hospital (hospital_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS staff_session (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    agent VARCHAR(200) NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    KEY staff_session_account (account_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Who saw and changed what. No personal data: subjects are numbers.
CREATE TABLE IF NOT EXISTS audit_log (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hospital_id BIGINT NOT NULL,
    account_id BIGINT,
    at BIGINT NOT NULL,
    action VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    detail VARCHAR(200) NOT NULL,
    KEY audit_log_hospital (hospital_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
