-- Tills that were lost or stolen, since when head office knows it (a notice to the authority has 72 hours from then).
CREATE TABLE lost_till (
    till        integer PRIMARY KEY REFERENCES till,
    declared_ms bigint  NOT NULL,
    declared_by text    NOT NULL
);

-- Tickets on paper that were found later of a till that is gone: evidence, kept apart, counted nowhere. A line that was
-- entered wrong is withdrawn, never deleted.
CREATE TABLE paper_ticket (
    id           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    till         integer NOT NULL REFERENCES till,
    ticket       text    NOT NULL CHECK (ticket ~ '^[A-Z0-9-]{1,20}-[0-9]{1,9}$'),
    sold_on      date    NOT NULL,
    total_cents  bigint  NOT NULL,
    tender       text    NOT NULL,
    entered_ms   bigint  NOT NULL,
    entered_by   text    NOT NULL,
    withdrawn_by text    NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX paper_ticket_once ON paper_ticket (till, ticket) WHERE withdrawn_by = '';

-- What tills say of themselves, as it was sealed to head office's key: opened when somebody reads it.
CREATE TABLE diagnosis (
    id          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    till        integer NOT NULL REFERENCES till,
    received_ms bigint  NOT NULL,
    content     bytea   NOT NULL
);
CREATE INDEX diagnosis_of ON diagnosis (till, id);
