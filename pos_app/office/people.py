"""People at head office: changes of identity that tills tell, merged field by field (SYNC.md § 3), and erasure."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

from pos_app.domain.field_merge import Outcome, Stamp, bounded_ms, is_possible, outcome_of
from pos_app.domain.identifiers import CardNumber, card_number
from pos_app.domain.names import forms_of
from pos_app.sync.people_messages import ChangeOutcome, ChangeTold, PeopleAnswer, PeoplePush, StructureTold

_LOCK = 0x70656F706C65  # the advisory lock under which people change: conflicts are found, never raced
HEAD_OFFICE = ""
"""The operator of what head office itself changes."""

_NAMES = ("given_name", "family_name")
_MOVED = "moved_in = this_transaction(), moved = nextval('feed_order')"


@dataclass(frozen=True, slots=True)
class _Held:
    """A field as it stands."""

    value: str
    revision: int
    stamp: Stamp


def lock_people(connection: Connection) -> None:
    """From here to the transaction's end nobody else changes people. Taken after a till's own lock, never before."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))


def take_people(connection: Connection, push: PeoplePush, *, till: int, now_ms: int) -> PeopleAnswer:
    """Merges what a till changed; told again, each change has the same outcome."""
    lock_people(connection)
    outcomes = tuple(_take_change(connection, change, till=till, now_ms=now_ms) for change in push.changes)
    for structure in push.structures:
        _take_structure(connection, structure, now_ms=now_ms)
    return PeopleAnswer(outcomes=outcomes, structures=tuple(each.code for each in push.structures))


def erase_tokens(connection: Connection, tokens: Sequence[str], *, erased_ms: int, basis: str) -> None:
    """Leaves a tombstone of each and nothing else: identity, history and reviews go. The earliest erasure counts.

    The caller holds the people's lock.
    """
    for token in tokens:
        connection.execute("DELETE FROM person WHERE token = %s", (token,))
        connection.execute(
            "INSERT INTO tombstone AS held (token, erased_ms, basis) VALUES (%s, %s, %s) ON CONFLICT (token) DO UPDATE"
            f" SET erased_ms = excluded.erased_ms, basis = excluded.basis, {_MOVED}"
            " WHERE (excluded.erased_ms, excluded.basis) < (held.erased_ms, held.basis)",
            (token, erased_ms, basis),
        )


def write_field(
    connection: Connection, *, token: str, field: str, value: str, stamp: Stamp, operator: str, revision: int
) -> None:
    """Makes `value` the field's, as its `revision`; the person's item in the feed moves to its end."""
    connection.execute(
        "INSERT INTO person_field VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (token, field) DO UPDATE SET"
        " value = excluded.value, revision = excluded.revision, at_ms = excluded.at_ms, counter = excluded.counter,"
        " change = excluded.change, operator = excluded.operator",
        (token, field, value, revision, stamp.at_ms, stamp.counter, stamp.change, operator),
    )
    if field in _NAMES:
        _find_by_names(connection, token)
    move_person(connection, token)


def _find_by_names(connection: Connection, token: str) -> None:
    rows = connection.execute(
        "SELECT value FROM person_field WHERE token = %s AND field = ANY(%s)", (token, list(_NAMES))
    )
    words = sorted({word for (name,) in rows for word in forms_of(name)})
    connection.execute("DELETE FROM person_word WHERE token = %s", (token,))
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO person_word VALUES (%s, %s)", [(token, word) for word in words])


def move_person(connection: Connection, token: str) -> None:
    """Something of the person changed: tills are told again."""
    connection.execute(f"UPDATE person SET {_MOVED} WHERE token = %s", (token,))


def _take_change(connection: Connection, change: ChangeTold, *, till: int, now_ms: int) -> ChangeOutcome:
    if connection.execute("SELECT 1 FROM tombstone WHERE token = %s", (change.person,)).fetchone():
        return ChangeOutcome(id=change.id, outcome=Outcome.SUPERSEDED.value, value="", revision=0)
    known = connection.execute("SELECT outcome, token, field FROM person_change WHERE id = %s", (change.id,)).fetchone()
    if known is None:
        outcome = _merge(connection, change, till=till, now_ms=now_ms)
    else:  # an id is given once; what comes under one that another change has is none of ours
        outcome = Outcome(known[0]) if known[1:] == (change.person, change.field) else Outcome.SUPERSEDED
    held = _held(connection, change.person, change.field)
    value, revision = (held.value, held.revision) if held else ("", 0)
    return ChangeOutcome(id=change.id, outcome=outcome.value, value=value, revision=revision)


def _merge(connection: Connection, change: ChangeTold, *, till: int, now_ms: int) -> Outcome:
    at_ms = bounded_ms(change.at_ms, received_ms=now_ms)
    connection.execute(
        "INSERT INTO person (token, registered_ms) VALUES (%s, %s) ON CONFLICT DO NOTHING", (change.person, at_ms)
    )
    held = _held(connection, change.person, change.field)
    stamp = Stamp(at_ms, change.counter, change.id)
    if not is_possible(change.field, change.value):
        return _reviewed(connection, change, held, stamp, till=till, now_ms=now_ms, code="impossible")
    if change.field == "card" and _card_is_taken(connection, change):
        return _with_another_card(connection, change, held, stamp, till=till, now_ms=now_ms)
    concurrent = held is not None and _others_wrote_since(connection, change, till)
    outcome = outcome_of(
        change.field,
        told=(change.value, stamp),
        held=(held.value, held.stamp) if held else None,
        concurrent=concurrent,
    )
    if outcome is Outcome.REVIEW:
        return _reviewed(connection, change, held, stamp, till=till, now_ms=now_ms, code="other_value")
    revision = held.revision if held else 0
    if outcome is Outcome.APPLIED and (held is None or held.value != change.value):
        revision += 1
        write_field(
            connection,
            token=change.person,
            field=change.field,
            value=change.value,
            stamp=stamp.after(held.stamp) if held else stamp,
            operator=change.operator,
            revision=revision,
        )
    _keep(connection, change, stamp, till=till, outcome=outcome, revision=revision, now_ms=now_ms)
    return outcome


