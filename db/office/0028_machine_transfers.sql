-- A machine or key that head office moves: the till that has it is asked to send it and says so by an entry; only then
-- does the other one hear of it, and receives it by scan. At no moment may two tills sell it.
CREATE TABLE machine_transfer (
    id        text    PRIMARY KEY CHECK (id ~ '^[0-9a-f]{32}$'),
    item      text    NOT NULL,
    from_till integer NOT NULL REFERENCES till,
    to_till   integer NOT NULL REFERENCES till,
    state     text    NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'sent', 'arrived', 'withdrawn')),
    asked_ms  bigint  NOT NULL,
    sent_ms   bigint  NOT NULL DEFAULT 0,
    ended_ms  bigint  NOT NULL DEFAULT 0,
    moved_in  bigint  NOT NULL DEFAULT this_transaction(),
    moved     bigint  NOT NULL DEFAULT nextval('feed_order'),
    CHECK (from_till <> to_till)
);
CREATE UNIQUE INDEX machine_transfer_open ON machine_transfer (item) WHERE state IN ('asked', 'sent');
CREATE INDEX machine_transfer_from ON machine_transfer (from_till, moved_in, moved);
CREATE INDEX machine_transfer_to ON machine_transfer (to_till, moved_in, moved);
