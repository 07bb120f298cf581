-- Days, months and years, and their closings: projections.

-- The last day that was opened; `day` is 0 while none is open. The journal is replayed into these after the change.
ALTER TABLE till_state ADD COLUMN last_day INTEGER NOT NULL DEFAULT 0;

-- Where each day begins, and where it was closed: 0 while it is open. `gap_cents` is what the drawer held at opening
-- beyond what the last closing had left in it.
CREATE TABLE day (
    day             INTEGER PRIMARY KEY,
    opened_position INTEGER NOT NULL,
    closed_position INTEGER NOT NULL,
    gap_cents       INTEGER NOT NULL
) STRICT;

CREATE TABLE period_closing (
    period   TEXT    NOT NULL CHECK (period IN ('month', 'year')),
    name     TEXT    NOT NULL,
    last_day INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (period, name)
) STRICT, WITHOUT ROWID;
