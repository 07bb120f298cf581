"""A till to which everything happens that can happen to codes: no code in two hands, none lost, replay equals live.

SYNC.md I4, I5 and I7 hold after every step, whatever was refused.
"""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from pos_app.counter.code_stock import code_stock, codes_on_hand, lot_is_whole, release_lot, withdraw_lot
from pos_app.counter.contest_code import contest_code, replace_code
from pos_app.counter.open_till import OpenedTill, abandon_till, branch_off, open_till
from pos_app.counter.refund import refund
from pos_app.counter.refundable import refundable
from pos_app.counter.reveal_code import reveal_on_paper, reveal_on_screen
from pos_app.counter.slips import confirm_slips, order_reprint
from pos_app.counter.till import Till
from pos_app.domain.facts import CodeReplaced, CodeShown, LotReceived, RefundRecorded, SaleRecorded, SlipPrinted
from pos_app.domain.identifiers import ItemId
from pos_app.domain.refund import Return, usual_way_back
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import CONTEST_REASONS, REVEAL_REASONS, WITHDRAWAL_REASONS, VoucherState
from pos_app.store.rebuild import differing_projections
from tests.clock import ManualClock
from tests.counter.code_work import THERMAL, code_in_clear, facts_of, sell_codes
from tests.tills import LAST_DAY, TemplateTill, copy_of, fake_code, fault_of, keys_of, receive_fake_codes

PRODUCTS = ("NET-500M", "NET-2G")
DAYS = ("", LAST_DAY, "2026-12-24", "2027-12-31")
_picked = st.integers(0, 30)
_ONE_IN = 8
_rarely = st.integers(1, _ONE_IN)
"""What ends or changes everything happens where this is _ONE_IN: a history goes on for a while."""


