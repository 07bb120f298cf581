"""Exchanging a machine under its warranty: another one in its place, at no price, against a delivery slip."""

from __future__ import annotations

import datetime as dt

import msgspec

from pos_app.counter.dates import today
from pos_app.counter.expired_reservations import end_expired
from pos_app.counter.find_item import find_item
from pos_app.counter.laptop_sale import DELIVERY_SLIP
from pos_app.counter.laptops import machine_at, require_free
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.equipment import ItemState
from pos_app.domain.facts import Goods, LaptopExchanged, ReservationEnded
from pos_app.domain.identifiers import ItemId, PersonToken, TicketNumber
from pos_app.domain.laptop import EXCHANGE_REASONS
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.store.equipment import Thing, thing_of
from pos_app.store.laptops import first_of_ticket
from pos_app.store.tickets import find_ticket
from pos_app.store.till_store import Act


def exchange_laptop(
    till: Till, *, operator: Operator, item: ItemId, by: str, reason: str, goods: Goods
) -> LaptopExchanged:
    """Takes `item` back and hands over the machine whose label or number is `by`; the warranty goes on.

    Raises Refusal("item_unknown", "item_not_sold", "warranty_over", "item_not_free", "machine_reserved",
    "machine_on_plan", "reason_unknown", "goods_not_returnable").
    """
    operator.require(Right.REFUND)
    if reason not in EXCHANGE_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        end_expired(act, till)
        thing = thing_of(act.connection, item)
        if thing.state is not ItemState.SOLD:
            raise Refusal("item_not_sold", end=thing.end)
        if goods not in (Goods.SHELF, Goods.WRITTEN_OFF):
            raise Refusal("goods_not_returnable", product=till.catalogue.product(thing.product).label)
        until = warranty_end_of(till, thing)
        if until is None or until < today(till):
            raise Refusal("warranty_over", end=thing.end)
        other = _other(act, till, by, PersonToken(thing.holder))
        fact = LaptopExchanged(
            item=item,
            by=other,
            ticket=TicketNumber(thing.ticket),
            reason=reason,
            goods=goods,
            person=PersonToken(thing.holder) if thing.holder else msgspec.UNSET,
        )
        act.append(fact)
        print_later(act, till, document=DELIVERY_SLIP, reference=other)
    return fact


def warranty_end_of(till: Till, thing: Thing) -> dt.date | None:
    """The last day of the warranty of a machine that was sold, as its ticket says; of one that took its place too."""
    if not thing.ticket:
        return None
    sold = first_of_ticket(till.connection, thing.item, thing.ticket)
    lines = find_ticket(till.connection, thing.ticket).sale.lines
    ends = [line.warranty_until for line in lines if sold in line.items and line.warranty_until]
    return dt.date.fromisoformat(ends[0]) if ends else None


def _other(act: Act, till: Till, by: str, person: PersonToken) -> ItemId:
    found = find_item(till, text=by)
    if found is None:
        raise Refusal("item_unknown")
    machine = machine_at(till, found.item)
    require_free(till, machine, person=person)
    if machine.reservation is not None:
        act.append(ReservationEnded(item=machine.item, reason="other_machine"))
    return found.item
