"""The open day so far: its totals, its drawer, what was counted, and what would explain a difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pos_app.counter.till import Till
from pos_app.domain.cash_count import Hint, likely_slips
from pos_app.domain.facts import (
    FACTS,
    CashCounted,
    CashDifferenceAccepted,
    CashMove,
    CashMoved,
    DayOpened,
    DrawerReport,
    EquipmentLent,
    Fact,
    FloatLaid,
    LoanEnded,
    RefundRecorded,
    SaleRecorded,
    TenderCorrected,
    TicketRecorded,
    Totals,
)
from pos_app.domain.identifiers import OperatorCode, TicketNumber
from pos_app.domain.tally import totals_of
from pos_app.domain.tender import TenderKind
from pos_app.ledger.entry import Entry
from pos_app.store.days import DayOnFile, cash_events, day_on_file, entries_of_day
from pos_app.store.operators import shown_name


@dataclass(frozen=True, slots=True)
class CashLine:
    """Something that happened to the drawer, for the page that lists it."""

    position: int
    at_ms: int
    offset_min: int
    operator_name: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Suspect:
    """A ticket whose payment, keyed as `tender` where it was `instead`, explains a difference to the cent."""

    ticket: TicketNumber
    tender: TenderKind
    instead: TenderKind
    amount_cents: int


@dataclass(frozen=True, slots=True)
class DayReport:
    """The open day. `day` 0: none is open, and the figures are those of the drawer that the last closing left.

    `difference_cents` is that of the last count, as long as nobody accepted it; `hints` and `suspects` may explain it.
    `deposits_cents` is owed back to those who have something on loan.
    `sold_since` tells that tickets or deposits were recorded after that count.
    """

    day: int
    opened_ms: int
    totals: Totals
    drawer_cents: int
    safe_cents: int
    deposits_cents: int
    counted: CashCounted | None
    sold_since: bool
    difference_cents: int
    hints: tuple[Hint, ...]
    suspects: tuple[Suspect, ...]
    lines: tuple[CashLine, ...]


def day_report(till: Till) -> DayReport:
    state = till.store.state
    if not state.day:
        return DayReport(
            0, 0, totals_of(()), state.drawer_cents, state.safe_cents, state.deposits_cents, None, False, 0, (), (), ()
        )
    connection = till.connection
    events = cash_events(connection, state.day)
    on_file = day_on_file(connection, state.day)
    entries = _entries(till, on_file)
    facts = known_facts(entries)
    counted = _last_count(fact for _, _, fact in events)
    difference_cents = _open_difference(fact for _, _, fact in events)
    return DayReport(
        day=state.day,
        opened_ms=entries[0].at_ms,
        totals=totals_of(facts),
        drawer_cents=state.drawer_cents,
        safe_cents=state.safe_cents,
        deposits_cents=state.deposits_cents,
        counted=counted,
        sold_since=_sold_since_count([fact for _, fact in facts]),
        difference_cents=difference_cents,
        hints=likely_slips(counted.pieces, difference_cents) if counted else (),
        suspects=_suspects([fact for _, fact in facts], difference_cents),
        lines=tuple(
            CashLine(position, entry.at_ms, entry.offset_min, shown_name(connection, entry.operator), fact)
            for position, entry, fact in events
        ),
    )


def day_totals(till: Till, day: int) -> Totals:
    """What the tickets and events of `day` come to so far."""
    return totals_of(known_facts(_entries(till, day_on_file(till.connection, day))))


def _entries(till: Till, day: DayOnFile) -> list[Entry]:
    return [entry for _, entry in entries_of_day(till.connection, day)]


def known_facts(entries: Iterable[Entry]) -> list[tuple[OperatorCode, Fact]]:
    """(operator, fact) of entries; those of kinds that this program does not know are left out."""
    return [(entry.operator, entry.fact()) for entry in entries if entry.kind in FACTS]


def open_difference_cents(till: Till) -> int:
    """The difference that the open day's last count showed and nobody accepted yet."""
    return _open_difference(fact for _, _, fact in cash_events(till.connection, till.store.state.day))


def drawer_report(till: Till, on_file: DayOnFile, facts: Iterable[Fact], *, sales_cents: int) -> DrawerReport:
    """The drawer's day, from its opening to now. `sales_cents` is the cash of the day's payments, put right."""
    moved = dict.fromkeys(CashMove, 0)
    opened_cents, differences_cents, deposits_cents, counted = 0, 0, 0, None
    for fact in facts:
        match fact:
            case DayOpened() | FloatLaid():
                opened_cents += fact.float_cents
            case CashMoved():
                moved[fact.move] += fact.amount_cents
            case CashDifferenceAccepted():
                differences_cents += fact.difference_cents
            case EquipmentLent() | LoanEnded():
                deposits_cents += fact.cash_cents
            case CashCounted():
                counted = fact
            case _:
                pass
    return DrawerReport(
        opened_cents=opened_cents,
        opened_gap_cents=on_file.gap_cents,
        sales_cents=sales_cents,
        in_cents=moved[CashMove.IN],
        out_cents=moved[CashMove.OUT],
        to_safe_cents=moved[CashMove.TO_SAFE],
        from_safe_cents=moved[CashMove.FROM_SAFE],
        difference_cents=differences_cents,
        left_cents=till.store.state.drawer_cents,
        counted=counted is not None,
        others=counted.others if counted else (),
        to_bank_cents=moved[CashMove.TO_BANK],
        deposits_cents=deposits_cents,
    )


def _last_count(facts: Iterable[Fact]) -> CashCounted | None:
    return next((fact for fact in reversed(list(facts)) if isinstance(fact, CashCounted)), None)


def _sold_since_count(facts: Sequence[Fact]) -> bool:
    since = takewhile(lambda fact: not isinstance(fact, CashCounted), reversed(facts))
    return any(isinstance(fact, SaleRecorded | RefundRecorded | EquipmentLent | LoanEnded) for fact in since)


def _open_difference(facts: Iterable[Fact]) -> int:
    """What was counted, less what was expected then; a payment put right since explains its part of it."""
    difference_cents = 0
    for fact in facts:
        match fact:
            case CashCounted():
                difference_cents = fact.difference_cents
            case CashDifferenceAccepted():
                difference_cents = 0
            case TenderCorrected() if difference_cents:
                difference_cents -= fact.cash_cents
            case _:
                pass
    return difference_cents


def _suspects(facts: Sequence[Fact], difference_cents: int) -> tuple[Suspect, ...]:
    """Too little cash by the amount of a ticket keyed as cash: it was a card. Too much: the other way round."""
    if not difference_cents:
        return ()
    amount_cents = abs(difference_cents)
    instead = TenderKind.CARD if difference_cents < 0 else TenderKind.CASH
    wrong = TenderKind.CASH if difference_cents < 0 else TenderKind.CARD
    corrected = {fact.ticket for fact in facts if isinstance(fact, TenderCorrected)}
    return tuple(
        Suspect(fact.ticket, wrong, instead, amount_cents)
        for fact in facts
        if isinstance(fact, SaleRecorded) and fact.ticket not in corrected
        if paid_cents(fact, wrong) == amount_cents
    )


def paid_cents(sale: TicketRecorded, kind: TenderKind) -> int:
    """What of a ticket was paid by `kind`, change taken off."""
    change_cents = sale.change_cents if kind is TenderKind.CASH else 0
    return sum(tender.amount_cents for tender in sale.tenders if tender.tender is kind) - change_cents
