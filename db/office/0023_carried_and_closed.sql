-- Files that came on a stick: which ones, who brought them, and the last answer of each till, sealed to it.

CREATE TABLE carried (
    till        integer NOT NULL REFERENCES till,
    digest      bytea   NOT NULL CHECK (octet_length(digest) = 32),
    incarnation bytea   NOT NULL,
    number      bigint  NOT NULL,
    made_ms     bigint  NOT NULL,
    received_ms bigint  NOT NULL,
    carrier     text    NOT NULL,
    entries     bigint  NOT NULL DEFAULT 0,
    PRIMARY KEY (till, digest)
);
CREATE INDEX carried_received ON carried (received_ms);

-- `number` outlives the content, which is deleted after a while: what a stick brings back must not be older.
CREATE TABLE carried_answer (
    till    integer PRIMARY KEY REFERENCES till,
    number  bigint  NOT NULL,
    parcel  bigint  NOT NULL,
    digest  bytea   NOT NULL UNIQUE,
    content bytea   NOT NULL,
    made_ms bigint  NOT NULL
);

-- When a till closed an incarnation for good; 0 while it has not.
ALTER TABLE incarnation ADD COLUMN closed_ms bigint NOT NULL DEFAULT 0;
