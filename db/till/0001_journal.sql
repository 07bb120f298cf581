-- The journal: what happened, in order, for ever. Everything else in this database can be made again from it,
-- except what 0003 holds.

-- One row for each signing key that wrote here. Its entries begin at first_position.
CREATE TABLE incarnation (
    number         INTEGER PRIMARY KEY,
    id             TEXT    NOT NULL UNIQUE CHECK (length(id) = 64),
    first_position INTEGER NOT NULL CHECK (first_position > 0)
) STRICT;

-- `position` counts over all incarnations of this till; `seq` is position - first_position + 1.
CREATE TABLE entry (
    position    INTEGER PRIMARY KEY,
    incarnation INTEGER NOT NULL REFERENCES incarnation (number),
    seq         INTEGER NOT NULL CHECK (seq > 0),
    at_ms       INTEGER NOT NULL,
    offset_min  INTEGER NOT NULL,
    operator    TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    payload     BLOB    NOT NULL,
    previous    BLOB    NOT NULL CHECK (length(previous) = 32),
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    signature   BLOB    NOT NULL CHECK (length(signature) = 64)
) STRICT;

-- Append-only guards. The insert guards also stop INSERT OR REPLACE and upserts, whose hidden deletes would
-- pass a delete trigger.
CREATE TRIGGER entry_grows_at_its_end BEFORE INSERT ON entry
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM entry)
  OR NEW.incarnation IS NOT (SELECT max(number) FROM incarnation)
  OR NEW.seq IS NOT NEW.position + 1 - (SELECT first_position FROM incarnation WHERE number = NEW.incarnation)
BEGIN
    SELECT RAISE(ABORT, 'the journal only grows at its end');
END;
CREATE TRIGGER entry_is_never_updated BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'an entry never changes');
END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'an entry is never deleted');
END;
CREATE TRIGGER incarnation_grows_at_its_end BEFORE INSERT ON incarnation
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM incarnation)
  OR NEW.first_position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM entry)
  OR EXISTS (SELECT 1 FROM incarnation WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'incarnations only grow at their end');
END;
CREATE TRIGGER incarnation_is_never_updated BEFORE UPDATE ON incarnation
BEGIN
    SELECT RAISE(ABORT, 'an incarnation never changes');
END;
CREATE TRIGGER incarnation_is_never_deleted BEFORE DELETE ON incarnation
BEGIN
    SELECT RAISE(ABORT, 'an incarnation is never deleted');
END;
