"""Finding people by what was typed or scanned, best first. Reads the index of store/people_index.py and nothing else.

Each step reads ranges of keys, in an order in which it may stop at the length of the list: a keystroke costs the same
among a million people as among a thousand. Spellings that only resemble are asked for where the exact answer is short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pos_app.domain.names import words_of
from pos_app.store.near_names import near_people
from pos_app.store.opening import Connection
from pos_app.store.people_index import digits_of

SHORT = 5
"""An exact answer of fewer people than this is followed by the people whose names resemble."""
_AFTER_ALL = "\U0010ffff"
_NUMBER = re.compile(r"[\d\s+().\-/]*\d[\d\s+().\-/]*")
_TRUNK = re.compile(r"\(0\)")
_MOST_WORDS = 6
_ESTIMATE_FROM = 200
"""Different words of one beginning that are counted; where there are more, the beginning counts as common."""


def find_people(connection: Connection, typed: str, *, limit: int = 20) -> tuple[int, ...]:
    """The people whom `typed` means, at most `limit`, best first: the words of their name in any order or the
    beginnings of them, or else the beginning of a telephone number in any spelling or of a card number.

    A whole word goes before a beginning, that before a like sound, that before a misspelling; a family name before
    another. Digits beside words are not looked at. Nothing typed finds nobody.
    """
    if _NUMBER.fullmatch(typed.strip()):
        return _by_number(connection, typed, limit=limit)
    words = [word for word in words_of(typed) if not word.isdecimal()][:_MOST_WORDS]
    if not words:
        return ()
    found = _by_words(connection, words, limit=limit)
    if len(found) < min(SHORT, limit):
        found = tuple(dict.fromkeys([*found, *near_people(connection, words, limit=limit)]))
    return found[:limit]


def likely_same(connection: Connection, names: str, *, limit: int = 20) -> tuple[int, ...]:
    """People who may bear these `names`, at most `limit`, the likeliest first: in any order, as they sound, joined or
    apart, with a typing error. What tells them from one another is for the caller to compare."""
    words = [word for word in words_of(names) if not word.isdecimal()][:_MOST_WORDS]
    if not words:
        return ()
    exact = _by_words(connection, words, limit=limit)
    return tuple(dict.fromkeys([*exact, *near_people(connection, words, limit=limit)]))[:limit]


def _by_number(connection: Connection, typed: str, *, limit: int) -> tuple[int, ...]:
    plain = _TRUNK.sub("", typed).strip()
    digits = digits_of(plain)
    abroad = digits.removeprefix("00") if digits.startswith("00") else digits
    if abroad.startswith("330"):
        abroad = "33" + abroad[3:]
    rows = connection.execute(
        "SELECT person FROM person_number WHERE digits >= ? AND digits < ? ORDER BY digits",
        (abroad, abroad + _AFTER_ALL),
    )
    return _first_different((person for (person,) in rows), limit)


def _by_words(connection: Connection, words: list[str], *, limit: int) -> tuple[int, ...]:
    if len(words) == 1:
        return _first_different(_bearers(connection, words[0]), limit)
    first, second, *others = sorted(words, key=lambda word: _how_common(connection, word))
    return _first_different(_bearers_of_all(connection, first, second, others), limit)


def _bearers(connection: Connection, word: str) -> Iterator[int]:
    """Whole family name, whole other name, beginning of a family name, beginning of another."""
    for low, high in ((word, word + "\0"), (word + "\0", word + _AFTER_ALL)):
        for part in (0, 1):
            rows = connection.execute(
                "SELECT person FROM person_word WHERE part = ? AND word >= ? AND word < ?"
                " ORDER BY word, beside, person",
                (part, low, high),
            )
            for (person,) in rows:
                yield person


def _bearers_of_all(connection: Connection, first: str, second: str, others: list[str]) -> Iterator[int]:
    """The same order, by `first`; whoever lacks `second` or one of `others` is left out."""
    borne = " AND instr(' ' || family || ' ' || others, ?)" * len(others)
    entry = " JOIN person_entry USING (person)" if others else ""
    for low, high in ((first, first + "\0"), (first + "\0", first + _AFTER_ALL)):
        for part in (0, 1):
            rows = connection.execute(
                f"SELECT person FROM person_word{entry} WHERE part = ? AND word >= ? AND word < ?"
                f" AND beside >= ? AND beside < ?{borne} ORDER BY word, beside, person",
                (part, low, high, second, second + _AFTER_ALL, *(" " + other for other in others)),
            )
            for (person,) in rows:
                yield person


def _how_common(connection: Connection, word: str) -> tuple[int, int]:
    """The fewer people bear a word beginning like this, the less it is; counted no further than needed."""
    different, people = connection.execute(
        "SELECT count(*), coalesce(sum(people), 0) FROM"
        " (SELECT people FROM known_word WHERE word >= ? AND word < ? LIMIT ?)",
        (word, word + _AFTER_ALL, _ESTIMATE_FROM),
    ).fetchone()
    return int(different == _ESTIMATE_FROM), people


def _first_different(people: Iterator[int], limit: int) -> tuple[int, ...]:
    """The first `limit` people, each once; what follows is never read."""
    found: dict[int, None] = {}
    for person in people:
        found[person] = None
        if len(found) == limit:
            break
    return tuple(found)
