-- Who may see the pages. Passwords are Argon2id hashes; the secret of the second factor is encrypted under a key that
-- lies in head office's folder (accounts.key), so that a copy of this table signs nobody in.

CREATE TABLE account (
    id            integer  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login         text     NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
    name          text     NOT NULL,
    role          text     NOT NULL,
    password_hash bytea    NOT NULL DEFAULT '',
    totp_box      bytea    NOT NULL DEFAULT '',
    pending_box   bytea    NOT NULL DEFAULT '', -- a second factor that was shown and not yet confirmed
    totp_step     bigint   NOT NULL DEFAULT 0,  -- the last 30-second step whose code was used: each works once
    disabled      boolean  NOT NULL DEFAULT false,
    epoch         integer  NOT NULL DEFAULT 1,  -- sessions of an earlier one are over
    made_ms       bigint   NOT NULL,
    last_seen_ms  bigint   NOT NULL DEFAULT 0
);

CREATE TABLE recovery_code (
    account   integer NOT NULL REFERENCES account,
    code_hash bytea   NOT NULL,
    PRIMARY KEY (account, code_hash)
);

-- Wrong guesses by the hash of the login that was typed, known or not: the wait tells nobody which logins exist.
CREATE TABLE wrong_guess (
    login_hash bytea   PRIMARY KEY,
    failures   integer NOT NULL,
    until_ms   bigint  NOT NULL,
    last_ms    bigint  NOT NULL
);

-- A link opens an account for the first time, or anew after its second factor was lost; one without an account makes
-- the first administrator. `enters` signs in with nothing else: the demo's and the tests'.
DROP TABLE access_link;
CREATE TABLE access_link (
    secret_hash bytea   PRIMARY KEY,
    account     integer REFERENCES account,
    enters      boolean NOT NULL DEFAULT false,
    expires_ms  bigint  NOT NULL
);

-- A session ends when nobody used it for a while, and at last a working day after it began.
DROP TABLE web_session;
CREATE TABLE web_session (
    id_hash    bytea   PRIMARY KEY,
    account    integer NOT NULL REFERENCES account,
    content    bytea   NOT NULL,
    browser    text    NOT NULL,
    opened_ms  bigint  NOT NULL,
    seen_ms    bigint  NOT NULL,
    expires_ms bigint  NOT NULL
);
CREATE INDEX web_session_of ON web_session (account);

-- What was done at head office, by whom: each row carries the hash of the one before, and none is changed or deleted.
CREATE TABLE audit (
    number   bigint PRIMARY KEY,
    at_ms    bigint NOT NULL,
    login    text   NOT NULL,
    act      text   NOT NULL,
    subject  text   NOT NULL,
    detail   text   NOT NULL,
    previous bytea  NOT NULL CHECK (octet_length(previous) = 32),
    hash     bytea  NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX audit_by_login ON audit (login, number);
CREATE INDEX audit_by_act ON audit (act, number);

CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_never_changed BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();

CREATE FUNCTION audit_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> coalesce((SELECT max(number) FROM audit), 0) + 1
       OR NEW.previous <> coalesce((SELECT hash FROM audit WHERE number = NEW.number - 1), decode(repeat('00', 32), 'hex'))
    THEN
        RAISE EXCEPTION 'the audit log is a chain' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_is_a_chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_follows();
