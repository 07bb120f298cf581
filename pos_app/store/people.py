"""People on file: identity, its history, slips that were used, tombstones. Plain rows, no rule."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pos_app.domain.field_merge import PERSON_FIELDS
from pos_app.domain.identifiers import CardNumber, OperatorCode, PersonToken
from pos_app.domain.person import Identity, Person, PersonState
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection
from pos_app.store.people_index import Findable, index_people, unindex_person
from pos_app.store.till_store import Act

_COLUMNS = (
    "id, token, card, given_name, family_name, year_of_birth, language, phone, prescriber, state, registered_ms,"
    " last_contact_ms"
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one field. `counter` orders changes of one millisecond (hybrid logical clock).

    `base` is the revision of the field, as head office last said it, that was changed.
    """

    id: str
    token: PersonToken
    field: str
    value: str
    at_ms: int
    counter: int
    operator: OperatorCode
    base: int = 0

    def __repr__(self) -> str:
        return f"FieldChange({self.field})"


def person_of(connection: Connection, token: str) -> Person:
    """The person of this token, or whom it was merged into. Raises Refusal("person_unknown", "person_erased")."""
    wanted = kept_token(connection, token)
    person = person_with_token(connection, wanted)
    if person is None:
        raise Refusal("person_erased" if is_erased(connection, wanted) else "person_unknown")
    return person


def people_of(connection: Connection, ids: Sequence[int]) -> tuple[Person, ...]:
    """Those of these ids that are still on file, in this order."""
    marks = ",".join("?" * len(ids))
    rows = connection.execute(f"SELECT {_COLUMNS} FROM person WHERE id IN ({marks})", tuple(ids)).fetchall()
    by_id = {row[0]: _person(row) for row in rows}
    return tuple(by_id[each] for each in ids if each in by_id)


def person_with_card(connection: Connection, card: str) -> Person | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM person WHERE card = ?", (card,)).fetchone()
    return _person(row) if row else None


def people_after(connection: Connection, last_id: int, *, limit: int) -> tuple[Person, ...]:
    """The next of them in the order of their registration: a long list, read in parts."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM person WHERE id > ? ORDER BY id LIMIT ?", (last_id, limit))
    return tuple(map(_person, rows.fetchall()))


def findable(person: Person) -> Findable:
    """What the person is found by."""
    names = (person.identity.family_name, person.identity.given_name)
    return Findable(person.id, names, person.identity.phone, person.card)


def person_with_token(connection: Connection, token: str) -> Person | None:
    """The record of this very token; None where it was joined to another, erased or never known."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM person WHERE token = ?", (token,)).fetchone()
    return _person(row) if row else None


def every_person(connection: Connection) -> Iterator[Person]:
    """All of them, in the order of their registration."""
    for row in connection.execute(f"SELECT {_COLUMNS} FROM person ORDER BY id"):
        yield _person(row)


def kept_token(connection: Connection, token: str) -> str:
    """The record that stands for this token: head office's word on merges counts before this till's own."""
    seen = {token}
    while True:
        row = connection.execute(
            "SELECT kept FROM merged_elsewhere WHERE gone = :token UNION ALL"
            " SELECT kept FROM merged WHERE gone = :token LIMIT 1",
            {"token": token},
        ).fetchone()
        if row is None or row[0] in seen:
            return token
        token = row[0]
        seen.add(token)


def all_tokens(connection: Connection, token: PersonToken) -> tuple[PersonToken, ...]:
    """The token, and those of the records that were merged into it, here or elsewhere."""
    rows = connection.execute(
        "WITH RECURSIVE same (token) AS (VALUES (?)"
        " UNION SELECT gone FROM merged JOIN same ON kept = token"
        " UNION SELECT gone FROM merged_elsewhere JOIN same ON kept = token)"
        " SELECT token FROM same ORDER BY token",
        (token,),
    )
    return (token, *(PersonToken(each) for (each,) in rows if each != token))


def add_person(
    act: Act,
    *,
    token: PersonToken,
    card: CardNumber,
    identity: Identity,
    at_ms: int,
    last_contact_ms: int | None = None,
    index: bool = True,
) -> Person:
    """Writes a new record, its first history and its index; the index of a whole list comes after its rows.

    `last_contact_ms` is `at_ms` unless the person was seen earlier than the record is made.
    """
    _keep_changes(act, token, {**_fields(identity), "state": "active", "card": card}, at_ms=at_ms)
    seen_ms = at_ms if last_contact_ms is None else last_contact_ms
    return write_record(act, Person(0, token, card, identity, PersonState.ACTIVE, at_ms, seen_ms), index=index)


def write_record(act: Act, person: Person, *, index: bool = True) -> Person:
    """Writes a new record and, unless that comes later, its index; its number is given here."""
    cursor = act.connection.execute(
        "INSERT INTO person (token, card, given_name, family_name, year_of_birth, language, phone, prescriber, state,"
        " registered_ms, last_contact_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            person.token,
            person.card,
            *_values(person.identity),
            person.state.value,
            person.registered_ms,
            person.last_contact_ms,
        ),
    )
    written = replace(person, id=int(cursor.lastrowid or 0))
    if index:
        _index(act.connection, written)
    return written


def change_person(act: Act, person: Person, changes: Mapping[str, str], *, at_ms: int) -> Person:
    """Writes the fields that differ, keeps their history, and indexes the names again."""
    _keep_changes(act, person.token, changes, at_ms=at_ms)
    return write_fields(act, person, changes, at_ms=at_ms)


