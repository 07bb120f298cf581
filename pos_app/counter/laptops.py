"""Machines at the desk: what is known of each, who waits for it, how it is paid; and who may have it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pos_app.domain.catalogue import Product
from pos_app.domain.identifiers import ItemId
from pos_app.domain.instalments import Schedule
from pos_app.domain.laptop import Passport
from pos_app.store.laptops import (
    Plan,
    Reservation,
)


class MachineState(enum.StrEnum):
    """How a machine stands at the desk; `LATE` is on a plan of which a payment did not come."""

    FOR_SALE = "for_sale"
    RESERVED = "reserved"
    PAID_IN_PARTS = "paid_in_parts"
    LATE = "late"
    SOLD = "sold"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine. `number` is what its label's barcode says; `holder` the name of who waits or pays for it, empty where
    that is nobody or somebody who is no longer on file."""

    item: ItemId
    number: str
    product: Product
    serial_end: str
    state: MachineState
    passport: Passport | None = None
    reservation: Reservation | None = None
    plan: Plan | None = None
    standing: Schedule | None = None
    holder: str = ""

    @property
    def price_cents(self) -> int:
        return self.passport.price_cents if self.passport else self.product.price_cents

    @property
    def certified(self) -> bool:
        return self.passport is not None and bool(self.passport.certificate)
