"""A machine counts only when planted faults make it fail: each of these is found by the promise that it breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from pos_app.counter import end_loan, gifts, lend_equipment, plan_payment, refund, refundable, returned_goods
from pos_app.domain.catalogue import Tracking
from pos_app.domain.facts import EquipmentLent, Goods, RefundRecorded, SaleRecorded
from pos_app.domain.refusals import Bug
from pos_app.domain.tender import TenderKind
from pos_app.store import support_projections
from pos_app.store.campaigns import campaigns
from pos_app.store.loans import loan_with
from pos_app.store.people import touch_person
from pos_app.store.support import Session
from tests.properties.at_counter import AtCounter
from tests.properties.selling import Selling
from tests.properties.test_everything_sold import EverythingSold
from tests.properties.things import Things
from tests.tills import TemplateTill

TRIED = settings(
    max_examples=400, stateful_step_count=40, derandomize=True, database=None, phases=[Phase.generate],
    report_multiple_bugs=False,
)  # fmt: skip


def change_stays_in_the_drawer(patch: pytest.MonkeyPatch) -> None:
    """The drawer is said to gain what was handed over, not what stayed."""

    def gained(sale: SaleRecorded) -> int:
        return sum(one.amount_cents for one in sale.tenders if one.tender is TenderKind.CASH)

    patch.setattr(SaleRecorded, "cash_cents", property(gained))


def a_refund_counts_as_it_was_paid(patch: pytest.MonkeyPatch) -> None:
    """What a card had paid and cash gave back is said to come from the card."""

    def gained(fact: RefundRecorded) -> int:
        return sum(one.amount_cents for one in fact.tenders if one.paid_by is TenderKind.CASH)

    patch.setattr(RefundRecorded, "cash_cents", property(gained))


def a_deposit_by_card_fills_the_drawer(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EquipmentLent, "cash_cents", property(lambda lent: lent.deposit_cents))


def a_deposit_goes_back_twice(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks whether the loan still lasts."""
    patch.setattr(end_loan, "open_loan", lambda till, loan: loan_with(till.connection, loan))


def what_came_back_comes_back_again(patch: pytest.MonkeyPatch) -> None:
    """Earlier refunds of a ticket are forgotten."""
    for module in (refund, refundable):
        patch.setattr(module, "refunds_of", lambda _connection, _ticket: ())


def a_code_that_was_seen_is_sold_again(patch: pytest.MonkeyPatch) -> None:
    anything = MappingProxyType({**returned_goods.RETURN_RULES, Tracking.CODE: lambda *_all: (Goods.SHELF,)})
    patch.setattr(returned_goods, "RETURN_RULES", anything)


def more_people_than_seats(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Session, "left", property(lambda _session: 1))


def a_place_given_back_stays_taken(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(support_projections, "refund_recorded", lambda _connection, _position, _fact: None)


def gifts_without_an_end(patch: pytest.MonkeyPatch) -> None:
    """Each sale looks at the budget as if nothing had been given yet."""

    def fresh(connection: Any) -> Any:
        return {code: replace(one, given_cents=0) for code, one in campaigns(connection).items()}

    patch.setattr(gifts, "campaigns", fresh)


def an_instalment_above_the_price(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(plan_payment, "require_instalment", lambda _amount_cents, _left_cents: None)


def a_projection_written_beside_the_journal(patch: pytest.MonkeyPatch) -> None:
    def touch(act: Any, *told: Any, **more: Any) -> None:
        touch_person(act, *told, **more)
        act.connection.execute("UPDATE loan SET condition = 'worn'")

    patch.setattr(lend_equipment, "touch_person", touch)


PLANTED: Mapping[Callable[[pytest.MonkeyPatch], None], tuple[type[AtCounter], str]] = MappingProxyType(
    {
        change_stays_in_the_drawer: (EverythingSold, "drawer"),
        a_refund_counts_as_it_was_paid: (Selling, "drawer"),
        a_deposit_by_card_fills_the_drawer: (EverythingSold, "drawer"),
        a_deposit_goes_back_twice: (Things, "goes back once|loan_not_open|item_act_impossible"),
        what_came_back_comes_back_again: (EverythingSold, "voucher_act_impossible|item_act_impossible|hands"),
        a_code_that_was_seen_is_sold_again: (EverythingSold, "voucher_act_impossible"),
        more_people_than_seats: (EverythingSold, "seats"),
        a_place_given_back_stays_taken: (EverythingSold, "seats"),
        gifts_without_an_end: (EverythingSold, "budget"),
        an_instalment_above_the_price: (Things, "more than what was left"),
        a_projection_written_beside_the_journal: (EverythingSold, "replay"),
    }
)
"""Each fault, the machine that looks for it, all of it or the family's own part, and what the broken promise says."""


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], template: TemplateTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, promise = PLANTED[plant]
    plant(monkeypatch)
    AtCounter.template = template
    with pytest.raises((AssertionError, Bug), match=promise):
        run_state_machine_as_test(machine, settings=TRIED)
