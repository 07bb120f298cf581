"""Checking closings against the entries that they close: their totals, their ranges, the perpetual totals, the deposits
that are held, and that nothing is booked into a closed day.

The journal is followed once: each day's tally grows with its entries. Only where a closing does not cover all that was
followed (an older copy of the database was put back, and head office holds what came after it) are entries read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pos_app.domain.facts import (
    FACTS,
    DayClosed,
    DayOpened,
    EntryRange,
    EquipmentLent,
    Fact,
    IncarnationOpened,
    LoanEnded,
    PeriodClosed,
    PreviousIncarnation,
    RefundRecorded,
    SaleRecorded,
    TicketRecorded,
    Totals,
)
from pos_app.domain.identifiers import IncarnationId, OperatorCode
from pos_app.domain.refusals import Bug
from pos_app.domain.tally import Tally, sum_of, totals_of
from pos_app.domain.tender import TenderKind
from pos_app.ledger.chain import Fault, FaultKind
from pos_app.ledger.entry import Entry

EntriesBetween = Callable[[IncarnationId, int, int], Iterable[Entry]]
"""Reads the entries of an incarnation from a seq to a seq again."""


@dataclass(slots=True)
class _Stretch:
    """The open day's entries of one incarnation, as far as they were followed."""

    incarnation: IncarnationId
    first_seq: int
    last_seq: int
    tally: Tally = field(default_factory=Tally)

    @property
    def range(self) -> EntryRange:
        return EntryRange(incarnation=self.incarnation, first_seq=self.first_seq, last_seq=self.last_seq)


class ClosingAudit:
    """Hears every entry of a journal in order; `fact` is None where its kind is of a newer program.

    With `perpetual` (algebraic, absolute) it begins in the middle, where a day does: a month or a year that closes
    earlier days is then taken at its word, and so is the first closing that says what is held of deposits.
    """

    def __init__(self, entries_between: EntriesBetween, *, perpetual: tuple[int, int] | None = None) -> None:
        self._entries_between = entries_between
        self._from_the_first = perpetual is None
        self._stretches: list[_Stretch] = []
        self._day: int | None = None
        self._perpetual_cents, self._perpetual_absolute_cents = perpetual or (0, 0)
        self._closed: dict[int, DayClosed] = {}
        self._held_cents = 0 if perpetual is None else None
        self._end: tuple[IncarnationId, int] | None = None

    def hear(self, entry: Entry, fact: Fact | None) -> Fault | None:
        """The fault of `entry`, where what it closes or books is not what the entries before it say."""
        wrong = self._wrong(entry, fact)
        if wrong:
            return Fault(entry.incarnation, entry.seq, FaultKind.CLOSING_WRONG, wrong)
        self._follow(entry, fact)
        self._end = (entry.incarnation, entry.seq)
        return None

    def _wrong(self, entry: Entry, fact: Fact | None) -> str:
        """What is wrong, by the name of the figure; empty where nothing is."""
        match fact:
            case IncarnationOpened():
                self._begin_chain(fact)
            case SaleRecorded() | RefundRecorded() if self._day is not None and fact.day != self._day:
                return "day"
            case DayClosed():
                return self._wrong_in_day(entry, fact)
            case PeriodClosed():
                return self._wrong_in_period(fact)
            case _:
                pass
        return ""

    def _begin_chain(self, opened: IncarnationOpened) -> None:
        """A chain goes on from what it knows of the one before it, which may be less than what was followed: its first
        closing then says what it knows of deposits, which no chain hands on."""
        previous = opened.previous
        if isinstance(previous, PreviousIncarnation):
            self._day = None
            self._perpetual_cents = previous.perpetual_cents
            self._perpetual_absolute_cents = previous.perpetual_absolute_cents
            if opened.reason == "restored" or self._end != (previous.incarnation, previous.seq):
                self._held_cents = None

    def _follow(self, entry: Entry, fact: Fact | None) -> None:
        if isinstance(fact, DayOpened):
            self._day = fact.day
            self._stretches = []
        stretch = self._stretches[-1] if self._stretches else None
        if stretch is None or stretch.incarnation != entry.incarnation:
            stretch = _Stretch(entry.incarnation, entry.seq, entry.seq)
            self._stretches.append(stretch)
        stretch.last_seq = entry.seq
        match fact:
            case SaleRecorded() | RefundRecorded():
                self._count(fact)
            case EquipmentLent():
                self._hold(fact.deposit_cents)
            case LoanEnded():
                self._hold(-fact.deposit_cents)
            case DayClosed():
                self._closed[fact.day] = fact
                self._day, self._stretches, self._held_cents = 0, [], fact.deposits_held_cents
                return
            case None:
                self._held_cents = None  # a newer program's loan may be among what is not understood
                return
            case _:
                pass
        stretch.tally.hear(entry.operator, fact)

    def _count(self, ticket: TicketRecorded) -> None:
        self._perpetual_cents += ticket.total_cents
        self._perpetual_absolute_cents += abs(ticket.total_cents)

    def _hold(self, cents: int) -> None:
        if self._held_cents is not None:
            self._held_cents += cents

    def _wrong_in_day(self, entry: Entry, closed: DayClosed) -> str:
        if self._day is not None and closed.day != self._day:
            return "day"
        last = closed.entries[-1] if closed.entries else None
        if last is None or (last.incarnation, last.last_seq) != (entry.incarnation, entry.seq - 1):
            return "entries"
        if self._totals(closed.entries) != closed.totals:
            return "totals"
        drawer = closed.drawer
        moved_cents = drawer.in_cents - drawer.out_cents - drawer.to_safe_cents + drawer.from_safe_cents
        taken_cents = drawer.sales_cents + drawer.deposits_cents
        if drawer.deposits_cents != closed.totals.deposits_cents(TenderKind.CASH):
            return "drawer"
        if drawer.left_cents != drawer.opened_cents + taken_cents + moved_cents + drawer.difference_cents:
            return "drawer"
        if self._held_cents not in (None, closed.deposits_held_cents):
            return "deposits"
        perpetual = (closed.perpetual_cents, closed.perpetual_absolute_cents)
        return "" if perpetual == (self._perpetual_cents, self._perpetual_absolute_cents) else "perpetual"

    def _totals(self, ranges: Iterable[EntryRange]) -> Totals:
        """From what was followed where that is what the closing covers, else from the entries read again."""
        wanted = tuple(ranges)
        if wanted == tuple(stretch.range for stretch in self._stretches):
            return sum_of(stretch.tally.totals for stretch in self._stretches)
        return totals_of(
            said
            for each in wanted
            for entry in self._entries_between(each.incarnation, each.first_seq, each.last_seq)
            for said in _said(entry)
        )

    def _wrong_in_period(self, closed: PeriodClosed) -> str:
        if closed.first_day not in self._closed and not self._from_the_first:
            return ""
        days = [day for number, day in sorted(self._closed.items()) if closed.first_day <= number <= closed.last_day]
        if not days or sum_of(day.totals for day in days) != closed.totals:
            return "totals"
        perpetual = (days[-1].perpetual_cents, days[-1].perpetual_absolute_cents)
        return "" if perpetual == (closed.perpetual_cents, closed.perpetual_absolute_cents) else "perpetual"


def _said(entry: Entry) -> list[tuple[OperatorCode, Fact]]:
    """What an entry says, if this program knows its kind and can read it."""
    try:
        return [(entry.operator, entry.fact())] if entry.kind in FACTS else []
    except Bug:
        return []
