"""One feed: which rows it reads, and how they become items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from pos_app.sync.people_messages import Item

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: the rows that `select` finds, made into items.

    `select` may name %(till)s, the till that asks.
    """

    select: str
    items: Callable[[Connection, Sequence[Row]], Sequence[Item]]


def place_of(row: Row) -> str:
    """Where a reader goes on after `row`: the transaction that wrote it, and its number within."""
    return f"{row['moved_in']}.{row['moved']}"
