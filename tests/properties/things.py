"""Keys that are lent, machines that are reserved, paid in parts, exchanged and withdrawn."""

from __future__ import annotations

from collections import Counter
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from pos_app.counter.end_loan import end_loan
from pos_app.counter.end_plan import end_plan
from pos_app.counter.exchange_laptop import exchange_laptop
from pos_app.counter.find_item import items_for_sale
from pos_app.counter.laptops import Machine, machine_at
from pos_app.counter.lend_equipment import lend_equipment, prolong_loan
from pos_app.counter.open_plan import open_plan
from pos_app.counter.plan_payment import pay_instalment
from pos_app.counter.reserve_laptop import end_reservation, reserve_laptop
from pos_app.counter.withdraw_equipment import find_equipment_again, withdraw_equipment
from pos_app.domain.equipment import LOST, RETURN_CONDITIONS
from pos_app.domain.facts import Goods, RefundRecorded, SaleRecorded
from pos_app.domain.identifiers import ItemId, PlanId, ProductCode
from pos_app.domain.tender import TenderKind
from pos_app.store.laptops import Plan, plan_with
from tests.properties.at_counter import number, parts
from tests.properties.selling import Selling
from tests.tills import EQUIPMENT, receive_things

_share = st.integers(0, 100)
_paid_share = st.sampled_from([0, 10, 34, 50, 100, 100, 110, 120])
_CONDITIONS = (*RETURN_CONDITIONS, LOST)
_BY = {True: TenderKind.CARD, False: TenderKind.CASH}