def _reviewed(
    connection: Connection, change: ChangeTold, held: _Held | None, stamp: Stamp, *, till: int, now_ms: int, code: str
) -> Outcome:
    """The value held stays, and somebody at head office is asked."""
    outcome, revision = Outcome.REVIEW, held.revision if held else 0
    _keep(connection, change, stamp, till=till, outcome=outcome, revision=revision, now_ms=now_ms)
    _ask(connection, change, code=code, now_ms=now_ms)
    return outcome


def _with_another_card(
    connection: Connection, change: ChangeTold, held: _Held | None, stamp: Stamp, *, till: int, now_ms: int
) -> Outcome:
    """Two points drew one card number: the second person gets another, and the desk is to print that card."""
    revision = (held.revision if held else 0) + 1
    _keep(connection, change, stamp, till=till, outcome=Outcome.REVIEW, revision=revision, now_ms=now_ms)
    write_field(
        connection,
        token=change.person,
        field="card",
        value=_free_card(connection),
        stamp=stamp.after(held.stamp) if held else stamp,
        operator=HEAD_OFFICE,
        revision=revision,
    )
    _ask(connection, change, code="card_taken", now_ms=now_ms)
    return Outcome.REVIEW


def _keep(
    connection: Connection,
    change: ChangeTold,
    stamp: Stamp,
    *,
    till: int,
    outcome: Outcome,
    revision: int,
    now_ms: int,
) -> None:
    connection.execute(
        "INSERT INTO person_change VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            change.id,
            change.person,
            change.field,
            change.value,
            stamp.at_ms,
            stamp.counter,
            change.operator,
            till,
            change.base,
            outcome.value,
            revision,
            now_ms,
        ),
    )


def _ask(connection: Connection, change: ChangeTold, *, code: str, now_ms: int) -> None:
    connection.execute(
        "INSERT INTO review (token, field, code, change, opened_ms) VALUES (%s, %s, %s, %s, %s)",
        (change.person, change.field, code, change.id, now_ms),
    )
    move_person(connection, change.person)


def _held(connection: Connection, token: str, field: str) -> _Held | None:
    row = connection.execute(
        "SELECT value, revision, at_ms, counter, change FROM person_field WHERE token = %s AND field = %s",
        (token, field),
    ).fetchone()
    return _Held(row[0], row[1], Stamp(row[2], row[3], row[4])) if row else None


def _others_wrote_since(connection: Connection, change: ChangeTold, till: int) -> bool:
    """Whether somebody else wrote the field after what this till knew of it."""
    row = connection.execute(
        "SELECT 1 FROM person_change WHERE token = %s AND field = %s AND revision > %s AND outcome = 'applied'"
        " AND till IS DISTINCT FROM %s LIMIT 1",
        (change.person, change.field, change.base, till),
    ).fetchone()
    return row is not None


def _card_is_taken(connection: Connection, change: ChangeTold) -> bool:
    row = connection.execute(
        "SELECT 1 FROM person_field WHERE field = 'card' AND value = %s AND token <> %s", (change.value, change.person)
    ).fetchone()
    return row is not None


def _free_card(connection: Connection) -> CardNumber:
    while True:
        card = card_number(secrets.randbelow(10**9))
        taken = connection.execute("SELECT 1 FROM person_field WHERE field = 'card' AND value = %s", (card,)).fetchone()
        if not taken:
            return card


def _take_structure(connection: Connection, told: StructureTold, *, now_ms: int) -> None:
    """The last one that wrote it counts. A token that another structure has makes none: its code is answered all the
    same, since no desk can mend it."""
    connection.execute(
        "INSERT INTO structure AS held (code, name, commune, funder, contact, phone, email, prescribes, buys,"
        " cap_cents, token, closed, changed_ms) SELECT %(code)s, %(name)s, %(commune)s, %(funder)s, %(contact)s,"
        " %(phone)s, %(email)s, %(prescribes)s, %(buys)s, %(cap_cents)s, %(token)s, %(closed)s, %(changed_ms)s"
        " WHERE NOT EXISTS (SELECT 1 FROM structure WHERE token = %(token)s AND code <> %(code)s)"
        " ON CONFLICT (code) DO UPDATE SET name = excluded.name, commune = excluded.commune,"
        " funder = excluded.funder, contact = excluded.contact, phone = excluded.phone, email = excluded.email,"
        " prescribes = excluded.prescribes, buys = excluded.buys, cap_cents = excluded.cap_cents,"
        f" closed = excluded.closed, changed_ms = excluded.changed_ms, {_MOVED}"
        " WHERE excluded.changed_ms > held.changed_ms",
        {
            "code": told.code,
            "name": told.name,
            "commune": told.commune,
            "funder": told.funder,
            "contact": told.contact,
            "phone": told.phone,
            "email": told.email,
            "prescribes": told.prescribes,
            "buys": told.buys,
            "cap_cents": told.cap_cents,
            "token": told.token,
            "closed": told.closed,
            "changed_ms": bounded_ms(told.changed_ms, received_ms=now_ms),
        },
    )
