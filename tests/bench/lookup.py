"""Look-up of people as you type, and with errors, in the till's encrypted database: 100 000 and 1 000 000 people.

Each round types the names of other people, from the first letter on, each keystroke one look-up of twenty ranked rows
on a connection that is open already. The references are the limits of PERFORMANCE.md. The index is built in bulk.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from pos_app.store.opening import Connection
from pos_app.store.people_search import find_people
from tests.bench.row import Row
from tests.people.generator import Invented, people
from tests.people.misspelt import misspelt, not_among_first_five, those_meant
from tests.people.searchable import index_of

FEW, MANY = 100_000, 1_000_000
FEW_MS, MANY_MS, ERROR_MS = 3, 8, 5
RECALL = 0.98
ROUNDS, PER_ROUND = 5, 250
SEED = 2

_Typing = Callable[[random.Random, Invented], list[str]]


def rows() -> Iterator[Row]:
    meant = those_meant()
    some = tuple(people(FEW - len(meant), seed=SEED))
    with tempfile.TemporaryDirectory() as name:
        few = index_of(Path(name) / "few.db", (*some, *meant))
        yield _p99("lookup_100k_p99", few, some, _keystrokes, limit_ms=FEW_MS)
        found = 1 - len(not_among_first_five(few, (*some, *meant))) / len(misspelt())
        few.close()
        many = index_of(Path(name) / "many.db", people(MANY, seed=SEED))
        yield _p99("lookup_1m_p99", many, some, _keystrokes, limit_ms=MANY_MS)
        yield _p99("lookup_typo_p99", many, some, _misspelt, limit_ms=ERROR_MS)
        many.close()
    yield Row("lookup_recall", "", found, RECALL, "right in first five of 100 000", goal=1.0, more_is_better=True)


def _p99(name: str, connection: Connection, those: Sequence[Invented], typing: _Typing, *, limit_ms: int) -> Row:
    """The median of the rounds' 99th percentiles, in ms; a round before them warms the cache up."""
    chance = random.Random(name)
    rounds = [
        _p99_of_round(connection, chain.from_iterable(typing(chance, each) for each in chance.sample(those, PER_ROUND)))
        for _ in range(ROUNDS + 1)
    ][1:]
    median = statistics.median(rounds)
    spread = (max(rounds) - min(rounds)) / median
    return Row(name, "ms", median, limit_ms, "limit", goal=1.0, spread=spread)


def _p99_of_round(connection: Connection, typed: Iterator[str]) -> float:
    took_ms = []
    for text in typed:
        begun = time.perf_counter()
        find_people(connection, text)
        took_ms.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(took_ms, n=100)[98]


def _keystrokes(chance: random.Random, person: Invented) -> list[str]:
    """Every beginning of one way in which somebody may look for `person`."""
    family, given = person.names
    ways = [f"{given} {family}", f"{family} {given}", family, f"{given[:2]} {family[:2]}", f"{family[:3]} {given}"]
    whole = chance.choice([*ways, person.phone.replace("+33", "0") or person.card])
    return [whole[:length] for length in range(1, len(whole) + 1)]


def _misspelt(chance: random.Random, person: Invented) -> list[str]:
    """Both names, one or both with an error, three times."""
    family, given = person.names
    return [
        f"{_with_error(chance, given)} {family}",
        f"{_with_error(chance, family)} {given}",
        f"{_with_error(chance, family)} {_with_error(chance, given)}",
    ]


def _with_error(chance: random.Random, word: str) -> str:
    """A letter too few, too many, another or in its neighbour's place."""
    at = chance.randrange(len(word))
    before, here, after = word[:at], word[at], word[at + 1 :]
    other = chance.choice("aeinrst")
    return chance.choice([before + after, before + here + word[at:], before + other + after, _swapped(word, at)])


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
