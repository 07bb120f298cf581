"""Things that head office moves from one till to another: sent here by an entry, received there by scan.

Whoever has it sells it: it leaves the shelf here before the other till hears of it, and only head office's word brings
it back.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from pos_app.counter.receive_equipment import told_apart_product
from pos_app.counter.till import Till
from pos_app.domain.equipment import ItemState
from pos_app.domain.facts import EquipmentArrived, EquipmentSent, PassportWritten, ReceivedItem
from pos_app.domain.identifiers import ItemId, ProductCode
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.serial_numbers import read_serial
from pos_app.ledger.entry import Entry
from pos_app.store.equipment import is_away, keep_serials, thing_of, thing_with_serial, was_sent_away
from pos_app.store.machine_wishes import Wish, forget_wish, keep_wish, wish_of, wishes
from pos_app.store.till_store import Act
from pos_app.sync.allocation_messages import MachineItem, PassportTold

SEND, RECEIVE = "send", "receive"


@dataclass(frozen=True, slots=True)
class Moving:
    """A thing that head office moves, with the name of its article. `arrives`: it comes here from `other`."""

    transfer: str
    arrives: bool
    article: str
    model: str
    end: str
    other: str


def moving_equipment(till: Till) -> tuple[Moving, ...]:
    """What head office asks this till to send, then what is on its way here."""
    return tuple(_moving(till, wish) for wish in wishes(till.connection))


def send_equipment(till: Till, *, operator: Operator, transfer: str) -> Entry:
    """The thing leaves the shelf, and nobody here sells it any more.

    Raises Refusal("transfer_gone", "item_unknown", "item_not_here", "right_missing").
    """
    operator.require(Right.MOVE_STOCK)
    with till.store.transaction(operator.code) as act:
        wish = wish_of(act.connection, transfer, act=SEND)
        thing = thing_of(act.connection, wish.item)
        if thing.state is not ItemState.IN_STOCK:
            raise Refusal("item_not_here", end=thing.end)
        forget_wish(act, transfer)
        return act.append(EquipmentSent(transfer=transfer, item=wish.item))


def receive_sent(till: Till, *, operator: Operator, transfer: str, scanned: str) -> ItemId:
    """The thing whose number was scanned is on the shelf here, with its passport.

    Raises Refusal("transfer_gone", "not_the_thing_sent", "serial_known", "product_unknown", "right_missing"), and what
    says that the number is none.
    """
    operator.require(Right.RECEIVE_STOCK)
    number = read_serial(scanned)
    with till.store.transaction(operator.code) as act:
        wish = wish_of(act.connection, transfer, act=RECEIVE)
        if not is_away(act.connection, wish.item):
            raise Refusal("transfer_gone")
        if (number.last_four, number.kind.value) != (wish.end, wish.kind):
            raise Refusal("not_the_thing_sent", end=wish.end)
        product = told_apart_product(till, wish.product)
        known = till.vault.box.known_serial(number)
        held = thing_with_serial(act.connection, known)
        if held not in (None, wish.item):
            raise Refusal("serial_known", line=1, end=number.last_four)
        if held is None:
            keep_serials(act, [(known, wish.item)])
        forget_wish(act, transfer)
        item = ReceivedItem(item=wish.item, end=wish.end, kind=wish.kind)
        act.append(EquipmentArrived(transfer=transfer, product=product.code, item=item))
        if wish.passport:
            act.append(_passport(wish.item, product.code, wish.passport))
    return wish.item


def take_machine(act: Act, item: MachineItem) -> None:
    """Head office's newest word on a transfer."""
    if not _is_to_do(act, item):
        forget_wish(act, item.transfer)
        return
    passport = b"" if isinstance(item.passport, msgspec.UnsetType) else msgspec.json.encode(item.passport)
    keep_wish(
        act,
        Wish(
            item.transfer,
            item.act,
            item.item,
            ProductCode(item.product),
            item.ending,
            item.kind,
            item.other,
            passport,
        ),
    )


def _is_to_do(act: Act, item: MachineItem) -> bool:
    """A feed that is read again tells of what was done here already."""
    if item.act == SEND:
        return not was_sent_away(act.connection, item.item)
    return item.act == RECEIVE and is_away(act.connection, item.item)


def _moving(till: Till, wish: Wish) -> Moving:
    product = till.catalogue.products.get(wish.product)
    model = msgspec.json.decode(wish.passport, type=PassportTold).model if wish.passport else ""
    article = product.label if product else wish.product
    return Moving(wish.transfer, wish.act == RECEIVE, article, model, wish.end, wish.other)


def _passport(item: ItemId, product: ProductCode, told: bytes) -> PassportWritten:
    passport = msgspec.json.decode(told, type=PassportTold)
    return PassportWritten(item=item, product=product, **msgspec.structs.asdict(passport))
