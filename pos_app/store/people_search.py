"""Finding people (placeholder until helper-11's room is merged)."""

from __future__ import annotations

from pos_app.domain.names import sound_of, words_of
from pos_app.store.opening import Connection


def find_people(connection: Connection, typed: str, *, limit: int = 20) -> tuple[int, ...]:
    found: set[int] | None = None
    for word in words_of(typed):
        hits = _with(connection, word) or _with(connection, "~" + sound_of(word))
        found = hits if found is None else found & hits
    return tuple(sorted(found or ())[:limit])


def likely_same(connection: Connection, names: str, *, limit: int) -> tuple[int, ...]:
    found: dict[int, int] = {}
    for word in words_of(names):
        for person in _with(connection, word) | _with(connection, "~" + sound_of(word)):
            found[person] = found.get(person, 0) + 1
    return tuple(sorted(found, key=lambda each: -found[each])[:limit])


def _with(connection: Connection, word: str) -> set[int]:
    rows = connection.execute(
        "SELECT person FROM person_word WHERE word >= ? AND word < ? LIMIT 200", (word, word + "\uffff")
    )
    return {person for (person,) in rows}
