"""Changes of rules and parameters that begin on a day: kept as what is to change, and brought into force on the first
contact of that day or after, whatever else was changed meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from psycopg import Connection

from pos_app.domain.office_parameters import OfficeParameters
from pos_app.domain.refusals import Refusal
from pos_app.domain.rules_text import ProgrammeChange, changed_text
from pos_app.office.reference import rules_text, set_parameters, set_rules
from pos_app.sync.reference_messages import PARAMETERS, RULES

Change = ProgrammeChange | OfficeParameters


@dataclass(frozen=True, slots=True)
class Due:
    """A change to come. `refused` says why it could not be brought into force, empty while it has not been tried."""

    id: int
    from_on: dt.date
    change: Change
    set_ms: int
    set_by: str
    refused: str


def set_change(
    connection: Connection, change: Change, *, from_on: dt.date, today: dt.date, by: str, now_ms: int
) -> None:
    """Lets a change begin on a day: today at once.

    Raises Refusal("change_day_past"), Refusal("rules_file_wrong", "parameters_wrong") where it could not be today.
    """
    if from_on < today:
        raise Refusal("change_day_past")
    require_possible(connection, change)
    if from_on == today:
        _apply(connection, change, by=by, now_ms=now_ms)
        return
    name = RULES if isinstance(change, ProgrammeChange) else PARAMETERS
    connection.execute(
        "INSERT INTO change_due (name, from_on, content, set_ms, set_by) VALUES (%s, %s, %s, %s, %s)",
        (name, from_on, msgspec.json.encode(change), now_ms, by),
    )


def require_possible(connection: Connection, change: Change) -> None:
    """Raises Refusal("rules_file_wrong", "parameters_wrong") where `change` could not be made today."""
    if isinstance(change, ProgrammeChange):
        changed_text(rules_text(connection), change)
    elif not change.is_possible:
        raise Refusal("parameters_wrong", why="bounds")


def changes_due(connection: Connection) -> Sequence[Due]:
    """What begins later, and what could not begin; by day."""
    rows = connection.execute(
        "SELECT id, name, from_on, content, set_ms, set_by, refused FROM change_due ORDER BY from_on, id"
    )
    return [
        Due(id_, from_on, _change(name, content), set_ms, set_by, refused)
        for id_, name, from_on, content, set_ms, set_by, refused in rows
    ]


def cancel_change(connection: Connection, id_: int) -> None:
    """Takes a change back that has not begun. Raises Refusal("change_unknown")."""
    if not connection.execute("DELETE FROM change_due WHERE id = %s", (id_,)).rowcount:
        raise Refusal("change_unknown")


def bring_due(connection: Connection, *, today: dt.date, now_ms: int) -> None:
    """Brings into force what begins today or began before; one that cannot be stays, with the reason."""
    rows = connection.execute(
        "SELECT id, name, content, set_by FROM change_due WHERE from_on <= %s AND refused = ''"
        " ORDER BY from_on, id FOR UPDATE SKIP LOCKED",
        (today,),
    ).fetchall()
    for id_, name, content, by in rows:
        try:
            _apply(connection, _change(name, content), by=by, now_ms=now_ms)
        except Refusal as refusal:
            connection.execute("UPDATE change_due SET refused = %s WHERE id = %s", (refusal.code, id_))
        else:
            connection.execute("DELETE FROM change_due WHERE id = %s", (id_,))


def parameters_text(parameters: OfficeParameters) -> str:
    """The file that `read_parameters` reads."""
    return "".join(f"{name} = {value}\n" for name, value in msgspec.structs.asdict(parameters).items())


def _apply(connection: Connection, change: Change, *, by: str, now_ms: int) -> None:
    if isinstance(change, ProgrammeChange):
        set_rules(connection, text=changed_text(rules_text(connection), change), by=by, now_ms=now_ms)
    else:
        set_parameters(connection, text=parameters_text(change), by=by, now_ms=now_ms)


def _change(name: str, content: bytes) -> Change:
    if name == RULES:
        return msgspec.json.decode(content, type=ProgrammeChange)
    return msgspec.json.decode(content, type=OfficeParameters)
