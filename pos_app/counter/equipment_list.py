"""Every thing with a number, as the stock page lists it: what it is, where it is, who has it."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.till import Till
from pos_app.domain.equipment import label_of
from pos_app.store.equipment import Thing, things


@dataclass(frozen=True, slots=True)
class ListedThing:
    """A thing with the name of its article; `number` is what its label says."""

    thing: Thing
    article: str
    number: str


def equipment_list(till: Till) -> tuple[ListedThing, ...]:
    """Those that came last first."""
    products = till.catalogue.products
    return tuple(
        ListedThing(
            thing=thing,
            article=products[thing.product].label if thing.product in products else thing.product,
            number=label_of(thing.item),
        )
        for thing in things(till.connection)
    )
