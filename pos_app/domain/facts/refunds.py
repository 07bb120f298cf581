"""Facts about what is given back: tickets in minus that name the ticket they correct."""

from __future__ import annotations

import enum
from typing import ClassVar

import msgspec

from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.facts.sales import Beneficiary, Override, SoldLine, TenderTaken, VatTotal
from pos_app.domain.identifiers import IncarnationId, TicketNumber
from pos_app.domain.tender import TenderKind


class Goods(enum.StrEnum):
    """What becomes of goods that come back: on the shelf again, not to be sold again, or nothing came back."""

    SHELF = "shelf"
    WRITTEN_OFF = "written_off"
    NONE = "none"


class RefundedLine(SoldLine, frozen=True, kw_only=True):
    """A line in minus: `quantity`, amounts and saving are those of the first ticket's line, below zero.

    What a campaign had given goes back to its budget.
    `line` is the index of that line, from 0; `items` are the individual things that came back.
    """

    line: int
    goods: Goods


class TenderReturned(TenderTaken, frozen=True):
    """Money given back: `amount_cents` below zero by `tender`, of what had been paid by `paid_by`."""

    paid_by: TenderKind


class FirstTicket(Part, frozen=True):
    """The ticket that a refund corrects: its number, and where the ledger holds its entry."""

    ticket: TicketNumber
    incarnation: IncarnationId
    seq: int


class RefundRecorded(Fact, frozen=True):
    """Articles of a ticket were given back: a ticket in minus with the next number of the same series.

    Every amount is below zero or nought, so that sums over tickets need no case of their own. `month` of the
    beneficiary is the first ticket's: what is given back counts where it had counted, and `excepted_cents` (below
    zero) is the part of it that an exception had let pass. `reason` is a code; `overrides` holds the second person's
    word where the operator's own limit was passed. The slip always prints.
    """

    kind: ClassVar[str] = "refund_recorded.1"
    ticket: TicketNumber
    number: int
    day: int
    first: FirstTicket
    reason: str
    lines: tuple[RefundedLine, ...]
    vat: tuple[VatTotal, ...]
    total_cents: int
    saving_cents: int
    tenders: tuple[TenderReturned, ...]
    beneficiary: Beneficiary | msgspec.UnsetType = msgspec.UNSET
    excepted_cents: int = 0
    overrides: tuple[Override, ...] = ()

    @property
    def cash_cents(self) -> int:
        """What the drawer gained: nothing, or less than nothing."""
        return sum(t.amount_cents for t in self.tenders if t.tender is TenderKind.CASH)

    @property
    def change_cents(self) -> int:
        """A refund gives no change."""
        return 0
