"""People between this till and head office: changes still to be told, their outcomes, and what head office tells.

Nothing here writes an entry. A field that was changed here and not yet told is never overwritten: the push settles it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from pos_app.domain.field_merge import PERSON_FIELDS, Outcome, is_possible
from pos_app.domain.identifiers import CardNumber, OperatorCode, PersonToken
from pos_app.domain.person import Identity, Person, PersonState
from pos_app.store.opening import Connection
from pos_app.store.people import (
    FieldChange,
    close_record,
    forget,
    is_erased,
    kept_token,
    person_with_card,
    person_with_token,
    set_tombstone,
    touch_person,
    write_fields,
    write_record,
)
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class FieldTold:
    """A field as head office holds it: the change that made it so, and its revision."""

    change: FieldChange
    revision: int


@dataclass(frozen=True, slots=True)
class PersonTold:
    """Somebody as head office knows them; `being_checked` names the fields that wait for a decision there."""

    token: PersonToken
    registered_ms: int
    fields: Sequence[FieldTold]
    being_checked: Sequence[str]


@dataclass(frozen=True, slots=True)
class SpendTold:
    """What one other till sold to a person in a month under the right of that number, in cents."""

    token: PersonToken
    month: str
    number: int
    till: int
    cents: int
    exception_cents: int
    limited_sold: int


def unsent_changes(connection: Connection, *, limit: int) -> tuple[FieldChange, ...]:
    """The changes of identity that head office has not acknowledged, oldest first."""
    rows = connection.execute(
        "SELECT id, token, field, value, at_ms, counter, operator, base FROM person_change WHERE sent = 0"
        " ORDER BY at_ms, counter LIMIT ?",
        (limit,),
    )
    return tuple(
        FieldChange(change, PersonToken(token), field, value, at_ms, counter, OperatorCode(operator), base)
        for change, token, field, value, at_ms, counter, operator, base in rows
    )


def acknowledge_change(act: Act, *, change: str, outcome: Outcome, value: str, revision: int) -> None:
    """Head office has the change: it leaves the outbox, and what head office holds of the field stands here.

    `revision` is 0 where head office holds nothing: the person was erased, which the tombstone tells.
    """
    row = act.connection.execute(
        "UPDATE person_change SET sent = 1 WHERE id = ? RETURNING token, field, at_ms", (change,)
    ).fetchone()
    if row is None or not revision:
        return
    token, field, at_ms = row
    _know_revision(act, token, field, revision)
    if outcome is Outcome.REVIEW:
        act.connection.execute("INSERT OR IGNORE INTO being_checked VALUES (?, ?)", (token, field))
    person = person_with_token(act.connection, token)
    if person and outcome is not Outcome.APPLIED and field not in _unsent_fields(act.connection, token):
        _write(act, person, {field: value}, at_ms=at_ms)


def take_person(act: Act, told: PersonTold) -> None:
    """Writes somebody as head office knows them. One of whom a part is still to come is left until it came."""
    token = told.token
    if is_erased(act.connection, token):
        return
    kept_here = _unsent_fields(act.connection, token)
    values = {
        each.change.field: each.change.value
        for each in told.fields
        if each.change.field not in kept_here and is_possible(each.change.field, each.change.value)
    }
    person = person_with_token(act.connection, token)
    stands = kept_token(act.connection, token) == token
    latest_ms = max((each.change.at_ms for each in told.fields), default=told.registered_ms)
    if person:
        _write(act, person, values, at_ms=latest_ms)
    elif stands and set(values) == set(PERSON_FIELDS):
        _free_card(act, values["card"], token)
        write_record(act, _new_person(told, values, last_contact_ms=latest_ms))
    elif stands:
        return
    _remember(act, told)


def take_tombstone(act: Act, *, token: PersonToken, erased_ms: int, basis: str) -> None:
    """Somebody was erased elsewhere: here too, with all that was kept of them."""
    set_tombstone(act, token, at_ms=erased_ms, basis=basis)
    forget(act, token)
    person = person_with_token(act.connection, token)
    if person:
        close_record(act, person)


def take_merge(act: Act, *, gone: str, kept: str) -> None:
    """Two records are one person's, as head office resolved it over all tills; one that `kept` names itself stands."""
    act.connection.execute(
        "INSERT INTO merged_elsewhere VALUES (?, ?) ON CONFLICT (gone) DO UPDATE SET kept = excluded.kept",
        (gone, kept),
    )
    person = person_with_token(act.connection, gone)
    if person and gone != kept:
        close_record(act, person)


