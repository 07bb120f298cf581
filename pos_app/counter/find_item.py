"""Finding a thing by what is scanned: the number on its label, or its own."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.equipment import read_label
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.domain.serial_numbers import read_serial
from pos_app.store.equipment import Thing, thing_of, thing_with_label, thing_with_serial, things_in_stock


def find_item(till: Till, *, text: str) -> Thing | None:
    """The thing whose label or number `text` is; None where there is none."""
    begins = read_label(text)
    item = thing_with_label(till.connection, begins) if begins else None
    if item is None:
        try:
            number = read_serial(text)
        except Refusal:
            return None
        item = thing_with_serial(till.connection, till.vault.box.known_serial(number))
    return None if item is None else thing_of(till.connection, item)


def items_for_sale(till: Till, *, product: ProductCode) -> tuple[Thing, ...]:
    """The things of an article that may be sold, the oldest first."""
    return things_in_stock(till.connection, product)