class Things(Selling):
    """Whatever has a number of its own is on the shelf, in one hand, or gone."""

    def __init__(self) -> None:
        super().__init__()
        self.lent: dict[int, tuple[ItemId, int, TenderKind]] = {}
        self.over: set[int] = set()
        self.paid: Counter[PlanId] = Counter()
        self.came = Counter(EQUIPMENT)

    @rule(act=st.sampled_from(["deliver", "deliver again", "withdraw"]), product=st.sampled_from(sorted(EQUIPMENT)))
    def things_come_and_go(self, act: str, product: str) -> None:
        """What was delivered before is refused; what is gone is found again."""
        if act == "withdraw":
            item = self._machine(len(product)).item
            if not self.attempt(lambda: find_equipment_again(self.till, operator=self.who, item=item)):
                self.attempt(lambda: withdraw_equipment(self.till, operator=self.who, item=item, reason="broken"))
            return
        new = act == "deliver"
        first = self.came[product] + new
        came = self.attempt(lambda: receive_things(self.till, self.who, product, 1, first=first))
        assert (came is not None) == new, "a serial number is on file once"
        self.came[product] += new

    @rule(act=st.sampled_from(["lend", "end", "end", "prolong"]), at=number, part=_share, card=st.booleans())
    def loans(self, act: str, at: int, part: int, *, card: bool) -> None:
        """A loan that is over, or never was, gives nothing back."""
        if act == "lend":
            self._lend(deposit_cents=part * 30, whom=at % 3, tender=_BY[card])
            return
        known = max(1, self.till.store.state.last_loan)
        loan = 1 + at % (known if at < 80 else known + 1)
        if act == "end":
            self._end_loan(loan, part=part, condition=_CONDITIONS[at % len(_CONDITIONS)])
        else:
            self.attempt(lambda: prolong_loan(self.till, operator=self.who, loan=loan, due_on=self.in_days(part)))

    def _lend(self, *, deposit_cents: int, whom: int, tender: TenderKind) -> None:
        free = items_for_sale(self.till, product=ProductCode("HOTSPOT-3G"))
        if not free:
            return
        fact = lend_equipment(
            self.till, operator=self.who, item=free[0].item, person=self.whom(whom), due_on=self.in_days(20),
            deposit_cents=deposit_cents, tender=tender,
        )  # fmt: skip
        self.book.hand_over(fact.item, f"loan {fact.loan}")
        self.lent[fact.loan] = (fact.item, deposit_cents, tender)
        self.book.deposits_cents += deposit_cents
        self.book.cash_cents += deposit_cents if tender is TenderKind.CASH else 0

    def _end_loan(self, loan: int, *, part: int, condition: str) -> None:
        item, deposit_cents, tender = self.lent.get(loan, (ItemId(""), 3000, TenderKind.CASH))
        cents = deposit_cents * part // 100
        ended = self.attempt(
            partial(
                end_loan, self.till, operator=self.who, loan=loan, condition=condition, given_back_cents=cents,
                tender=tender, reason="late",
            )
        )  # fmt: skip
        assert (ended is not None) == (loan in self.lent.keys() - self.over), "a deposit goes back once"
        if ended is not None:
            self.over.add(loan)
            self.book.take_back(item, f"loan {loan}")
            self.book.deposits_cents -= deposit_cents
            self.book.cash_cents -= cents if tender is TenderKind.CASH else 0

    @rule(act=st.sampled_from(["reserve", "let go", "exchange", "exchange"]), at=number, by=number, shelf=st.booleans())
    def machines(self, act: str, at: int, by: int, *, shelf: bool) -> None:
        item = self._machine(at, "sold" if act == "exchange" else "").item
        if act == "reserve":
            person = self.whom(by % 2)
            self.attempt(lambda: reserve_laptop(self.till, operator=self.who, item=item, person=person))
        elif act == "let go":
            self.attempt(lambda: end_reservation(self.till, operator=self.who, item=item, reason="person_asked"))
        else:
            self._exchange(item, self._machine(by, "in_stock"), Goods.SHELF if shelf else Goods.WRITTEN_OFF)

    def _exchange(self, item: ItemId, other: Machine, goods: Goods) -> None:
        act = partial(exchange_laptop, item=item, by=other.number, reason="defective", goods=goods)
        if self.attempt(lambda: act(self.till, operator=self.who)):
            self.book.exchange(item, other.item)

    @rule(act=st.sampled_from(["agree", "pay", "pay", "end"]), at=number, share=_paid_share, card=_share, cheque=_share)
    def plans(self, act: str, at: int, share: int, card: int, cheque: int) -> None:
        """With its first part mostly, as at a desk. `share` of a hundred of what is left; above it is too much."""
        machine = self._machine(at, "in_stock" if act == "agree" else "")
        if act == "agree":
            opened = self.attempt(
                lambda: open_plan(
                    self.till, operator=self.who, item=machine.item, person=self.whom(at % 2), number=1 + card % 3,
                    approval=self.word,
                )
            )  # fmt: skip
            if opened is not None and at % 4:
                self._pay_a_part(plan_with(self.till.connection, opened.plan), share, card, cheque)
            return
        plan = machine.plan or self._any_plan()
        if plan is not None and act == "pay":
            self._pay_a_part(plan, share, card, cheque)
        elif plan is not None:
            self._end_a_plan(plan, reason=("changed_mind", "warranty")[at % 2], shelf=bool(card % 2))

    def _pay_a_part(self, plan: Plan, share: int, card: int, cheque: int) -> None:
        left_cents = plan.price_cents - self.paid[plan.plan]
        cents = left_cents * share // 100
        tenders, cash_cents = parts(cents, card, cheque)
        taken = self.attempt(
            lambda: pay_instalment(
                self.till, operator=self.who, plan=plan.plan, amount_cents=cents, tenders=tenders,
                basket=self.next_basket(), approval=self.word,
            )
        )  # fmt: skip
        if taken is None:
            return
        assert share <= 100, "an instalment was more than what was left"
        self.book.turnover_cents += cents
        self.book.cash_cents += cash_cents
        self.paid[plan.plan] += cents
        assert taken.left_cents == left_cents - cents
        fact = taken.sold.entry.fact()
        assert isinstance(fact, SaleRecorded)
        for item in (item for line in fact.lines for item in line.items):
            self.book.hand_over(item, plan.plan)

    def _end_a_plan(self, plan: Plan, *, reason: str, shelf: bool) -> None:
        goods = Goods.NONE if plan.delivered is None else Goods.SHELF if shelf else Goods.WRITTEN_OFF
        act = partial(end_plan, plan=plan.plan, reason=reason, goods=goods)
        ended = self.attempt(lambda: act(self.till, operator=self.who))
        if ended is None:
            return
        assert ended.back_cents + ended.kept_cents == self.paid.pop(plan.plan, 0), "what was paid goes back by rule"
        self.book.turnover_cents -= ended.back_cents
        for fact in (entry.fact() for entry in ended.entries):
            assert isinstance(fact, RefundRecorded)
            self.book.cash_cents += fact.cash_cents
            for item in (item for line in fact.lines for item in line.items):
                self.book.take_back(item, plan.plan)

    @invariant()
    def each_thing_is_out_exactly_while_a_hand_has_it(self) -> None:
        rows = self.till.connection.execute("SELECT item, state FROM equipment").fetchall()
        out = {ItemId(item) for item, state in rows if state in ("sold", "lent")}
        assert out == {item for item in self.book.hands if self.is_thing(item)}
        assert len(rows) == self.came.total()

    def _any_plan(self) -> Plan | None:
        row = self.till.connection.execute("SELECT plan FROM instalment_plan WHERE state = 'open'").fetchone()
        return plan_with(self.till.connection, row[0]) if row else None

    def _machine(self, at: int, wanted: str = "") -> Machine:
        """One of the machines, in the state that is wanted if there is one."""
        rows = self.till.connection.execute("SELECT item, state FROM equipment WHERE product = 'ORDI' ORDER BY end")
        items = [(ItemId(item), state) for item, state in rows.fetchall()]
        among = [item for item, state in items if state == wanted] or [item for item, _state in items]
        return machine_at(self.till, among[at % len(among)])
