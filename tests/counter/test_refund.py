"""Giving back: a ticket in minus that names the first, never more than was sold, to the means that paid."""

from __future__ import annotations

import pytest

from pos_app.counter.last_tickets import last_tickets
from pos_app.counter.load_catalogue import load_catalogue
from pos_app.counter.load_rules import load_rules
from pos_app.counter.print_documents import receipt_for
from pos_app.counter.refundable import refundable
from pos_app.counter.reprint import reprint
from pos_app.counter.sale_rules import Approval
from pos_app.counter.till import Till
from pos_app.domain.facts import Goods, RefundRecorded
from pos_app.domain.operator import Operator
from pos_app.domain.refund import GivenBack, Return
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store.parameters import catalogue_text, stock_on_hand
from pos_app.store.rebuild import differing_projections
from tests.counter.people_work import refusal
from tests.counter.refund_work import fact_of, give_back, one, sold
from tests.tills import FREE_RULES, fault_of, kinds_of

CASH, CARD, CHEQUE, AID = TenderKind.CASH, TenderKind.CARD, TenderKind.CHEQUE, TenderKind.AID_VOUCHER


def test_a_refund_is_a_ticket_in_minus_with_the_next_number_of_the_series(till: Till, coordinator: Operator) -> None:
    first = sold(till, coordinator, "CARTE-30", "CARTE-30", "CARTE-2H")
    refunded = give_back(till, coordinator, first.ticket, one(0, 1))
    fact = fact_of(refunded)
    assert (refunded.ticket, refunded.first, refunded.total_cents) == ("MRS1-000002", "MRS1-000001", 250)
    assert (fact.first.ticket, fact.first.seq) == (first.ticket, first.entry.seq)
    assert fact.first.incarnation == first.entry.incarnation
    (line,) = fact.lines
    assert (line.line, line.quantity, line.gross_cents, line.net_cents, line.saving_cents) == (0, -1, -250, -250, -500)
    assert (fact.total_cents, fact.saving_cents, fact.cash_cents) == (-250, -500, -250)
    assert sold(till, coordinator, "CARTE-30", number=2).ticket == "MRS1-000003"
    assert fault_of(till.connection) is None


def test_drawer_stock_and_totals_follow(till: Till, coordinator: Operator) -> None:
    """The algebraic perpetual total goes down, the absolute one up (LAW.md § 5)."""
    before = stock_on_hand(till.connection)
    first = sold(till, coordinator, "CARTE-30", "CARTE-30", "CARTE-2H")
    give_back(till, coordinator, first.ticket, one(0, 2, Goods.SHELF), one(1, 1, Goods.WRITTEN_OFF))
    state = till.store.state
    assert (state.drawer_cents, state.perpetual_cents, state.perpetual_absolute_cents) == (0, 0, 2200)
    after = stock_on_hand(till.connection)
    assert (after["CARTE-30"] - before["CARTE-30"], after["CARTE-2H"] - before["CARTE-2H"]) == (0, -1)
    assert differing_projections(till.connection) == ()


def test_a_refund_while_no_day_is_open_opens_the_next_one(till: Till, coordinator: Operator) -> None:
    first = sold(till, coordinator, "CARTE-30")
    give_back(till, coordinator, first.ticket)
    assert kinds_of(till.connection)[-3:] == ["day_opened", "sale_recorded", "refund_recorded"]


def test_never_more_than_sold_over_all_earlier_refunds(till: Till, coordinator: Operator) -> None:
    first = sold(till, coordinator, "CARTE-30", "CARTE-30", "CARTE-30")
    give_back(till, coordinator, first.ticket, one(0, 2))
    with refusal("more_than_sold"):
        give_back(till, coordinator, first.ticket, one(0, 2))
    give_back(till, coordinator, first.ticket, one(0, 1))
    with refusal("nothing_to_refund"):
        give_back(till, coordinator, first.ticket)
    assert till.store.state.last_ticket == 3


