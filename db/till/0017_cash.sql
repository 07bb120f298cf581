-- The drawer between two closings.

-- Projections. What lies in the safe, and how many cash slips there are.
ALTER TABLE till_state ADD COLUMN safe_cents INTEGER NOT NULL DEFAULT 0;
ALTER TABLE till_state ADD COLUMN last_cash_slip INTEGER NOT NULL DEFAULT 0;

-- Where the journal says something of the drawer, by day.
CREATE TABLE cash_event (
    position INTEGER PRIMARY KEY,
    day      INTEGER NOT NULL
) STRICT;
CREATE INDEX cash_event_day ON cash_event (day, position);

-- Tickets whose payment was put right.
CREATE TABLE tender_correction (
    ticket   TEXT    NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (ticket, position)
) STRICT, WITHOUT ROWID;

-- Aid vouchers: claims on those who issued them. `claimed_position` is 0 until they were claimed.
CREATE TABLE aid_voucher (
    item             TEXT    PRIMARY KEY,
    position         INTEGER NOT NULL,
    ticket           TEXT    NOT NULL,
    issuer           TEXT    NOT NULL,
    expires_on       TEXT    NOT NULL,
    amount_cents     INTEGER NOT NULL,
    claimed_position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX aid_voucher_open ON aid_voucher (issuer, expires_on) WHERE claimed_position = 0;

-- Kept beside the journal: the number that is printed on a voucher, by its item.
CREATE TABLE aid_voucher_number (
    item   TEXT PRIMARY KEY,
    number TEXT NOT NULL
) STRICT, WITHOUT ROWID;
