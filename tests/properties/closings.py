"""What closings say is what the entries say: read from a journal, whatever happened before."""

from __future__ import annotations

from itertools import pairwise

from pos_app.counter.till import Till
from pos_app.domain.accounting import Accounts, piece_of
from pos_app.domain.facts import (
    DayClosed,
    EquipmentLent,
    Fact,
    LoanEnded,
    PeriodClosed,
    RefundRecorded,
    TicketRecorded,
    Totals,
)
from pos_app.domain.tender import TenderKind
from pos_app.ledger.entry import Entry
from pos_app.store import journal


def check_closings(till: Till) -> None:
    entries = [entry for _, entry in journal.every_entry(till.connection)]
    closings = [fact for entry in entries if isinstance(fact := entry.fact(), DayClosed)]
    for closing in closings:
        sales = [fact for entry in _covered(entries, closing) if isinstance(fact := entry.fact(), TicketRecorded)]
        _check_totals(closing.totals, sales)
        _check_drawer(closing)
        _check_deposits(closing, [entry.fact() for entry in _covered(entries, closing)])
    for before, after in pairwise(closings):
        assert after.perpetual_absolute_cents >= before.perpetual_absolute_cents
        assert after.perpetual_cents == before.perpetual_cents + after.totals.total_cents
    for period in (fact for entry in entries if isinstance(fact := entry.fact(), PeriodClosed)):
        days = [closing for closing in closings if period.first_day <= closing.day <= period.last_day]
        assert period.totals.total_cents == sum(closing.totals.total_cents for closing in days)
        assert period.totals.tickets == sum(closing.totals.tickets for closing in days)
        assert period.perpetual_cents == days[-1].perpetual_cents
    assert sum(closing.totals.tickets for closing in closings) == _tickets(till), "every ticket is in one closing"


def _covered(entries: list[Entry], closing: DayClosed) -> list[Entry]:
    ranges = {each.incarnation: (each.first_seq, each.last_seq) for each in closing.entries}
    return [
        e for e in entries if e.incarnation in ranges and ranges[e.incarnation][0] <= e.seq <= ranges[e.incarnation][1]
    ]


def _check_totals(totals: Totals, sales: list[TicketRecorded]) -> None:
    total_cents = sum(sale.total_cents for sale in sales)
    assert (totals.tickets, totals.total_cents) == (len(sales), total_cents)
    refunds = [sale for sale in sales if isinstance(sale, RefundRecorded)]
    assert (totals.refunds, totals.refunded_cents) == (len(refunds), sum(refund.total_cents for refund in refunds))
    assert totals.absolute_cents == sum(abs(sale.total_cents) for sale in sales)
    for parts in (
        [vat.gross_cents for vat in totals.vat],
        [family.gross_cents for family in totals.families],
        [tender.amount_cents for tender in totals.tenders],
        [operator.total_cents for operator in totals.operators],
    ):
        assert sum(parts) == total_cents
    assert sum(each.last - each.first + 1 for each in totals.ranges) == len(sales)


def _check_drawer(closing: DayClosed) -> None:
    drawer = closing.drawer
    moved_cents = drawer.in_cents - drawer.out_cents - drawer.to_safe_cents + drawer.from_safe_cents
    cash_cents = sum(t.amount_cents for t in closing.totals.tenders if t.tender is TenderKind.CASH)
    assert drawer.sales_cents == cash_cents
    earned_cents = cash_cents + drawer.deposits_cents + moved_cents + drawer.difference_cents
    assert drawer.left_cents == drawer.opened_cents + earned_cents


def _check_deposits(closing: DayClosed, facts: list[Fact]) -> None:
    lent = [fact for fact in facts if isinstance(fact, EquipmentLent)]
    ended = [fact for fact in facts if isinstance(fact, LoanEnded)]
    totals = closing.totals
    assert sum(each.taken_cents for each in totals.deposits) == sum(fact.deposit_cents for fact in lent)
    assert sum(each.given_back_cents for each in totals.deposits) == sum(fact.given_back_cents for fact in ended)
    assert totals.deposits_kept_cents == sum(fact.kept_cents for fact in ended)
    moved_cents = sum(fact.cash_cents for fact in lent) + sum(fact.cash_cents for fact in ended)
    assert closing.drawer.deposits_cents == moved_cents
    assert closing.deposits_held_cents >= 0
    assert piece_of(closing, Accounts()) is not None, "it balances"


def _tickets(till: Till) -> int:
    found: int = till.connection.execute("SELECT count(*) FROM ticket").fetchone()[0]
    return found
