"""The very things that a sale hands over: the codes that it takes out of the vault, the things with a number."""

from __future__ import annotations

from msgspec.structs import replace

from pos_app.counter.code_contact import seller_of_codes
from pos_app.counter.dates import today
from pos_app.counter.laptop_sale import require_machine, with_warranty
from pos_app.counter.sessions import session_label
from pos_app.counter.till import Till
from pos_app.domain.basket import BasketLine, FrozenBasket
from pos_app.domain.catalogue import Tracking
from pos_app.domain.equipment import ItemAct, ItemState, can
from pos_app.domain.facts import SoldLine
from pos_app.domain.identifiers import ItemId, PersonToken, ProductCode
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.domain.totals import sold_line
from pos_app.store.equipment import thing_of
from pos_app.store.people import all_tokens
from pos_app.store.support import Session, session_of
from pos_app.store.vault import next_codes


def sold_lines(till: Till, operator: Operator, basket: FrozenBasket) -> tuple[SoldLine, ...]:
    """The lines as the ledger keeps them, with the things that each takes where those are told apart.

    They are chosen inside the transaction of the sale, so that no other one takes them. Raises
    Refusal("product_out_of_stock", product, on_hand, wanted), Refusal("codes_not_guarded"),
    Refusal("session_full", "session_unknown", "item_needed", "item_not_free", "item_reserved", "item_unknown").
    """
    wanted: dict[ProductCode, int] = {}
    for line in basket.lines:
        if till.catalogue.family_of(line.product).tracking is Tracking.CODE:
            wanted[line.product.code] = wanted.get(line.product.code, 0) + line.quantity
    drawn = {code: list(_codes(till, code, quantity)) for code, quantity in wanted.items()}
    lines = []
    for line in basket.lines:
        codes = drawn.get(line.product.code, [])
        sold = sold_line(line, till.catalogue, operator=operator.code, items=tuple(codes[: line.quantity]))
        if till.catalogue.family_of(line.product).tracking is Tracking.SERIAL:
            sold = replace(sold, items=(_thing(till, line, basket.person),))
        elif line.item is not None and not codes:
            session = _session(till, line.item)
            sold = replace(sold, items=(session.session,), label=session_label(till, session))
        lines.append(with_warranty(till, sold))
        del codes[: line.quantity]
    return tuple(lines)


def _session(till: Till, item: ItemId) -> Session:
    """The session in which the line takes a place, where one is left."""
    session = session_of(till.connection, item)
    if session.cancelled or not session.left:
        raise Refusal("session_full", session=session_label(till, session))
    return session


def _thing(till: Till, line: BasketLine, person: str) -> ItemId:
    """The thing that the line names, if it is here and free, or waits for this very person."""
    if line.item is None:
        raise Refusal("item_needed", product=line.product.label)
    thing = thing_of(till.connection, line.item)
    if thing.product != line.product.code or not can(thing.state, ItemAct.SELL):
        raise Refusal("item_not_free", product=line.product.label, end=thing.end)
    require_machine(till, line)
    if thing.state is ItemState.RESERVED and thing.holder not in all_tokens(till.connection, PersonToken(person)):
        raise Refusal("item_reserved", product=line.product.label, end=thing.end)
    return line.item


def _codes(till: Till, product: ProductCode, quantity: int) -> tuple[ItemId, ...]:
    """Only codes that this incarnation holds and that have not expired; the oldest expiry first."""
    holder = seller_of_codes(till)
    found = next_codes(till.connection, product, quantity, holder=holder, today=today(till).isoformat())
    if len(found) < quantity:
        label = till.catalogue.product(product).label
        raise Refusal("product_out_of_stock", product=label, on_hand=len(found), wanted=quantity)
    return found
