"""Closing: always, offline, with any difference; what a day came to, once and for ever."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pos_app.counter.close_day import close_day
from pos_app.counter.count_cash import count_cash
from pos_app.counter.move_cash import move_cash
from pos_app.counter.open_day import open_day
from pos_app.counter.open_till import OpenedTill, abandon_till
from pos_app.counter.refund import refund
from pos_app.counter.reprint import reprint
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.counter.void_basket import void_basket
from pos_app.domain.facts import (
    CashDifferenceAccepted,
    CashMove,
    DayClosed,
    DayOpened,
    Goods,
    TicketRange,
)
from pos_app.domain.operator import Operator
from pos_app.domain.refund import GivenBack, Return
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Tender, TenderKind
from pos_app.perimeter import perimeter
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.print_jobs import take_next
from tests.clock import ManualClock
from tests.tills import TemplateTill, basket_of, cash, keys_of, kinds_of, open_copy


def sold(till: Till, operator: Operator, *codes: str, card: bool = False) -> None:
    basket = basket_of(till, *codes, number=till.store.position)
    tenders = [Tender(TenderKind.CARD, basket.total_cents)] if card else cash(basket.total_cents)
    sell(till, operator=operator, basket=basket, tenders=tenders, receipt=False)


def one_day(till: Till, operator: Operator) -> DayClosed:
    sold(till, operator, "CARTE-30")
    return close_day(till, operator=operator)


def test_a_closing_says_what_the_day_came_to(till: Till, volunteer: Operator, coordinator: Operator) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    first_seq = till.store.head.seq
    sold(till, volunteer, "CARTE-30", "NET-2G")
    sold(till, coordinator, "CARTE-ILLIM", card=True)
    reprint(till, operator=volunteer, ticket="1")
    reprint(till, operator=volunteer, ticket="1")
    void_basket(till, operator=volunteer, basket=basket_of(till, "CARTE-30", number=99))
    move_cash(till, operator=coordinator, move=CashMove.OUT, amount_cents=1000, reason="purchase")
    count_cash(till, operator=coordinator, counts={2000: 2, 500: 1, 200: 1})
    closing = close_day(till, operator=coordinator)
    totals = closing.totals
    assert (totals.tickets, totals.total_cents, totals.absolute_cents, totals.refunds) == (2, 2050, 2050, 0)
    assert [(f.family, f.quantity, f.gross_cents) for f in totals.families] == [
        ("CARTE", 2, 1550),
        ("RECHARGE", 1, 500),
    ]
    assert [(t.tender, t.payments, t.amount_cents) for t in totals.tenders] == [("card", 1, 1300), ("cash", 1, 750)]
    assert {o.operator: o.total_cents for o in totals.operators} == {volunteer.code: 750, coordinator.code: 1300}
    assert [(v.vat, v.gross_cents) for v in totals.vat] == [("EXO-261", 2050)]
    assert totals.ranges == (TicketRange(series="MRS1", first=1, last=2),)
    assert (totals.copies, totals.voided, totals.overrides) == (1, 1, 0)
    assert (closing.perpetual_cents, closing.perpetual_absolute_cents) == (2050, 2050)
    (entries,) = closing.entries
    assert (entries.first_seq, entries.last_seq) == (first_seq, till.store.head.seq - 1)


def test_the_float_and_what_moves_are_in_the_drawer_s_report_and_in_no_total(till: Till, coordinator: Operator) -> None:
    open_day(till, operator=coordinator, float_cents=5000)
    sold(till, coordinator, "CARTE-30")
    move_cash(till, operator=coordinator, move=CashMove.TO_SAFE, amount_cents=2000, reason="evening")
    count_cash(till, operator=coordinator, counts={2000: 1, 1000: 1, 200: 1})
    drawer = close_day(till, operator=coordinator).drawer
    assert (drawer.opened_cents, drawer.sales_cents, drawer.to_safe_cents) == (5000, 250, 2000)
    assert (drawer.difference_cents, drawer.left_cents, drawer.counted) == (-50, 3200, True)
    assert till.store.state.perpetual_cents == 250


def test_a_difference_that_nobody_explained_never_keeps_a_day_open(till: Till, coordinator: Operator) -> None:
    open_day(till, operator=coordinator, float_cents=5000)
    count_cash(till, operator=coordinator, counts={})
    close_day(till, operator=coordinator)
    facts = [entry.fact() for _, entry in journal.every_entry(till.connection)][-2:]
    assert facts[0] == CashDifferenceAccepted(day=1, difference_cents=-5000, reason="unexplained")


def test_a_day_closes_without_any_count_and_says_so(till: Till, coordinator: Operator) -> None:
    open_day(till, operator=coordinator, float_cents=5000)
    drawer = close_day(till, operator=coordinator).drawer
    assert (drawer.counted, drawer.left_cents) == (False, 5000)


def test_a_closing_names_the_perimeter_that_made_it(till: Till, coordinator: Operator) -> None:
    """In the bytes that are signed: of two closings it is known whether one program made both."""
    assert one_day(till, coordinator).perimeter == perimeter()
    (entry,) = (found for _, found in journal.every_entry(till.connection) if found.kind == DayClosed.kind)
    assert perimeter().encode() in entry.payload


def test_a_day_closes_once(till: Till, coordinator: Operator) -> None:
    one_day(till, coordinator)
    before = till.store.head
    with pytest.raises(Refusal) as refused:
        close_day(till, operator=coordinator)
    assert (refused.value.code, till.store.head) == ("no_day_open", before)


def test_a_volunteer_closes_no_day(till: Till, volunteer: Operator) -> None:
    sold(till, volunteer, "CARTE-30")
    with pytest.raises(Refusal) as refused:
        close_day(till, operator=volunteer)
    assert refused.value.code == "right_missing"


def test_a_sale_after_a_closing_opens_the_next_day_with_what_was_left(till: Till, coordinator: Operator) -> None:
    open_day(till, operator=coordinator, float_cents=5000)
    one_day(till, coordinator)
    sold(till, coordinator, "CARTE-30")
    state = till.store.state
    assert (state.day, state.float_cents, state.drawer_cents) == (2, 5250, 5500)
    closing = close_day(till, operator=coordinator)
    assert (closing.day, closing.totals.total_cents, closing.perpetual_cents) == (2, 250, 500)
    assert closing.totals.ranges == (TicketRange(series="MRS1", first=2, last=2),)


@pytest.mark.parametrize(("reason", "code"), [("", "float_differs"), ("whim", "reason_unknown")])
def test_a_morning_float_that_is_not_what_was_left_asks_why(
    till: Till, coordinator: Operator, reason: str, code: str
) -> None:
    one_day(till, coordinator)
    with pytest.raises(Refusal) as refused:
        open_day(till, operator=coordinator, float_cents=5000, reason=reason)
    assert refused.value.code == code
    open_day(till, operator=coordinator, float_cents=5000, reason="change_brought")
    closing = close_day(till, operator=coordinator)
    assert (closing.drawer.opened_cents, closing.drawer.opened_gap_cents) == (5000, 4750)


def test_a_morning_float_that_is_what_was_left_asks_nothing(till: Till, coordinator: Operator) -> None:
    one_day(till, coordinator)
    open_day(till, operator=coordinator, float_cents=250, reason="change_brought")
    fact = [entry.fact() for _, entry in journal.every_entry(till.connection)][-1]
    assert fact == DayOpened(day=2, float_cents=250)


def test_a_power_cut_before_the_commit_leaves_the_day_open_and_nothing_half_done(
    template: TemplateTill, opened: OpenedTill, clock: ManualClock, coordinator: Operator
) -> None:
    sold(opened.till, coordinator, "CARTE-30")

    def cut() -> None:
        with opened.till.store.transaction(coordinator.code) as act:
            act.append(CashDifferenceAccepted(day=1, difference_cents=-1, reason="unexplained"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut()
    abandon_till(opened)
    again = open_copy(template, opened.folder, clock)
    try:
        assert again.till.store.state.day == 1
        assert close_day(again.till, operator=coordinator).totals.tickets == 1
    finally:
        abandon_till(again)


def test_a_day_that_a_new_chain_went_through_names_both_ranges(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, coordinator: Operator
) -> None:
    opened = open_copy(template, folder, clock)
    sold(opened.till, coordinator, "CARTE-30")
    abandon_till(opened)
    keys_of(template, folder).with_new_signing_key()
    opened = open_copy(template, folder, clock)
    try:
        sold(opened.till, coordinator, "CARTE-30")
        closing = close_day(opened.till, operator=coordinator)
        assert (closing.totals.total_cents, closing.perpetual_cents) == (500, 500)
        first, second = closing.entries
        assert (first.incarnation != second.incarnation, second.first_seq) == (True, 1)
        assert closing.totals.ranges == (TicketRange(series="MRS1", first=1, last=2),)
    finally:
        abandon_till(opened)


def test_the_slip_prints_by_itself(till: Till, coordinator: Operator) -> None:
    one_day(till, coordinator)
    with till.store.transaction() as act:
        job = take_next(act, "pdf_folder")
    assert job
    assert (job.document, job.reference) == ("closing_slip", str(till.store.position))


def test_a_day_of_five_hundred_tickets_closes_within_the_goal(
    till: Till, volunteer: Operator, coordinator: Operator
) -> None:
    """300 ms beside printing (the issue's own figure); the best of three, on a machine that others use too."""

    def sell_many(count: int) -> None:
        for _ in range(count):
            sold(till, volunteer, "ATELIER")

    assert _milliseconds(lambda: close_day(till, operator=coordinator), before=lambda: sell_many(500)) < 300


def _milliseconds(act: Callable[[], object], *, before: Callable[[], object], rounds: int = 3) -> float:
    took = []
    for _ in range(rounds):
        before()
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    return min(took)


def test_what_is_sold_before_the_first_day_opens_it(till: Till, volunteer: Operator) -> None:
    sold(till, volunteer, "CARTE-30")
    assert kinds_of(till.connection)[-2:] == ["day_opened", "sale_recorded"]


def test_a_refund_lowers_every_total_but_the_absolute_ones(till: Till, coordinator: Operator) -> None:
    sold(till, coordinator, "CARTE-ILLIM", "CARTE-30")
    given = [GivenBack(TenderKind.CASH, TenderKind.CASH, 1300)]
    returns = [Return(0, 1, Goods.SHELF)]
    refund(till, operator=coordinator, ticket="1", returns=returns, given=given, reason="mistake")
    closing = close_day(till, operator=coordinator)
    totals = closing.totals
    assert (totals.tickets, totals.refunds, totals.total_cents) == (2, 1, 250)
    assert (totals.absolute_cents, totals.refunded_cents) == (2850, -1300)
    assert [(f.quantity, f.gross_cents) for f in totals.families] == [(1, 250)]
    assert (closing.perpetual_cents, closing.perpetual_absolute_cents) == (250, 2850)
    assert closing.drawer.left_cents == 250
