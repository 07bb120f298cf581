-- Orders to suppliers and what came of them; goods that tills say came in; machines and keys over every point, and those
-- that head office moves from one to another.

CREATE TABLE supply_order (
    id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    supplier     text    NOT NULL CHECK (supplier <> ''),
    note         text    NOT NULL,
    sent_on      date    NOT NULL,
    expected_on  date    NOT NULL,
    cancelled_ms bigint  NOT NULL DEFAULT 0,
    made_ms      bigint  NOT NULL
);

-- `point` is where the goods go; none for codes, which come to head office.
CREATE TABLE supply_line (
    supply_order integer  NOT NULL REFERENCES supply_order,
    line         smallint NOT NULL,
    product      text     NOT NULL,
    quantity     integer  NOT NULL CHECK (quantity > 0),
    point        integer  REFERENCES point,
    PRIMARY KEY (supply_order, line)
);

-- Projection: what tills took in, by article: counted goods of a box, things one by one under the same batch.
CREATE TABLE goods_in (
    till        integer  NOT NULL,
    incarnation integer  NOT NULL,
    seq         bigint   NOT NULL,
    product     text     NOT NULL,
    quantity    integer  NOT NULL,
    batch       text     NOT NULL,
    at_ms       bigint   NOT NULL,
    offset_min  smallint NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);

-- What came of a line: a lot of codes, or a delivery that a till took in; each counts for one line only. Never changed:
-- a wrong one is taken off by a row of its own below zero.
CREATE TABLE supply_receipt (
    id           bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    supply_order integer  NOT NULL,
    line         smallint NOT NULL,
    quantity     integer  NOT NULL CHECK (quantity > 0),
    code_lot     text     UNIQUE REFERENCES code_lot,
    till         integer,
    incarnation  integer,
    seq          bigint,
    linked_ms    bigint   NOT NULL,
    FOREIGN KEY (supply_order, line) REFERENCES supply_line,
    UNIQUE (till, incarnation, seq),
    CHECK ((code_lot IS NULL) <> (seq IS NULL))
);
CREATE INDEX supply_receipt_of ON supply_receipt (supply_order, line);

-- Projection: what entries say of each thing that is told apart by its number.
CREATE TABLE machine_fact (
    till        integer  NOT NULL,
    incarnation integer  NOT NULL,
    seq         bigint   NOT NULL,
    part        smallint NOT NULL,
    item        text     NOT NULL,
    act         text     NOT NULL,
    detail      text     NOT NULL,
    at_ms       bigint   NOT NULL,
    offset_min  smallint NOT NULL,
    PRIMARY KEY (till, incarnation, seq, part)
) PARTITION BY HASH (till);
CREATE INDEX machine_fact_of ON machine_fact (item);

-- Projection: a thing as one till's entries leave it. A thing that was moved has a row at each till that had it.
CREATE TABLE machine (
    till     integer NOT NULL,
    item     text    NOT NULL,
    product  text    NOT NULL,
    ending   text    NOT NULL,
    kind     text    NOT NULL,
    batch    text    NOT NULL,
    state    text    NOT NULL CHECK (state IN ('in_stock', 'reserved', 'lent', 'sold', 'gone')),
    reason   text    NOT NULL DEFAULT '',
    passport bytea,
    moved_ms bigint  NOT NULL,
    PRIMARY KEY (till, item)
) PARTITION BY HASH (till);
CREATE INDEX machine_item ON machine (item);
CREATE INDEX machine_by ON machine (product, state);

DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format('CREATE TABLE goods_in_%s PARTITION OF goods_in FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE machine_fact_%s PARTITION OF machine_fact FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE machine_%s PARTITION OF machine FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
    END LOOP;
END
$$;

-- What is stored already is projected again, for the new tables.
UPDATE incarnation SET projected_seq = 0;
