"""What may happen to the machines of a till and to the plans by which they are paid, for tests of random histories."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from pos_app.counter.end_plan import GivenUp, end_plan
from pos_app.counter.exchange_laptop import exchange_laptop
from pos_app.counter.laptops import Machine, machines
from pos_app.counter.open_plan import open_plan
from pos_app.counter.plan_payment import InstalmentTaken, pay_instalment
from pos_app.counter.reserve_laptop import end_reservation, reserve_laptop
from pos_app.counter.sale_rules import Approval
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.counter.withdraw_equipment import find_equipment_again, withdraw_equipment
from pos_app.domain.facts import Goods
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Tender, TenderKind
from tests.counter.laptop_work import next_basket
from tests.counter.people_work import registered, samira

_at = st.integers(0, 1)
MACHINE_ACTS = (
    st.tuples(st.just("plan"), _at, st.booleans(), st.integers(1, 3)),
    st.tuples(st.just("instalment"), _at, st.integers(0, 110), st.sampled_from([TenderKind.CASH, TenderKind.CARD])),
    st.tuples(st.just("end_plan"), _at, st.sampled_from(["changed_mind", "warranty"]), st.booleans()),
    st.tuples(st.just("reserve"), _at, st.booleans()),
    st.tuples(st.just("release"), _at),
    st.tuples(st.just("exchange"), _at, st.booleans()),
    st.tuples(st.just("withdraw"), _at),
)
"""Act and details; an amount is a share of a hundred of what is left, above a hundred it is too much."""


class MachineActs:
    """Acts on the two machines of a template's till, for one of two people. What a rule refuses is raised."""

    def __init__(self, till: Callable[[], Till], operator: Operator) -> None:
        self._till = till
        self._operator = operator
        self._people: list[PersonToken] = []

    @property
    def acts(self) -> Mapping[str, Callable[..., object]]:
        return {
            "plan": self.plan,
            "instalment": self.instalment,
            "end_plan": self.end_plan,
            "reserve": self.reserve,
            "release": self.release,
            "exchange": self.exchange,
            "withdraw": self.withdraw,
        }

    def plan(self, at: int, second: bool, number: int) -> object:
        word = Approval(by=self._operator.code, reason="urgent")
        person = self._person(second=second)
        return open_plan(
            self._till(), operator=self._operator, item=self._machine(at).item, person=person, number=number,
            approval=word,
        )  # fmt: skip

    def instalment(self, at: int, share: int, kind: TenderKind) -> InstalmentTaken:
        plan, standing = self._machine(at).plan, self._machine(at).standing
        if plan is None:
            raise Refusal("plan_unknown", plan="")
        left_cents = standing.left_cents if standing else 0
        cents = left_cents if share == 100 else left_cents * share // 100
        word = Approval(by=self._operator.code, reason="urgent")
        return pay_instalment(
            self._till(), operator=self._operator, plan=plan.plan, amount_cents=cents,
            tenders=[Tender(kind, cents)] if cents else [], basket=next_basket(), approval=word,
        )  # fmt: skip

    def end_plan(self, at: int, reason: str, shelf: bool) -> GivenUp:
        plan = self._machine(at).plan
        if plan is None:
            raise Refusal("plan_unknown", plan="")
        goods = Goods.NONE if plan.delivered is None else Goods.SHELF if shelf else Goods.WRITTEN_OFF
        return end_plan(self._till(), operator=self._operator, plan=plan.plan, reason=reason, goods=goods)

    def reserve(self, at: int, second: bool) -> object:
        person = self._person(second=second)
        return reserve_laptop(self._till(), operator=self._operator, item=self._machine(at).item, person=person)

    def release(self, at: int) -> object:
        return end_reservation(
            self._till(), operator=self._operator, item=self._machine(at).item, reason="person_asked"
        )

    def exchange(self, at: int, shelf: bool) -> object:
        goods = Goods.SHELF if shelf else Goods.WRITTEN_OFF
        by = self._machine(1 - at).number
        return exchange_laptop(
            self._till(), operator=self._operator, item=self._machine(at).item, by=by, reason="defective", goods=goods
        )

    def withdraw(self, at: int) -> object:
        """Or puts it back, where it is gone."""
        item = self._machine(at).item
        try:
            return find_equipment_again(self._till(), operator=self._operator, item=item)
        except Refusal:
            return withdraw_equipment(self._till(), operator=self._operator, item=item, reason="broken")

    def _machine(self, at: int) -> Machine:
        return sorted(machines(self._till()), key=lambda machine: machine.serial_end)[at]

    def _person(self, *, second: bool) -> PersonToken:
        """Two people, registered when the first of them is needed."""
        if not self._people:
            till, operator = self._till(), self._operator
            house = add_structure(till, operator=operator, name="CCAS", commune="Marseille", phone="")
            other = samira(given_name="Omar", family_name="Diallo", phone="")
            self._people = [registered(till, operator, house, who).token for who in (samira(), other)]
        return self._people[second]
