"""The index follows the people: replaced with them, erased with them, the same however it was made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.store.migrations import TILL_MIGRATIONS
from pos_app.store.opening import Connection
from pos_app.store.people_index import Findable, index_people, index_person, rebuild_people_index, unindex_person
from pos_app.store.people_search import find_people
from tests.people.generator import people
from tests.people.searchable import empty_index

TABLES = ("person_entry", "person_word", "person_number", "known_word", "known_deletion")
MARTIN = Findable(1, ("Martin", "Jean-Pierre"), "+33612345678", "1234567897")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    connection = empty_index(tmp_path_factory.mktemp("index") / "till.db")
    yield connection
    connection.close()


@pytest.fixture
def connection(empty: Connection) -> Iterator[Connection]:
    """Each test begins with nobody."""
    empty.execute("BEGIN")
    yield empty
    empty.execute("ROLLBACK")


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}


def index(connection: Connection, person: Findable) -> None:
    index_person(connection, person.person, names=person.names, phone=person.phone, card=person.card)


def invented(count: int) -> list[Findable]:
    return [Findable(number, p.names, p.phone, p.card) for number, p in enumerate(people(count, seed=3), 1)]


def test_a_new_name_replaces_the_old_one(connection: Connection) -> None:
    index(connection, MARTIN)
    index(connection, Findable(1, ("Durand", "Jean"), "+33700000000", ""))
    for old in ("martin", "pierre", "06 12", "1234567897"):
        assert find_people(connection, old) == ()
    for new in ("durand", "jean", "07 00"):
        assert find_people(connection, new) == (1,)


def test_taking_out_who_is_not_in_changes_nothing(connection: Connection) -> None:
    index(connection, MARTIN)
    before = rows(connection)
    unindex_person(connection, 2)
    assert rows(connection) == before


_WORDS = st.text("abcdé'- ", max_size=12)
_ANYBODY = st.builds(
    Findable,
    person=st.integers(1, 4),
    names=st.lists(_WORDS, min_size=1, max_size=3),
    phone=st.sampled_from(["", "+33612345678", "+221771234567", "+262692123456"]),
    card=st.sampled_from(["", "1234567897", "12"]),
)


@given(acts=st.lists(_ANYBODY | st.integers(1, 4), max_size=12))
def test_the_index_holds_the_people_of_now_and_nothing_of_the_past(
    empty: Connection, acts: list[Findable | int]
) -> None:
    """However people came, changed and were erased (a number): the same rows as if only the last were ever entered."""
    now: dict[int, Findable] = {}
    empty.execute("BEGIN")
    try:
        for act in acts:
            if isinstance(act, int):
                unindex_person(empty, act)
                now.pop(act, None)
            else:
                index(empty, act)
                now[act.person] = act
        lived = rows(empty)
        rebuild_people_index(empty, now.values())
        assert rows(empty) == lived
    finally:
        empty.execute("ROLLBACK")


def test_many_at_once_are_indexed_as_one_by_one(connection: Connection) -> None:
    those = invented(500)
    for person in those:
        index(connection, person)
    one_by_one = rows(connection)
    heard: list[int] = []
    assert rebuild_people_index(connection, iter(those), progress=heard.append) == 500
    assert rows(connection) == one_by_one
    assert heard == [500]


def test_of_two_with_one_number_the_last_counts(connection: Connection) -> None:
    index_people(connection, [MARTIN, Findable(1, ("Durand", "Luc"))])
    assert find_people(connection, "martin") == ()
    assert find_people(connection, "durand") == (1,)


def test_nothing_of_an_erased_name_stays_in_the_file(tmp_path: Path) -> None:
    """In clear, so that the bytes can be read: every part of the name, its misspellings and the numbers are gone."""
    path = tmp_path / "clear.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA secure_delete = ON")
    connection.executescript((TILL_MIGRATIONS / "0004_people_index.sql").read_text(encoding="utf-8"))
    connection.execute("BEGIN")
    index_people(connection, invented(300))
    index(connection, Findable(1_000, ("Xylophonov", "Quetzalina"), "+33699887766", "9876543210"))
    connection.execute("COMMIT")
    remains = (b"xyloph", b"quetza", b"yloph", b"quezal", b"99887766", b"9876543210")
    assert all(part in path.read_bytes() for part in remains)
    unindex_person(connection, 1_000)
    connection.close()
    assert not [part for part in remains if part in path.read_bytes()]
