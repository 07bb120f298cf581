"""People whose names resemble what was typed: as it sounds, with an error, joined or apart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pos_app.domain.names import distance, particles_joined, sound_of
from pos_app.store.opening import Connection
from pos_app.store.people_index import AFTER_ALL, deletions_of

_EXACT, _BEGINNING, _SOUND, _ERROR, _FAR_SOUND, _ERRORS = range(6)
"""What a typed word costs, by how it was found. The sum ranks a person."""
_NOT_BORNE = 1_000
"""More than any words cost together."""
_MOST_LIKE = 12
"""Known words that stand for a typed one: the likeliest."""
_SAME_SOUND, _SHARING = 40, 300
"""Words looked at for each typed one, the commonest of its sound and those that share a deletion with it."""
_SHORTEST_WITH_ERROR, _SHORTEST_WITH_ERRORS = 3, 6
"""Letters. Among two-letter names each is an error away from the next."""
_SHORTEST_SOUND = 2
"""Letters, typed and heard. By one alone, Sow sounds like Zouaoui."""
_PEOPLE = 60
"""People looked at for two words, the likeliest first."""
_ENOUGH = 5
"""People, after whom no other spelling is tried."""

_Rank = tuple[int, int]
"""What the words cost together, and the part of the name in which the first was found: family names first."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """A typed word, the known words it may stand for with their costs, and how many people bear these."""

    word: str
    likes: dict[str, int]
    people: int


def near_people(connection: Connection, words: list[str], *, limit: int) -> list[int]:
    """At most `limit` people, by what it costs to take their names for `words`, each a folded word.

    Where nobody has them all, those who have all but one of at least three.
    """
    look = _Look(connection)
    look.at(look.spellings(words))
    if not look.found and len(words) > 2:
        look.at([*words[:at], *words[at + 1 :]] for at in range(len(words)))
    return sorted(look.found, key=lambda person: (look.found[person], person))[:limit]


class _Look:
    """What one look-up has found so far and has asked already."""

    __slots__ = ("_borne", "_connection", "_typed", "found")

    def __init__(self, connection: Connection) -> None:
        self.found: dict[int, _Rank] = {}
        self._connection = connection
        self._typed: dict[str, _Typed] = {}
        self._borne: dict[int, list[str]] = {}

    def spellings(self, words: list[str]) -> Iterator[list[str]]:
        """As typed, and with two neighbours, or a name and its particles, joined to a word that somebody bears."""
        yield words
        if (joined_all := particles_joined(words)) != words:
            yield joined_all
        for at in range(len(words) - 1):
            joined = words[at] + words[at + 1]
            if self._begins_a_word(joined) or self._resembles_a_word(joined):
                yield [*words[:at], joined, *words[at + 2 :]]

    def at(self, spellings: Iterable[list[str]]) -> None:
        """Adds who bears all the words of one of the spellings, until enough are found."""
        for spelling in spellings:
            for person, rank in self._ranked([self._typed_as(word) for word in spelling]):
                self.found[person] = min(rank, self.found.get(person, rank))
            if len(self.found) >= _ENOUGH:
                return

    def _ranked(self, typed: list[_Typed]) -> Iterator[tuple[int, _Rank]]:
        if len(typed) == 1:
            yield from _bearers(self._connection, typed[0].likes)
            return
        one, other, *others = sorted(typed, key=lambda each: each.people)
        for part, word, beside, person in _bearers_of_both(self._connection, one, other):
            costs = [min(_cost(one, word) + _cost(other, beside), _cost(one, beside) + _cost(other, word))]
            if others:
                costs += [min(_cost(each, borne) for borne in self._words_of(person)) for each in others]
            if max(costs) < _NOT_BORNE:
                yield person, (sum(costs), part)

    def _typed_as(self, word: str) -> _Typed:
        if word not in self._typed:
            self._typed[word] = _typed(self._connection, word)
        return self._typed[word]

    def _begins_a_word(self, word: str) -> bool:
        words = self._connection.execute(
            "SELECT 1 FROM known_word WHERE word >= ? AND word < ?", (word, word + AFTER_ALL)
        )
        return words.fetchone() is not None

    def _resembles_a_word(self, word: str) -> bool:
        """The sound is asked first: it is one seek, and most joined words sound like none."""
        sounding = self._connection.execute("SELECT 1 FROM known_word WHERE sound = ?", (sound_of(word),))
        if sounding.fetchone() is None:
            return False
        return any(cost <= _ERROR for cost in self._typed_as(word).likes.values())

    def _words_of(self, person: int) -> list[str]:
        if person not in self._borne:
            row = self._connection.execute("SELECT family, others FROM person_entry WHERE person = ?", (person,))
            self._borne[person] = " ".join(row.fetchone()).split()
        return self._borne[person]


def _cost(typed: _Typed, word: str) -> int:
    return typed.likes.get(word, _BEGINNING if word.startswith(typed.word) else _NOT_BORNE)


def _bearers(connection: Connection, likes: dict[str, int]) -> Iterator[tuple[int, _Rank]]:
    for word, cost in likes.items():
        for part in (0, 1):
            rows = connection.execute(
                "SELECT DISTINCT person FROM person_word WHERE part = ? AND word = ? LIMIT 20", (part, word)
            )
            for (person,) in rows:
                yield person, (cost, part)


def _bearers_of_both(connection: Connection, one: _Typed, other: _Typed) -> Iterator[tuple[int, str, str, int]]:
    """Rows of the index where words like both stand side by side, or words like one beside a beginning like the other;
    the cheapest first."""
    yield from connection.execute(
        "SELECT part, word, beside, person FROM json_each(?1) AS one CROSS JOIN json_each(?2) AS other"
        " CROSS JOIN person_word ON part IN (0, 1) AND word = one.value AND beside = other.value LIMIT ?3",
        (json.dumps([*one.likes]), json.dumps([*other.likes]), _PEOPLE),
    )
    for like, beginning in ((one.likes, other.word), (other.likes, one.word)):
        yield from connection.execute(
            "SELECT part, word, beside, person FROM json_each(?1) AS one"
            " CROSS JOIN person_word ON part IN (0, 1) AND word = one.value AND beside > ?2 AND beside < ?3 LIMIT ?4",
            (json.dumps([*like]), beginning, beginning + AFTER_ALL, _PEOPLE),
        )


def _typed(connection: Connection, word: str) -> _Typed:
    """The known words that `word` may stand for, the cheapest first, then the commonest."""
    costs: dict[str, tuple[int, int]] = {}
    sound = sound_of(word)
    for known, people in _sounding(connection, sound):
        if min(len(word), len(sound)) >= _SHORTEST_SOUND or distance(word, known, most=1) <= 1:
            costs[known] = (_sound_cost(word, known), -people)
    if len(word) >= _SHORTEST_WITH_ERROR:
        for known, people in _sharing_a_deletion(connection, word):
            cost = _error_cost(word, known)
            if cost is not None:
                costs[known] = min((cost, -people), costs.get(known, (cost, -people)))
    best = sorted(costs, key=lambda known: (costs[known], known))[:_MOST_LIKE]
    return _Typed(word, {known: costs[known][0] for known in best}, -sum(costs[known][1] for known in best))


def _sounding(connection: Connection, sound: str) -> list[tuple[str, int]]:
    return connection.execute(
        "SELECT word, people FROM known_word WHERE sound = ? ORDER BY people DESC LIMIT ?",
        (sound, _SAME_SOUND),
    ).fetchall()


def _sharing_a_deletion(connection: Connection, word: str) -> list[tuple[str, int]]:
    return connection.execute(
        "SELECT DISTINCT word, people FROM json_each(?) AS typed CROSS JOIN known_deletion ON deletion = typed.value"
        " CROSS JOIN known_word USING (word) LIMIT ?",
        (json.dumps(deletions_of(word)), _SHARING),
    ).fetchall()


def _sound_cost(typed: str, known: str) -> int:
    if typed == known:
        return _EXACT
    return _SOUND if distance(typed, known, most=2) <= 2 else _FAR_SOUND


def _error_cost(typed: str, known: str) -> int | None:
    """None where it is no misspelling. A beginning may be misspelt as well, while somebody is still typing."""
    if typed == known:
        return _EXACT
    if distance(typed, known, most=1) <= 1:
        return _ERROR
    if len(known) > len(typed) and any(
        distance(typed, known[:length], most=1) <= 1 for length in range(len(typed) - 1, len(typed) + 2)
    ):
        return _FAR_SOUND
    if len(typed) >= _SHORTEST_WITH_ERRORS and distance(typed, known, most=2) <= 2:
        return _ERRORS
    return None
