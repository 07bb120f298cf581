"""Feeds: what tills read of the state of things, each thing once, from a place on (SYNC.md § 2).

A row's place is the transaction that wrote it and its number within. Only rows of transactions older than the oldest
that still runs are served: nothing can commit any more before a place that was served, so no reader misses a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from psycopg import Connection
from psycopg.rows import dict_row

from pos_app.domain.identifiers import IncarnationId
from pos_app.office.feed import Feed, Row, place_of
from pos_app.office.problems import ProblemError
from pos_app.office.reference_feeds import REFERENCE
from pos_app.sync.people_messages import (
    MOST_ITEMS,
    FeedPage,
    FieldHeld,
    Item,
    MergeItem,
    PersonItem,
    RightItem,
    SpendItem,
    StructureItem,
    StructureTold,
    TombstoneItem,
)
from pos_app.sync.wire import FeedEnd

_SETTLED = "moved_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader stands: the transaction and number of the last row it has."""

    moved_in: int
    moved: int

    @classmethod
    def parse(cls, text: str) -> Place:
        """Raises ProblemError("malformed")."""
        if not text:
            return cls(-1, -1)
        moved_in, _, moved = text.partition(".")
        try:
            place = cls(int(moved_in), int(moved))
        except ValueError:
            raise ProblemError("malformed", "after") from None
        if not (0 <= place.moved_in < 2**63 and 0 <= place.moved < 2**63):
            raise ProblemError("malformed", "after")
        return place


def read_feed(
    connection: Connection, name: str, *, till: int, epoch: str, after: str, limit: int = MOST_ITEMS
) -> FeedPage[Item]:
    """The items of feed `name` after a place. Raises ProblemError("malformed", "epoch_gone").

    A place of another epoch, or one that this database has not come to yet, was given by a head office that is no
    more: its reader begins again.
    """
    feed = FEEDS.get(name)
    if feed is None or not 0 < limit <= MOST_ITEMS:
        raise ProblemError("malformed", "feed or limit")
    place, current = Place.parse(after), epoch_of(connection)
    if after and (epoch != current or place.moved_in >= _next_transaction(connection)):
        raise ProblemError("epoch_gone")
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            f"SELECT * FROM ({feed.select}) AS row WHERE {_SETTLED}"
            " AND (moved_in, moved) > (%(moved_in)s, %(moved)s) ORDER BY moved_in, moved LIMIT %(limit)s",
            {"till": till, "moved_in": place.moved_in, "moved": place.moved, "limit": limit + 1},
        ).fetchall()
    items = tuple(feed.items(connection, rows[:limit]))
    return FeedPage(epoch=current, items=items, has_more=len(rows) > limit)


def feed_ends(connection: Connection, *, till: int) -> tuple[FeedEnd, ...]:
    """Where each feed ends for a till that reads it now, in one question: who stands there need not ask for it."""
    parts = " UNION ALL ".join(
        f"(SELECT '{name}', moved_in, moved FROM ({feed.select}) AS row WHERE {_SETTLED}"
        " ORDER BY moved_in DESC, moved DESC LIMIT 1)"
        for name, feed in FEEDS.items()
    )
    epoch = epoch_of(connection)
    places = {name: f"{moved_in}.{moved}" for name, moved_in, moved in connection.execute(parts, {"till": till})}
    return tuple(FeedEnd(feed=name, epoch=epoch, place=places.get(name, "")) for name in FEEDS)


def epoch_of(connection: Connection) -> str:
    """Names this database's own row of transactions: another cluster, or one put back to an earlier moment, has
    another one, for its transactions are counted anew."""
    row = connection.execute(
        "SELECT random, system_identifier, timeline_id FROM feed_epoch, pg_control_system(), pg_control_checkpoint()"
    ).fetchone()
    assert row is not None
    return hashlib.sha256(" ".join(map(str, row)).encode()).hexdigest()[:32]


def _next_transaction(connection: Connection) -> int:
    row = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone()
    assert row is not None
    return int(row[0])


def _people(connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    """Each person with all fields as they stand now, of a transaction that may be newer than the row: the newer row
    then comes later and says the same."""
    tokens = [row["token"] for row in rows]
    held: dict[str, list[FieldHeld]] = {token: [] for token in tokens}
    for token, *values in connection.execute(
        "SELECT token, field, value, revision, change, at_ms, counter, operator FROM person_field"
        " WHERE token = ANY(%s) ORDER BY token, field",
        (tokens,),
    ):
        field, value, revision, change, at_ms, counter, operator = values
        held[token].append(
            FieldHeld(
                field=field,
                value=value,
                revision=revision,
                change=change,
                at_ms=at_ms,
                counter=counter,
                operator=operator,
            )
        )
    checked: dict[str, set[str]] = {token: set() for token in tokens}
    for token, field in connection.execute(
        "SELECT token, field FROM review WHERE token = ANY(%s) AND settled_ms = 0", (tokens,)
    ):
        checked[token].add(field)
    return [
        PersonItem(
            place=place_of(row),
            person=row["token"],
            registered_ms=row["registered_ms"],
            fields=tuple(held[row["token"]]),
            being_checked=tuple(sorted(checked[row["token"]])),
        )
        for row in rows
    ]


def _tombstones(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [
        TombstoneItem(place=place_of(row), person=row["token"], erased_ms=row["erased_ms"], basis=row["basis"])
        for row in rows
    ]


def _structures(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [
        StructureItem(
            place=place_of(row),
            structure=StructureTold(**{name: row[name] for name in StructureTold.__struct_fields__}),
        )
        for row in rows
    ]


def _merges(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [MergeItem(place=place_of(row), gone=row["gone"], kept=row["kept"]) for row in rows]


def _rights(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [
        RightItem(
            place=place_of(row),
            incarnation=IncarnationId(row["id"].hex()),
            seq=row["seq"],
            at_ms=row["at_ms"],
            kind=row["kind"],
            payload=msgspec.Raw(row["payload"]),
        )
        for row in rows
    ]


def _spend(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [
        SpendItem(
            place=place_of(row),
            till=row["till"],
            person=row["person"],
            month=row["month"],
            right=row["right_number"],
            cents=row["cents"],
            exception_cents=row["exception_cents"],
            limited=row["limited"],
            last_ms=row["last_ms"],
        )
        for row in rows
    ]


_RIGHTS = (
    "SELECT right_fact.*, incarnation.id FROM right_fact JOIN incarnation"
    " ON (incarnation.till, incarnation.number) = (right_fact.till, right_fact.incarnation)"
)
FEEDS: Mapping[str, Feed] = {
    **REFERENCE,
    "tombstones": Feed("SELECT * FROM tombstone", _tombstones),
    "structures": Feed("SELECT * FROM structure", _structures),
    "merges": Feed("SELECT * FROM merged", _merges),
    "people": Feed("SELECT * FROM person", _people),
    "rights": Feed(_RIGHTS, _rights),
    "spend": Feed("SELECT * FROM spend WHERE till <> %(till)s", _spend),
}
"""Every feed by its name. A till reads everybody's rights, its own facts among them, and the others' spending."""
