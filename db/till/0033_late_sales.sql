-- Sales made by hand while the till was down, keyed afterwards: by the line of the paper sheet, so that none is keyed twice.

-- Projection.
CREATE TABLE late_sale (
    paper    TEXT    PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
