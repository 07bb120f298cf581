"""Structures on file: those who write orientation slips, and those who buy for a house."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from pos_app.domain.identifiers import PersonToken
from pos_app.domain.names import folded
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act

_COLUMNS = "code, name, commune, funder, contact, phone, email, prescribes, buys, cap_cents, token, closed"


@dataclass(frozen=True, slots=True)
class Structure:
    """A social centre, a shelter, an association. `cap_cents` a month where it buys; its `token` stands in sales."""

    code: str
    name: str
    commune: str
    funder: str
    contact: str
    phone: str
    email: str
    prescribes: bool
    buys: bool
    cap_cents: int
    token: PersonToken
    closed: bool = False


def structure_of(connection: Connection, code: str) -> Structure:
    """Raises Refusal("structure_unknown")."""
    structure = structure_with_code(connection, code)
    if structure is None:
        raise Refusal("structure_unknown")
    return structure


def structure_with_code(connection: Connection, code: str) -> Structure | None:
    """None where it is not known here: another point may write of it before it is told."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM structure WHERE code = ?", (code,)).fetchone()
    return _structure(row) if row else None


def structure_with_token(connection: Connection, token: str) -> Structure | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM structure WHERE token = ?", (token,)).fetchone()
    return _structure(row) if row else None


def structures(connection: Connection) -> tuple[Structure, ...]:
    """Those that are open, by name as people sort names. A point knows some hundreds at most."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM structure WHERE closed = 0").fetchall()
    return tuple(sorted(map(_structure, rows), key=lambda one: folded(one.name)))


def keep_structure(act: Act, structure: Structure, *, at_ms: int, told: bool = False) -> None:
    """Adds it, or writes over what was known of it before `at_ms`. `told`: by head office, which need not hear it."""
    act.connection.execute(
        f"INSERT INTO structure ({_COLUMNS}, changed_ms, sent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (code) DO UPDATE SET"
        " name = excluded.name, commune = excluded.commune, funder = excluded.funder, contact = excluded.contact,"
        " phone = excluded.phone, email = excluded.email, prescribes = excluded.prescribes, buys = excluded.buys,"
        " cap_cents = excluded.cap_cents, closed = excluded.closed, changed_ms = excluded.changed_ms,"
        " sent = excluded.sent WHERE excluded.changed_ms >= changed_ms",
        (*astuple(structure), at_ms, int(told)),
    )


def unsent_structures(connection: Connection, *, limit: int) -> tuple[tuple[Structure, int], ...]:
    """Structures that head office has not heard of as they are, each with the time it was written."""
    rows = connection.execute(
        f"SELECT {_COLUMNS}, changed_ms FROM structure WHERE sent = 0 ORDER BY changed_ms, code LIMIT ?", (limit,)
    )
    return tuple((_structure(row[:-1]), int(row[-1])) for row in rows)


def acknowledge_structure(act: Act, *, code: str, changed_ms: int) -> None:
    """Head office has the structure as it was written at `changed_ms`."""
    act.connection.execute("UPDATE structure SET sent = 1 WHERE code = ? AND changed_ms = ?", (code, changed_ms))


def _structure(row: tuple[object, ...]) -> Structure:
    code, name, commune, funder, contact, phone, email, prescribes, buys, cap_cents, token, closed = row
    return Structure(
        str(code),
        str(name),
        str(commune),
        str(funder),
        str(contact),
        str(phone),
        str(email),
        bool(prescribes),
        bool(buys),
        int(str(cap_cents)),
        PersonToken(str(token)),
        bool(closed),
    )
