-- Projections of the journal: sessions, their places, cases and their steps.
CREATE TABLE session (
    session  TEXT    PRIMARY KEY CHECK (length(session) = 32),
    product  TEXT    NOT NULL,
    starts   TEXT    NOT NULL,
    minutes  INTEGER NOT NULL,
    places   INTEGER NOT NULL,
    cancelled TEXT   NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_starts ON session (starts);

-- A place came with a ticket; `person` is empty for somebody who is not on file.
CREATE TABLE session_place (
    session  TEXT    NOT NULL,
    ticket   TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    state    TEXT    NOT NULL CHECK (state IN ('taken', 'given_up', 'came', 'missed')),
    position INTEGER NOT NULL,
    PRIMARY KEY (session, ticket)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_place_of ON session_place (person) WHERE person <> '';
CREATE INDEX session_place_on ON session_place (ticket);

CREATE TABLE support_case (
    support_case    TEXT    PRIMARY KEY CHECK (length(support_case) = 32),
    person          TEXT    NOT NULL,
    about           TEXT    NOT NULL,
    item            TEXT    NOT NULL,
    due_on          TEXT    NOT NULL,
    bill_cents      INTEGER NOT NULL,
    after_cents     INTEGER NOT NULL,
    recovered_cents INTEGER NOT NULL,
    outcome         TEXT    NOT NULL,
    referred_to     TEXT    NOT NULL,
    opened          INTEGER NOT NULL,
    position        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX support_case_due ON support_case (due_on) WHERE outcome = '';
CREATE INDEX support_case_of ON support_case (person);

CREATE TABLE case_step (
    support_case TEXT    NOT NULL,
    position     INTEGER NOT NULL,
    step         TEXT    NOT NULL,
    PRIMARY KEY (support_case, position)
) STRICT, WITHOUT ROWID;

-- Kept beside the journal: what somebody wrote about an entry, by its position. Erased with the person.
CREATE TABLE case_note (
    position     INTEGER PRIMARY KEY,
    support_case TEXT    NOT NULL,
    note         TEXT    NOT NULL
) STRICT;
CREATE INDEX case_note_of ON case_note (support_case);
