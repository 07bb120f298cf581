"""What several tills' rows about people make together: sums, rights as they stand, merges and tombstones.

Brought up to date with each till's rows; the same in whatever order tills arrive (SYNC.md, I13).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from psycopg import Connection

from pos_app.domain.facts import PrescriberChanged, RightChanged, RightOpened, read_fact
from pos_app.domain.merges import MergeAct, resolved
from pos_app.domain.refusals import Bug
from pos_app.domain.rights import RightAct, rights_of
from pos_app.ledger import canonical
from pos_app.office.people import erase_tokens, lock_people, move_person
from pos_app.office.people_rows import Row

_MOVED = "moved_in = this_transaction(), moved = nextval('feed_order')"


def follow(connection: Connection, derived: Mapping[str, Sequence[Row]]) -> None:
    """Brings what several tills' rows make up to date with these new ones.

    What feeds serve must not be lost once it was read: its commit waits for the disk, as others here need not.
    """
    if any(derived[table] for table in ("right_fact", "person_sale", "erasure_fact", "merge_fact")):
        connection.execute("SET LOCAL synchronous_commit = on")
    _sum_up(connection, derived["person_sale"])
    if any(derived[table] for table in ("right_fact", "erasure_fact", "merge_fact")):
        lock_people(connection)
        _settle_rights(connection, sorted({str(row[3]) for row in derived["right_fact"]}))
        for *_, erased, at_ms, basis in derived["erasure_fact"]:
            erase_tokens(connection, _joined(connection, erased), erased_ms=_int(at_ms), basis=str(basis))
        for *_, gone, _kept, _at_ms in derived["merge_fact"]:
            _resolve(connection, _joined(connection, gone))


def sums_differ(connection: Connection, *, till: int) -> bool:
    """Whether the sums of `till` are not those of its sales."""
    row = connection.execute(
        "SELECT 1 FROM (SELECT person, month, right_number, sum(cents) AS cents FROM person_sale WHERE till = %(till)s"
        " GROUP BY person, month, right_number) AS sold"
        " FULL JOIN (SELECT * FROM spend WHERE till = %(till)s) AS spend USING (person, month, right_number)"
        " WHERE sold.cents IS DISTINCT FROM spend.cents LIMIT 1",
        {"till": till},
    ).fetchone()
    return row is not None


def _sum_up(connection: Connection, sales: Sequence[Row]) -> None:
    """The sums of the months and rights of these sales; one that is the same already moves nowhere."""
    keys = sorted({(_int(row[0]), str(row[3]), str(row[4]), _int(row[5])) for row in sales})
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO spend AS held (till, person, month, right_number, cents, exception_cents, limited, last_ms)"
            " SELECT till, person, month, right_number, sum(cents), sum(exception_cents), sum(limited), max(at_ms)"
            " FROM person_sale WHERE (till, person, month, right_number) = (%s, %s, %s, %s)"
            " GROUP BY till, person, month, right_number"
            " ON CONFLICT (person, month, right_number, till) DO UPDATE SET cents = excluded.cents,"
            " exception_cents = excluded.exception_cents, limited = excluded.limited, last_ms = excluded.last_ms,"
            f" {_MOVED} WHERE (held.cents, held.exception_cents, held.limited, held.last_ms)"
            " <> (excluded.cents, excluded.exception_cents, excluded.limited, excluded.last_ms)",
            keys,
        )


def _settle_rights(connection: Connection, people: Sequence[str]) -> None:
    """The rights of these people as all tills' facts make them, for whoever counts or looks them up."""
    acts: dict[str, list[RightAct]] = {person: [] for person in people}
    for person, incarnation, seq, at_ms, kind, payload in connection.execute(
        "SELECT person, incarnation.id, seq, at_ms, kind, payload FROM right_fact JOIN incarnation"
        " ON (incarnation.till, incarnation.number) = (right_fact.till, right_fact.incarnation)"
        " WHERE person = ANY(%s)",
        (list(people),),
    ):
        acts[person].append(RightAct(incarnation.hex(), seq, at_ms, _right_fact(kind, payload)))
    connection.execute("DELETE FROM right_standing WHERE person = ANY(%s)", (list(people),))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO right_standing VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    person,
                    right.number,
                    right.programme,
                    right.starts_on,
                    right.ends_on,
                    right.renewals,
                    right.state.value,
                    right.prescriber,
                )
                for person, told in acts.items()
                for right in rights_of(told, limited_sold={})
            ],
        )


def _right_fact(kind: str, payload: bytes) -> RightOpened | RightChanged | PrescriberChanged:
    fact = read_fact(kind, canonical.decode(payload))
    if not isinstance(fact, RightOpened | RightChanged | PrescriberChanged):
        raise Bug("kind_unknown", kind=kind)
    return fact


def _joined(connection: Connection, token: object) -> list[str]:
    """The token and every other one that some point joined with it, directly or not."""
    rows = connection.execute(
        "WITH RECURSIVE same (token) AS (SELECT %s UNION"
        " SELECT CASE WHEN gone = token THEN kept ELSE gone END FROM same JOIN merge_fact ON token IN (gone, kept))"
        " SELECT token FROM same ORDER BY token",
        (token,),
    )
    return [each for (each,) in rows]


def _resolve(connection: Connection, tokens: Sequence[str]) -> None:
    """Says of these records, which are one person's, which stands for which; erased together, if one of them is."""
    acts = [
        MergeAct(at_ms, incarnation.hex(), seq, gone, kept)
        for at_ms, incarnation, seq, gone, kept in connection.execute(
            "SELECT at_ms, incarnation.id, seq, gone, kept FROM merge_fact JOIN incarnation"
            " ON (incarnation.till, incarnation.number) = (merge_fact.till, merge_fact.incarnation)"
            " WHERE gone = ANY(%s)",
            (tokens,),
        )
    ]
    kept = resolved(acts)
    known = {gone for (gone,) in connection.execute("SELECT gone FROM merged WHERE gone = ANY(%s)", (tokens,))}
    for gone in sorted(kept.keys() | known):
        connection.execute(
            "INSERT INTO merged AS held (gone, kept) VALUES (%s, %s) ON CONFLICT (gone) DO UPDATE"
            f" SET kept = excluded.kept, {_MOVED} WHERE held.kept <> excluded.kept",
            (gone, kept.get(gone, gone)),
        )
        if gone not in kept:
            move_person(connection, gone)
    erased = connection.execute(
        "SELECT erased_ms, basis FROM tombstone WHERE token = ANY(%s) ORDER BY erased_ms, basis LIMIT 1", (tokens,)
    ).fetchone()
    if erased:
        erase_tokens(connection, tokens, erased_ms=erased[0], basis=erased[1])


def _int(value: Any) -> int:
    return msgspec.convert(value, int)