class VaultMachine(RuleBasedStateMachine):
    """Acts that a rule refuses change nothing and are part of the history."""

    template: TemplateTill

    @initialize()
    def open_a_till(self) -> None:
        self.root = tempfile.TemporaryDirectory()
        self.clock = ManualClock()
        self.folder = copy_of(self.template, Path(self.root.name))
        self.opened: OpenedTill = open_till(self.folder, keys_of(self.template, self.folder), clock=self.clock)
        self.numbers = itertools.count(1)
        self.codes = itertools.count(1_000)
        self.in_hands: dict[str, str] = {}

    @property
    def till(self) -> Till:
        return self.opened.till

    @rule(product=st.sampled_from(PRODUCTS), count=st.integers(1, 4), day=st.sampled_from(DAYS))
    def receive(self, product: str, count: int, day: str) -> None:
        rows = [(product, fake_code(product, next(self.codes)), day) for _ in range(count)]
        self._try(lambda: receive_fake_codes(self.till, self.template.coordinator, rows))

    @rule(products=st.lists(st.sampled_from([*PRODUCTS, "CARTE-30"]), min_size=1, max_size=5))
    def sell(self, products: list[str]) -> None:
        self._try(lambda: sell_codes(self.till, self.template.coordinator, *products, number=next(self.numbers)))

    @rule(products=st.lists(st.sampled_from(PRODUCTS), min_size=1, max_size=3))
    def sell_and_show(self, products: list[str]) -> None:
        """A sale as it mostly goes: each code is revealed at once."""
        self.sell(products)
        sold = self.till.connection.execute("SELECT item FROM voucher WHERE state = 'sold'").fetchall()
        for (item,) in sold:
            self._try(partial(self._show, ItemId(item), ""))

    @rule(which=_picked)
    def print_slip(self, which: int) -> None:
        """Whatever copy the till believes is next, and one that it does not."""
        item, copy = self._item(which), self._ordered(which)
        self._try(lambda: self._seen(item, reveal_on_paper(self.till, item=item, copy=copy, printer=THERMAL).open()))

    @rule(which=_picked, reason=st.sampled_from(["", *REVEAL_REASONS]))
    def show(self, which: int, reason: str) -> None:
        self._try(partial(self._show, self._item(which), reason))

    @rule(which=_picked, reason=st.sampled_from(REVEAL_REASONS))
    def order(self, which: int, reason: str) -> None:
        self.till.slip_printer = THERMAL
        item, who = self._item(which), self.template.volunteer
        self._try(lambda: order_reprint(self.till, operator=who, item=item, reason=reason))
        self.till.slip_printer = ""

    @rule(which=_picked)
    def confirm(self, which: int) -> None:
        item, who = self._item(which), self.template.volunteer
        self._try(lambda: confirm_slips(self.till, operator=who, items=[item]))

    @rule(which=_picked, reason=st.sampled_from(CONTEST_REASONS))
    def contest(self, which: int, reason: str) -> None:
        item, who = self._item(which), self.template.volunteer
        self._try(lambda: contest_code(self.till, operator=who, item=item, reason=reason))

    @rule(which=_picked)
    def replace(self, which: int) -> None:
        item, who = self._item(which), self.template.coordinator
        self._try(lambda: replace_code(self.till, operator=who, item=item))

    @rule(number=st.integers(1, 8), part=st.integers(1, 3))
    def give_back(self, number: int, part: int) -> None:
        self._try(lambda: self._give_back(f"MRS1-{number:06d}", part))

    @rule(dice=_rarely, which=st.integers(0, 6), reason=st.sampled_from(WITHDRAWAL_REASONS))
    def withdraw(self, dice: int, which: int, reason: str) -> None:
        if dice != _ONE_IN:
            return
        lots = code_stock(self.till).lots
        lot, who = lots[which % len(lots)].lot.lot, self.template.coordinator
        self._try(lambda: withdraw_lot(self.till, operator=who, lot=lot, reason=reason))

    @rule(dice=_rarely)
    def branch(self, dice: int) -> None:
        if dice == _ONE_IN:
            self.opened = branch_off(self.opened, reason="fork")

    @rule()
    def release(self) -> None:
        who = self.template.coordinator
        for one in code_stock(self.till).lots:
            if one.held:
                release = partial(release_lot, self.till, operator=who, lot=one.lot.lot, reason="nothing_lost")
                self._try(release)

    @rule(dice=_rarely, days=st.integers(1, 40))
    def wait(self, dice: int, days: int) -> None:
        if dice == _ONE_IN:
            self.clock.advance(seconds=days * 24 * 3600)

    @rule(dice=_rarely)
    def cut_the_power(self, dice: int) -> None:
        if dice != _ONE_IN:
            return
        abandon_till(self.opened)
        self.opened = open_till(self.folder, keys_of(self.template, self.folder), clock=self.clock)

    @invariant()
    def i7_received_is_in_stock_and_out_and_withdrawn(self) -> None:
        received = sum(fact.count for fact in facts_of(self.till, LotReceived) if isinstance(fact, LotReceived))
        out = self._states()
        unsold = self.till.connection.execute("SELECT coalesce(sum(count - drawn), 0) FROM voucher_lot").fetchone()[0]
        assert received == unsold + sum(out.values())
        left = sum(one.lot.left for one in code_stock(self.till).lots if one.lot.state is VoucherState.IN_STOCK)
        assert sum(codes_on_hand(self.till).values()) <= left

    @invariant()
    def i4_a_code_is_in_the_hands_of_one_ticket(self) -> None:
        """Sold again only after it came back unseen; a code that came back was in nobody's hands."""
        held: dict[ItemId, str] = {}
        for fact in facts_of(self.till, SaleRecorded, RefundRecorded, CodeReplaced):
            if isinstance(fact, SaleRecorded):
                for item in (item for line in fact.lines for item in line.items):
                    assert item not in held
                    held[item] = fact.ticket
            elif isinstance(fact, CodeReplaced):
                assert fact.by not in held
                held[fact.by] = held[fact.item]
            elif isinstance(fact, RefundRecorded):
                for line in fact.lines:
                    for item in line.items if line.goods == "shelf" else ():
                        assert held.pop(item) == fact.first.ticket

    @invariant()
    def i5_every_reveal_is_recorded_and_each_copy_once(self) -> None:
        reveals = [
            (fact.item, fact.copy)
            for fact in facts_of(self.till, SlipPrinted, CodeShown)
            if isinstance(fact, SlipPrinted | CodeShown)
        ]
        assert len(reveals) == len(set(reveals))
        counted = dict(self.till.connection.execute("SELECT item, reveals FROM voucher").fetchall())
        assert Counter(item for item, _copy in reveals) == Counter({i: n for i, n in counted.items() if n})

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            assert differing_projections(self.till.connection) == ()
            assert fault_of(self.till.connection) is None
            assert all(lot_is_whole(self.till, one.lot.lot) for one in code_stock(self.till).lots)
            abandon_till(self.opened)
            self.root.cleanup()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refusal:
            assert not self.till.connection.in_transaction

    def _show(self, item: ItemId, reason: str) -> None:
        who = self.template.coordinator
        self._seen(item, reveal_on_screen(self.till, operator=who, item=item, reason=reason).open())

    def _seen(self, item: ItemId, slip: object) -> None:
        """Whoever holds this paper holds the code that was paid with that ticket, always the same."""
        code, ticket = code_in_clear(self.till, item), self._ticket_of(item)
        assert code not in repr(slip)
        assert self.in_hands.setdefault(code, ticket) == ticket

    def _states(self) -> Counter[str]:
        rows = self.till.connection.execute("SELECT state, count(*) FROM voucher GROUP BY state").fetchall()
        return Counter(dict(rows))

    def _ticket_of(self, item: ItemId) -> str:
        row = self.till.connection.execute("SELECT series, number FROM voucher WHERE item = ?", (item,)).fetchone()
        return f"{row[0]}-{row[1]}"

    def _item(self, which: int) -> ItemId:
        """A code that left its lot; before there is one, an id that is nobody's."""
        rows = self.till.connection.execute("SELECT item FROM voucher ORDER BY position, place").fetchall()
        return ItemId(rows[which % len(rows)][0]) if rows else ItemId("0" * 32)

    def _ordered(self, which: int) -> int:
        row = self.till.connection.execute(
            "SELECT ordered FROM voucher WHERE item = ?", (self._item(which),)
        ).fetchone()
        return int(row[0]) if row else 0

    def _give_back(self, ticket: str, part: int) -> None:
        who = self.template.coordinator
        found = refundable(self.till, operator=who, ticket=ticket)
        line = found.lines[0]
        quantity = min(part, line.left)
        returned = Return(line.index, quantity, line.goods[0], line.items[:quantity])
        given = usual_way_back(found.paid_left, quantity * line.sold.unit_cents, found.rule)
        refund(self.till, operator=who, ticket=ticket, returns=[returned], given=given, reason="mistake")


def test_whatever_happens_to_codes(template: TemplateTill) -> None:
    VaultMachine.template = template
    run_state_machine_as_test(VaultMachine, settings=settings(max_examples=30, stateful_step_count=30))
