"""People whose names resemble what was typed: as it sounds, with an error, joined or apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations

from pos_app.domain.names import distance, one_edit_apart, sound_of
from pos_app.store.opening import Connection
from pos_app.store.people_index import deletions_of

_AFTER_ALL = "\U0010ffff"
_EXACT, _BEGINNING, _SOUND, _ERROR, _FAR_SOUND, _ERRORS, _MISSING = 0, 1, 2, 3, 4, 5, 9
"""What a typed word costs, by how it was found. The sum ranks a person."""
_MOST_LIKE = 12
"""Words that stand for a typed one: the likeliest."""
_SAME_SOUND = 80
_CANDIDATES = 400
_SHORTEST_WITH_ERROR = 3
_SHORTEST_WITH_ERRORS = 6
_PEOPLE = 200

_Likes = dict[str, int]


def near_people(connection: Connection, words: list[str], *, limit: int) -> list[int]:
    """At most `limit` people, by what it costs to take their names for `words`; family names first among equals."""
    ranked: dict[int, tuple[int, int]] = {}
    for spelling in _spellings(words):
        for person, rank in _ranked(connection, spelling):
            ranked[person] = min(rank, ranked.get(person, rank))
    return sorted(ranked, key=lambda person: (ranked[person], person))[:limit]


def _spellings(words: list[str]) -> Iterator[list[str]]:
    """As typed, and with two neighbours joined: "abdel kader" for Abdelkader."""
    yield words
    for at in range(len(words) - 1):
        yield [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def _ranked(connection: Connection, words: list[str]) -> Iterator[tuple[int, tuple[int, int]]]:
    likes = [_likes(connection, word) for word in words]
    if len(words) == 1:
        yield from _bearers(connection, likes[0])
        return
    chosen = sorted(range(len(words)), key=lambda at: -len(words[at]))[:3]
    for one, other in combinations(chosen, 2):
        beside = [words[at] for at in range(len(words)) if at not in {one, other}]
        besides = [likes[at] for at in range(len(words)) if at not in {one, other}]
        for pair in ((one, other), (other, one)):
            yield from _pairs(
                connection, words[pair[1]], likes[pair[0]], likes[pair[1]], list(zip(beside, besides, strict=True))
            )


def _bearers(connection: Connection, likes: _Likes) -> Iterator[tuple[int, tuple[int, int]]]:
    for word, cost in likes.items():
        for part in (0, 1):
            rows = connection.execute(
                "SELECT DISTINCT person FROM person_word WHERE part = ? AND word = ? LIMIT 20", (part, word)
            )
            for (person,) in rows:
                yield person, (cost, part)


def _pairs(
    connection: Connection, typed: str, one: _Likes, other: _Likes, others: list[tuple[str, _Likes]]
) -> Iterator[tuple[int, tuple[int, int]]]:
    rows = connection.execute(
        "SELECT part, word, beside, person FROM json_each(?1) AS one CROSS JOIN json_each(?2) AS other"
        " CROSS JOIN person_word ON part IN (0, 1) AND word = one.value AND beside = other.value LIMIT ?3",
        (json.dumps(list(one)), json.dumps(list(other)), _PEOPLE),
    ).fetchall()
    rows += connection.execute(
        "SELECT part, word, beside, person FROM json_each(?1) AS one"
        " CROSS JOIN person_word ON part IN (0, 1) AND word = one.value AND beside > ?2 AND beside < ?3 LIMIT ?4",
        (json.dumps(list(one)), typed, typed + _AFTER_ALL, _PEOPLE),
    ).fetchall()
    for part, word, beside, person in rows:
        cost = one[word] + other.get(beside, _BEGINNING)
        missing = 0
        if others:
            borne = _words(connection, person)
            costs = [_cost_of(typed_word, likes, borne) for typed_word, likes in others]
            missing, cost = costs.count(_MISSING), cost + sum(costs)
        if missing <= 1:
            yield person, (cost, part)


def _words(connection: Connection, person: int) -> list[str]:
    family, others = connection.execute(
        "SELECT family, others FROM person_entry WHERE person = ?", (person,)
    ).fetchone()
    return [*family.split(), *others.split()]


def _cost_of(typed: str, likes: _Likes, borne: list[str]) -> int:
    return min(likes.get(word, _BEGINNING if word.startswith(typed) else _MISSING) for word in borne)


def _likes(connection: Connection, typed: str) -> _Likes:
    """The known words that `typed` may stand for and what each costs, the cheapest first, then the commonest."""
    costs: dict[str, tuple[int, int]] = {}
    for word, people in _same_sound(connection, typed):
        far = distance(typed, word, most=2) > 2
        costs[word] = (_EXACT if word == typed else _FAR_SOUND if far else _SOUND, -people)
    if len(typed) >= _SHORTEST_WITH_ERROR:
        for word, people in _sharing_a_deletion(connection, typed):
            cost = _error_cost(typed, word)
            if cost is not None:
                costs[word] = min((cost, -people), costs.get(word, (cost, -people)))
    best = sorted(costs, key=lambda word: (costs[word], word))[:_MOST_LIKE]
    return {word: costs[word][0] for word in best}


def _same_sound(connection: Connection, typed: str) -> list[tuple[str, int]]:
    return connection.execute(
        "SELECT word, people FROM known_word WHERE sound = ? LIMIT ?", (sound_of(typed), _SAME_SOUND)
    ).fetchall()


def _sharing_a_deletion(connection: Connection, typed: str) -> list[tuple[str, int]]:
    return connection.execute(
        "SELECT DISTINCT word, people FROM json_each(?) AS typed CROSS JOIN known_deletion ON deletion = typed.value"
        " CROSS JOIN known_word USING (word) LIMIT ?",
        (json.dumps(deletions_of(typed)), _CANDIDATES),
    ).fetchall()


def _error_cost(typed: str, word: str) -> int | None:
    if typed == word:
        return _EXACT
    if one_edit_apart(typed, word):
        return _ERROR
    if len(word) > len(typed) and any(
        one_edit_apart(typed, word[:length]) for length in range(len(typed) - 1, len(typed) + 2)
    ):
        return _FAR_SOUND
    if len(typed) >= _SHORTEST_WITH_ERRORS and distance(typed, word, most=2) <= 2:
        return _ERRORS
    return None
