-- Things lent against a deposit.

-- Projections. How many loans there were, and what is owed back to those who have something on loan.
ALTER TABLE till_state ADD COLUMN last_loan INTEGER NOT NULL DEFAULT 0;
ALTER TABLE till_state ADD COLUMN deposits_cents INTEGER NOT NULL DEFAULT 0;

-- Each loan: `position` is that of the entry that began it, `ended_position` 0 while it lasts,
-- `reminded_on` the ISO day on which a paper last reminded of its end, empty before.
CREATE TABLE loan (
    loan           INTEGER PRIMARY KEY,
    position       INTEGER NOT NULL,
    item           TEXT    NOT NULL,
    person         TEXT    NOT NULL,
    deposit_cents  INTEGER NOT NULL,
    tender         TEXT    NOT NULL,
    condition      TEXT    NOT NULL,
    due_on         TEXT    NOT NULL,
    ended_position INTEGER NOT NULL,
    reminded_on    TEXT    NOT NULL
) STRICT;
CREATE INDEX loan_open ON loan (due_on) WHERE ended_position = 0;
CREATE INDEX loan_of_person ON loan (person, loan);
CREATE UNIQUE INDEX loan_of_item ON loan (item) WHERE ended_position = 0;

-- The list of every thing is read in parts, those that came last first.
CREATE INDEX equipment_by_arrival ON equipment (received, item);
