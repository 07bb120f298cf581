"""The drawer between two closings: what moves, what is counted, what is put right; every refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pos_app.counter.aid_vouchers import claim_vouchers, note_voucher, unnoted_vouchers, vouchers_to_claim
from pos_app.counter.correct_tender import correct_tender, payments_of
from pos_app.counter.count_cash import accept_difference, count_cash
from pos_app.counter.day_report import CashLine, day_report
from pos_app.counter.hand_over_drawer import hand_over_drawer
from pos_app.counter.move_cash import move_cash
from pos_app.counter.open_day import open_day
from pos_app.counter.open_drawer import open_drawer
from pos_app.counter.refundable import refundable
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.cash_count import MOST_PIECES, Slip
from pos_app.domain.facts import CashMove, CashMoved, DrawerHandedOver, TenderCounted
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store.structures import Structure
from pos_app.store.tickets import find_ticket
from tests.tills import basket_of, cash, kinds_of


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def sold(till: Till, operator: Operator, *tenders: Tender, codes: tuple[str, ...] = ("CARTE-ILLIM",)) -> str:
    number = till.store.state.last_ticket + 1
    basket = basket_of(till, *codes, number=number)
    return sell(till, operator=operator, basket=basket, tenders=tenders or cash(1300), receipt=False).ticket


def test_cash_that_moves_changes_the_drawer_and_the_safe_and_no_total(till: Till, coordinator: Operator) -> None:
    open_day(till, operator=coordinator, float_cents=5000)
    for move, cents, reason in (
        (CashMove.IN, 2000, "change_brought"),
        (CashMove.OUT, 1250, "purchase"),
        (CashMove.TO_SAFE, 3000, "too_much_in_drawer"),
        (CashMove.FROM_SAFE, 500, "change_needed"),
        (CashMove.TO_BANK, 2500, "deposit"),
    ):
        move_cash(till, operator=coordinator, move=move, amount_cents=cents, reason=reason)
    state = till.store.state
    assert (state.drawer_cents, state.safe_cents) == (5000 + 2000 - 1250 - 3000 + 500, 3000 - 500 - 2500)
    assert (state.perpetual_cents, state.last_cash_slip) == (0, 5)


@pytest.mark.parametrize(
    ("cents", "reason", "code"),
    [
        (0, "purchase", "tender_not_positive"),
        (-100, "purchase", "tender_not_positive"),
        (LARGEST_AMOUNT_CENTS + 1, "purchase", "amount_too_large"),
        (100, "", "reason_unknown"),
        (100, "deposit", "reason_unknown"),
    ],
)
def test_a_movement_that_cannot_be_is_refused(
    till: Till, coordinator: Operator, cents: int, reason: str, code: str
) -> None:
    before = till.store.head
    move = CashMove.OUT
    refused = code_of(lambda: move_cash(till, operator=coordinator, move=move, amount_cents=cents, reason=reason))
    assert (refused, till.store.head) == (code, before)


def test_a_volunteer_moves_no_cash_and_puts_no_payment_right(till: Till, volunteer: Operator) -> None:
    ticket = sold(till, volunteer)
    for act in (
        lambda: move_cash(till, operator=volunteer, move=CashMove.OUT, amount_cents=1, reason="purchase"),
        lambda: correct_tender(
            till, operator=volunteer, ticket=ticket, wrong=TenderKind.CASH, right=TenderKind.CARD, reason="wrong_key"
        ),
    ):
        assert code_of(act) == "right_missing"


def test_an_opening_of_the_drawer_is_an_event_and_opens_the_day_where_none_is(till: Till, volunteer: Operator) -> None:
    open_drawer(till, operator=volunteer, reason="change_money")
    assert kinds_of(till.connection)[-2:] == ["day_opened", "drawer_opened"]
    assert code_of(lambda: open_drawer(till, operator=volunteer, reason="bored")) == "reason_unknown"
    assert day_report(till).totals.drawer_openings == 1


def test_a_count_is_recorded_with_what_was_expected_and_changes_nothing(till: Till, volunteer: Operator) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    sold(till, volunteer, Tender(TenderKind.CARD, 1300))
    counted = count_cash(
        till, operator=volunteer, counts={2000: 2, 500: 1, 200: 0}, others={TenderKind.CARD: 1350}, blind=True
    )
    assert (counted.counted_cents, counted.expected_cents, counted.difference_cents) == (4500, 5000, -500)
    assert counted.others == (TenderCounted(tender=TenderKind.CARD, expected_cents=1300, counted_cents=1350),)
    assert till.store.state.drawer_cents == 5000
    report = day_report(till)
    assert (report.difference_cents, report.counted) == (-500, counted)
    assert [hint.slip for hint in report.hints] == [Slip.TAKEN_FOR, Slip.SWAPPED, Slip.FORGOTTEN]


def test_a_difference_that_somebody_accepts_is_in_the_drawer_s_figure_from_then_on(
    till: Till, volunteer: Operator
) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    count_cash(till, operator=volunteer, counts={2000: 2})
    assert code_of(lambda: accept_difference(till, operator=volunteer, reason="magic")) == "reason_unknown"
    accept_difference(till, operator=volunteer, reason="change_error")
    assert (till.store.state.drawer_cents, day_report(till).difference_cents) == (4000, 0)
    assert code_of(lambda: accept_difference(till, operator=volunteer, reason="theft")) == "no_difference"


def test_a_later_count_stands_in_the_place_of_the_one_before(till: Till, volunteer: Operator) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    count_cash(till, operator=volunteer, counts={2000: 1})
    count_cash(till, operator=volunteer, counts={5000: 1})
    assert day_report(till).difference_cents == 0
    assert code_of(lambda: accept_difference(till, operator=volunteer, reason="theft")) == "no_difference"


def test_a_sale_after_the_count_does_not_change_the_difference(till: Till, volunteer: Operator) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    count_cash(till, operator=volunteer, counts={2000: 2})
    sold(till, volunteer)
    assert day_report(till).difference_cents == -1000


@pytest.mark.parametrize("counts", [{300: 1}, {500: -1}, {500: MOST_PIECES + 1}, {50_000: MOST_PIECES}])
def test_a_count_that_cannot_be_is_refused(till: Till, volunteer: Operator, counts: dict[int, int]) -> None:
    assert code_of(lambda: count_cash(till, operator=volunteer, counts=counts)) == "count_wrong"


def test_an_amount_counted_of_cards_that_cannot_be_is_refused(till: Till, volunteer: Operator) -> None:
    for cents in (-1, LARGEST_AMOUNT_CENTS + 1):
        with pytest.raises(Refusal) as refused:
            count_cash(till, operator=volunteer, counts={}, others={TenderKind.CARD: cents})
        assert refused.value.code == "amount_too_large"


def test_a_payment_keyed_as_cash_that_was_a_card_is_suggested_and_put_right(
    till: Till, volunteer: Operator, coordinator: Operator
) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    ticket = sold(till, volunteer, *cash(1500))
    count_cash(till, operator=volunteer, counts={5000: 1})
    (suspect,) = day_report(till).suspects
    assert (suspect.ticket, suspect.tender, suspect.instead) == (ticket, TenderKind.CASH, TenderKind.CARD)
    corrected = correct_tender(
        till, operator=coordinator, ticket=ticket, wrong=suspect.tender, right=suspect.instead, reason="wrong_key"
    )
    assert (corrected.taken_back.amount_cents, corrected.taken.amount_cents) == (1300, 1300)
    report = day_report(till)
    assert (report.drawer_cents, report.difference_cents, report.suspects) == (5000, 0, ())
    assert {t.tender: t.amount_cents for t in report.totals.tenders} == {TenderKind.CARD: 1300, TenderKind.CASH: 0}
    assert till.store.state.perpetual_cents == 1300, "the ticket stays as it is"


def test_a_payment_keyed_as_card_that_was_cash_is_suggested(till: Till, volunteer: Operator) -> None:
    ticket = sold(till, volunteer, Tender(TenderKind.CARD, 1300))
    count_cash(till, operator=volunteer, counts={1000: 1, 200: 1, 100: 1})
    (suspect,) = day_report(till).suspects
    assert (suspect.ticket, suspect.tender, suspect.instead) == (ticket, TenderKind.CARD, TenderKind.CASH)


def test_a_payment_is_put_right_twice_from_what_it_became(till: Till, coordinator: Operator) -> None:
    ticket = sold(till, coordinator, Tender(TenderKind.CARD, 1300))

    def correct(wrong: TenderKind, right: TenderKind, reason: str = "card_refused") -> object:
        return correct_tender(till, operator=coordinator, ticket=ticket, wrong=wrong, right=right, reason=reason)

    correct(TenderKind.CARD, TenderKind.CASH)
    assert code_of(lambda: correct(TenderKind.CARD, TenderKind.CASH)) == "tender_not_paid"
    assert code_of(lambda: correct(TenderKind.CASH, TenderKind.CASH)) == "tender_not_paid"
    assert code_of(lambda: correct(TenderKind.CASH, TenderKind.CHEQUE, "whim")) == "reason_unknown"
    correct(TenderKind.CASH, TenderKind.CHEQUE)
    assert payments_of(till.connection, find_ticket(till.connection, ticket)) == {TenderKind.CHEQUE: 1300}
    assert till.store.state.drawer_cents == 0


def test_the_drawer_goes_to_somebody_who_agrees_with_a_pin(
    till: Till, volunteer: Operator, coordinator: Operator
) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    assert (
        code_of(lambda: hand_over_drawer(till, operator=volunteer, to=volunteer.code, matched=True))
        == "handed_to_oneself"
    )
    assert (
        code_of(lambda: hand_over_drawer(till, operator=volunteer, to=coordinator.code, matched=False)) == "pin_wrong"
    )
    assert hand_over_drawer(till, operator=volunteer, to=coordinator.code, matched=True) == coordinator
    fact = day_report(till).lines[-1].fact
    assert fact == DrawerHandedOver(day=1, to=coordinator.code, drawer_cents=5000)
    assert kinds_of(till.connection)[-2:] == ["signed_in", "drawer_handed_over"]


def test_the_page_lists_what_happened_to_the_drawer_with_who_did_it(till: Till, coordinator: Operator) -> None:
    moved = move_cash(till, operator=coordinator, move=CashMove.IN, amount_cents=100, reason="found")
    (line,) = day_report(till).lines
    assert isinstance(line, CashLine)
    assert isinstance(line.fact, CashMoved)
    assert (line.operator_name, line.fact) == ("Claire", moved)


AID = Tender(TenderKind.AID_VOUCHER, 1000)


def test_an_aid_voucher_is_noted_once_with_its_issuer_and_is_to_be_claimed(
    till: Till, coordinator: Operator, ccas: Structure
) -> None:
    ticket = sold(till, coordinator, AID, *cash(300))
    assert [(one.ticket, one.missing_cents) for one in unnoted_vouchers(till)] == [(ticket, 1000)]

    def note(number: str, expires_on: str = "31/12/2026", *, on: str = ticket) -> object:
        return note_voucher(
            till, operator=coordinator, ticket=on, issuer=ccas.code, number=number, expires_on=expires_on
        )

    assert code_of(lambda: note("  ")) == "voucher_number_wrong"
    assert code_of(lambda: note("9" * 41)) == "voucher_number_wrong"
    assert code_of(lambda: note("12", "01/01/2026")) == "voucher_expired"
    assert code_of(lambda: note("12", "demain")) == "date_wrong"
    note(" AB  12 ")
    assert code_of(lambda: note("13")) == "voucher_not_expected"
    assert code_of(lambda: note("AB 12", on=sold(till, coordinator, AID, *cash(300)))) == "voucher_twice"
    (voucher,) = vouchers_to_claim(till)
    assert (voucher.number, voucher.issuer_name, voucher.amount_cents) == ("AB 12", "CCAS de Marseille", 1000)
    claimed = claim_vouchers(till, operator=coordinator, issuer=ccas.code)
    assert (claimed.items, claimed.total_cents) == ((voucher.item,), 1000)
    assert code_of(lambda: claim_vouchers(till, operator=coordinator, issuer=ccas.code)) == "nothing_to_claim"


def test_the_number_of_a_voucher_is_not_in_the_journal(till: Till, coordinator: Operator, ccas: Structure) -> None:
    ticket = sold(till, coordinator, AID, *cash(300))
    note_voucher(till, operator=coordinator, ticket=ticket, issuer=ccas.code, number="SECRET-77")
    rows = till.connection.execute("SELECT payload FROM entry").fetchall()
    assert not any(b"SECRET" in payload for (payload,) in rows)


def test_what_was_put_right_is_what_a_refund_gives_back(till: Till, coordinator: Operator) -> None:
    ticket = sold(till, coordinator)
    correct_tender(
        till, operator=coordinator, ticket=ticket, wrong=TenderKind.CASH, right=TenderKind.CARD, reason="wrong_key"
    )
    assert refundable(till, operator=coordinator, ticket=ticket).paid_left == {TenderKind.CARD: 1300}
