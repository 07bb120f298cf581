"""The index by which people are found: kept with their rows, one act, one transaction.

It is written here and read by store/people_search.py. The database overwrites what is deleted (`secure_delete`), and
a word that nobody bears any more goes with the last who bore it: of an erased name nothing stays.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pos_app.domain.names import forms_of, sound_of
from pos_app.store.opening import Connection

AFTER_ALL = "\U0010ffff"
"""Follows every letter: `word >= x AND word < x + AFTER_ALL` are the words that begin with x."""
DELETED_FROM = 7
"""How many first letters of a word its deletions are made of: enough to tell words apart, few enough to store."""
_AT_ONCE = 20_000
"""People sorted together in a bulk: bounds the memory (about 40 MB)."""
_DIALLED_AS_FRANCE = ("33", "262", "508", "590", "594", "596")
"""Country codes within which a number is dialled with a 0 (ARCEP's numbering plan)."""
_ADD_WORD = "INSERT INTO known_word VALUES (?, ?, ?) ON CONFLICT (word) DO UPDATE SET people = people + excluded.people"
_TABLES = ("person_entry", "person_word", "person_number", "known_word", "known_deletion")


@dataclass(frozen=True, slots=True)
class Findable:
    """What a person is found by: `names` with the family name first, `phone` in E.164 or '', `card` or ''."""

    person: int
    names: Sequence[str]
    phone: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    person: int
    family: tuple[str, ...]
    others: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.family + self.others


def index_person(connection: Connection, person: int, *, names: Sequence[str], phone: str, card: str) -> None:
    """Makes `person` findable by these and by nothing it was findable by before. `names`: the family name first."""
    index_people(connection, [Findable(person, names, phone, card)])


def unindex_person(connection: Connection, person: int) -> None:
    """Takes `person` out of the index; nothing happens where it is not in it."""
    row = connection.execute("SELECT family, others, numbers FROM person_entry WHERE person = ?", (person,)).fetchone()
    if row is None:
        return
    entry = _Entry(person, *(tuple(text.split()) for text in row))
    connection.execute("DELETE FROM person_entry WHERE person = ?", (person,))
    connection.executemany(
        "DELETE FROM person_word WHERE part = ? AND word = ? AND beside = ? AND person = ?", _word_rows(entry)
    )
    connection.executemany("DELETE FROM person_number WHERE digits = ? AND person = ?", _number_rows(entry))
    for word in entry.words:
        connection.execute("UPDATE known_word SET people = people - 1 WHERE word = ?", (word,))
        if connection.execute("DELETE FROM known_word WHERE word = ? AND people = 0", (word,)).rowcount:
            connection.executemany("DELETE FROM known_deletion WHERE deletion = ? AND word = ?", _deletion_rows(word))


def index_people(
    connection: Connection, people: Iterable[Findable], *, progress: Callable[[int], None] = lambda _done: None
) -> int:
    """Makes all of them findable, in the caller's transaction, and returns how many; `progress` hears it meanwhile.

    Sorted, so that each page is written once: 100 000 people take seconds.
    """
    done, coming = 0, iter(people)
    while chunk := list(islice(coming, _AT_ONCE)):
        for person in _indexed_among(connection, chunk):
            unindex_person(connection, person)
        _insert(connection, [_entry_of(findable) for findable in {each.person: each for each in chunk}.values()])
        done += len(chunk)
        progress(done)
    return done


IndexSlice = tuple[str, list[tuple[object, ...]]]
"""An INSERT, and some of its rows in the order of their table."""


def index_in_slices(people: Sequence[Findable], *, rows: int) -> Iterator[IndexSlice]:
    """The index of people who are in none yet, as slices of about `rows` rows, each to be written in an act of its own.

    Sorted over all of them, so that each page is written once. The rows that say who is indexed come last: cut before
    its end, the index has to be made anew (`rebuild_people_index`).
    """
    entries = [_entry_of(each) for each in people]
    borne = Counter(word for entry in entries for word in entry.words)
    tables: tuple[tuple[str, Iterator[tuple[object, ...]]], ...] = (
        (
            "INSERT OR IGNORE INTO person_word VALUES (?, ?, ?, ?)",
            (row for entry in entries for row in _word_rows(entry)),
        ),
        (
            "INSERT OR IGNORE INTO person_number VALUES (?, ?)",
            (row for entry in entries for row in _number_rows(entry)),
        ),
        (_ADD_WORD, ((word, sound_of(word), count) for word, count in borne.items())),
        ("INSERT OR IGNORE INTO known_deletion VALUES (?, ?)", (row for word in borne for row in _deletion_rows(word))),
        ("INSERT OR IGNORE INTO person_entry VALUES (?, ?, ?, ?)", map(_entry_row, entries)),
    )
    for statement, unsorted in tables:
        coming = iter(sorted(unsorted))
        while chunk := list(islice(coming, rows)):
            yield statement, chunk


def write_slice(connection: Connection, part: IndexSlice) -> None:
    connection.executemany(*part)


def rebuild_people_index(
    connection: Connection, people: Iterable[Findable], *, progress: Callable[[int], None] = lambda _done: None
) -> int:
    """Empties the index and makes it again from `people`: after a change of the rules of domain/names.py."""
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    return index_people(connection, people, progress=progress)


def deletions_of(word: str) -> tuple[str, ...]:
    """The beginning of `word`, and the same without each of its letters, each once."""
    beginning = word[:DELETED_FROM]
    shorter = (beginning[:at] + beginning[at + 1 :] for at in range(len(beginning)))
    return tuple(dict.fromkeys([beginning, *shorter]))


def digits_of(number: str) -> str:
    """The digits of a telephone or card number, in whichever script they are."""
    return "".join(str(int(character)) for character in number if character.isdecimal())


def _entry_of(findable: Findable) -> _Entry:
    family = tuple(dict.fromkeys(form for name in findable.names[:1] for form in forms_of(name)))
    others = dict.fromkeys(form for name in findable.names[1:] for form in forms_of(name) if form not in family)
    phone, card = digits_of(findable.phone), digits_of(findable.card)
    at_home = ["0" + phone.removeprefix(code) for code in _DIALLED_AS_FRANCE if phone.startswith(code)]
    numbers = tuple(dict.fromkeys(number for number in (phone, *at_home, card) if number))
    return _Entry(findable.person, family, tuple(others), numbers)


def _indexed_among(connection: Connection, people: Sequence[Findable]) -> list[int]:
    among = json.dumps([each.person for each in people])
    found = connection.execute(
        "SELECT person FROM person_entry WHERE person IN (SELECT value FROM json_each(?))", [among]
    )
    return [person for (person,) in found]


def _insert(connection: Connection, entries: Sequence[_Entry]) -> None:
    connection.executemany(
        "INSERT INTO person_entry VALUES (?, ?, ?, ?)",
        map(_entry_row, sorted(entries, key=lambda entry: entry.person)),
    )
    connection.executemany(
        "INSERT INTO person_word VALUES (?, ?, ?, ?)", sorted(row for entry in entries for row in _word_rows(entry))
    )
    connection.executemany(
        "INSERT INTO person_number VALUES (?, ?)", sorted(row for entry in entries for row in _number_rows(entry))
    )
    borne = sorted(Counter(word for entry in entries for word in entry.words).items())
    connection.executemany(
        _ADD_WORD,
        ((word, sound_of(word), people) for word, people in borne),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO known_deletion VALUES (?, ?)",
        sorted(row for word, _ in borne for row in _deletion_rows(word)),
    )


def _entry_row(entry: _Entry) -> tuple[object, ...]:
    return entry.person, " ".join(entry.family), " ".join(entry.others), " ".join(entry.numbers)


def _word_rows(entry: _Entry) -> Iterator[tuple[int, str, str, int]]:
    for word in entry.words:
        part = int(word not in entry.family)
        for beside in [other for other in entry.words if other != word] or [""]:
            yield part, word, beside, entry.person


def _number_rows(entry: _Entry) -> Iterator[tuple[str, int]]:
    return ((digits, entry.person) for digits in entry.numbers)


def _deletion_rows(word: str) -> Iterator[tuple[str, str]]:
    return ((deletion, word) for deletion in deletions_of(word))
