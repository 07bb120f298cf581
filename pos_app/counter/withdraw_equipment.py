"""Things that are no longer for sale or for lending, and those that are found again."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.equipment import WITHDRAWAL_REASONS, ItemAct, can
from pos_app.domain.facts import EquipmentFound, EquipmentWithdrawn
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry
from pos_app.store.equipment import Thing, thing_of, was_sent_away
from pos_app.store.laptops import plan_of_item


def withdraw_equipment(till: Till, *, operator: Operator, item: ItemId, reason: str) -> Entry:
    """Takes a thing off the shelf.

    Raises Refusal("reason_of_loss", "item_unknown", "item_not_here", "machine_on_plan").
    """
    operator.require(Right.MOVE_STOCK)
    if reason not in WITHDRAWAL_REASONS:
        raise Refusal("reason_of_loss")
    with till.store.transaction(operator.code) as act:
        thing = thing_of(act.connection, item)
        if not _is_here(thing):
            raise Refusal("item_not_here", end=thing.end)
        plan = plan_of_item(act.connection, item)
        if plan is not None and plan.delivered is None:
            raise Refusal("machine_on_plan", plan=plan.plan)
        return act.append(EquipmentWithdrawn(item=item, reason=reason))


def find_equipment_again(till: Till, *, operator: Operator, item: ItemId) -> Entry:
    """Puts a thing that was withdrawn back. Raises Refusal("item_unknown", "item_not_gone"), and
    Refusal("item_sent_away") where head office had it sent to another till: that one may sell it."""
    operator.require(Right.MOVE_STOCK)
    with till.store.transaction(operator.code) as act:
        thing = thing_of(act.connection, item)
        if not can(thing.state, ItemAct.FIND_AGAIN):
            raise Refusal("item_not_gone", end=thing.end)
        if was_sent_away(act.connection, item):
            raise Refusal("item_sent_away", end=thing.end)
        return act.append(EquipmentFound(item=item))


def _is_here(thing: Thing) -> bool:
    """What was sold or lent is in somebody's hands: a refund or the end of the loan takes it back first."""
    return can(thing.state, ItemAct.SELL)