@pytest.mark.parametrize(
    ("returns", "code"),
    [
        ((one(0, 0),), "more_than_sold"),
        ((one(0, -1),), "more_than_sold"),
        ((one(0, 2),), "more_than_sold"),
        ((one(1, 1),), "refund_line_unknown"),
        ((one(-1, 1),), "refund_line_unknown"),
        ((one(0, 1), one(0, 1)), "refund_line_unknown"),
    ],
)
def test_what_cannot_come_back_is_refused_whole(
    till: Till, coordinator: Operator, returns: tuple[object, ...], code: str
) -> None:
    first = sold(till, coordinator, "CARTE-30")
    position = till.store.position
    with refusal(code):
        give_back(till, coordinator, first.ticket, *returns)  # type: ignore[arg-type]  # Returns
    assert till.store.position == position


def test_a_refund_of_a_refund_is_refused(till: Till, coordinator: Operator) -> None:
    first = sold(till, coordinator, "CARTE-30")
    refunded = give_back(till, coordinator, first.ticket)
    with refusal("refund_of_refund"):
        give_back(till, coordinator, refunded.ticket, one())


def test_an_unknown_ticket_and_an_unknown_reason_are_refused(till: Till, coordinator: Operator) -> None:
    with refusal("ticket_unknown"):
        give_back(till, coordinator, "MRS1-000099")
    first = sold(till, coordinator, "CARTE-30")
    with refusal("reason_unknown"):
        give_back(till, coordinator, first.ticket, reason="because")


def test_money_goes_back_as_it_was_paid(till: Till, coordinator: Operator) -> None:
    """No cash for a card; the rest of a mixed payment in cash, less the change."""
    paid = [Tender(CARD, 500), Tender(AID, 300), Tender(CASH, 1000)]
    first = sold(till, coordinator, "CARTE-ILLIM", tenders=paid)
    found = refundable(till, operator=coordinator, ticket=first.ticket)
    assert found.paid_left == {CARD: 500, AID: 300, CASH: 500}
    fact = fact_of(give_back(till, coordinator, first.ticket))
    assert [(t.tender, t.paid_by, t.amount_cents) for t in fact.tenders] == [
        (CARD, CARD, -500), (AID, AID, -300), (CASH, CASH, -500),
    ]  # fmt: skip
    assert till.store.state.drawer_cents == 0


def test_a_cheque_may_go_back_in_cash_because_the_rule_says_so(till: Till, coordinator: Operator) -> None:
    first = sold(till, coordinator, "CARTE-30", "CARTE-30", tenders=[Tender(CHEQUE, 500)])
    as_paid = fact_of(give_back(till, coordinator, first.ticket, one(0, 1)))
    in_cash = fact_of(give_back(till, coordinator, first.ticket, one(0, 1), wished=CASH))
    assert [t.tender for t in (*as_paid.tenders, *in_cash.tenders)] == [CHEQUE, CASH]
    assert till.store.state.drawer_cents == -250


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((GivenBack(CARD, CASH, 250),), "refund_tender_not_allowed"),
        ((GivenBack(CASH, CASH, 250),), "refund_over_paid"),
        ((GivenBack(CARD, CARD, 251),), "refund_over_paid"),
        ((GivenBack(CARD, CARD, 249),), "refund_not_exact"),
        ((GivenBack(CARD, CARD, 0),), "tender_not_positive"),
        ((), "refund_not_exact"),
    ],
)
def test_money_goes_back_by_no_other_way(
    till: Till, coordinator: Operator, given: tuple[GivenBack, ...], code: str
) -> None:
    first = sold(till, coordinator, "CARTE-30", tenders=[Tender(CARD, 250)])
    with refusal(code):
        give_back(till, coordinator, first.ticket, given=given)


def test_what_was_paid_by_card_is_given_back_once_only(till: Till, coordinator: Operator) -> None:
    first = sold(till, coordinator, "CARTE-30", "CARTE-30", tenders=[Tender(CARD, 250), Tender(CASH, 250)])
    give_back(till, coordinator, first.ticket, one(0, 1), given=[GivenBack(CARD, CARD, 250)])
    with refusal("refund_over_paid"):
        give_back(till, coordinator, first.ticket, one(0, 1), given=[GivenBack(CARD, CARD, 250)])
    give_back(till, coordinator, first.ticket, one(0, 1), given=[GivenBack(CASH, CASH, 250)])


