"""Among twenty thousand people: the right one is found though misspelt, and no look-up reads the whole of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from pos_app.store.opening import Connection
from pos_app.store.people_search import find_people, likely_same
from tests.people.generator import Invented, people
from tests.people.misspelt import misspelt, not_among_first_five, those_meant
from tests.people.searchable import index_of

RECALL = 0.98
"""Issue 3: the right person in the first five, for so many of five hundred misspellings."""
STEPS = 1_000
MOST_STEPS = 2_000
"""Of SQLite's machine for one word, whatever the number of people. To read every word takes hundreds of thousands."""
TYPED = (
    "d",
    "di",
    "diallo",
    "dialo",
    "m d",
    "mamadou diallo",
    "mamadu jallow",
    "el hadji mbaye",
    "abd el kad",
    "06",
    "06 12",
)


@dataclass(frozen=True, slots=True)
class Crowd:
    people: Sequence[Invented]
    connection: Connection


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    them = (*people(20_000, seed=2), *those_meant())
    connection = index_of(tmp_path_factory.mktemp("crowd") / "till.db", them)
    yield Crowd(them, connection)
    connection.close()


def test_the_list_is_five_hundred_misspellings_of_people_of_many_origins() -> None:
    listed = misspelt()
    assert len({each.typed.lower() for each in listed}) == 500
    assert not [each for each in listed if set(each.typed.split()) in ({*each.names}, {*reversed(each.names)})]


def test_the_right_person_is_among_the_first_five_for_98_of_100_misspellings(crowd: Crowd) -> None:
    missed = not_among_first_five(crowd.connection, crowd.people)
    assert 1 - len(missed) / len(misspelt()) >= RECALL, missed


def test_everybody_is_found_by_their_names_as_written_in_either_order(crowd: Crowd) -> None:
    """Or by somebody of the same names, where more than a list of them are there."""
    for number, person in enumerate(crowd.people[:1_000], 1):
        for typed in (f"{person.family} {person.given}", f"{person.given} {person.family}"):
            found = find_people(crowd.connection, typed)
            assert number in found or len(found) == 20, typed


def test_no_statement_of_a_look_up_scans_a_table(crowd: Crowd) -> None:
    """Each reads a range of an index (SEARCH); what is scanned is only the list of words it was given."""
    asked: set[str] = set()
    crowd.connection.set_trace_callback(asked.add)
    for typed in TYPED:
        find_people(crowd.connection, typed)
        likely_same(crowd.connection, typed)
    crowd.connection.set_trace_callback(None)
    plans = [
        step[-1]
        for statement in asked
        for step in crowd.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    ]
    assert len(asked) > 20
    scans = [step for step in plans if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    assert set(scans) <= {"SCAN (subquery-1)", "SCAN CONSTANT ROW"}


def test_a_keystroke_in_one_word_costs_the_same_among_many(crowd: Crowd) -> None:
    for typed in ("d", "di", "dia", "m", "ma", "mamadou", "a", "be", "06", "0"):
        assert steps_of(crowd.connection, typed) <= MOST_STEPS, typed


def steps_of(connection: Connection, typed: str) -> int:
    """How many steps of SQLite's machine a look-up takes, by the thousand."""
    heard: list[None] = []
    connection.set_progress_handler(lambda: heard.append(None), STEPS)
    find_people(connection, typed)
    connection.set_progress_handler(None, 0)
    return len(heard) * STEPS
