-- The directory of places and the rows of the public sources it is made of.
-- Dates are integers YYYYMMDD, moments are seconds since 1970 UTC, flags are 0 or 1.
-- Every statement may run twice: two servers may start at once, and a Galera cluster has no lock
-- to take. MySQL 8 and MariaDB 10.6 both read this: no 0900 collations, no JSON columns.

-- What patients see of a place, merged from the sources' rows. Rows are never deleted.
CREATE TABLE IF NOT EXISTS hospital (
    id BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    departments VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address VARCHAR(500) NOT NULL,
    region BIGINT,
    emd VARCHAR(60),
    phone VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
    emergency SMALLINT NOT NULL,
    emergency_phone VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
    lat BIGINT,
    lon BIGINT,
    hours VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    homepage VARCHAR(500),
    source VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    updated_on BIGINT NOT NULL,
    bookable SMALLINT NOT NULL DEFAULT 0,
    notes TEXT NOT NULL,
    closed_on BIGINT
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- One pass of one source.
CREATE TABLE IF NOT EXISTS import_run (
    id BIGINT NOT NULL PRIMARY KEY,
    source VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    as_of BIGINT,
    covered_hospital SMALLINT NOT NULL DEFAULT 0,
    covered_pharmacy SMALLINT NOT NULL DEFAULT 0,
    rows_read BIGINT NOT NULL DEFAULT 0,
    rows_skipped BIGINT NOT NULL DEFAULT 0,
    added BIGINT NOT NULL DEFAULT 0,
    updated BIGINT NOT NULL DEFAULT 0,
    unchanged BIGINT NOT NULL DEFAULT 0,
    closed_down BIGINT NOT NULL DEFAULT 0,
    reopened BIGINT NOT NULL DEFAULT 0,
    merged BIGINT NOT NULL DEFAULT 0
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- What one row of one source said when it was last read. hospital_id and seen_run are kept right
-- by the import's one transaction, which writes them before what they point to.
CREATE TABLE IF NOT EXISTS source_record (
    id BIGINT NOT NULL PRIMARY KEY,
    source VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source_key VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
    part VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    digest BIGINT NOT NULL,
    facts MEDIUMTEXT NOT NULL,
    region BIGINT,
    pharmacy SMALLINT NOT NULL,
    as_of BIGINT NOT NULL,
    hospital_id BIGINT,
    seen_run BIGINT NOT NULL,
    gone SMALLINT NOT NULL DEFAULT 0,
    UNIQUE KEY source_record_key (source, source_key, part),
    KEY source_record_hospital (hospital_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Wrong facts that readers told us of. No key to hospital: its rows are never deleted, and a
-- reader's message must not wait for the locks of an import.
CREATE TABLE IF NOT EXISTS info_report (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    hospital_id BIGINT NOT NULL,
    what VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    comment VARCHAR(1000) NOT NULL,
    created_at BIGINT NOT NULL,
    status VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    KEY info_report_status (status, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS holiday (
    date BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(60) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- One row. The revision grows with every change that a running server must load again; the next
-- number of a place stands here so that none is ever given twice.
CREATE TABLE IF NOT EXISTS directory_revision (
    id BIGINT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    next_hospital BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
INSERT INTO directory_revision (id, revision, next_hospital)
SELECT 1, 0, 1 FROM (SELECT 1 AS one) AS once WHERE NOT EXISTS (SELECT 1 FROM directory_revision);
