"""Projections can be made again from the journal alone: replay equals live, on random histories (DESIGN.md)."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.counter.cash_reasons import MOVE_REASONS
from pos_app.counter.close_day import close_day
from pos_app.counter.close_period import close_period
from pos_app.counter.correct_tender import correct_tender
from pos_app.counter.count_cash import accept_difference, count_cash
from pos_app.counter.dates import today
from pos_app.counter.end_loan import end_loan
from pos_app.counter.find_item import items_for_sale
from pos_app.counter.lend_equipment import lend_equipment, prolong_loan
from pos_app.counter.move_cash import move_cash
from pos_app.counter.open_day import open_day
from pos_app.counter.open_drawer import open_drawer
from pos_app.counter.open_till import OpenedTill, abandon_till, open_till
from pos_app.counter.receive_stock import receive_stock
from pos_app.counter.refund import refund
from pos_app.counter.refundable import refundable
from pos_app.counter.reprint import reprint
from pos_app.counter.sell import sell
from pos_app.counter.structures import add_structure, structures
from pos_app.counter.sync_outbox import SyncOutbox
from pos_app.counter.till import Till
from pos_app.counter.void_basket import void_basket
from pos_app.domain.equipment import LOST, RETURN_CONDITIONS
from pos_app.domain.facts import CashMove, Period, SignedOut
from pos_app.domain.identifiers import ItemId, ProductCode
from pos_app.domain.refund import Return, usual_way_back
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store.rebuild import projection_rows, rebuild_projections
from pos_app.store.storage_thread import StorageThread
from tests.clock import ManualClock
from tests.counter.machine_acts import MACHINE_ACTS, MachineActs
from tests.tills import TemplateTill, basket_of, cash, copy_of, fault_of, keys_of

COUNTED = ("CARTE-30", "CARTE-2H", "CARTE-ILLIM")
CODED = ("NET-500M", "NET-2G")

_CONDITIONS = (*RETURN_CONDITIONS, LOST)
_products = st.lists(st.sampled_from([*COUNTED, *CODED, "ATELIER", "ORDI"]), min_size=1, max_size=4)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), _products, st.sampled_from(["cash", "card", "both"]), st.booleans()),
        st.tuples(st.just("receive"), st.sampled_from(COUNTED), st.integers(1, 50)),
        st.tuples(st.just("open_day"), st.integers(0, 20_000)),
        st.tuples(st.just("reprint"), st.integers(1, 8)),
        st.tuples(st.just("void"), _products),
        st.tuples(st.just("refund"), st.integers(1, 8), st.booleans()),
        st.tuples(st.just("manifest")),
        st.tuples(st.just("restart")),
        st.tuples(st.just("new_key")),
        st.tuples(st.just("lost_mark")),
        st.tuples(st.just("clock"), st.integers(-100_000, 100_000)),
        st.tuples(st.just("month"), st.just(31 * 24 * 3600)),
        st.tuples(st.just("move"), st.sampled_from(CashMove), st.integers(1, 20_000)),
        st.tuples(st.just("drawer")),
        st.tuples(st.just("count"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("accept")),
        st.tuples(st.just("correct"), st.integers(1, 8), st.sampled_from(TenderKind), st.sampled_from(TenderKind)),
        st.tuples(st.just("lend"), st.sampled_from([TenderKind.CASH, TenderKind.CARD]), st.integers(0, 60)),
        st.tuples(st.just("end_loan"), st.integers(1, 4), st.integers(0, 2000), st.sampled_from(_CONDITIONS)),
        st.tuples(st.just("prolong"), st.integers(1, 4), st.integers(0, 60)),
        st.tuples(st.just("close")),
        st.tuples(st.just("period"), st.sampled_from(Period)),
        *MACHINE_ACTS,
    ),
    max_size=25,
)


class History:
    """A till to which things happen; acts that a rule refuses change nothing and are part of it."""

    def __init__(self, template: TemplateTill, root: Path) -> None:
        self.template = template
        self.folder = copy_of(template, root)
        self.clock = ManualClock()
        self.baskets = itertools.count(1)
        self.opened: OpenedTill = self._open()
        self.machines = MachineActs(lambda: self.till, template.coordinator)

    @property
    def till(self) -> Till:
        return self.opened.till

    def happen(self, act: str, *details: object) -> None:
        acts: dict[str, Callable[..., object]] = {
            "sell": self._sell,
            "receive": self._receive,
            "open_day": lambda cents: open_day(
                self.till, operator=self.template.volunteer, float_cents=cents, reason="counted_again"
            ),
            "reprint": lambda n: reprint(self.till, operator=self.template.volunteer, ticket=str(n)),
            "void": self._void,
            "refund": self._refund,
            "manifest": self._manifest,
            "restart": self._restart,
            "new_key": self._new_key,
            "lost_mark": self._lost_mark,
            "clock": lambda seconds: self.clock.advance(seconds=seconds),
            "month": lambda seconds: self.clock.advance(seconds=seconds),
            "move": self._move,
            "drawer": lambda: open_drawer(self.till, operator=self.template.volunteer, reason="check"),
            "count": self._count,
            "accept": lambda: accept_difference(self.till, operator=self.template.volunteer, reason="theft"),
            "correct": self._correct,
            "lend": self._lend,
            "end_loan": self._end_loan,
            "prolong": lambda loan, days: prolong_loan(
                self.till, operator=self.template.volunteer, loan=loan, due_on=self._in(days)
            ),
            "close": lambda: close_day(self.till, operator=self.template.coordinator),
            "period": lambda period: close_period(self.till, operator=self.template.coordinator, period=period),
            **self.machines.acts,
        }
        try:
            acts[act](*details)
        except Refusal:
            assert not self.till.connection.in_transaction

    def _sell(self, codes: list[str], paid: str, receipt: bool) -> None:
        basket = basket_of(self.till, *codes, number=next(self.baskets))
        total = basket.total_cents
        tenders = {
            "cash": cash(total + 150 if total else 0),
            "card": [Tender(TenderKind.CARD, total)] if total else [],
            "both": [Tender(TenderKind.CHEQUE, 100), *cash(total)] if total > 100 else cash(total),
        }[paid]
        sell(self.till, operator=self.template.volunteer, basket=basket, tenders=tenders, receipt=receipt)

    def _receive(self, code: str, quantity: int) -> None:
        receive_stock(self.till, operator=self.template.coordinator, product=code, quantity=quantity)

    def _void(self, codes: list[str]) -> None:
        basket = basket_of(self.till, *codes, number=next(self.baskets))
        void_basket(self.till, operator=self.template.volunteer, basket=basket)

    def _move(self, move: CashMove, cents: int) -> None:
        reason = MOVE_REASONS[move][0]
        move_cash(self.till, operator=self.template.coordinator, move=move, amount_cents=cents, reason=reason)

    def _count(self, notes: int, coins: int) -> None:
        count_cash(self.till, operator=self.template.volunteer, counts={2000: notes, 50: coins})

    def _correct(self, number: int, wrong: TenderKind, right: TenderKind) -> None:
        correct_tender(
            self.till,
            operator=self.template.coordinator,
            ticket=str(number),
            wrong=wrong,
            right=right,
            reason="wrong_key",
        )

    def _refund(self, number: int, whole: bool) -> None:
        operator = self.template.coordinator
        found = refundable(self.till, operator=operator, ticket=str(number))
        lines = found.lines if whole else found.lines[:1]
        returns = [Return(line.index, line.left if whole else 1, line.goods[0]) for line in lines]
        cents = sum(one.quantity * line.sold.unit_cents for one, line in zip(returns, lines, strict=True))
        given = usual_way_back(found.paid_left, cents, found.rule)
        refund(self.till, operator=operator, ticket=found.ticket, returns=returns, given=given, reason="mistake")

    def _lend(self, tender: TenderKind, days: int) -> None:
        """A key in stock, to a house of which nothing else is asked."""
        houses = structures(self.till)
        house = houses[0] if houses else add_structure(self.till, operator=self.template.volunteer, name="Foyer")
        free = items_for_sale(self.till, product=ProductCode("HOTSPOT-3G"))
        lend_equipment(
            self.till,
            operator=self.template.coordinator,
            item=free[0].item if free else ItemId("0" * 32),
            person=house.token,
            due_on=self._in(days),
            tender=tender,
            deposit_cents=2000,
        )

    def _end_loan(self, loan: int, given_back_cents: int, condition: str) -> None:
        end_loan(
            self.till,
            operator=self.template.coordinator,
            loan=loan,
            condition=condition,
            given_back_cents=given_back_cents,
            tender=TenderKind.CASH,
            reason="damaged",
        )

    def _in(self, days: int) -> dt.date:
        return today(self.till) + dt.timedelta(days=days)

    def _manifest(self) -> None:
        storage = StorageThread(lambda: self.till)
        SyncOutbox(storage).record_manifest()
        storage.close()

    def _restart(self) -> None:
        abandon_till(self.opened)
        self.opened = self._open()

    def _new_key(self) -> None:
        keys_of(self.template, self.folder).with_new_signing_key()
        self._restart()

    def _lost_mark(self) -> None:
        self.folder.mark.unlink(missing_ok=True)
        self._restart()

    def _open(self) -> OpenedTill:
        return open_till(self.folder, keys_of(self.template, self.folder), clock=self.clock)


@given(ACTS)
@settings(max_examples=40)
def test_replay_equals_live(template: TemplateTill, history: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as root:
        lived = History(template, Path(root))
        try:
            for act, *details in history:
                lived.happen(str(act), *details)
            live = projection_rows(lived.till.connection)
            rebuild_projections(lived.till.store)
            assert projection_rows(lived.till.connection) == live
            assert fault_of(lived.till.connection) is None
        finally:
            abandon_till(lived.opened)


def test_a_rebuild_says_how_far_it_is_and_counts_every_entry(till: Till) -> None:
    for _ in range(1_000):
        with till.store.transaction() as act:
            act.append(SignedOut())
    heard: list[int] = []
    assert rebuild_projections(till.store, progress=heard.append) == till.store.position
    assert heard == [1_000]


def test_a_rebuild_mends_projections_that_somebody_changed(till: Till, template: TemplateTill) -> None:
    sell(till, operator=template.volunteer, basket=basket_of(till, "CARTE-30"), tenders=cash(250), receipt=False)
    live = projection_rows(till.connection)
    till.connection.execute("UPDATE stock SET on_hand = 0")
    till.connection.execute("UPDATE till_state SET perpetual_cents = 0, last_ticket = 77")
    till.connection.execute("DELETE FROM sold_basket")
    rebuild_projections(till.store)
    assert projection_rows(till.connection) == live
