-- Projections of the journal about machines sold one by one. What an item is, its serial number's end and its state are
-- those of every thing told apart by serial; here stands what only a machine with a passport has.

-- `passed` and `failed` are names of tests, with a space between; `certificate` is empty where there is none.
CREATE TABLE passport (
    item            TEXT    PRIMARY KEY CHECK (length(item) = 32),
    product         TEXT    NOT NULL,
    model           TEXT    NOT NULL,
    batch           TEXT    NOT NULL,
    refurbisher     TEXT    NOT NULL,
    grade           TEXT    NOT NULL,
    passed          TEXT    NOT NULL,
    failed          TEXT    NOT NULL,
    certificate     TEXT    NOT NULL,
    price_cents     INTEGER NOT NULL CHECK (price_cents >= 0),
    warranty_months INTEGER NOT NULL,
    position        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who waits for a machine, up to and with the day `until`; a row that is past holds nothing.
CREATE TABLE reservation (
    item     TEXT    PRIMARY KEY CHECK (length(item) = 32),
    person   TEXT    NOT NULL,
    until    TEXT    NOT NULL CHECK (length(until) = 10),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reservation_of_person ON reservation (person);

-- A plan of this till. `due` is "day:cents" with spaces between; `delivered` the ticket that handed the machine over,
-- empty before. `state` is "open" until it is paid and delivered.
CREATE TABLE instalment_plan (
    plan           TEXT    PRIMARY KEY CHECK (length(plan) = 14),
    item           TEXT    NOT NULL,
    product        TEXT    NOT NULL,
    person         TEXT    NOT NULL,
    price_cents    INTEGER NOT NULL,
    due            TEXT    NOT NULL,
    handed_over    TEXT    NOT NULL CHECK (handed_over IN ('after_last', 'after_first')),
    refund_percent INTEGER NOT NULL,
    waived         TEXT    NOT NULL,
    delivered      TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('open', 'done', 'given_up', 'returned')),
    position       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX instalment_plan_of_item ON instalment_plan (item) WHERE state IN ('open', 'done');
CREATE INDEX instalment_plan_of_person ON instalment_plan (person);

-- What is known to be paid of any plan, ours or another till's: `here` tells that this till took it.
CREATE TABLE instalment_payment (
    plan         TEXT    NOT NULL,
    ticket       TEXT    NOT NULL,
    amount_cents INTEGER NOT NULL,
    net_cents    INTEGER NOT NULL,
    here         INTEGER NOT NULL CHECK (here IN (0, 1)),
    position     INTEGER NOT NULL,
    PRIMARY KEY (plan, ticket)
) STRICT, WITHOUT ROWID;
CREATE INDEX instalment_payment_of_ticket ON instalment_payment (ticket);

-- A machine that was handed over in the place of another one, under the warranty of its ticket.
CREATE TABLE laptop_exchange (
    first    TEXT    NOT NULL,
    ticket   TEXT    NOT NULL,
    held     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (first, ticket)
) STRICT, WITHOUT ROWID;
