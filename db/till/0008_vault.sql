-- Projections of the journal about recharge codes.

-- A lot is one row, however many codes came with it: they leave it in their order, and those after the first `drawn`
-- are in stock. `held_by` is the incarnation that may sell them, `sealed_for` the one that they were sealed for.
-- `expires_on` is 9999-12-31 where there is no end.
CREATE TABLE voucher_lot (
    lot        TEXT    PRIMARY KEY CHECK (length(lot) = 24),
    product    TEXT    NOT NULL,
    supplier   TEXT    NOT NULL,
    expires_on TEXT    NOT NULL CHECK (length(expires_on) = 10),
    count      INTEGER NOT NULL CHECK (count > 0),
    drawn      INTEGER NOT NULL CHECK (drawn BETWEEN 0 AND count),
    state      TEXT    NOT NULL CHECK (state IN ('in_stock', 'expired', 'returned')),
    origin     TEXT    NOT NULL,
    checksum   TEXT    NOT NULL,
    sealed_for TEXT    NOT NULL,
    held_by    TEXT    NOT NULL,
    position   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX voucher_lot_next ON voucher_lot (product, expires_on, position) WHERE state = 'in_stock' AND drawn < count;

-- A code that left its lot: sold with a ticket, as its `place`-th slip. In stock again where its money was given back
-- before anybody saw it. `reveals` counts how often it was revealed,
-- `ordered` is the copy that may be printed next, `replaces` the contested code that it stands for.
CREATE TABLE voucher (
    item     TEXT    PRIMARY KEY CHECK (length(item) = 32),
    product  TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    series   TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    person   TEXT    NOT NULL,
    reveals  INTEGER NOT NULL,
    ordered  INTEGER NOT NULL,
    replaces TEXT    NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX voucher_of_ticket ON voucher (series, number, place);
CREATE INDEX voucher_replaces ON voucher (replaces) WHERE replaces <> '';
CREATE INDEX voucher_to_collect ON voucher (person, position) WHERE state IN ('sold', 'printed');
CREATE INDEX voucher_taken_back ON voucher (product) WHERE state = 'in_stock';
CREATE INDEX voucher_contested ON voucher (position) WHERE state = 'contested';
