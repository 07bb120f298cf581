"""Facts of closing: what a day, a month and a year came to (BOFiP BOI-TVA-DECLA-30-10-30 § 155 to 170).

Nothing is booked into a closed period. The totals are those of the tickets; the float and every movement of cash stay
out of them.
"""

from __future__ import annotations

import enum
from typing import ClassVar

from pos_app.domain.facts.cash import TenderCounted
from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.facts.sales import VatTotal
from pos_app.domain.identifiers import IncarnationId, OperatorCode
from pos_app.domain.tender import TenderKind


class FamilyTotal(Part, frozen=True):
    family: str
    quantity: int
    gross_cents: int
    net_cents: int


class SupplierTotal(Part, frozen=True):
    """What of a family was sold on behalf of a supplier, whose money it is; it is in the family's total too."""

    supplier: str
    family: str
    gross_cents: int
    net_cents: int


class TenderTotal(Part, frozen=True):
    """`amount_cents` of cash is what the drawer gained, change taken off; corrections of payments count."""

    tender: TenderKind
    payments: int
    amount_cents: int


class DepositTotal(Part, frozen=True):
    """Deposits of loans by one means: owed back, so that they are no sale and no payment of one."""

    tender: TenderKind
    taken_cents: int
    given_back_cents: int


class OperatorTotal(Part, frozen=True):
    operator: OperatorCode
    tickets: int
    total_cents: int


class TicketRange(Part, frozen=True):
    """Tickets `first` to `last` of a series, none missing."""

    series: str
    first: int
    last: int


class EntryRange(Part, frozen=True):
    """Entries `first_seq` to `last_seq` of an incarnation, none missing."""

    incarnation: IncarnationId
    first_seq: int
    last_seq: int


class Totals(Part, frozen=True):
    """What a period came to. Amounts in cents, tax included unless named net; refunds are below zero.

    `absolute_cents` adds up amounts without their sign. The counts are those of events: tickets of which `refunds`,
    overrides of a rule, copies printed, baskets given up, openings of the drawer without a sale, payments corrected.
    `late` tickets of `late_cents` were sold by hand before and keyed in this period.

    `deposits` are in none of the other sums; `deposits_kept_cents` is what of deposits was not given back.
    """

    tickets: int
    refunds: int
    total_cents: int
    absolute_cents: int
    refunded_cents: int
    saving_cents: int
    vat: tuple[VatTotal, ...]
    families: tuple[FamilyTotal, ...]
    tenders: tuple[TenderTotal, ...]
    operators: tuple[OperatorTotal, ...]
    ranges: tuple[TicketRange, ...]
    overrides: int
    copies: int
    voided: int
    drawer_openings: int
    tender_corrections: int
    late: int = 0
    late_cents: int = 0
    deposits: tuple[DepositTotal, ...] = ()
    deposits_kept_cents: int = 0
    suppliers: tuple[SupplierTotal, ...] = ()

    def came_in_cents(self, kind: TenderKind) -> int:
        """What a means of payment brought in all, deposits with what was sold."""
        sold_cents = sum(each.amount_cents for each in self.tenders if each.tender is kind)
        return sold_cents + self.deposits_cents(kind)

    def deposits_cents(self, kind: TenderKind) -> int:
        """What deposits brought by a means, less what went back."""
        return sum(each.taken_cents - each.given_back_cents for each in self.deposits if each.tender is kind)


class DrawerReport(Part, frozen=True):
    """The drawer's day. `opened_cents` and the movements give `expected_cents`; what is left goes into the next day.

    `opened_gap_cents` is what the drawer held at opening beyond what the last closing had left in it. Where nobody
    counted, `counted` is false and `left_cents` is what was expected. `others` are the last count's other means;
    `to_bank_cents` went from the safe to the bank; `deposits_cents` is what deposits brought in cash, less what went
    back.
    """

    opened_cents: int
    opened_gap_cents: int
    sales_cents: int
    in_cents: int
    out_cents: int
    to_safe_cents: int
    from_safe_cents: int
    difference_cents: int
    left_cents: int
    counted: bool
    others: tuple[TenderCounted, ...] = ()
    to_bank_cents: int = 0
    deposits_cents: int = 0


class DayClosed(Fact, frozen=True):
    """A day is closed. `entries` are those it covers, from its opening to the one before this.

    The perpetual totals, algebraic and of absolute amounts, never begin anew. `perimeter` is the version of the
    program's fiscal part (pos_app.perimeter). `deposits_held_cents` is then owed to those who have something on loan.
    """

    kind: ClassVar[str] = "day_closed.1"
    day: int
    entries: tuple[EntryRange, ...]
    totals: Totals
    drawer: DrawerReport
    perpetual_cents: int
    perpetual_absolute_cents: int
    software: str
    deposits_held_cents: int = 0
    perimeter: str = ""


class Period(enum.StrEnum):
    """What is closed beside days."""

    MONTH = "month"
    YEAR = "year"


class PeriodClosed(Fact, frozen=True):
    """A month ("2026-11") or a year ("2026") is closed: the sum of its days, which follow those of the one before.

    A day belongs to the month in which it was opened. The perpetual totals are those at the end of its last day.
    """

    kind: ClassVar[str] = "period_closed.1"
    period: Period
    name: str
    first_day: int
    last_day: int
    totals: Totals
    perpetual_cents: int
    perpetual_absolute_cents: int
    software: str
    perimeter: str = ""


Closing = DayClosed | PeriodClosed
"""What prints as a closing slip."""
