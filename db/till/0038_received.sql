-- When head office said that it holds entries. An entry was received with the first row of its chain whose seq is not
-- below its own. Not derived from the journal: figures made anew leave it as it is, and a backup carries it.
-- `exact` is 1 where it was the answer to sending them, 0 where head office turned out to hold them: at_ms is then the
-- latest that it can have been. at_ms 0: nobody knows.
CREATE TABLE received (
    incarnation INTEGER NOT NULL REFERENCES incarnation (number),
    seq         INTEGER NOT NULL CHECK (seq > 0),
    at_ms       INTEGER NOT NULL,
    offset_min  INTEGER NOT NULL,
    exact       INTEGER NOT NULL CHECK (exact IN (0, 1)),
    PRIMARY KEY (incarnation, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO received SELECT incarnation, seq, 0, 0, 0 FROM acknowledged WHERE seq > 0;
