-- What a till says of itself in its hello: the protocol that it speaks, how far the mark beside its database came, the
-- start of its computer, its database's schema, what guards its keys, and how far it read each feed (JSON).
ALTER TABLE till
    ADD COLUMN protocol   bigint NOT NULL DEFAULT 1,
    ADD COLUMN marked_seq bigint NOT NULL DEFAULT 0,
    ADD COLUMN boot       text   NOT NULL DEFAULT '',
    ADD COLUMN uptime_ms  bigint NOT NULL DEFAULT 0,
    ADD COLUMN database   text   NOT NULL DEFAULT '',
    ADD COLUMN guarded_by text   NOT NULL DEFAULT '',
    ADD COLUMN read_up_to text   NOT NULL DEFAULT '[]';
