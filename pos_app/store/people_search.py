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
from pos_app.store.people_index import AFTER_ALL, digits_of

SHORT = 5
"""An exact answer of fewer people than this is followed by the people whose names resemble."""

_NUMBER = re.compile(r"[\d\s+().\-/]*\d[\d\s+().\-/]*")
_TRUNK = re.compile(r"\(0\)")
_MOST_WORDS = 6
_COUNTED = 1_000
"""Different words of one beginning that are counted; where there are more, the beginning is common."""


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
    return _first_different((person for digits in _digits(typed) for person in _numbered(connection, digits)), limit)


def _digits(typed: str) -> tuple[str, ...]:
    """As typed, since a card may begin with any digits; then as a telephone number from abroad, "00" or "+" left off;
    then without the 0 that some leave standing after France's 33."""
    digits = digits_of(_TRUNK.sub("", typed))
    abroad = digits.removeprefix("00")
    without_trunk = "33" + abroad[3:] if abroad.startswith("330") else abroad
    return tuple(dict.fromkeys(spelt for spelt in (digits, abroad, without_trunk) if spelt))


def _numbered(connection: Connection, digits: str) -> Iterator[int]:
    rows = connection.execute(
        "SELECT person FROM person_number WHERE digits >= ? AND digits < ? ORDER BY digits, person",
        (digits, digits + AFTER_ALL),
    )
    for (person,) in rows:
        yield person


def _by_words(connection: Connection, words: list[str], *, limit: int) -> tuple[int, ...]:
    if len(words) == 1:
        return _first_different(_bearers(connection, words[0]), limit)
    longer = {word: _borne_by(connection, word + "\0", word + AFTER_ALL) for word in words}
    first = min(words, key=lambda word: longer[word])
    others = sorted(
        (word for word in words if word != first),
        key=lambda word: max(longer[word], _borne_by(connection, word, word + "\0")),
    )
    return _first_different(_bearers_of_all(connection, first, others), limit)


def _bearers(connection: Connection, word: str) -> Iterator[int]:
    """Whole family name, whole other name, beginning of a family name, beginning of another."""
    for low, high in ((word, word + "\0"), (word + "\0", word + AFTER_ALL)):
        for part in (0, 1):
            rows = connection.execute(
                "SELECT person FROM person_word WHERE part = ? AND word >= ? AND word < ?"
                " ORDER BY word, beside, person",
                (part, low, high),
            )
            for (person,) in rows:
                yield person


def _bearers_of_all(connection: Connection, first: str, others: list[str]) -> Iterator[int]:
    """The same order, by `first`; whoever lacks one of `others` is left out.

    The whole word and a beginning beside it are one range. The longer words are read through, so `first` is the one
    that the fewest people bear a longer word of, and the next the rarest beside it.
    """
    second, *more = others
    entry = " JOIN person_entry USING (person)" if more else ""
    borne = " AND instr(' ' || family || ' ' || others, ?)" * len(more)
    for low, high in ((first, first + "\0"), (first + "\0", first + AFTER_ALL)):
        for part in (0, 1):
            rows = connection.execute(
                f"SELECT person FROM person_word{entry} WHERE part = ? AND word >= ? AND word < ?"
                f" AND beside >= ? AND beside < ?{borne} ORDER BY word, beside, person",
                (part, low, high, second, second + AFTER_ALL, *(" " + other for other in more)),
            )
            for (person,) in rows:
                yield person


def _borne_by(connection: Connection, low: str, high: str) -> tuple[bool, int]:
    """How many people bear a word of this range; first whether there are more such words than are counted."""
    words, people = connection.execute(
        "SELECT count(*), coalesce(sum(people), 0) FROM"
        " (SELECT people FROM known_word WHERE word >= ? AND word < ? LIMIT ?)",
        (low, high, _COUNTED),
    ).fetchone()
    return words == _COUNTED, people


def _first_different(people: Iterator[int], limit: int) -> tuple[int, ...]:
    """The first `limit` people, each once; what follows is never read."""
    found: dict[int, None] = {}
    for person in people:
        found[person] = None
        if len(found) == limit:
            break
    return tuple(found)
