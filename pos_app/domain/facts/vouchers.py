"""Facts about recharge codes: lots that come and go, slips, what became of each code. Item ids only, never a code."""

from __future__ import annotations

import enum
from typing import ClassVar

from pos_app.domain.facts.fact import Fact
from pos_app.domain.identifiers import IncarnationId, ItemId, LotId, ProductCode


class LotOrigin(enum.StrEnum):
    """Where a lot came from: the operator's file at a point alone, or head office, which allocated it."""

    IMPORTED = "imported"
    ALLOCATED = "allocated"


class LotReceived(Fact, frozen=True):
    """`count` codes of a product came in; their ids follow from the lot's (`code_of_lot`). `supplier` is the article's.

    `expires_on` is the last ISO day on which they can be used, empty where they have no end. `checksum` is keyed with
    the voucher key over all codes in order, so that nobody can try codes against it. Only `incarnation` may sell them,
    and until `sell_until` where head office allocated them (ISO day; empty: no end but `expires_on`).
    """

    kind: ClassVar[str] = "lot_received.1"
    lot: LotId
    product: ProductCode
    supplier: str
    expires_on: str
    count: int
    checksum: str
    origin: LotOrigin
    incarnation: IncarnationId
    sell_until: str = ""


class LotWithdrawn(Fact, frozen=True):
    """What was left of a lot is no longer for sale: `count` codes. `reason` is one of WITHDRAWAL_REASONS."""

    kind: ClassVar[str] = "lot_withdrawn.1"
    lot: LotId
    count: int
    reason: str


class AllocationRefused(Fact, frozen=True):
    """Codes that head office allocated could not be taken into the vault, and none of them is sold here. `why` is the
    code of the refusal."""

    kind: ClassVar[str] = "allocation_refused.1"
    lot: LotId
    why: str


class LotReleased(Fact, frozen=True):
    """A coordinator answers for it that the codes left of a lot were not sold by a copy of this till that was lost:
    `incarnation` may sell them from now on. `reason` is one of RELEASE_REASONS."""

    kind: ClassVar[str] = "lot_released.1"
    lot: LotId
    incarnation: IncarnationId
    reason: str


class SlipPrinted(Fact, frozen=True):
    """The slip of a code goes to `printer`: written before it does. `copy` 0 is the first, a higher one was ordered."""

    kind: ClassVar[str] = "slip_printed.1"
    item: ItemId
    copy: int
    printer: str


class SlipReprintOrdered(Fact, frozen=True):
    """The same code is to be printed again as `copy`. `reason` is one of REVEAL_REASONS."""

    kind: ClassVar[str] = "slip_reprint_ordered.1"
    item: ItemId
    copy: int
    reason: str


class CodeShown(Fact, frozen=True):
    """A code is shown on the screen, since no printer can print it: written before it is. `copy` and `reason` as for a
    slip, the reason empty the first time."""

    kind: ClassVar[str] = "code_shown.1"
    item: ItemId
    copy: int
    reason: str


class SlipsConfirmed(Fact, frozen=True):
    """Whoever holds them said that these codes can be read."""

    kind: ClassVar[str] = "slips_confirmed.1"
    items: tuple[ItemId, ...]


class CodeContested(Fact, frozen=True):
    """The operator refuses a code that was sold here. `reason` is one of CONTEST_REASONS."""

    kind: ClassVar[str] = "code_contested.1"
    item: ItemId
    reason: str


class CodeReplaced(Fact, frozen=True):
    """A contested code gives way to another one, `by`, which leaves the stock for the same ticket at no price."""

    kind: ClassVar[str] = "code_replaced.1"
    item: ItemId
    by: ItemId
