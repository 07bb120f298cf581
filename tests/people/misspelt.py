"""Five hundred names as a volunteer who hears them, or types in a hurry, writes them: tests/people/misspellings.csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pos_app.store.opening import Connection
from pos_app.store.people_search import find_people
from tests.people.generator import Invented

_LIST = Path(__file__).parent / "misspellings.csv"


@dataclass(frozen=True, slots=True)
class Misspelt:
    """What was typed and the names of the person who was meant."""

    typed: str
    names: tuple[str, str]


def misspelt() -> tuple[Misspelt, ...]:
    with _LIST.open(encoding="utf-8", newline="") as lines:
        return tuple(Misspelt(row["typed"], (row["family"], row["given"])) for row in csv.DictReader(lines))


def those_meant() -> tuple[Invented, ...]:
    """Each person who is meant in the list, once."""
    return tuple(Invented(*names, phone="", card="") for names in sorted({each.names for each in misspelt()}))


def not_among_first_five(connection: Connection, people: Sequence[Invented]) -> list[Misspelt]:
    """Where nobody of the right name is among the first five found; the first of `people` is person 1."""
    return [
        each
        for each in misspelt()
        if each.names not in {people[person - 1].names for person in find_people(connection, each.typed)[:5]}
    ]
