-- Projection: things that left for another till as head office asked, until they come back.
CREATE TABLE equipment_sent (
    item     TEXT PRIMARY KEY,
    transfer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- From head office's feed: what it asks this till to send, and what is on its way here.
CREATE TABLE machine_wish (
    transfer TEXT PRIMARY KEY,
    act      TEXT NOT NULL CHECK (act IN ('send', 'receive')),
    item     TEXT NOT NULL,
    product  TEXT NOT NULL,
    end      TEXT NOT NULL,
    kind     TEXT NOT NULL,
    other    TEXT NOT NULL,
    passport BLOB NOT NULL
) STRICT, WITHOUT ROWID;
