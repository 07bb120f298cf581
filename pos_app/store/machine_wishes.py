"""What head office asks this till to send, and what it announces as being on its way here. No projection: a feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.identifiers import ItemId, ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class Wish:
    """A thing that is to go to `other`, or comes from there (`act`: "send", "receive"). `end` and `kind` are its
    number's, `passport` a machine's as bytes that only its sender and its reader understand."""

    transfer: str
    act: str
    item: ItemId
    product: ProductCode
    end: str
    kind: str
    other: str
    passport: bytes


def wishes(connection: Connection) -> Sequence[Wish]:
    """What is to be sent first, then what arrives."""
    rows = connection.execute("SELECT * FROM machine_wish ORDER BY act DESC, product, end, transfer")
    return [Wish(*row) for row in rows]


def wish_of(connection: Connection, transfer: str, *, act: str) -> Wish:
    """Raises Refusal("transfer_gone") where head office took it back, or it was done."""
    row = connection.execute("SELECT * FROM machine_wish WHERE transfer = ? AND act = ?", (transfer, act)).fetchone()
    if row is None:
        raise Refusal("transfer_gone")
    return Wish(*row)


def keep_wish(act: Act, wish: Wish) -> None:
    """The newest word on a transfer stands."""
    act.connection.execute(
        "INSERT OR REPLACE INTO machine_wish VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (wish.transfer, wish.act, wish.item, wish.product, wish.end, wish.kind, wish.other, wish.passport),
    )


def forget_wish(act: Act, transfer: str) -> None:
    act.connection.execute("DELETE FROM machine_wish WHERE transfer = ?", (transfer,))
