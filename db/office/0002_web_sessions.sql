-- Who is signed in to the pages. Sessions are kept by the hash of their id, so that a copy of this table opens none.

CREATE TABLE web_session (
    id_hash    bytea  PRIMARY KEY,
    content    bytea  NOT NULL,
    expires_ms bigint NOT NULL
);

-- The key that signs the pages' CSRF tokens: one for all processes, and across restarts, or an open form would fail.
CREATE TABLE web_secret (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    csrf    text    NOT NULL
);
