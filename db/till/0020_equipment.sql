-- Things told apart by their number.

-- Projection of the journal: each thing, where it is. `holder` is the token of the person or the structure that has it
-- on loan or for whom it waits; `ticket` the one that it was sold with. `position` is that of its last entry.
CREATE TABLE equipment (
    item     TEXT    PRIMARY KEY CHECK (length(item) = 32),
    product  TEXT    NOT NULL,
    end      TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    batch    TEXT    NOT NULL,
    state    TEXT    NOT NULL CHECK (state IN ('in_stock', 'reserved', 'lent', 'sold', 'gone')),
    holder   TEXT    NOT NULL,
    ticket   TEXT    NOT NULL,
    received INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX equipment_in_stock ON equipment (product, item) WHERE state = 'in_stock';
CREATE INDEX equipment_held ON equipment (holder) WHERE holder <> '';

-- Kept beside the journal: by its keyed hash a number that comes a second time is found, and whoever scans it finds the
-- thing. The number itself is kept nowhere.
CREATE TABLE known_serial (
    known BLOB PRIMARY KEY,
    item  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
