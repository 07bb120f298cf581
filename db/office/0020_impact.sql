-- Impact: what each line of a ticket brought to whom, by token; funds that paid beside the savings; published months.

-- `part` counts the lines of a ticket. A refund counts below zero, in the month of its first ticket.
CREATE TABLE impact_line (
    till              integer NOT NULL,
    incarnation       integer NOT NULL,
    seq               bigint  NOT NULL,
    part              integer NOT NULL,
    month             text    NOT NULL,
    person            text    NOT NULL,
    programme         text    NOT NULL,
    right_number      integer NOT NULL,
    refund            boolean NOT NULL,
    product           text    NOT NULL,
    family            text    NOT NULL,
    quantity          integer NOT NULL,
    saving_cents      bigint  NOT NULL,
    gift_saving_cents bigint  NOT NULL,
    PRIMARY KEY (till, incarnation, seq, part)
) PARTITION BY HASH (till);
CREATE INDEX impact_line_month ON impact_line (month);
CREATE INDEX impact_line_person ON impact_line (person, month) WHERE person <> '';

DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format(
            'CREATE TABLE impact_line_%s PARTITION OF impact_line FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part
        );
    END LOOP;
END
$$;

-- What paid for the savings: the solidarity option of an operator's customers, cities, donors. Corrected by another row.
CREATE TABLE fund (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    month    text   NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
    funder   text   NOT NULL CHECK (funder <> ''),
    kind     text   NOT NULL CHECK (kind IN ('option', 'city', 'donor', 'other')),
    cents    bigint NOT NULL,
    kept_ms  bigint NOT NULL
);
CREATE INDEX fund_month ON fund (month);

-- A month that was published stands as it was then, whatever arrives later: `report` is the page's figures as JSON.
CREATE TABLE published_month (
    month        text   PRIMARY KEY CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
    report       bytea  NOT NULL,
    published_ms bigint NOT NULL
);

-- What is stored already is projected again, for the new table.
UPDATE incarnation SET projected_seq = 0;
