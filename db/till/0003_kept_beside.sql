-- What is kept beside the journal and does not follow from it.

-- The people who sign in. Names never enter the journal, which knows them by code.
CREATE TABLE operator (
    code            TEXT    PRIMARY KEY,
    first_name      TEXT    NOT NULL,
    role            TEXT    NOT NULL,
    ends_on         TEXT    NOT NULL DEFAULT '',
    pin_hash        BLOB    NOT NULL DEFAULT x'',
    badge_hash      BLOB    NOT NULL DEFAULT x'',
    failures        INTEGER NOT NULL DEFAULT 0,
    locked_until_ms INTEGER NOT NULL DEFAULT 0,
    removed         INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Baskets put aside, to be paid later.
CREATE TABLE held_basket (
    basket   TEXT    PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    operator TEXT    NOT NULL,
    content  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Catalogues as they were loaded; the last one is in force.
CREATE TABLE catalogue (
    id     INTEGER PRIMARY KEY,
    sha256 TEXT    NOT NULL,
    text   TEXT    NOT NULL
) STRICT;

CREATE TABLE print_job (
    id        INTEGER PRIMARY KEY,
    at_ms     INTEGER NOT NULL,
    printer   TEXT    NOT NULL,
    document  TEXT    NOT NULL,
    reference TEXT    NOT NULL,
    copy      INTEGER NOT NULL DEFAULT 0,
    state     TEXT    NOT NULL CHECK (state IN ('waiting', 'printing', 'done', 'failed', 'unknown', 'cancelled')),
    attempts  INTEGER NOT NULL DEFAULT 0,
    error     TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX print_job_open ON print_job (state, id) WHERE state NOT IN ('done', 'cancelled');

-- What head office said it holds of each incarnation. The outbox is the journal itself: seq > acknowledged.
CREATE TABLE acknowledged (
    incarnation INTEGER PRIMARY KEY REFERENCES incarnation (number),
    seq         INTEGER NOT NULL,
    hash        BLOB    NOT NULL
) STRICT;

-- Small settings by name: JSON values.
CREATE TABLE parameter (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
