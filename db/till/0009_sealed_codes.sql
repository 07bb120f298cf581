-- Kept beside the journal, which knows codes by their ids only.

-- Each code, encrypted under the voucher key: the key file opens it, no backup does. `known` is its keyed hash.
CREATE TABLE sealed_code (
    item  TEXT PRIMARY KEY,
    known BLOB NOT NULL,
    box   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- By its keyed hash a code that comes a second time is found without opening any.
CREATE TABLE known_code (
    known BLOB PRIMARY KEY,
    item  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Lots whose codes are being written: what a power cut leaves here was never received.
CREATE TABLE unfinished_lot (
    lot TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
