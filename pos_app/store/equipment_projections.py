"""What follows from the journal about things told apart by their number: where each one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pos_app.domain.equipment import ItemAct, ItemState, next_state
from pos_app.domain.facts import (
    Beneficiary,
    EquipmentArrived,
    EquipmentFound,
    EquipmentReceived,
    EquipmentSent,
    EquipmentWithdrawn,
    Fact,
    Goods,
    ReceivedItem,
    RefundRecorded,
    SaleRecorded,
)
from pos_app.domain.identifiers import ItemId
from pos_app.domain.refusals import Bug
from pos_app.store.opening import Connection

TABLES: tuple[str, ...] = ("equipment", "equipment_sent")


def sale_recorded(connection: Connection, position: int, fact: SaleRecorded) -> None:
    """Each thing of the sale is the person's. Codes are no things: no row has their ids."""
    holder = fact.beneficiary.person if isinstance(fact.beneficiary, Beneficiary) else ""
    for line in fact.lines:
        for item in line.items:
            if is_thing(connection, item):
                act_on(connection, position, item, ItemAct.SELL, holder=holder, ticket=fact.ticket)


def refund_recorded(connection: Connection, position: int, fact: RefundRecorded) -> None:
    """What came back is on the shelf again, or gone for good; what did not come back stays sold."""
    acts = {Goods.SHELF: ItemAct.TAKE_BACK, Goods.WRITTEN_OFF: ItemAct.WITHDRAW}
    for line in fact.lines:
        for item in line.items:
            if line.goods in acts and is_thing(connection, item):
                act_on(connection, position, in_hand(connection, item, fact.first.ticket), acts[line.goods])


def in_hand(connection: Connection, item: ItemId, ticket: str) -> ItemId:
    """What the person has in the place of a thing of a ticket, where it was exchanged under its warranty."""
    row = connection.execute(
        "SELECT held FROM laptop_exchange WHERE first = ? AND ticket = ?", (item, ticket)
    ).fetchone()
    return ItemId(row[0]) if row else item


def is_thing(connection: Connection, item: ItemId) -> bool:
    return connection.execute("SELECT 1 FROM equipment WHERE item = ?", (item,)).fetchone() is not None


def act_on(
    connection: Connection, position: int, item: ItemId, act: ItemAct, *, holder: str = "", ticket: str = ""
) -> None:
    """Lets `act` happen to a thing. Raises Bug("item_unknown", "item_act_impossible")."""
    row = connection.execute("SELECT state FROM equipment WHERE item = ?", (item,)).fetchone()
    if row is None:
        raise Bug("item_unknown", item=item)
    connection.execute(
        "UPDATE equipment SET state = ?, holder = ?, ticket = ?, position = ? WHERE item = ?",
        (next_state(ItemState(row[0]), act), holder, ticket, position, item),
    )


def _received(connection: Connection, position: int, fact: EquipmentReceived) -> None:
    for one in fact.items:
        _add(connection, position, fact.product, one, batch=fact.batch)


def _add(connection: Connection, position: int, product: str, one: ReceivedItem, *, batch: str) -> None:
    connection.execute(
        "INSERT INTO equipment VALUES (?, ?, ?, ?, ?, 'in_stock', '', '', ?, ?)",
        (one.item, product, one.end, one.kind, batch, position, position),
    )


def _withdrawn(connection: Connection, position: int, fact: EquipmentWithdrawn) -> None:
    """Whoever waits for it waits no longer."""
    connection.execute("DELETE FROM reservation WHERE item = ?", (fact.item,))
    act_on(connection, position, fact.item, ItemAct.WITHDRAW)


def _found(connection: Connection, position: int, fact: EquipmentFound) -> None:
    act_on(connection, position, fact.item, ItemAct.FIND_AGAIN)


def _sent(connection: Connection, position: int, fact: EquipmentSent) -> None:
    act_on(connection, position, fact.item, ItemAct.WITHDRAW)
    connection.execute("INSERT INTO equipment_sent VALUES (?, ?)", (fact.item, fact.transfer))


def _arrived(connection: Connection, position: int, fact: EquipmentArrived) -> None:
    """For the first time, or back from where it was sent."""
    connection.execute("DELETE FROM equipment_sent WHERE item = ?", (fact.item.item,))
    if is_thing(connection, fact.item.item):
        act_on(connection, position, fact.item.item, ItemAct.FIND_AGAIN)
    else:
        _add(connection, position, fact.product, fact.item, batch="")


WRITES: Mapping[type[Fact], Callable[[Connection, int, Any], None]] = MappingProxyType(
    {
        EquipmentReceived: _received,
        EquipmentWithdrawn: _withdrawn,
        EquipmentFound: _found,
        EquipmentSent: _sent,
        EquipmentArrived: _arrived,
    }
)