def test_above_the_limit_of_the_day_a_second_person_answers(
    till: Till, employee: Operator, coordinator: Operator
) -> None:
    """20 € a day for an employee, however many tickets they are split over."""
    tickets = [sold(till, employee, "CARTE-ILLIM", number=number).ticket for number in (1, 2)]
    give_back(till, employee, tickets[0])
    with refusal("needs_second_person"):
        give_back(till, employee, tickets[1])
    own = Approval(by=employee.code, reason="changed_mind")
    with refusal("needs_second_person"):
        give_back(till, employee, tickets[1], approval=own)
    refunded = give_back(till, employee, tickets[1], approval=Approval(by=coordinator.code, reason="changed_mind"))
    assert [(o.rule, o.by) for o in fact_of(refunded).overrides] == [("refund", coordinator.code)]
    assert (
        refundable(till, operator=employee, ticket=sold(till, employee, "CARTE-30", number=3).ticket).alone_left_cents
        == 700
    )


def test_a_volunteer_never_gives_back_alone_and_a_coordinator_is_not_their_own_second(
    till: Till, volunteer: Operator, coordinator: Operator
) -> None:
    first = sold(till, volunteer, "CARTE-30")
    with refusal("needs_second_person"):
        give_back(till, volunteer, first.ticket)
    exception = Approval(by=volunteer.code, reason="changed_mind", exception=True)
    with refusal("needs_second_person"):
        give_back(till, volunteer, first.ticket, approval=exception)
    give_back(till, volunteer, first.ticket, approval=Approval(by=coordinator.code, reason="changed_mind"))
    load_rules(
        till, operator=coordinator, text=FREE_RULES.replace("coordinator_cents = 30000", "coordinator_cents = 19999")
    )
    laptops = sold(till, coordinator, "ORDI", "ORDI", number=2)
    with refusal("needs_second_person"):
        give_back(till, coordinator, laptops.ticket, approval=Approval(by=coordinator.code, reason="defective"))


def test_nothing_comes_back_of_a_workshop(till: Till, coordinator: Operator) -> None:
    first = sold(till, coordinator, "ATELIER")
    with refusal("goods_not_returnable"):
        give_back(till, coordinator, first.ticket, one(0, 1, Goods.SHELF))
    assert give_back(till, coordinator, first.ticket, one(0, 1, Goods.NONE)).total_cents == 0


def test_the_slip_of_a_refund_prints_though_nobody_asked(till: Till, coordinator: Operator) -> None:
    """L. 541-15-10 C. envir. excepts credit operations; a copy is a DUPLICATA."""
    first = sold(till, coordinator, "CARTE-30")
    refunded = give_back(till, coordinator, first.ticket)
    jobs = till.connection.execute("SELECT document, reference, copy FROM print_job").fetchall()
    assert jobs == [("receipt", refunded.ticket, 0)]
    slip = receipt_for(till, refunded.ticket)
    assert slip.refund
    assert (slip.refund.first, slip.refund.reason, slip.total_cents) == (first.ticket, "changed_mind", -250)
    assert reprint(till, operator=coordinator, ticket=refunded.ticket) == 1


def test_the_journal_lists_a_refund_like_a_ticket(till: Till, coordinator: Operator) -> None:
    refunded = give_back(till, coordinator, sold(till, coordinator, "CARTE-30").ticket)
    newest = last_tickets(till)[0]
    assert newest.ticket == refunded.ticket
    assert isinstance(newest.sale, RefundRecorded)


def test_an_article_that_left_the_catalogue_comes_back_and_is_written_off(till: Till, coordinator: Operator) -> None:
    first = sold(till, coordinator, "ORDI")
    text = catalogue_text(till.connection) or ""
    kept = [line for line in text.splitlines() if "ORDI" not in line]
    load_catalogue(till, operator=coordinator, text="\n".join(kept))
    found = refundable(till, operator=coordinator, ticket=first.ticket)
    assert found.lines[0].goods == (Goods.WRITTEN_OFF, Goods.NONE)
    back = Return(0, 1, Goods.WRITTEN_OFF, found.lines[0].items)
    assert give_back(till, coordinator, first.ticket, back).total_cents == 10_000