def take_right(
    act: Act, *, incarnation: str, seq: int, token: PersonToken, at_ms: int, kind: str, payload: bytes
) -> None:
    """A fact about a right, from some till's journal: the person was there then."""
    act.connection.execute(
        "INSERT INTO right_elsewhere VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (incarnation, seq) DO UPDATE SET"
        " at_ms = excluded.at_ms",
        (incarnation, seq, token, at_ms, kind, payload),
    )
    touch_person(act, token, at_ms=at_ms)


def take_spend(act: Act, told: SpendTold, *, last_ms: int) -> None:
    """What another till sold to a person; the last sale was a contact."""
    act.connection.execute(
        "INSERT INTO spend_elsewhere VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (token, month, number, till) DO UPDATE"
        " SET cents = excluded.cents, exception_cents = excluded.exception_cents,"
        " limited_sold = excluded.limited_sold",
        astuple(told),
    )
    touch_person(act, told.token, at_ms=last_ms)


def fields_being_checked(connection: Connection, tokens: Sequence[str]) -> tuple[str, ...]:
    """The fields of these records that wait for a decision at head office."""
    marks = ",".join("?" * len(tokens))
    rows = connection.execute(
        f"SELECT DISTINCT field FROM being_checked WHERE token IN ({marks}) ORDER BY field", tuple(tokens)
    )
    return tuple(field for (field,) in rows)


def feed_cursor(connection: Connection, feed: str) -> tuple[str, str]:
    """(epoch, place) up to which a feed was read; ("", "") before the first time."""
    row = connection.execute("SELECT epoch, place FROM feed_cursor WHERE feed = ?", (feed,)).fetchone()
    return (row[0], row[1]) if row else ("", "")


def move_feed_cursor(act: Act, feed: str, *, epoch: str, place: str) -> None:
    act.connection.execute(
        "INSERT INTO feed_cursor VALUES (?, ?, ?) ON CONFLICT (feed) DO UPDATE SET epoch = excluded.epoch,"
        " place = excluded.place",
        (feed, epoch, place),
    )


def forget_feed_cursors(act: Act, feeds: Sequence[str]) -> None:
    """These feeds are read again from their beginning."""
    act.connection.executemany("DELETE FROM feed_cursor WHERE feed = ?", [(feed,) for feed in feeds])


def _new_person(told: PersonTold, values: Mapping[str, str], *, last_contact_ms: int) -> Person:
    identity = Identity(
        values["given_name"],
        values["family_name"],
        int(values["year_of_birth"]),
        values["language"],
        values["phone"],
        values["prescriber"],
    )
    card, state = CardNumber(values["card"]), PersonState(values["state"])
    return Person(0, told.token, card, identity, state, told.registered_ms, last_contact_ms)


def _write(act: Act, person: Person, values: Mapping[str, str], *, at_ms: int) -> None:
    """Writes what differs from what stands here."""
    standing = {
        **{name: str(getattr(person.identity, name)) for name in PERSON_FIELDS[:6]},
        "state": person.state.value,
        "card": person.card,
    }
    changes = {field: value for field, value in values.items() if standing[field] != value}
    if "card" in changes:
        _free_card(act, changes["card"], person.token)
    if changes:
        write_fields(act, person, changes, at_ms=at_ms)


def _free_card(act: Act, card: str, token: str) -> None:
    """Two points drew one number: head office gives it to one of them and tells the other's new one later."""
    other = person_with_card(act.connection, card)
    if other and other.token != token:
        write_fields(act, other, {"card": f"?{other.token}"}, at_ms=other.last_contact_ms)


def _remember(act: Act, told: PersonTold) -> None:
    """Head office's changes stand in the history too; the clock of the next change here comes after them."""
    act.connection.executemany(
        "INSERT OR IGNORE INTO person_change (id, token, field, value, at_ms, counter, operator, sent)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
        [
            (
                each.change.id,
                told.token,
                each.change.field,
                each.change.value,
                each.change.at_ms,
                each.change.counter,
                each.change.operator,
            )
            for each in told.fields
        ],
    )
    for each in told.fields:
        _know_revision(act, told.token, each.change.field, each.revision)
    act.connection.execute("DELETE FROM being_checked WHERE token = ?", (told.token,))
    act.connection.executemany(
        "INSERT INTO being_checked VALUES (?, ?)",
        [(told.token, field) for field in told.being_checked if field in PERSON_FIELDS],
    )


def _know_revision(act: Act, token: str, field: str, revision: int) -> None:
    act.connection.execute(
        "INSERT INTO person_revision VALUES (?, ?, ?) ON CONFLICT (token, field) DO UPDATE SET"
        " revision = excluded.revision",
        (token, field, revision),
    )


def _unsent_fields(connection: Connection, token: str) -> frozenset[str]:
    rows = connection.execute("SELECT DISTINCT field FROM person_change WHERE token = ? AND sent = 0", (token,))
    return frozenset(field for (field,) in rows)
