-- What head office says of people, and what of them is still to be told to it. Not projections: they follow from the
-- feeds, and entries never change by them.

-- The revision of the field that was known when it was changed: how head office tells a correction from a conflict.
ALTER TABLE person_change ADD COLUMN base INTEGER NOT NULL DEFAULT 0;

-- The revision of each field that head office last said.
CREATE TABLE person_revision (
    token    TEXT    NOT NULL,
    field    TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (token, field)
) STRICT, WITHOUT ROWID;

-- Fields of which points said different things, until somebody at head office has settled which is right.
CREATE TABLE being_checked (
    token TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (token, field)
) STRICT, WITHOUT ROWID;

-- Structures: when each was last written, and whether head office knows.
ALTER TABLE structure ADD COLUMN changed_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE structure ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;

-- How far each feed was read. Another epoch means: from the beginning.
CREATE TABLE feed_cursor (
    feed  TEXT PRIMARY KEY,
    epoch TEXT NOT NULL,
    place TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Merges as head office resolved them over all tills.
CREATE TABLE merged_elsewhere (
    gone TEXT PRIMARY KEY,
    kept TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_elsewhere_kept ON merged_elsewhere (kept);

-- Facts about rights in the journals of all tills, this one's own among them once it sent them: merged as a set, told
-- apart by their entry.
CREATE TABLE right_elsewhere (
    incarnation TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    token       TEXT    NOT NULL,
    at_ms       INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    payload     BLOB    NOT NULL,
    PRIMARY KEY (incarnation, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX right_elsewhere_of ON right_elsewhere (token);

-- What other tills sold to a person, by month and right, as head office last said.
DROP TABLE spend_elsewhere;
CREATE TABLE spend_elsewhere (
    token           TEXT    NOT NULL,
    month           TEXT    NOT NULL,
    number          INTEGER NOT NULL,
    till            INTEGER NOT NULL,
    cents           INTEGER NOT NULL,
    exception_cents INTEGER NOT NULL,
    limited_sold    INTEGER NOT NULL,
    PRIMARY KEY (token, month, number, till)
) STRICT, WITHOUT ROWID;

-- Projections of the journal: where it speaks of a right, and the limited articles sold here under it. They take the
-- place of `entitlement`, which knew this till's own facts only.
CREATE TABLE right_act (
    token    TEXT    NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (token, position)
) STRICT, WITHOUT ROWID;
INSERT INTO right_act
SELECT json_extract(CAST(payload AS TEXT), '$.person'), position FROM entry
WHERE kind IN ('right_opened.1', 'right_changed.1', 'prescriber_changed.1');

CREATE TABLE limited_sold (
    token    TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (token, number)
) STRICT, WITHOUT ROWID;
INSERT INTO limited_sold SELECT token, number, limited_sold FROM entitlement WHERE limited_sold > 0;
DROP TABLE entitlement;
