"""Erasures that outlive a restore: taken from the database that is replaced, put into the one in its place."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.identifiers import PersonToken
from pos_app.store.opening import Connection, translated_errors
from pos_app.store.people import person_of, remove_person, set_tombstone
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A person who was erased, when, and on which basis."""

    token: PersonToken
    at_ms: int
    basis: str


def tombstones(connection: Connection) -> tuple[Tombstone, ...]:
    """Every erasure on file. Raises Refusal("database_damaged") where it cannot be read."""
    with translated_errors():
        rows = connection.execute("SELECT token, at_ms, basis FROM tombstone").fetchall()
    return tuple(Tombstone(*row) for row in rows)


def put_tombstones_back(act: Act, erased: tuple[Tombstone, ...]) -> int:
    """Erases again whoever of `erased` is on file, and keeps the tombstones. How many people went again."""
    again = 0
    for one in erased:
        on_file = act.connection.execute("SELECT 1 FROM person WHERE token = ?", (one.token,)).fetchone()
        if on_file:
            remove_person(act, person_of(act.connection, one.token))
            again += 1
        set_tombstone(act, one.token, at_ms=one.at_ms, basis=one.basis)
    return again
