"""Points and tills: made by head office, joined by a one-time code."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from psycopg import Connection

from pos_app.domain.refusals import Refusal
from pos_app.ledger.signing import signature_holds
from pos_app.office.incarnations import register_incarnations
from pos_app.office.problems import ProblemError
from pos_app.sync.wire import Enrolled, Enrolment, EnrolmentCode, enrolment_bytes

CODE_LIFETIME_MS = 7 * 24 * 3600 * 1000
_NAME_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NewTill:
    """A till that may be joined now, and the code that joins it; the code is shown this once."""

    point: str
    till: str
    code: EnrolmentCode


def new_till(
    connection: Connection, *, point: str, till: str, now_ms: int, address: str, authority_fingerprint: bytes
) -> NewTill:
    """Makes the point and the till where they are new, and a fresh code for the till.

    Raises Refusal("name_wrong").
    """
    names = [" ".join(name.split()) for name in (point, till)]
    if not all(0 < len(name) <= _NAME_LONGEST and name.isprintable() for name in names):
        raise Refusal("name_wrong", most=_NAME_LONGEST)
    point_id = _first(
        connection,
        "INSERT INTO point (name) VALUES (%s) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id",
        (names[0],),
    )
    till_id = _first(
        connection,
        "INSERT INTO till (point, name, secret) VALUES (%s, %s, %s)"
        " ON CONFLICT (point, name) DO UPDATE SET name = excluded.name RETURNING id",
        (point_id, names[1], secrets.token_bytes(32)),
    )
    code = EnrolmentCode(secrets.token_bytes(15), authority_fingerprint, address)
    connection.execute(
        "INSERT INTO enrolment_code (secret_hash, till, expires_ms) VALUES (%s, %s, %s)",
        (_hash(code.secret), till_id, now_ms + CODE_LIFETIME_MS),
    )
    return NewTill(names[0], names[1], code)


def enrol(
    connection: Connection, enrolment: Enrolment, *, now_ms: int, authority_pem: str, office_key: str
) -> Enrolled:
    """Takes a till in, with all its incarnations; the same key with the same code gets the same answer."""
    try:
        secret = bytes.fromhex(enrolment.secret)
        current = enrolment.incarnations[-1]
        public_key = bytes.fromhex(current.public_key)
        signature = bytes.fromhex(enrolment.signature)
    except (ValueError, IndexError):
        raise ProblemError("malformed") from None
    if not signature_holds(public_key, enrolment_bytes(enrolment), signature):
        raise ProblemError("not_genuine")
    row = connection.execute(
        "SELECT till, expires_ms, used_by FROM enrolment_code WHERE secret_hash = %s FOR UPDATE", (_hash(secret),)
    ).fetchone()
    if row is None or (row[2] is None and row[1] < now_ms) or (row[2] is not None and row[2] != public_key):
        raise ProblemError("code_unknown_or_used")
    till = row[0]
    register_incarnations(connection, till=till, known=enrolment.incarnations, now_ms=now_ms)
    connection.execute("UPDATE enrolment_code SET used_by = %s WHERE secret_hash = %s", (public_key, _hash(secret)))
    found = connection.execute(
        "UPDATE till SET software = %s, series = %s, last_contact_ms = %s WHERE till.id = %s"
        " RETURNING name, secret, (SELECT point.name FROM point WHERE point.id = till.point)",
        (enrolment.software, enrolment.series, now_ms, till),
    ).fetchone()
    assert found is not None
    return Enrolled(
        till=str(till),
        point=f"{found[2]} · {found[0]}",
        till_secret=found[1].hex(),
        authority_pem=authority_pem,
        time_ms=now_ms,
        office_key=office_key,
    )


def till_name(connection: Connection, till: int) -> str:
    """What `till` is called: its point, then itself."""
    row = connection.execute(
        "SELECT point.name || ' · ' || till.name FROM till JOIN point ON point.id = till.point WHERE till.id = %s",
        (till,),
    ).fetchone()
    assert row is not None
    return str(row[0])


def _hash(secret: bytes) -> bytes:
    """Codes hold 120 random bits: a plain hash tells nothing."""
    return hashlib.sha256(secret).digest()


def _first(connection: Connection, statement: str, values: tuple[object, ...]) -> int:
    row = connection.execute(statement, values).fetchone()
    assert row is not None
    return int(row[0])
