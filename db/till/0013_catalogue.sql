-- Where a catalogue came from: this till, or head office, whose catalogue takes precedence.
ALTER TABLE catalogue ADD COLUMN origin TEXT NOT NULL DEFAULT 'till' CHECK (origin IN ('till', 'office'));

-- Names of campaigns, kept beside the journal, which knows them by code.
CREATE TABLE campaign_label (
    code  TEXT PRIMARY KEY,
    label TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Projections, made again from the journal alone as those of 0002.

-- Campaigns that give articles away: what they may cost at our prices, until when, and what was given so far.
CREATE TABLE campaign (
    code         TEXT    PRIMARY KEY,
    products     TEXT    NOT NULL,
    budget_cents INTEGER NOT NULL,
    starts_on    TEXT    NOT NULL,
    ends_on      TEXT    NOT NULL,
    given        INTEGER NOT NULL DEFAULT 0,
    given_cents  INTEGER NOT NULL DEFAULT 0,
    saved_cents  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Movements of counted stock other than sales: the entry, what changed, and what was on hand afterwards.
CREATE TABLE stock_move (
    position INTEGER NOT NULL REFERENCES entry (position),
    product  TEXT    NOT NULL,
    change   INTEGER NOT NULL,
    on_hand  INTEGER NOT NULL,
    PRIMARY KEY (position, product)
) STRICT, WITHOUT ROWID;

-- What was sent to another till and what came from one: the pair meets by the number of the transfer.
CREATE TABLE stock_transfer (
    number   TEXT    NOT NULL,
    incoming INTEGER NOT NULL CHECK (incoming IN (0, 1)),
    product  TEXT    NOT NULL,
    quantity INTEGER NOT NULL,
    position INTEGER NOT NULL REFERENCES entry (position),
    PRIMARY KEY (number, incoming, product)
) STRICT, WITHOUT ROWID;

-- First and last number of the cards of a delivery, kept beside: no serial number enters the journal.
CREATE TABLE delivery_range (
    position     INTEGER PRIMARY KEY REFERENCES entry (position),
    first_number TEXT NOT NULL,
    last_number  TEXT NOT NULL
) STRICT;