def write_fields(act: Act, person: Person, changes: Mapping[str, str], *, at_ms: int) -> Person:
    """Writes values without a history of their own: those of which head office keeps it."""
    for field, value in changes.items():
        act.connection.execute(f"UPDATE person SET {_column(field)} = ? WHERE id = ?", (value, person.id))
    act.connection.execute(
        "UPDATE person SET last_contact_ms = max(last_contact_ms, ?) WHERE id = ?", (at_ms, person.id)
    )
    changed = people_of(act.connection, [person.id])[0]
    _index(act.connection, changed)
    return changed


def touch_person(act: Act, token: PersonToken, *, at_ms: int) -> None:
    """The person was here: the two years of retention begin again."""
    act.connection.execute(
        "UPDATE person SET last_contact_ms = max(last_contact_ms, ?) WHERE token = ?", (at_ms, token)
    )


def remove_person(act: Act, person: Person) -> None:
    """Takes the record away with its history and its slips, and those of the records that were joined to it."""
    for token in all_tokens(act.connection, person.token):
        forget(act, token)
    close_record(act, person)


def forget(act: Act, token: str) -> None:
    """Deletes all that is kept of a token beside its record."""
    for table in ("person_change", "used_slip", "person_revision", "being_checked"):
        act.connection.execute(f"DELETE FROM {table} WHERE token = ?", (token,))


def close_record(act: Act, person: Person) -> None:
    """Takes the record away and leaves its history and its slips under its token: another one goes on for it."""
    unindex_person(act.connection, person.id)
    act.connection.execute("DELETE FROM person WHERE id = ?", (person.id,))


def set_tombstone(act: Act, token: PersonToken, *, at_ms: int, basis: str) -> None:
    act.connection.execute("INSERT OR IGNORE INTO tombstone VALUES (?, ?, ?)", (token, at_ms, basis))


def is_erased(connection: Connection, token: str) -> bool:
    return connection.execute("SELECT 1 FROM tombstone WHERE token = ?", (token,)).fetchone() is not None


def tombstone_of(connection: Connection, token: str) -> tuple[int, str]:
    """(at_ms, basis) of an erasure. Raises Refusal("person_not_erased")."""
    row = connection.execute("SELECT at_ms, basis FROM tombstone WHERE token = ?", (token,)).fetchone()
    if row is None:
        raise Refusal("person_not_erased")
    return int(row[0]), str(row[1])


def history_of(connection: Connection, token: PersonToken) -> tuple[FieldChange, ...]:
    """Every change of the record, oldest first."""
    rows = connection.execute(
        "SELECT id, token, field, value, at_ms, counter, operator FROM person_change WHERE token = ?"
        " ORDER BY at_ms, counter",
        (token,),
    )
    return tuple(FieldChange(*row) for row in rows)


def without_contact_since(connection: Connection, before_ms: int) -> tuple[Person, ...]:
    """Those whose last contact was before `before_ms`, the longest gone first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM person WHERE last_contact_ms < ? ORDER BY last_contact_ms", (before_ms,)
    )
    return tuple(map(_person, rows.fetchall()))


def _keep_changes(act: Act, token: PersonToken, changes: Mapping[str, str], *, at_ms: int) -> None:
    """Each change comes after every one before it, whatever the clock says (hybrid logical clock)."""
    last = act.connection.execute(
        "SELECT at_ms, counter FROM person_change ORDER BY at_ms DESC, counter DESC LIMIT 1"
    ).fetchone()
    first = 0
    if last and last[0] >= at_ms:
        at_ms, first = last[0], last[1] + 1
    act.connection.executemany(
        "INSERT INTO person_change (id, token, field, value, at_ms, counter, operator, base)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7,"
        " coalesce((SELECT revision FROM person_revision WHERE token = ?2 AND field = ?3), 0)",
        [
            (_change_id(at_ms), token, field, value, at_ms, counter, act.operator)
            for counter, (field, value) in enumerate(changes.items(), start=first)
        ],
    )


def _change_id(at_ms: int) -> str:
    """32 hexadecimal digits, those of the time first: ids grow, and so does their index, at its end (as RFC 9562's
    version 7)."""
    return f"{at_ms & 0xFFFFFFFFFFFF:012x}{secrets.token_hex(10)}"


def _index(connection: Connection, person: Person) -> None:
    index_people(connection, [findable(person)])


def _fields(identity: Identity) -> dict[str, str]:
    names = ("given_name", "family_name", "year_of_birth", "language", "phone", "prescriber")
    return {name: str(getattr(identity, name)) for name in names}


def _values(identity: Identity) -> tuple[str | int, ...]:
    return (
        identity.given_name,
        identity.family_name,
        identity.year_of_birth,
        identity.language,
        identity.phone,
        identity.prescriber,
    )


def _column(field: str) -> str:
    if field not in PERSON_FIELDS:
        raise Refusal("person_unknown")
    return field


def _person(row: tuple[object, ...]) -> Person:
    (
        number, token, card, given_name, family_name, year_of_birth, language, phone, prescriber, state, registered_ms,
        last_contact_ms,
    ) = row  # fmt: skip
    identity = Identity(
        str(given_name), str(family_name), int(str(year_of_birth)), str(language), str(phone), str(prescriber)
    )
    return Person(
        int(str(number)),
        PersonToken(str(token)),
        CardNumber(str(card)),
        identity,
        PersonState(str(state)),
        int(str(registered_ms)),
        int(str(last_contact_ms)),
    )
