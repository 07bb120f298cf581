"""Whom a sale is for: the cap, the right, the limited articles, and selling to nobody."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.counter.change_right import suspend_right
from pos_app.counter.dates import this_month
from pos_app.counter.load_rules import SHIPPED_RULES, load_rules, rules_in_force
from pos_app.counter.person_card import PersonAtDesk, person_at_desk
from pos_app.counter.register_person import Slip, register_person
from pos_app.counter.sale_rules import Approval, Rule, check_sale
from pos_app.counter.sell import Sold, sell
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket
from pos_app.domain.facts import Beneficiary, SaleRecorded
from pos_app.domain.identifiers import BasketId
from pos_app.domain.operator import Operator
from pos_app.domain.person import Identity
from pos_app.domain.refusals import Refusal
from pos_app.store.entitlements import sales_to_nobody
from tests.tills import basket_of, cash, receive_things

IDENTITY = Identity("Samira", "Ben Ali", 1984, "ar", "", "CCAS")


@pytest.fixture(autouse=True)
def shipped_rules(till: Till, coordinator: Operator) -> None:
    load_rules(till, operator=coordinator, text=SHIPPED_RULES.read_text(encoding="utf-8"))


@pytest.fixture
def samira(till: Till, volunteer: Operator) -> PersonAtDesk:
    structure = add_structure(till, operator=volunteer, name="CCAS de Marseille")
    slip = Slip(structure.code, "CS", dt.date(2026, 11, 23))
    return register_person(till, operator=volunteer, identity=IDENTITY, slip=slip)


class Desk:
    """Sells what is asked, to whom is asked."""

    def __init__(self, till: Till) -> None:
        self.till = till
        self.number = 0

    def sell(
        self, operator: Operator, *codes: str, to: str = "", reason: str = "", approval: Approval | None = None,
        had_person: bool = False,
    ) -> Sold:  # fmt: skip
        self.number += 1
        basket = Basket.of(basket_of(self.till, *codes, number=self.number))
        basket.choose_person(to)
        basket.had_person = basket.had_person or had_person
        frozen = basket.freeze()
        paid = cash(frozen.total_cents)
        return sell(
            self.till,
            operator=operator,
            basket=frozen,
            tenders=paid,
            receipt=False,
            to_nobody=reason,
            approval=approval,
        )


@pytest.fixture
def desk(till: Till) -> Desk:
    return Desk(till)


def sale_of(sold: Sold) -> SaleRecorded:
    fact = sold.entry.fact()
    assert isinstance(fact, SaleRecorded)
    return fact


def refusal(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refused: refused.code == code)


def test_what_counts_moves_the_month_and_what_does_not_leaves_it(
    till: Till, volunteer: Operator, desk: Desk, samira: PersonAtDesk
) -> None:
    """Cards and recharges count; workshops, keys and laptops do not (DOMAIN.md)."""
    sold = sale_of(desk.sell(volunteer, "CARTE-ILLIM", "NET-500M", "ATELIER", to=samira.token))
    assert isinstance(sold.beneficiary, Beneficiary)
    assert (sold.beneficiary.capped_cents, sold.beneficiary.cap_before_cents, sold.beneficiary.cap_after_cents) == (
        1400,
        3000,
        1600,
    )
    assert sold.beneficiary.month == this_month(till)
    now = person_at_desk(till, token=samira.token)
    assert (now.spending.cents, now.standing.left_cents) == (1400, 1600)


def test_the_cap_may_be_reached_and_not_passed_without_a_word(
    till: Till, volunteer: Operator, coordinator: Operator, desk: Desk, samira: PersonAtDesk
) -> None:
    desk.sell(volunteer, "CARTE-ILLIM", "CARTE-ILLIM", "CARTE-30", "NET-500M", to=samira.token)
    before = till.store.head
    with refusal("needs_approval"):
        desk.sell(volunteer, "NET-500M", to=samira.token)
    assert till.store.head == before
    approval = Approval(by=coordinator.code, reason="urgent")
    sold = sale_of(desk.sell(volunteer, "NET-500M", to=samira.token, approval=approval))
    assert [(one.rule, one.by, one.exception) for one in sold.overrides] == [("cap", coordinator.code, False)]


def test_a_suspended_right_sells_a_workshop_and_no_card(
    volunteer: Operator, employee: Operator, till: Till, desk: Desk, samira: PersonAtDesk
) -> None:
    suspend_right(till, operator=employee, token=samira.token, reason="being_checked")
    desk.sell(volunteer, "ATELIER", to=samira.token)
    with refusal("needs_approval"):
        desk.sell(volunteer, "CARTE-30", to=samira.token)


def test_an_employee_alone_lets_a_little_pass_and_no_more(
    till: Till, volunteer: Operator, employee: Operator, desk: Desk, samira: PersonAtDesk
) -> None:
    """The allowance of a month and person, 5 euros here; never for a volunteer, never for a limited article."""
    suspend_right(till, operator=employee, token=samira.token, reason="being_checked")
    exception = Approval(by=employee.code, reason="urgent", exception=True)
    sold = sale_of(desk.sell(employee, "CARTE-30", to=samira.token, approval=exception))
    assert sold.overrides[0].exception
    with refusal("right_missing"):
        desk.sell(volunteer, "NET-500M", to=samira.token, approval=exception)
    with refusal("exception_used_up"):
        desk.sell(employee, "CARTE-30", "NET-500M", to=samira.token, approval=exception)
    assert person_at_desk(till, token=samira.token).spending.exception_cents == 250
    with refusal("exception_used_up"):
        desk.sell(employee, "ORDI", "ORDI", to=samira.token, approval=exception)


def test_one_laptop_under_one_right(
    till: Till, volunteer: Operator, coordinator: Operator, desk: Desk, samira: PersonAtDesk
) -> None:
    receive_things(till, coordinator, "ORDI", 5, first=10)
    desk.sell(volunteer, "ORDI", to=samira.token)
    with refusal("needs_approval"):
        desk.sell(volunteer, "ORDI", to=samira.token)


def test_nobody_in_particular_needs_a_reason_which_is_counted(till: Till, volunteer: Operator, desk: Desk) -> None:
    with refusal("reason_needed"):
        desk.sell(volunteer, "CARTE-30")
    with refusal("reason_needed"):
        desk.sell(volunteer, "CARTE-30", reason="he looked honest")
    desk.sell(volunteer, "CARTE-30", reason="passing_through")
    desk.sell(volunteer, "CARTE-30", reason="passing_through")
    assert sales_to_nobody(till.connection, volunteer.code, this_month(till)) == (("passing_through", 2, 500),)


def test_a_workshop_is_free_of_reasons(till: Till, volunteer: Operator, desk: Desk) -> None:
    sold = sale_of(desk.sell(volunteer, "ATELIER"))
    assert (sold.to_nobody, sold.month) == ("", "")


@pytest.mark.parametrize(("codes", "had_person"), [(("CARTE-ILLIM",), False), (("CARTE-30",), True)])
def test_choosing_nobody_is_no_way_round_a_cap(
    volunteer: Operator, coordinator: Operator, desk: Desk, codes: tuple[str, ...], had_person: bool
) -> None:
    """Neither for much at once, nor after somebody was chosen for the same basket."""
    with refusal("needs_approval"):
        desk.sell(volunteer, *codes, reason="passing_through", had_person=had_person)
    approval = Approval(by=coordinator.code, reason="urgent")
    sold = sale_of(desk.sell(volunteer, *codes, reason="passing_through", had_person=had_person, approval=approval))
    assert [one.rule for one in sold.overrides] == ["nobody"]


def test_a_structure_buys_within_its_own_cap(till: Till, volunteer: Operator, desk: Desk) -> None:
    house = add_structure(till, operator=volunteer, name="Foyer des Lilas", buys=True, cap_cents=1500)
    sold = sale_of(desk.sell(volunteer, "CARTE-ILLIM", to=house.token))
    assert isinstance(sold.beneficiary, Beneficiary)
    assert (sold.beneficiary.person, sold.beneficiary.cap_after_cents) == (house.token, 200)
    with refusal("needs_approval"):
        desk.sell(volunteer, "CARTE-30", to=house.token)


def test_the_desk_is_told_the_same_before_the_payment_as_the_sale_says(
    till: Till, volunteer: Operator, samira: PersonAtDesk
) -> None:
    basket = Basket(BasketId("0" * 32))
    for _ in range(3):
        basket.add(till.catalogue.product("CARTE-ILLIM"))
    basket.choose_person(samira.token)
    assert check_sale(till.rules, basket.freeze(), samira, "").objections == (Rule.CAP,)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("months = 9", "months = 0"),
        ('capped_families = ["CARTE"', 'capped_families = ["CARTES"'),
        ("renewals = 1", 'renewals = "one"'),
        ("[exception]", "[exceptions]"),
        ("[[programme]]", "[[programme"),
        ("monthly_cap_cents = 3000", "monthly_cap_cents = 30.5"),
    ],
)
def test_rules_that_do_not_fit_are_refused_and_the_old_ones_stay(
    till: Till, coordinator: Operator, before: str, after: str
) -> None:
    text = SHIPPED_RULES.read_text(encoding="utf-8")
    assert before in text
    rules, head = till.rules, till.store.head
    with refusal("rules_file_wrong"):
        load_rules(till, operator=coordinator, text=text.replace(before, after))
    assert (till.rules, till.store.head) == (rules, head)
    assert rules_in_force(till.connection) == rules
