"""Feeds of reference data: the newest version of each document, and who may sign in at the till that asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from psycopg import Connection

from pos_app.office import machine_transfers
from pos_app.office.feed import Feed, Row, place_of
from pos_app.sync.allocation_messages import GrantItem, RecallItem
from pos_app.sync.people_messages import Item
from pos_app.sync.reference_messages import DOCUMENTS, DocumentItem, OperatorItem


def _documents(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [
        DocumentItem(place=place_of(row), version=row["version"], sha256=row["sha256"], text=row["text"])
        for row in rows
    ]


def _operators(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    """Whoever works at another point is removed here, and not named."""
    return [
        OperatorItem(
            place=place_of(row),
            code=row["code"],
            first_name="" if row["elsewhere"] else row["first_name"],
            role=row["role"],
            ends_on=row["ends_on"],
            removed=row["removed"] or row["elsewhere"],
        )
        for row in rows
    ]


def _recalls(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [RecallItem(place=place_of(row), lot=row["lot"]) for row in rows]


def _grants(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [
        GrantItem(place=place_of(row), request_id=row["request_id"], product=row["product"], wanted=row["count"])
        for row in rows
    ]


_GRANTS = (
    "SELECT code_grant.*, product FROM code_grant JOIN code_lot ON code_lot.id = code_lot WHERE till = %(till)s"
    " AND NOT EXISTS (SELECT 1 FROM allocation_request AS told WHERE told.till = code_grant.till"
    " AND told.request_id = code_grant.request_id)"
)
"""What was given already is not announced again."""
_OPERATORS = (
    "SELECT operator.*, operator.point IS NOT NULL"
    " AND operator.point <> (SELECT till.point FROM till WHERE till.id = %(till)s) AS elsewhere FROM operator"
)
REFERENCE: Mapping[str, Feed] = {
    **{
        name: Feed(f"SELECT * FROM document WHERE name = '{name}' ORDER BY version DESC LIMIT 1", _documents)
        for name in DOCUMENTS
    },
    "operators": Feed(_OPERATORS, _operators),
    "recalls": Feed("SELECT * FROM allocation WHERE recalled AND till = %(till)s", _recalls),
    "grants": Feed(_GRANTS, _grants),
    "machines": Feed(machine_transfers.FEED, machine_transfers.machine_items),
}
