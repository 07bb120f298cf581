-- Reference data as head office set it, every version of it: the last one of each name is in force.
CREATE TABLE document (
    name     text   NOT NULL CHECK (name IN ('catalogue', 'rules', 'parameters')),
    version  bigint NOT NULL,
    sha256   text   NOT NULL,
    text     text   NOT NULL,
    set_ms   bigint NOT NULL,
    set_by   text   NOT NULL,
    moved_in bigint NOT NULL DEFAULT this_transaction(),
    moved    bigint NOT NULL DEFAULT nextval('feed_order'),
    PRIMARY KEY (name, version)
);

-- Who may sign in: everywhere, or at the tills of one point. Kept once removed, so that every till hears of it.
CREATE TABLE operator (
    code       text    PRIMARY KEY,
    first_name text    NOT NULL,
    role       text    NOT NULL,
    ends_on    text    NOT NULL DEFAULT '',
    point      integer REFERENCES point,
    removed    boolean NOT NULL DEFAULT false,
    moved_in   bigint  NOT NULL DEFAULT this_transaction(),
    moved      bigint  NOT NULL DEFAULT nextval('feed_order')
);
CREATE INDEX operator_moved ON operator (moved_in, moved);
