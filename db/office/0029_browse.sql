-- What head office's pages read: bounded by indexes whatever the number of entries. All of it follows from the entries
-- of each till and can be made again from them.

-- Sums of a till's days, so that no page adds up tickets. `first_ms` is the day's first ticket.
CREATE TABLE till_day (
    till              integer  NOT NULL,
    incarnation       integer  NOT NULL,
    day               bigint   NOT NULL,
    first_ms          bigint   NOT NULL,
    offset_min        smallint NOT NULL,
    tickets           bigint   NOT NULL,
    total_cents       bigint   NOT NULL,
    saving_cents      bigint   NOT NULL,
    cash_cents        bigint   NOT NULL,
    card_cents        bigint   NOT NULL,
    aid_voucher_cents bigint   NOT NULL,
    cheque_cents      bigint   NOT NULL,
    PRIMARY KEY (till, incarnation, day)
) PARTITION BY HASH (till);

-- Entries that name a ticket made before: refunds, corrections of its payment, prints.
CREATE TABLE ticket_fact (
    till        integer NOT NULL,
    incarnation integer NOT NULL,
    seq         bigint  NOT NULL,
    ticket      text    NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);
CREATE INDEX ticket_fact_of ON ticket_fact (ticket);

-- What tickets are looked for by, newest first.
CREATE INDEX ticket_number ON ticket (ticket);
CREATE INDEX ticket_at ON ticket (at_ms);
CREATE INDEX ticket_till_at ON ticket (till, at_ms);
CREATE INDEX ticket_operator_at ON ticket (operator, at_ms);
CREATE INDEX ticket_total_at ON ticket (total_cents, at_ms);

-- The drawer and the safe. An "opened" or "closed" row says what the drawer holds; the others, and the cash of tickets,
-- add to it.
CREATE TABLE cash_line (
    till         integer  NOT NULL,
    incarnation  integer  NOT NULL,
    seq          bigint   NOT NULL,
    code         text     NOT NULL,
    day          bigint   NOT NULL,
    at_ms        bigint   NOT NULL,
    offset_min   smallint NOT NULL,
    operator     text     NOT NULL,
    drawer_cents bigint   NOT NULL,
    safe_cents   bigint   NOT NULL,
    reason       text     NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);
CREATE INDEX cash_line_standing ON cash_line (till, incarnation, seq) WHERE code IN ('opened', 'closed');
CREATE INDEX cash_line_safe ON cash_line (till) INCLUDE (safe_cents) WHERE safe_cents <> 0;
CREATE INDEX cash_line_bank ON cash_line (till, at_ms) WHERE code = 'to_bank';

-- Closings: a day's has an empty name.
CREATE TABLE closing (
    till             integer  NOT NULL,
    incarnation      integer  NOT NULL,
    seq              bigint   NOT NULL,
    name             text     NOT NULL,
    first_day        bigint   NOT NULL,
    last_day         bigint   NOT NULL,
    at_ms            bigint   NOT NULL,
    offset_min       smallint NOT NULL,
    operator         text     NOT NULL,
    tickets          bigint   NOT NULL,
    total_cents      bigint   NOT NULL,
    perpetual_cents  bigint   NOT NULL,
    left_cents       bigint   NOT NULL,
    difference_cents bigint   NOT NULL,
    counted          boolean  NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);
CREATE INDEX closing_at ON closing (till, at_ms);

-- What tills say of head office's own data and of who signs in: which document is in force there ("catalogue", "rules",
-- "parameters", by its hash, `value` where it was refused), who may sign in ("operator", `value` the role, empty: no
-- longer), who did ("signed_in").
CREATE TABLE till_fact (
    till        integer NOT NULL,
    incarnation integer NOT NULL,
    seq         bigint  NOT NULL,
    what        text    NOT NULL,
    subject     text    NOT NULL,
    value       text    NOT NULL,
    at_ms       bigint  NOT NULL,
    PRIMARY KEY (till, incarnation, seq)
) PARTITION BY HASH (till);
CREATE INDEX till_fact_last ON till_fact (till, what, incarnation, seq);
CREATE INDEX till_fact_of ON till_fact (what, subject, at_ms);

DO $$
DECLARE
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['till_day', 'ticket_fact', 'cash_line', 'closing', 'till_fact'] LOOP
        FOR part IN 0..7 LOOP
            EXECUTE format(
                'CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 8, REMAINDER %s)', named, part, named, part
            );
        END LOOP;
    END LOOP;
END
$$;

-- What is looked at by month: one index for each way in.
CREATE INDEX noticed_month ON noticed (code, day);

-- Rights as the page of people asks for them.
CREATE INDEX right_standing_end ON right_standing (state, ends_on);
CREATE INDEX right_standing_prescriber ON right_standing (prescriber, ends_on);

-- Checks of a till's journal that somebody asked for: one job goes from entry to entry and keeps where it is, so that
-- it goes on after a restart. `seq` and `hash` are the last entry that held, of the incarnation `number`.
CREATE TABLE journal_check (
    id         bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    till       integer NOT NULL REFERENCES till,
    asked_ms   bigint  NOT NULL,
    asked_by   text    NOT NULL,
    number     integer NOT NULL,
    seq        bigint  NOT NULL,
    hash       bytea   NOT NULL,
    last_number integer NOT NULL,
    last_seq   bigint  NOT NULL,
    to_check   bigint  NOT NULL,
    checked    bigint  NOT NULL DEFAULT 0,
    ended_ms   bigint  NOT NULL DEFAULT 0,
    fault      text    NOT NULL DEFAULT '',
    fault_seq  bigint  NOT NULL DEFAULT 0
);
CREATE INDEX journal_check_of ON journal_check (till, id);
CREATE INDEX journal_check_running ON journal_check (id) WHERE ended_ms = 0;

-- Changes of a programme or of the parameters that begin on a day; `refused` is why one could not.
CREATE TABLE change_due (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text   NOT NULL CHECK (name IN ('rules', 'parameters')),
    from_on date   NOT NULL,
    content bytea  NOT NULL,
    set_ms  bigint NOT NULL,
    set_by  text   NOT NULL,
    refused text   NOT NULL DEFAULT ''
);

-- The accountant's own numbers are a document too, with its versions; tills have theirs.
ALTER TABLE document DROP CONSTRAINT document_name_check;
ALTER TABLE document ADD CHECK (name IN ('catalogue', 'rules', 'parameters', 'accounts'));

-- What left head office as a file.
CREATE TABLE export (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made_ms bigint NOT NULL,
    made_by text   NOT NULL,
    what    text   NOT NULL,
    scope   text   NOT NULL,
    rows    bigint NOT NULL,
    sha256  text   NOT NULL
);

-- What is stored already is projected again, for the new tables.
DELETE FROM noticed;
DELETE FROM ticket;
UPDATE incarnation SET projected_seq = 0;
