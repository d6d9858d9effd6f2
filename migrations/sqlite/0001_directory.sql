-- The directory of places and the rows of the public sources it is made of.
-- Dates are integers YYYYMMDD, moments are seconds since 1970 UTC, flags are 0 or 1.
-- Every statement may run twice: two servers may start at once, and no lock is taken.

-- What patients see of a place, merged from the sources' rows. Rows are never deleted.
CREATE TABLE IF NOT EXISTS hospital (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    departments TEXT NOT NULL,      -- '01:2,11': code and, where said, the number of specialists
    address TEXT NOT NULL,
    region INTEGER,
    emd TEXT,
    phone TEXT,                     -- digits
    emergency INTEGER NOT NULL,
    emergency_phone TEXT,
    lat INTEGER,                    -- degrees × 10,000,000
    lon INTEGER,
    hours TEXT NOT NULL,            -- the text form of domain::hours::WeeklyHours
    homepage TEXT,
    source TEXT NOT NULL,
    updated_on INTEGER NOT NULL,
    bookable INTEGER NOT NULL DEFAULT 0,
    notes TEXT NOT NULL,            -- a note a line
    closed_on INTEGER               -- the day an import found it gone; NULL while it is open
);

-- One pass of one source.
CREATE TABLE IF NOT EXISTS import_run (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    as_of INTEGER,                  -- the latest day of its data
    covered_hospital INTEGER NOT NULL DEFAULT 0,  -- bit 0 Monday … bit 7 public holidays:
    covered_pharmacy INTEGER NOT NULL DEFAULT 0,  -- days of which this download speaks at all
    rows_read INTEGER NOT NULL DEFAULT 0,
    rows_skipped INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    closed_down INTEGER NOT NULL DEFAULT 0,
    reopened INTEGER NOT NULL DEFAULT 0,
    merged INTEGER NOT NULL DEFAULT 0
);

-- What one row of one source said when it was last read. hospital_id and seen_run are kept right
-- by the import's one transaction, which writes them before what they point to.
CREATE TABLE IF NOT EXISTS source_record (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    source_key TEXT NOT NULL,
    part TEXT NOT NULL,
    digest INTEGER NOT NULL,        -- of facts: an unchanged row is not written again
    facts TEXT NOT NULL,            -- domain::record::Facts as JSON
    region INTEGER,
    pharmacy INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    hospital_id INTEGER,
    seen_run INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, source_key, part)
);
CREATE INDEX IF NOT EXISTS source_record_hospital ON source_record (hospital_id);

-- Wrong facts that readers told us of. No key to hospital: its rows are never deleted, and a
-- reader's message must not wait for the locks of an import.
CREATE TABLE IF NOT EXISTS info_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hospital_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    comment TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS info_report_status ON info_report (status, id);

CREATE TABLE IF NOT EXISTS holiday (
    date INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

-- One row. The revision grows with every change that a running server must load again; the next
-- number of a place stands here so that none is ever given twice.
CREATE TABLE IF NOT EXISTS directory_revision (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    next_hospital INTEGER NOT NULL
);
INSERT INTO directory_revision (id, revision, next_hospital)
SELECT 1, 0, 1 WHERE NOT EXISTS (SELECT 1 FROM directory_revision);
