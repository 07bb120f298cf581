"""A till's journal made long quickly: one real sale, recorded again under the next numbers, many to a transaction."""

from __future__ import annotations

import hashlib

import msgspec

from pos_app.counter.receive_stock import LARGEST_DELIVERY, receive_stock
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.facts import SaleRecorded
from pos_app.domain.identifiers import basket_id, ticket_number
from pos_app.domain.operator import Operator
from tests.tills import basket_of, cash

CODES = ("CARTE-30", "CARTE-2H", "ATELIER")
AT_ONCE = 5_000


def lengthen(till: Till, operator: Operator, *, entries: int) -> None:
    """Goes on until the journal holds `entries`: chained, signed and projected as any other."""
    for code in CODES[:2] * -(-entries // LARGEST_DELIVERY):
        receive_stock(till, operator=operator, product=code, quantity=LARGEST_DELIVERY)
    first = sell(till, operator=operator, basket=basket_of(till, *CODES), tenders=cash(900), receipt=False)
    sale = first.entry.fact()
    assert isinstance(sale, SaleRecorded)
    while till.store.position < entries:
        more = min(AT_ONCE, entries - till.store.position)
        series, last = till.store.state.series, till.store.state.last_ticket
        with till.store.transaction(operator.code) as act:
            for number in range(last + 1, last + more + 1):
                ticket = ticket_number(series=series, number=number)
                basket = basket_id(at_ms=till.clock.now_ms(), random=hashlib.sha256(str(number).encode()).digest()[:10])
                act.append(msgspec.structs.replace(sale, ticket=ticket, number=number, basket=basket))
