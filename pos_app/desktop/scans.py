"""What a scan means at the desk: a member card, an article, a thing with its own number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.domain.identifiers import is_card_number
from pos_app.domain.refusals import Refusal

if TYPE_CHECKING:
    from pos_app.desktop.desk import Desk
    from pos_app.store.equipment import Thing


class Scans:
    """Acts on scans for one desk, while somebody is signed in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take(self, text: str) -> None:
        """A scanned barcode adds its product; while paying it is refused aloud, never taken for a key."""
        from pos_app.counter.find_item import find_item

        desk = self._desk
        if desk.shelf is None or desk.operator is None:
            return
        if desk.paying:
            desk.tell(Refusal("scan_while_paying"))
            return
        if is_card_number(text):
            desk.people.scan(text)
            return
        try:
            product = desk.shelf.catalogue.scanned(text)
        except Refusal as refusal:
            unknown = refusal
            desk.ask(desk.running.run(find_item, text=text), lambda thing: self._add_thing(thing, unknown))
            return
        desk.add(desk.shelf.item(product.code))

    def _add_thing(self, thing: Thing | None, unknown: Refusal) -> None:
        """A thing by its label or its number goes on the ticket; what is neither is unknown."""
        from pos_app.domain.equipment import ItemAct, ItemState, can

        shelf = self._desk.shelf
        if thing is None or shelf is None or thing.product not in shelf.catalogue.products:
            self._desk.tell(unknown)
            return
        label = shelf.catalogue.product(thing.product).label
        if not can(thing.state, ItemAct.SELL):
            self._desk.tell(Refusal("item_not_free", product=label, end=thing.end))
        elif thing.state is ItemState.RESERVED and thing.holder != self._desk.basket.person:
            self._desk.tell(Refusal("item_reserved", product=label, end=thing.end))
        else:
            self._desk.add(shelf.item(thing.product), thing=thing.item)
