-- Projections: written in the transaction of the entry that they follow from, made again from the journal alone
-- by pos_app/store/rebuild.py.

-- Where the till stands: one row.
CREATE TABLE till_state (
    id                       INTEGER PRIMARY KEY CHECK (id = 1),
    series                   TEXT    NOT NULL,
    last_ticket              INTEGER NOT NULL,
    day                      INTEGER NOT NULL,
    day_opened_position      INTEGER NOT NULL,
    float_cents              INTEGER NOT NULL,
    drawer_cents             INTEGER NOT NULL,
    perpetual_cents          INTEGER NOT NULL,
    perpetual_absolute_cents INTEGER NOT NULL,
    manifest_position        INTEGER NOT NULL
) STRICT;

-- Lines, tenders and totals are read from the entry: stored once. `prints` counts receipts printed, copies included.
CREATE TABLE ticket (
    series      TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    position    INTEGER NOT NULL REFERENCES entry (position),
    total_cents INTEGER NOT NULL,
    prints      INTEGER NOT NULL,
    PRIMARY KEY (series, number)
) STRICT, WITHOUT ROWID;

-- A basket is committed once. Basket ids begin with their time, so that this grows at its end.
CREATE TABLE sold_basket (
    basket   TEXT    PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stock (
    product TEXT    PRIMARY KEY,
    on_hand INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Positions of the entries that say who sells here (till_set_up) from then on.
CREATE TABLE issuer (
    position INTEGER PRIMARY KEY
) STRICT;
