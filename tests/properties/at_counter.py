"""A till at work, for machines of random histories: what was counted beside it, and what may happen to any till."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from pos_app.counter.code_stock import code_stock, release_lot
from pos_app.counter.dates import today
from pos_app.counter.open_till import OpenedTill, abandon_till, branch_off
from pos_app.counter.reprint import reprint
from pos_app.counter.sale_rules import Approval
from pos_app.counter.structures import add_structure
from pos_app.counter.sync_outbox import SyncOutbox
from pos_app.counter.till import Till
from pos_app.counter.void_basket import void_basket
from pos_app.domain.facts import RefundRecorded, SaleRecorded
from pos_app.domain.identifiers import BasketId, ItemId, PersonToken, TicketNumber
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store import journal
from pos_app.store.rebuild import differing_projections
from pos_app.store.storage_thread import StorageThread
from tests.clock import ManualClock
from tests.counter.people_work import registered, samira
from tests.tills import TemplateTill, basket_of, copy_of, fault_of, keys_of, open_copy

_Result = TypeVar("_Result")
TICKETS = Bundle("tickets")
DAY_S = 24 * 3600
EVENTS = (
    "nothing", "power cut", "branch", "another key", "mark lost", "time passes", "manifest", "void", "reprint",
)  # fmt: skip
number = st.integers(0, 99)
"""Chooses among what there is, whatever there is."""
_Choice = TypeVar("_Choice")


@dataclass
class Book:
    """What somebody with a pencil beside the till would have written. In cents.

    `hands` says by which ticket or loan each thing and each code left the shelf; `taken` how many cards did; `seats`
    which tickets hold a place of a session, and `places` how many it has.
    """

    cash_cents: int = 0
    turnover_cents: int = 0
    deposits_cents: int = 0
    given_cents: int = 0
    hands: dict[ItemId, str] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    seats: dict[ItemId, set[TicketNumber]] = field(default_factory=dict)
    places: dict[ItemId, int] = field(default_factory=dict)
    sold: Counter[tuple[str, int]] = field(default_factory=Counter)
    back: Counter[tuple[str, int]] = field(default_factory=Counter)
    instead: dict[tuple[str, ItemId], ItemId] = field(default_factory=dict)
    """What somebody has in the place of what they first had by a ticket."""

    def hand_over(self, item: ItemId, to: str) -> None:
        assert item not in self.hands, f"two hands: {self.hands[item]} has it, and {to} got it"
        self.hands[item] = to

    def take_back(self, item: ItemId, by: str) -> None:
        held = self.instead.pop((by, item), item)
        assert self.hands.pop(held, None) == by, "what comes back was never in these hands"

    def exchange(self, item: ItemId, by: ItemId) -> None:
        """Whoever had the one has the other."""
        ticket = self.hands.pop(item)
        self.hand_over(by, ticket)
        known = (first for (of, first), held in self.instead.items() if of == ticket and held == item)
        self.instead[ticket, next(known, item)] = by


class AtCounter(RuleBasedStateMachine):
    """A coordinator at a till, and what may befall it. Acts that a rule refuses change nothing."""

    template: ClassVar[TemplateTill]

    def __init__(self) -> None:
        super().__init__()
        self.root = tempfile.TemporaryDirectory()
        self.folder = copy_of(self.template, Path(self.root.name))
        self.clock = ManualClock()
        self.opened: OpenedTill = open_copy(self.template, self.folder, self.clock)
        self.book = Book()
        self.who = self.template.coordinator
        self.numbers = itertools.count(1)
        self.word = Approval(by=self.who.code, reason="urgent")
        self.house = add_structure(self.till, operator=self.who, name="Foyer", commune="Marseille").token
        ccas = add_structure(self.till, operator=self.who, name="CCAS", commune="Marseille")
        identities = (samira(), samira(given_name="Omar", family_name="Diallo", phone=""))
        self.people: list[PersonToken] = [registered(self.till, self.who, ccas, each).token for each in identities]

    @property
    def till(self) -> Till:
        return self.opened.till

    def attempt(self, act: Callable[[], _Result]) -> _Result | None:
        """What a rule refuses leaves nothing half done, and says so by a code that is a refusal's."""
        before = self.till.store.position
        try:
            return act()
        except Refusal:
            assert not self.till.connection.in_transaction
            assert self.till.store.position == before, "refused, and written"
            return None

    def whom(self, which: int) -> PersonToken:
        """One of two people, or the house."""
        return (*self.people, self.house)[which]

    def in_days(self, days: int) -> dt.date:
        return today(self.till) + dt.timedelta(days=days)

    def next_basket(self) -> BasketId:
        return BasketId(f"{next(self.numbers):032x}")

    @rule(what=st.sampled_from(EVENTS), seconds=st.one_of(st.integers(-DAY_S, DAY_S), st.integers(0, 40 * DAY_S)))
    def something_happens(self, what: str, seconds: int) -> None:
        """To the till itself: it moves neither money nor goods."""
        if what == "power cut":
            self.start_again()
        elif what == "branch":
            self._branch()
        elif what == "another key":
            keys_of(self.template, self.folder).with_new_signing_key()
            self.start_again()
        elif what == "mark lost":
            self.folder.mark.unlink(missing_ok=True)
            self.start_again()
        elif what == "time passes":
            self.clock.advance(seconds=seconds)
        elif what == "manifest":
            storage = StorageThread(lambda: self.till)
            SyncOutbox(storage).record_manifest()
            storage.close()
        elif what == "void":
            void_basket(
                self.till, operator=self.who, basket=basket_of(self.till, "CARTE-30", number=next(self.numbers))
            )
        elif what == "reprint":
            self.attempt(lambda: reprint(self.till, operator=self.who, ticket=str(1 + seconds % 8)))

    @invariant()
    def money_in_minus_money_out_is_the_drawer(self) -> None:
        state, book = self.till.store.state, self.book
        assert state.drawer_cents == book.cash_cents, "the drawer"
        assert state.perpetual_cents == book.turnover_cents, "the perpetual total"
        assert state.deposits_cents == book.deposits_cents, "the deposits that are owed back"

    def teardown(self) -> None:
        try:
            self.look_back()
        finally:
            abandon_till(self.opened)
            self.root.cleanup()

    def look_back(self) -> None:
        """What holds of a whole journal."""
        numbers: dict[str, list[int]] = {}
        for _position, entry in journal.every_entry(self.till.connection):
            fact = entry.fact() if entry.kind in (SaleRecorded.kind, RefundRecorded.kind) else None
            if isinstance(fact, SaleRecorded | RefundRecorded):
                numbers.setdefault(fact.ticket.rpartition("-")[0], []).append(fact.number)
        for of_series in numbers.values():
            assert all(later == earlier + 1 for earlier, later in pairwise(of_series)), "tickets without a gap"
        assert fault_of(self.till.connection) is None
        assert differing_projections(self.till.connection) == (), "replay equals live"

    def start_again(self) -> None:
        abandon_till(self.opened)
        self.opened = open_copy(self.template, self.folder, self.clock)

    def _branch(self) -> None:
        """Another chain and series of tickets; codes are sold again once a coordinator says that none was lost."""
        self.opened = branch_off(self.opened, reason="fork")
        for one in code_stock(self.till).lots:
            if one.held and one.lot.left:
                lot = one.lot.lot
                self.attempt(partial(release_lot, self.till, operator=self.who, lot=lot, reason="nothing_lost"))


def parts(total_cents: int, card: int, cheque: int) -> tuple[list[Tender], int]:
    """Several means for one total, `card` and `cheque` in shares of a hundred, the rest in cash, as it is handed over
    with some too much; and what of it stays in the drawer."""
    by_card = total_cents * card // 100
    by_cheque = (total_cents - by_card) * cheque // 100
    in_cash = total_cents - by_card - by_cheque
    handed = in_cash + 150 if in_cash else 0
    given = [
        Tender(TenderKind.CARD, by_card),
        Tender(TenderKind.CHEQUE, by_cheque),
        Tender(TenderKind.CASH, handed),
    ]
    return [tender for tender in given if tender.amount_cents], in_cash


def chosen(number: int, among: Sequence[_Choice]) -> _Choice | None:
    """One of them; None where there is none."""
    return among[number % len(among)] if among else None
