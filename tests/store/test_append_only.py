"""The journal is append-only: every way that SQL has to change it is tried (STYLE.md rule 14)."""

from __future__ import annotations

import pytest

from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Bug
from pos_app.store.opening import Connection, translated_errors
from tests.tills import basket_of, cash, fault_of

_SAME = "incarnation, seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature"
_LAST = "(SELECT max(position) FROM entry)"

ATTACKS = {
    "update": "UPDATE entry SET payload = x'7b7d' WHERE position = 2",
    "update of everything": "UPDATE entry SET at_ms = at_ms",
    "update or replace": "UPDATE OR REPLACE entry SET position = 3 WHERE position = 2",
    "update from": "UPDATE entry SET hash = other.hash FROM entry AS other WHERE other.position = 1",
    "delete": f"DELETE FROM entry WHERE position = {_LAST}",
    "delete of everything": "DELETE FROM entry",
    "insert or replace": f"INSERT OR REPLACE INTO entry SELECT position, {_SAME} FROM entry WHERE position = 2",
    "replace of the last": f"REPLACE INTO entry SELECT position, {_SAME} FROM entry WHERE position = {_LAST}",
    "upsert": (
        f"INSERT INTO entry SELECT position, {_SAME} FROM entry WHERE position = 2"
        " ON CONFLICT (position) DO UPDATE SET payload = x'7b7d'"
    ),
    "upsert that does nothing": (
        f"INSERT INTO entry SELECT position, {_SAME} FROM entry WHERE position = 2 ON CONFLICT DO NOTHING"
    ),
    "insert or ignore": f"INSERT OR IGNORE INTO entry SELECT position, {_SAME} FROM entry WHERE position = 2",
    "gap": f"INSERT INTO entry SELECT position + 2, {_SAME} FROM entry WHERE position = {_LAST}",
    "same seq again": f"INSERT INTO entry SELECT position + 1, {_SAME} FROM entry WHERE position = {_LAST}",
    "no position": f"INSERT INTO entry ({_SAME}) SELECT {_SAME} FROM entry WHERE position = 2",
    "negative position": f"INSERT INTO entry SELECT -1, {_SAME} FROM entry WHERE position = 2",
    "incarnation updated": "UPDATE incarnation SET first_position = 2",
    "incarnation deleted": "DELETE FROM incarnation",
    "incarnation replaced": "INSERT OR REPLACE INTO incarnation SELECT * FROM incarnation",
    "incarnation replaced by name": "REPLACE INTO incarnation SELECT number + 1, id, first_position FROM incarnation",
    "incarnation out of order": f"INSERT INTO incarnation VALUES (7, '{'0' * 64}', 1)",
    "incarnation in the past": f"INSERT INTO incarnation VALUES (2, '{'0' * 64}', 1)",
}


def journal_rows(connection: Connection) -> list[tuple[object, ...]]:
    rows = connection.execute("SELECT * FROM entry ORDER BY position").fetchall()
    return rows + connection.execute("SELECT * FROM incarnation ORDER BY number").fetchall()


@pytest.fixture
def sold(till: Till, volunteer: Operator) -> Till:
    for number in (1, 2, 3):
        basket = basket_of(till, "CARTE-30", number=number)
        sell(till, operator=volunteer, basket=basket, tenders=cash(250), receipt=False)
    return till


@pytest.mark.parametrize("recursive", [0, 1], ids=["", "recursive triggers"])
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_journal_stands_up_to(sold: Till, attack: str, recursive: int) -> None:
    """Hidden deletes of REPLACE pass a delete trigger unless `recursive_triggers` is on: both are tried."""
    connection = sold.connection
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = journal_rows(connection)
    with pytest.raises(Bug), translated_errors():
        connection.execute(attack)
    assert journal_rows(connection) == before


COLUMNS = ("seq", "at_ms", "offset_min", "operator", "kind", "payload", "previous", "hash", "signature")


@pytest.mark.parametrize("column", COLUMNS)
def test_who_removes_the_guards_is_found_by_the_chain(sold: Till, column: str) -> None:
    """Whoever holds the key of the database can drop a trigger; no change then goes unnamed."""
    connection = sold.connection
    position = sold.store.position - 1
    connection.execute("DROP TRIGGER entry_is_never_updated")
    was = connection.execute(f"SELECT {column} FROM entry WHERE position = ?", (position,)).fetchone()[0]
    connection.execute(f"UPDATE entry SET {column} = ? WHERE position = ?", (_changed(was), position))
    fault = fault_of(connection)
    assert fault
    assert fault.seq == position
    connection.execute(f"UPDATE entry SET {column} = ? WHERE position = ?", (was, position))
    assert fault_of(connection) is None


def _changed(value: int | str | bytes) -> int | str | bytes:
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    return value + 1 if isinstance(value, int) else value + "x"


def test_an_entry_removed_from_the_middle_is_named(sold: Till) -> None:
    connection = sold.connection
    position = sold.store.position - 1
    connection.execute("DROP TRIGGER entry_is_never_deleted")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM entry WHERE position = ?", (position,))
    fault = fault_of(connection)
    assert fault
    assert fault.seq in {position, position + 1}
