-- Projections about refunds, made again from the journal alone as those of 0002.

-- A refund is a ticket in minus, found under its own number in `ticket`; this says of which ticket, line by line.
-- What a ticket's line can still give back is what was sold less the sum here. Below zero is a line that had been in
-- minus itself, as an instalment taken back.
CREATE TABLE refunded_line (
    series   TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    position INTEGER NOT NULL REFERENCES entry (position),
    quantity INTEGER NOT NULL CHECK (quantity <> 0),
    PRIMARY KEY (series, number, line, position)
) STRICT, WITHOUT ROWID;

-- What each operator gave back in a day; `alone_cents` of it on nobody else's word.
CREATE TABLE refunded_by (
    day         INTEGER NOT NULL,
    operator    TEXT    NOT NULL,
    position    INTEGER NOT NULL REFERENCES entry (position),
    cents       INTEGER NOT NULL,
    alone_cents INTEGER NOT NULL,
    PRIMARY KEY (day, operator, position)
) STRICT, WITHOUT ROWID;
