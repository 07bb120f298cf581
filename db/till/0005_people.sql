-- People: identity, which changes, syncs by field and can be erased. None of it is in the journal, which knows a
-- person by a random token. Not a projection: nothing here follows from entries.
CREATE TABLE person (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    token           TEXT    NOT NULL UNIQUE,
    given_name      TEXT    NOT NULL,
    family_name     TEXT    NOT NULL,
    year_of_birth   INTEGER NOT NULL,
    language        TEXT    NOT NULL,
    phone           TEXT    NOT NULL,
    card            TEXT    NOT NULL UNIQUE,
    prescriber      TEXT    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('active', 'departed', 'deceased')),
    registered_ms   INTEGER NOT NULL,
    last_contact_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX person_last_contact ON person (last_contact_ms);

-- Every change of a field: the history of the record, and what is still to be sent (sent = 0). Erased with the person.
CREATE TABLE person_change (
    id       TEXT    PRIMARY KEY,
    token    TEXT    NOT NULL,
    field    TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    counter  INTEGER NOT NULL,
    operator TEXT    NOT NULL,
    sent     INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX person_change_of ON person_change (token, field, at_ms, counter);
CREATE INDEX person_change_clock ON person_change (at_ms, counter);
CREATE INDEX person_change_unsent ON person_change (at_ms) WHERE sent = 0;

-- Orientation slips that already opened or renewed a right. `number` is empty where the slip has none.
CREATE TABLE used_slip (
    prescriber TEXT    NOT NULL,
    number     TEXT    NOT NULL,
    written_on TEXT    NOT NULL,
    token      TEXT    NOT NULL,
    PRIMARY KEY (prescriber, number, written_on, token)
) STRICT, WITHOUT ROWID;

-- Erased for ever: a record with this token never comes back, whatever is restored or pulled.
CREATE TABLE tombstone (
    token TEXT    PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    basis TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Structures: who writes slips (prescribes), and who may buy for a house (buys).
CREATE TABLE structure (
    code      TEXT    PRIMARY KEY,
    name      TEXT    NOT NULL,
    commune   TEXT    NOT NULL,
    funder    TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    phone     TEXT    NOT NULL,
    email     TEXT    NOT NULL,
    prescribes INTEGER NOT NULL,
    buys      INTEGER NOT NULL,
    cap_cents INTEGER NOT NULL,
    token     TEXT    NOT NULL UNIQUE,
    closed    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What other points sold to a person, as head office said at the last sync.
CREATE TABLE spend_elsewhere (
    token TEXT    NOT NULL,
    month TEXT    NOT NULL,
    cents INTEGER NOT NULL,
    PRIMARY KEY (token, month)
) STRICT, WITHOUT ROWID;

-- Projections of the journal about people, by token.
CREATE TABLE entitlement (
    token        TEXT    NOT NULL,
    number       INTEGER NOT NULL,
    programme    TEXT    NOT NULL,
    starts_on    TEXT    NOT NULL,
    ends_on      TEXT    NOT NULL,
    renewals     INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    prescriber   TEXT    NOT NULL,
    limited_sold INTEGER NOT NULL,
    PRIMARY KEY (token, number)
) STRICT, WITHOUT ROWID;

-- `cents` counts towards the cap; `exception_cents` of them went past it on an employee's word.
CREATE TABLE spend (
    token           TEXT    NOT NULL,
    month           TEXT    NOT NULL,
    cents           INTEGER NOT NULL,
    exception_cents INTEGER NOT NULL,
    PRIMARY KEY (token, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_act (
    token    TEXT    NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (token, position)
) STRICT, WITHOUT ROWID;

-- Two records of one person: `gone` is the same as `kept` from then on.
CREATE TABLE merged (
    gone TEXT PRIMARY KEY,
    kept TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_kept ON merged (kept);

-- How often each operator sold without choosing a person, by month and reason.
CREATE TABLE sold_to_nobody (
    operator TEXT    NOT NULL,
    month    TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    sales    INTEGER NOT NULL,
    cents    INTEGER NOT NULL,
    PRIMARY KEY (operator, month, reason)
) STRICT, WITHOUT ROWID;
