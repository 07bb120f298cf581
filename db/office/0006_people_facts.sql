-- What entries say of people, by token, and what follows from it. All but `tombstone` (0005) can be made again from
-- the entries of each till.

-- When each batch came: entries after the one before it, up to last_seq. It bounds the time of facts that are merged
-- over tills, whatever a till's clock says.
CREATE TABLE received (
    till        integer NOT NULL,
    incarnation integer NOT NULL,
    last_seq    bigint  NOT NULL,
    received_ms bigint  NOT NULL,
    PRIMARY KEY (till, incarnation, last_seq)
) PARTITION BY HASH (till);

-- Facts about rights: every till gets them all and merges them as a set.
CREATE TABLE right_fact (
    till        integer NOT NULL,
    incarnation integer NOT NULL,
    seq         bigint  NOT NULL,
    person      text    NOT NULL,
    at_ms       bigint  NOT NULL,
    kind        text    NOT NULL,
    payload     bytea   NOT NULL,
    moved_in    bigint  NOT NULL DEFAULT this_transaction(),
    moved       bigint  NOT NULL DEFAULT nextval('feed_order'),
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);
CREATE INDEX right_fact_moved ON right_fact (moved_in, moved);
CREATE INDEX right_fact_of ON right_fact (person);

-- The rights that they make, person by person, as they stand.
CREATE TABLE right_standing (
    person     text    NOT NULL,
    number     integer NOT NULL,
    programme  text    NOT NULL,
    starts_on  date    NOT NULL,
    ends_on    date    NOT NULL,
    renewals   integer NOT NULL,
    state      text    NOT NULL,
    prescriber text    NOT NULL,
    PRIMARY KEY (person, number)
);

-- Sales to somebody, and what counts of them.
CREATE TABLE person_sale (
    till            integer NOT NULL,
    incarnation     integer NOT NULL,
    seq             bigint  NOT NULL,
    person          text    NOT NULL,
    month           text    NOT NULL,
    right_number    integer NOT NULL,
    cents           bigint  NOT NULL,
    exception_cents bigint  NOT NULL,
    limited         bigint  NOT NULL,
    at_ms           bigint  NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);
CREATE INDEX person_sale_of ON person_sale (person, month, right_number);

-- Their sums, by till: each till reads the other ones'.
CREATE TABLE spend (
    till            integer NOT NULL,
    person          text    NOT NULL,
    month           text    NOT NULL,
    right_number    integer NOT NULL,
    cents           bigint  NOT NULL,
    exception_cents bigint  NOT NULL,
    limited         bigint  NOT NULL,
    last_ms         bigint  NOT NULL,
    moved_in        bigint  NOT NULL DEFAULT this_transaction(),
    moved           bigint  NOT NULL DEFAULT nextval('feed_order'),
    PRIMARY KEY (person, month, right_number, till)
);
CREATE INDEX spend_moved ON spend (moved_in, moved);

CREATE TABLE erasure_fact (
    till        integer NOT NULL,
    incarnation integer NOT NULL,
    seq         bigint  NOT NULL,
    person      text    NOT NULL,
    at_ms       bigint  NOT NULL,
    basis       text    NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);

CREATE TABLE merge_fact (
    till        integer NOT NULL,
    incarnation integer NOT NULL,
    seq         bigint  NOT NULL,
    gone        text    NOT NULL,
    kept        text    NOT NULL,
    at_ms       bigint  NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);
CREATE INDEX merge_fact_gone ON merge_fact (gone);
CREATE INDEX merge_fact_kept ON merge_fact (kept);

-- The record that stands for each of those that were joined; one that stands by itself again names itself.
CREATE TABLE merged (
    gone     text   PRIMARY KEY,
    kept     text   NOT NULL,
    moved_in bigint NOT NULL DEFAULT this_transaction(),
    moved    bigint NOT NULL DEFAULT nextval('feed_order')
);
CREATE INDEX merged_moved ON merged (moved_in, moved);

-- What is reported the same evening: sales past a rule ("override"), renewals opened before the prescriber's word
-- ("pending"), sales to nobody in particular ("nobody"). `day` is the date at the desk.
CREATE TABLE noticed (
    till        integer  NOT NULL,
    incarnation integer  NOT NULL,
    seq         bigint   NOT NULL,
    part        smallint NOT NULL,
    code        text     NOT NULL,
    day         date     NOT NULL,
    at_ms       bigint   NOT NULL,
    offset_min  smallint NOT NULL,
    operator    text     NOT NULL,
    rule        text     NOT NULL,
    reason      text     NOT NULL,
    approved_by text     NOT NULL,
    exception   boolean  NOT NULL,
    ticket      text     NOT NULL,
    cents       bigint   NOT NULL,
    PRIMARY KEY (till, incarnation, seq, part)
) PARTITION BY HASH (till);
CREATE INDEX noticed_day ON noticed (day);

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['received', 'right_fact', 'person_sale', 'erasure_fact', 'merge_fact', 'noticed'] LOOP
        FOR part IN 0..7 LOOP
            EXECUTE format(
                'CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 8, REMAINDER %s)', named, part, named, part
            );
        END LOOP;
    END LOOP;
END
$$;

-- What is stored already is projected again, for the new tables.
DELETE FROM ticket;
DELETE FROM parked;
UPDATE incarnation SET projected_seq = 0;
