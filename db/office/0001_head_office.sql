-- Head office. Entries and what is derived per till are hash-partitioned by till, so that they spread over a
-- distributed PostgreSQL by declaring that column; no sequence or lock that all tills share is on the ingest path.

CREATE TABLE point (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);

CREATE TABLE till (
    id              integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    point           integer NOT NULL REFERENCES point,
    name            text    NOT NULL,
    secret          bytea   NOT NULL,
    revoked         boolean NOT NULL DEFAULT false,
    software        text    NOT NULL DEFAULT '',
    series          text    NOT NULL DEFAULT '',
    last_contact_ms bigint  NOT NULL DEFAULT 0,
    clock_ahead_ms  bigint  NOT NULL DEFAULT 0,
    challenge       bytea   NOT NULL DEFAULT '',
    counter         bigint  NOT NULL DEFAULT 0,
    UNIQUE (point, name)
);

-- One-time codes, by hash. The same key may come back with a used code and gets the same answer.
CREATE TABLE enrolment_code (
    secret_hash bytea   PRIMARY KEY,
    till        integer NOT NULL REFERENCES till,
    expires_ms  bigint  NOT NULL,
    used_by     bytea
);

-- A signing key of a till, in the order that head office gave them. `head_seq` is locked while a batch goes in.
CREATE TABLE incarnation (
    till          integer NOT NULL REFERENCES till,
    number        integer NOT NULL,
    id            bytea   NOT NULL UNIQUE CHECK (octet_length(id) = 32),
    public_key    bytea   NOT NULL CHECK (octet_length(public_key) = 32),
    head_seq      bigint  NOT NULL DEFAULT 0,
    head_hash     bytea   NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    projected_seq bigint  NOT NULL DEFAULT 0,
    claimed_seq   bigint  NOT NULL DEFAULT 0,
    PRIMARY KEY (till, number)
);

CREATE TABLE entry (
    till        integer  NOT NULL,
    incarnation integer  NOT NULL,
    seq         bigint   NOT NULL,
    at_ms       bigint   NOT NULL,
    offset_min  smallint NOT NULL,
    operator    text     NOT NULL,
    kind        text     NOT NULL,
    payload     bytea    NOT NULL,
    previous    bytea    NOT NULL,
    hash        bytea    NOT NULL,
    signature   bytea    NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);

-- What could not be interpreted, beside the entry that is stored all the same.
CREATE TABLE parked (
    till        integer NOT NULL,
    incarnation integer NOT NULL,
    seq         bigint  NOT NULL,
    reason      text    NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);

-- What came with another hash than the one stored, or from a revoked till: evidence, never merged.
CREATE TABLE quarantine (
    till        integer NOT NULL,
    incarnation bytea   NOT NULL,
    seq         bigint  NOT NULL,
    hash        bytea   NOT NULL,
    reason      text    NOT NULL,
    received_ms bigint  NOT NULL,
    entry       bytea   NOT NULL,
    PRIMARY KEY (till, incarnation, seq, hash)
) PARTITION BY HASH (till);

-- Alarms that a person looks at: a fork, a new incarnation, a manifest that differs.
CREATE TABLE alarm (
    id      bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    till    integer NOT NULL REFERENCES till,
    at_ms   bigint  NOT NULL,
    code    text    NOT NULL,
    detail  text    NOT NULL
);

-- Projection: tickets, from the entries up to incarnation.projected_seq. Can be made again from them.
CREATE TABLE ticket (
    till              integer  NOT NULL,
    incarnation       integer  NOT NULL,
    seq               bigint   NOT NULL,
    ticket            text     NOT NULL,
    day               bigint   NOT NULL,
    at_ms             bigint   NOT NULL,
    offset_min        smallint NOT NULL,
    operator          text     NOT NULL,
    articles          bigint   NOT NULL,
    total_cents       bigint   NOT NULL,
    saving_cents      bigint   NOT NULL,
    cash_cents        bigint   NOT NULL,
    card_cents        bigint   NOT NULL,
    aid_voucher_cents bigint   NOT NULL,
    cheque_cents      bigint   NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);

DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format('CREATE TABLE entry_%s PARTITION OF entry FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE parked_%s PARTITION OF parked FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE quarantine_%s PARTITION OF quarantine FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE ticket_%s PARTITION OF ticket FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
    END LOOP;
END
$$;

-- People who may see the pages: hashes of access links not yet used. Accounts come with a later version.
CREATE TABLE access_link (
    secret_hash bytea  PRIMARY KEY,
    expires_ms  bigint NOT NULL
);
