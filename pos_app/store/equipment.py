"""Reading things told apart by their number, and the keyed hashes by which a number is known again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pos_app.domain.equipment import ItemState
from pos_app.domain.identifiers import ItemId, ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as of now. `end` is how its number ends; `holder` the token of who has it or for whom it waits."""

    item: ItemId
    product: ProductCode
    end: str
    kind: str
    batch: str
    state: ItemState
    holder: str
    ticket: str
    received: int
    position: int


_END = 2**62
"""After every position."""
_THING = "SELECT item, product, end, kind, batch, state, holder, ticket, received, position FROM equipment"


def thing_of(connection: Connection, item: ItemId) -> Thing:
    """Raises Refusal("item_unknown")."""
    row = connection.execute(f"{_THING} WHERE item = ?", (item,)).fetchone()
    if row is None:
        raise Refusal("item_unknown")
    return _thing(row)


def things_before(connection: Connection, last: Thing | None, *, limit: int) -> tuple[Thing, ...]:
    """The next `limit` of every thing, those that came last first; `last` is the last one that was read."""
    after = (last.received, last.item) if last else (_END, "")
    rows = connection.execute(
        f"{_THING} WHERE (received, item) < (?, ?) ORDER BY received DESC, item DESC LIMIT ?", (*after, limit)
    )
    return tuple(_thing(row) for row in rows)


def things_in_stock(connection: Connection, product: ProductCode) -> tuple[Thing, ...]:
    """Those of an article that may be sold, the oldest first."""
    rows = connection.execute(f"{_THING} WHERE product = ? AND state = 'in_stock' ORDER BY received, item", (product,))
    return tuple(_thing(row) for row in rows)


def things_held(connection: Connection, tokens: Iterable[str]) -> tuple[Thing, ...]:
    """What the person or the structure with these tokens has on loan, bought, or waiting."""
    found = (
        _thing(row)
        for token in tokens
        for row in connection.execute(f"{_THING} WHERE holder = ? AND holder <> ''", (token,))
    )
    return tuple(sorted(found, key=lambda thing: -thing.position))


def things_on_hand(connection: Connection) -> dict[str, int]:
    """How many of each article may be sold."""
    rows = connection.execute("SELECT product, count(*) FROM equipment WHERE state = 'in_stock' GROUP BY product")
    return dict(rows.fetchall())


def thing_with_label(connection: Connection, begins: str) -> ItemId | None:
    """The thing whose id begins so, where it is the only one."""
    rows = connection.execute(
        "SELECT item FROM equipment WHERE item >= ? AND item < ? LIMIT 2", (begins, begins + "g")
    ).fetchall()
    return ItemId(rows[0][0]) if len(rows) == 1 else None


def thing_with_serial(connection: Connection, known: bytes) -> ItemId | None:
    """The thing whose number has this keyed hash."""
    row = connection.execute("SELECT item FROM known_serial WHERE known = ?", (known,)).fetchone()
    return ItemId(row[0]) if row else None


def was_sent_away(connection: Connection, item: ItemId) -> bool:
    """Whether it left for another till under a transfer of head office's, and has not come back."""
    return connection.execute("SELECT 1 FROM equipment_sent WHERE item = ?", (item,)).fetchone() is not None


def is_away(connection: Connection, item: ItemId) -> bool:
    """Whether a thing was never here, or is gone."""
    row = connection.execute("SELECT state FROM equipment WHERE item = ?", (item,)).fetchone()
    return row is None or row[0] == ItemState.GONE


def keep_serials(act: Act, hashes: Sequence[tuple[bytes, ItemId]]) -> None:
    act.connection.executemany("INSERT INTO known_serial VALUES (?, ?)", hashes)


def _thing(row: tuple[str, str, str, str, str, str, str, str, int, int]) -> Thing:
    item, product, end, kind, batch, state, holder, ticket, received, position = row
    return Thing(
        ItemId(item), ProductCode(product), end, kind, batch, ItemState(state), holder, ticket, received, position
    )
