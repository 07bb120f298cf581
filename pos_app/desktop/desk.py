"""The desk: who is signed in, the basket, what the shelf and the strip show. The window's model, without a widget.

What only somebody who is signed in does is imported where it is asked for: the sign-in page does not wait for it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from pos_app.clock import Clock
from pos_app.counter.running import RunningTill
from pos_app.counter.sign_in import operators_on_file, sign_out
from pos_app.counter.status import TillStatus, status
from pos_app.desktop.bridge import Bridge
from pos_app.desktop.hearing import hear
from pos_app.desktop.holding import Holding
from pos_app.desktop.late import LateDesk
from pos_app.desktop.people import PeopleDesk
from pos_app.desktop.scans import Scans
from pos_app.desktop.session_choice import SessionChoice
from pos_app.desktop.slips import SlipDesk
from pos_app.domain.basket import Basket, FrozenBasket
from pos_app.domain.catalogue import Tracking
from pos_app.domain.identifiers import ItemId, ProductCode, basket_id
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import PosError, Refusal
from pos_app.domain.tender import Tender

if TYPE_CHECKING:
    from pos_app.counter.sale_rules import Approval, SaleCheck
    from pos_app.counter.sell import Sold
    from pos_app.counter.shelf import Shelf, ShelfItem
    from pos_app.store.operators import OperatorAccount

_Result = TypeVar("_Result")


class Desk(QObject):
    """Signals say what changed; the attributes say how things stand. Nothing here waits."""

    basket_changed = Signal()
    shelf_changed = Signal()
    status_changed = Signal()
    operator_changed = Signal()
    accounts_changed = Signal()
    price_wanted = Signal(object, object)  # a ShelfItem with an open price, and the thing of it that is meant
    thing_wanted = Signal(object)  # a ShelfItem of which each has its own number
    sold = Signal(object)
    noticed = Signal(str, str)  # text, "good" | "warn" | "bad"
    sync_progressed = Signal(int, int)
    sync_ended = Signal(object)

    def __init__(self, running: RunningTill, bridge: Bridge, *, clock: Clock) -> None:
        super().__init__()
        self.running = running
        self.clock = clock
        self.operator: Operator | None = None
        self._last_operator: Operator | None = None
        self.accounts: tuple[OperatorAccount, ...] = ()
        self.shelf: Shelf | None = None
        self.status: TillStatus | None = None
        self.basket = self.new_basket()
        self.paying = False
        self.recording = False
        """A sale is on its way to the disk: until it is there or refused, nobody leaves the payment."""
        self._voided: FrozenBasket | None = None
        self._bridge = bridge
        self.people = PeopleDesk(self)
        self.holding = Holding(self)
        self.scans = Scans(self)
        self.sessions = SessionChoice(self)
        self.slips = SlipDesk(self, bridge)
        self.late = LateDesk(self)
        bridge.happened.connect(self._hear)

    def ask(
        self,
        future: Future[_Result],
        done: Callable[[_Result], object] = lambda _result: None,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Brings a result to the GUI thread; an error nobody else takes becomes a quiet line."""
        self._bridge.when_done(future, done, failed or self.tell)

    def tell(self, error: BaseException) -> None:
        self.notice(error, "warn" if isinstance(error, Refusal) else "bad")

    def notice(self, error: BaseException, tone: str) -> None:
        """Says an error as a quiet line in its `tone`, "good", "warn" or "bad"."""
        from pos_app.sentences import say

        self.noticed.emit(say(error), tone)

    def refresh(self) -> None:
        """Reads again what the window shows."""
        self.refresh_shelf()
        self.refresh_status()
        self.holding.refresh()

    def refresh_status(self) -> None:
        """Reads again what the status strip says."""
        self.ask(self.running.run(status), self._show_status)

    def refresh_shelf(self) -> None:
        """Reads again what may be sold, and how much of it is here."""
        from pos_app.counter.shelf import shelf

        self.ask(self.running.run(shelf), self._show_shelf)

    def refresh_operators(self) -> None:
        self.ask(self.running.run(operators_on_file), self._show_accounts)

    # The basket

    def add(self, item: ShelfItem, *, unit_price_cents: int | None = None, thing: ItemId | None = None) -> None:
        """Adds one of `item`; asks first which one, where each has its number, and for its price where that is open."""
        from pos_app.counter.shelf import with_price

        machine = self.shelf.machines.get(thing) if self.shelf and thing else None
        if machine is not None and unit_price_cents is None:
            item, unit_price_cents = with_price(item, machine), machine.price_cents
        if item.family.tracking is Tracking.SERIAL and thing is None:
            self.thing_wanted.emit(item)
        elif thing is None and self.sessions.apply_to(item):
            self.sessions.ask(item)
        elif item.product.open_price and unit_price_cents is None:
            self.price_wanted.emit(item, thing)
        else:
            self.change(lambda: self._add(item, unit_price_cents, thing))

    def set_quantity(self, index: int, quantity: int) -> None:
        def change() -> None:
            line = self.basket.lines[index]
            more = quantity - line.quantity
            if more > 0:
                self._require_on_shelf(line.product.code, more)
            self.basket.set_quantity(index, quantity)

        if 0 <= index < len(self.basket.lines):
            self.change(change)

    def void(self) -> None:
        """Empties the basket; `undo_void` brings it back until the next act."""
        if self.basket.lines:
            self.settle_void()
            self._voided = self.basket.freeze()
            self.basket = self.new_basket()
            self.basket_changed.emit()

    @property
    def can_undo_void(self) -> bool:
        return self._voided is not None

    def undo_void(self) -> None:
        if self._voided is not None and not self.basket.lines:
            self.basket = Basket.of(self._voided)
            self._voided = None
            self.basket_changed.emit()

    def settle_void(self) -> None:
        """The void can no longer be taken back: it becomes an event of the journal."""
        from pos_app.counter.void_basket import void_basket

        voided, self._voided = self._voided, None
        if voided is not None and self.operator is not None:
            self.ask(self.running.run(void_basket, operator=self.operator, basket=voided))

    def check_sale(self, to_nobody: str = "") -> SaleCheck | None:
        """What a sale of the basket needs, a reason or somebody's word; None while its person is still being read."""
        from pos_app.counter.sale_rules import check_sale

        whom = self.people.chosen
        if self.shelf is None or bool(self.basket.person) != bool(whom):
            return None
        shelf = self.shelf
        return check_sale(shelf.rules, self.basket.freeze(), whom, to_nobody, certified=shelf.is_certified)

    def pay(
        self,
        tenders: Sequence[Tender],
        *,
        receipt: bool,
        failed: Callable[[BaseException], object],
        to_nobody: str = "",
        approval: Approval | None = None,
    ) -> None:
        """Records the sale. A refusal leaves the basket as it is."""
        from pos_app.counter.sell import sell

        if self.operator is None or self.recording:
            return
        frozen = self.basket.freeze()
        self.recording = True

        def done(sold: Sold) -> None:
            self.recording = False
            self._begin_next(frozen)
            self.sold.emit(sold)

        def refused(error: BaseException) -> None:
            self.recording = False
            if isinstance(error, PosError) and error.code == "basket_already_sold":
                self._begin_next(frozen)
            failed(error)

        future = self.running.run(
            sell,
            operator=self.operator,
            basket=frozen,
            tenders=tuple(tenders),
            receipt=receipt,
            to_nobody=to_nobody,
            approval=approval,
            late=self.late.line,
        )
        self.ask(future, done, refused)

    def _begin_next(self, sold: FrozenBasket) -> None:
        """The basket that was sold leaves the screen."""
        if self.basket.id == sold.id:
            self.basket = self.new_basket()
        self.basket_changed.emit()

    # Who is here

    def signed_in(self, operator: Operator) -> None:
        self.operator = self._last_operator = operator
        self.operator_changed.emit()
        self.refresh()

    def leave(self) -> None:
        """Signs out; the basket stays for whoever comes next."""
        if self.operator is not None and not self.recording:
            self.settle_void()
            self.ask(self.running.run(sign_out, operator=self.operator))
            self.ask(self.running.clear_papers())
            self.operator = None
            self.operator_changed.emit()

    def close(self) -> None:
        """Before the till stops: what is in the basket is put aside, and whoever is here is signed out."""
        here, self.operator = self.operator, self._last_operator
        self.settle_void()
        self.holding.hold()
        self.operator = here
        self.leave()

    # Inside

    def new_basket(self) -> Basket:
        """An empty basket with an id of its own."""
        return Basket(basket_id(at_ms=self.clock.now_ms(), random=secrets.token_bytes(10)))

    def change(self, change: Callable[[], object]) -> None:
        """Changes the basket; a refusal leaves it as it is and becomes a quiet line."""
        self.settle_void()
        try:
            change()
        except Refusal as refusal:
            self.tell(refusal)
        else:
            self.basket_changed.emit()

    def _add(self, item: ShelfItem, unit_price_cents: int | None, thing: ItemId | None) -> None:
        if thing is None:
            self._require_on_shelf(item.product.code, 1)
        self.basket.add(item.product, unit_price_cents=unit_price_cents, item=thing)

    def _require_on_shelf(self, code: ProductCode, more: int) -> None:
        """Says at once what the sale would refuse later, or that the count is short; the sale checks again."""
        from pos_app.counter.shelf import runs_short

        short = runs_short(self.shelf, self.basket, code, more) if self.shelf else None
        if short is not None and short.code != "stock_short":
            raise short
        if short is not None:
            self.tell(short)

    def _show_shelf(self, found: Shelf) -> None:
        if found != self.shelf:
            self.shelf = found
            self.shelf_changed.emit()

    def _show_accounts(self, found: tuple[OperatorAccount, ...]) -> None:
        self.accounts = found
        self.accounts_changed.emit()

    def _show_status(self, found: TillStatus) -> None:
        self.status = found
        self.status_changed.emit()

    def _hear(self, event: object) -> None:
        hear(self, event)
