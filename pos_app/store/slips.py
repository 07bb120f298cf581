"""Orientation slips that opened a right: each does so once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pos_app.domain.identifiers import PersonToken
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


def use_slip(act: Act, *, token: PersonToken, prescriber: str, number: str, written_on: str) -> None:
    """A slip opens one right, once. Raises Refusal("slip_used") where it did so already, for this person or another."""
    row = act.connection.execute(
        "SELECT token FROM used_slip WHERE prescriber = ? AND ((number <> '' AND number = ?)"
        " OR (number = ? AND written_on = ? AND token = ?))",
        (prescriber, number, number, written_on, token),
    ).fetchone()
    if row:
        raise Refusal("slip_used")
    act.connection.execute("INSERT INTO used_slip VALUES (?, ?, ?, ?)", (prescriber, number, written_on, token))


def used_slips(connection: Connection) -> Iterator[tuple[str, str]]:
    """(prescriber, number) of every slip that opened a right."""
    yield from connection.execute("SELECT prescriber, number FROM used_slip")


def slips_of(connection: Connection, tokens: Sequence[PersonToken]) -> tuple[tuple[str, str, str], ...]:
    """(prescriber, number, day written) of the slips that these records used, oldest first."""
    marks = ",".join("?" * len(tokens))
    rows = connection.execute(
        f"SELECT prescriber, number, written_on FROM used_slip WHERE token IN ({marks}) ORDER BY written_on, number",
        tuple(tokens),
    )
    return tuple(rows.fetchall())
