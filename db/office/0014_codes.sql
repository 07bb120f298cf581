-- Recharge codes at head office. Boxes are encrypted under a key that lies outside this database, in head office's
-- folder; `known` is a keyed hash, by which a code that comes a second time is found without opening any. So is
-- `serial_known`, of the operator's number of a code where its file had one; `serial_end` is how that number ends.

CREATE TABLE code_lot (
    id          text    PRIMARY KEY CHECK (id ~ '^[0-9a-f]{24}$'),
    product     text    NOT NULL,
    supplier    text    NOT NULL,
    expires_on  date,
    note        text    NOT NULL,
    count       integer NOT NULL CHECK (count > 0),
    received_ms bigint  NOT NULL,
    recalled    boolean NOT NULL DEFAULT false
);

-- What was given to a till, by its request: the same request has the same answer for ever. `sell_until` ends the
-- right to sell; codes never come back by time.
CREATE TABLE allocation (
    lot         text    PRIMARY KEY CHECK (lot ~ '^[0-9a-f]{24}$'),
    till        integer NOT NULL REFERENCES till,
    incarnation integer NOT NULL,
    code_lot    text    NOT NULL REFERENCES code_lot,
    count       integer NOT NULL,
    sell_until  date    NOT NULL,
    made_ms     bigint  NOT NULL,
    taken       boolean NOT NULL DEFAULT false,
    ended       text    NOT NULL DEFAULT '' CHECK (ended IN ('', 'suspect', 'void')),
    recalled    boolean NOT NULL DEFAULT false,
    moved_in    bigint  NOT NULL DEFAULT this_transaction(),
    moved       bigint  NOT NULL DEFAULT nextval('feed_order')
);
CREATE INDEX allocation_of ON allocation (till, incarnation);
CREATE INDEX allocation_moved ON allocation (moved_in, moved) WHERE recalled;

CREATE TABLE allocation_request (
    till       integer NOT NULL REFERENCES till,
    request_id text    NOT NULL,
    answer     bytea   NOT NULL,
    made_ms    bigint  NOT NULL,
    PRIMARY KEY (till, request_id)
);

CREATE TABLE code (
    code_lot text    NOT NULL REFERENCES code_lot,
    number   integer NOT NULL,
    known    bytea   NOT NULL UNIQUE,
    box      bytea   NOT NULL,
    state    text    NOT NULL DEFAULT 'available' CHECK (state IN ('available', 'allocated', 'void')),
    serial_known bytea UNIQUE,
    serial_end   text  NOT NULL DEFAULT '',
    PRIMARY KEY (code_lot, number)
);
CREATE INDEX code_available ON code (code_lot, number) WHERE state = 'available';

-- Each code of an allocation: allocated → sold | returned by a signed entry | suspect | void. One that was returned
-- may be allocated again; its row here stays. `why` says of a void one how it became so. A code that was sold may be in
-- `trouble` with its operator. `sold_ms` to `cents` tell of the sale that stands (month at the desk, ticket, what was
-- paid for this code), `changed_month` when the last entry changed it.
CREATE TABLE allocated_code (
    allocation text    NOT NULL REFERENCES allocation,
    place      integer NOT NULL,
    code_lot   text    NOT NULL,
    number     integer NOT NULL,
    state      text    NOT NULL DEFAULT 'allocated'
               CHECK (state IN ('allocated', 'sold', 'returned', 'suspect', 'void')),
    reused     boolean NOT NULL DEFAULT false,
    why        text    NOT NULL DEFAULT '' CHECK (why IN ('', 'expired', 'written_off', 'blocked')),
    trouble    text    NOT NULL DEFAULT '' CHECK (trouble IN ('', 'contested', 'replaced')),
    sold_ms    bigint  NOT NULL DEFAULT 0,
    sold_month text    NOT NULL DEFAULT '',
    ticket     text    NOT NULL DEFAULT '',
    cents      bigint  NOT NULL DEFAULT 0,
    changed_month text NOT NULL DEFAULT '',
    PRIMARY KEY (allocation, place),
    FOREIGN KEY (code_lot, number) REFERENCES code
);
CREATE INDEX allocated_code_of ON allocated_code (code_lot, number);

-- Projection: what entries say of lots and codes, by the ids that the ledger calls them.
CREATE TABLE code_fact (
    till        integer  NOT NULL,
    incarnation integer  NOT NULL,
    seq         bigint   NOT NULL,
    part        smallint NOT NULL,
    item        text     NOT NULL,
    act         text     NOT NULL,
    at_ms       bigint   NOT NULL,
    offset_min  smallint NOT NULL,
    ticket      text     NOT NULL,
    cents       bigint   NOT NULL,
    PRIMARY KEY (till, incarnation, seq, part)
) PARTITION BY HASH (till);
CREATE INDEX code_fact_of ON code_fact (item);

DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format(
            'CREATE TABLE code_fact_%s PARTITION OF code_fact FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part
        );
    END LOOP;
END
$$;

UPDATE incarnation SET projected_seq = 0;
