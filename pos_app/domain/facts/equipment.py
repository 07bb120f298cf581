"""Facts about things told apart by their number: ids and the last four digits only, never a whole number."""

from __future__ import annotations

from typing import ClassVar

from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.identifiers import ItemId, ProductCode


class ReceivedItem(Part, frozen=True):
    """One thing: its id, how its number ends, and what kind of number that is (SerialKind)."""

    item: ItemId
    end: str
    kind: str


class EquipmentReceived(Fact, frozen=True):
    """Things of one article came in, each with its number, which stands nowhere but as a keyed hash beside the journal.

    `batch` names the delivery or the donor, empty where nobody said.
    """

    kind: ClassVar[str] = "equipment_received.1"
    product: ProductCode
    items: tuple[ReceivedItem, ...]
    batch: str = ""


class EquipmentWithdrawn(Fact, frozen=True):
    """A thing is no longer for sale or for lending. `reason` is one of WITHDRAWAL_REASONS."""

    kind: ClassVar[str] = "equipment_withdrawn.1"
    item: ItemId
    reason: str


class EquipmentFound(Fact, frozen=True):
    """A thing that was withdrawn is in stock again."""

    kind: ClassVar[str] = "equipment_found.1"
    item: ItemId


class EquipmentSent(Fact, frozen=True):
    """A thing left for another till, as head office asked under `transfer`: it is sold or lent here no more."""

    kind: ClassVar[str] = "equipment_sent.1"
    transfer: str
    item: ItemId


class EquipmentArrived(Fact, frozen=True):
    """A thing that another till sent came in, known again by its number; it keeps the id that it had there."""

    kind: ClassVar[str] = "equipment_arrived.1"
    transfer: str
    product: ProductCode
    item: ReceivedItem
