"""Closing the day: it always works, offline, with entries that were not sent and with any difference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pos_app import SOFTWARE
from pos_app.counter.cash_documents import CLOSING_SLIP
from pos_app.counter.cash_reasons import UNEXPLAINED
from pos_app.counter.day_report import drawer_report, known_facts, open_difference_cents
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.facts import CashDifferenceAccepted, DayClosed, EntryRange
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.tally import totals_of
from pos_app.domain.tender import TenderKind
from pos_app.ledger.entry import Entry
from pos_app.perimeter import perimeter
from pos_app.store.days import day_on_file, entries_of_day
from pos_app.store.till_store import Act


def close_day(till: Till, *, operator: Operator) -> DayClosed:
    """Closes the open day and prints its slip; from then on nothing is booked into it.

    A difference that nobody explained is taken note of as such. Raises Refusal("no_day_open").
    """
    operator.require(Right.CLOSE_DAY)
    with till.store.transaction(operator.code) as act:
        day = till.store.state.day
        if not day:
            raise Refusal("no_day_open")
        difference_cents = open_difference_cents(till)
        if difference_cents:
            act.append(CashDifferenceAccepted(day=day, difference_cents=difference_cents, reason=UNEXPLAINED))
        closing = _closing(till, day)
        act.append(closing)
        print_closing(till, act)
    return closing


def print_closing(till: Till, act: Act) -> None:
    """Prints the closing that `act` has just recorded."""
    print_later(act, till, document=CLOSING_SLIP, reference=str(act.end.position))


def _closing(till: Till, day: int) -> DayClosed:
    on_file = day_on_file(till.connection, day)
    entries = [entry for _, entry in entries_of_day(till.connection, on_file)]
    facts = known_facts(entries)
    totals = totals_of(facts)
    cash_cents = sum(tender.amount_cents for tender in totals.tenders if tender.tender is TenderKind.CASH)
    state = till.store.state
    return DayClosed(
        day=day,
        entries=_ranges(entries),
        totals=totals,
        drawer=drawer_report(till, on_file, (fact for _, fact in facts), sales_cents=cash_cents),
        perpetual_cents=state.perpetual_cents,
        perpetual_absolute_cents=state.perpetual_absolute_cents,
        software=SOFTWARE,
        deposits_held_cents=state.deposits_cents,
        perimeter=perimeter(),
    )


def _ranges(entries: Sequence[Entry]) -> tuple[EntryRange, ...]:
    """Where the day's entries lie: one range, or one for each chain where a new one began during the day."""
    ranges = []
    for incarnation, found in groupby(entries, key=lambda entry: entry.incarnation):
        seqs = [entry.seq for entry in found]
        ranges.append(EntryRange(incarnation=incarnation, first_seq=seqs[0], last_seq=seqs[-1]))
    return tuple(ranges)
