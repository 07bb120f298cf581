-- People, apart from entries: identity by token, field by field, which can be wiped. Entries know the token only.

-- What feeds are read by: the transaction that wrote a row and its place in it. A reader is served below the oldest
-- running transaction only, so that nothing that commits late is missed (SYNC.md § 2).
CREATE SEQUENCE feed_order;

CREATE FUNCTION this_transaction() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT pg_current_xact_id()::text::bigint $$;

-- Part of the feeds' epoch: another one means that every cursor begins again.
CREATE TABLE feed_epoch (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    random  text    NOT NULL DEFAULT gen_random_uuid()::text
);
INSERT INTO feed_epoch DEFAULT VALUES;

CREATE TABLE person (
    token         text   PRIMARY KEY CHECK (token ~ '^[0-9a-f]{32}$'),
    registered_ms bigint NOT NULL,
    moved_in      bigint NOT NULL DEFAULT this_transaction(),
    moved         bigint NOT NULL DEFAULT nextval('feed_order')
);
CREATE INDEX person_moved ON person (moved_in, moved);

-- Each field as it stands. `change` is the one that made it so; `revision` counts its values.
CREATE TABLE person_field (
    token    text    NOT NULL REFERENCES person ON DELETE CASCADE,
    field    text    NOT NULL,
    value    text    NOT NULL,
    revision bigint  NOT NULL,
    at_ms    bigint  NOT NULL,
    counter  bigint  NOT NULL,
    change   text    NOT NULL,
    operator text    NOT NULL,
    PRIMARY KEY (token, field)
);
CREATE UNIQUE INDEX person_field_card ON person_field (value) WHERE field = 'card';

-- The words of a person's names, folded, by which the pages find them.
CREATE TABLE person_word (
    token text NOT NULL REFERENCES person ON DELETE CASCADE,
    word  text NOT NULL,
    PRIMARY KEY (token, word)
);
CREATE INDEX person_word_word ON person_word (word text_pattern_ops);

-- Every change that tills told and what became of it, losers too: the history. `revision` is the one it made, or the
-- one that stood. Changes made here have till NULL.
CREATE TABLE person_change (
    id          text    PRIMARY KEY,
    token       text    NOT NULL REFERENCES person ON DELETE CASCADE,
    field       text    NOT NULL,
    value       text    NOT NULL,
    at_ms       bigint  NOT NULL,
    counter     bigint  NOT NULL,
    operator    text    NOT NULL,
    till        integer REFERENCES till,
    base        bigint  NOT NULL,
    outcome     text    NOT NULL CHECK (outcome IN ('applied', 'superseded', 'review')),
    revision    bigint  NOT NULL,
    received_ms bigint  NOT NULL
);
CREATE INDEX person_change_of ON person_change (token, field, revision);

-- What a person at head office decides: two values of one field ("other_value"), one card number for two people
-- ("card_taken"), a value that no desk can have written ("impossible"). Open while settled_ms is 0.
CREATE TABLE review (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token      text   NOT NULL REFERENCES person ON DELETE CASCADE,
    field      text   NOT NULL,
    code       text   NOT NULL CHECK (code IN ('other_value', 'card_taken', 'impossible')),
    change     text   NOT NULL REFERENCES person_change ON DELETE CASCADE,
    opened_ms  bigint NOT NULL,
    settled_ms bigint NOT NULL DEFAULT 0
);
CREATE INDEX review_of ON review (token) WHERE settled_ms = 0;

-- Erased for ever: no identity with this token is taken in again.
CREATE TABLE tombstone (
    token     text   PRIMARY KEY CHECK (token ~ '^[0-9a-f]{32}$'),
    erased_ms bigint NOT NULL,
    basis     text   NOT NULL,
    moved_in  bigint NOT NULL DEFAULT this_transaction(),
    moved     bigint NOT NULL DEFAULT nextval('feed_order')
);
CREATE INDEX tombstone_moved ON tombstone (moved_in, moved);

CREATE TABLE structure (
    code       text    PRIMARY KEY,
    name       text    NOT NULL,
    commune    text    NOT NULL,
    funder     text    NOT NULL,
    contact    text    NOT NULL,
    phone      text    NOT NULL,
    email      text    NOT NULL,
    prescribes boolean NOT NULL,
    buys       boolean NOT NULL,
    cap_cents  bigint  NOT NULL,
    token      text    NOT NULL UNIQUE CHECK (token ~ '^[0-9a-f]{32}$'),
    closed     boolean NOT NULL,
    changed_ms bigint  NOT NULL,
    moved_in   bigint  NOT NULL DEFAULT this_transaction(),
    moved      bigint  NOT NULL DEFAULT nextval('feed_order')
);
CREATE INDEX structure_moved ON structure (moved_in, moved);

-- Up to which erasure the tables' files were written anew: a deleted row's bytes otherwise stay in them for a while.
CREATE TABLE scrubbed (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    moved   bigint NOT NULL DEFAULT 0,
    at_ms   bigint NOT NULL DEFAULT 0
);
INSERT INTO scrubbed DEFAULT VALUES;
