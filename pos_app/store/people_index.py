"""The words by which people are found (placeholder until helper-11's room is merged)."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.names import folded, forms_of, sound_of, words_of
from pos_app.store.opening import Connection


def index_person(connection: Connection, person: int, *, names: Sequence[str], phone: str, card: str) -> None:
    unindex_person(connection, person)
    name = folded(" ".join(names))
    words = {form for each in names for form in forms_of(each)}
    words |= {"~" + sound_of(word) for each in names for word in words_of(each)}
    words |= {phone.lstrip("+"), card} - {""}
    connection.executemany("INSERT OR IGNORE INTO person_word VALUES (?, ?, ?)", [(w, name, person) for w in words])


def unindex_person(connection: Connection, person: int) -> None:
    connection.execute("DELETE FROM person_word WHERE person = ?", (person,))
