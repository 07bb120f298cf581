-- What people at head office do with lots of codes: files on their way in, codes given by hand, the operator's word on
-- what was activated, statements of what is owed.

-- A file that somebody sent and has not confirmed yet, encrypted under the key of the codes; gone after an hour.
CREATE TABLE code_upload (
    id      text   PRIMARY KEY CHECK (id ~ '^[0-9a-f]{32}$'),
    name    text   NOT NULL,
    sealed  bytea  NOT NULL,
    made_ms bigint NOT NULL
);

-- Codes given by hand: the till hears of it and asks for them under this id, as it asks for others.
CREATE TABLE code_grant (
    request_id text    PRIMARY KEY CHECK (request_id ~ '^[0-9a-f]{32}$'),
    till       integer NOT NULL REFERENCES till,
    code_lot   text    NOT NULL REFERENCES code_lot,
    count      integer NOT NULL CHECK (count BETWEEN 1 AND 1000),
    made_ms    bigint  NOT NULL,
    moved_in   bigint  NOT NULL DEFAULT this_transaction(),
    moved      bigint  NOT NULL DEFAULT nextval('feed_order')
);
CREATE INDEX code_grant_of ON code_grant (till, moved_in, moved);
CREATE INDEX code_grant_lot ON code_grant (code_lot);

CREATE TABLE activation_file (
    id          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text    NOT NULL,
    supplier    text    NOT NULL,
    sha256      text    NOT NULL UNIQUE,
    rows        integer NOT NULL,
    last_day    date    NOT NULL,
    received_ms bigint  NOT NULL
);

-- One code or serial number that the operator says was activated, by its keyed hash; matched with a code of ours where
-- one is known. `ending` is how a serial number ends, empty of a code.
CREATE TABLE activation (
    known        bytea   PRIMARY KEY,
    ending       text    NOT NULL,
    activated_on date    NOT NULL,
    file         bigint  NOT NULL REFERENCES activation_file,
    line         integer NOT NULL,
    code_lot     text,
    number       integer,
    FOREIGN KEY (code_lot, number) REFERENCES code
);
CREATE INDEX activation_of ON activation (code_lot, number) WHERE code_lot IS NOT NULL;
CREATE INDEX activation_unmatched ON activation (file, line) WHERE code_lot IS NULL;

-- A statement stands as it was sent; what arrives later is a correction in a later one. `lines` is its table as JSON.
CREATE TABLE code_statement (
    id       bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    supplier text    NOT NULL,
    month    text    NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
    lines    bytea   NOT NULL,
    made_ms  bigint  NOT NULL,
    UNIQUE (supplier, month)
);

-- Which codes a statement counted: +1 where it said owed, -1 where it took back what an earlier one had said.
CREATE TABLE stated_code (
    statement  bigint   NOT NULL REFERENCES code_statement,
    allocation text     NOT NULL,
    place      integer  NOT NULL,
    owed       smallint NOT NULL CHECK (owed IN (-1, 1)),
    cents      bigint   NOT NULL,
    PRIMARY KEY (statement, allocation, place),
    FOREIGN KEY (allocation, place) REFERENCES allocated_code
);
CREATE INDEX stated_code_of ON stated_code (allocation, place);
