"""The voucher slips of the last ticket at the desk: printing, asked about, shown, or left for later."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos_app.counter.till_events import JobChanged, Recorded
from pos_app.domain.identifiers import ItemId, TicketNumber

if TYPE_CHECKING:
    from pos_app.counter.sell import Sold
    from pos_app.counter.slips import SlipAtDesk, TicketSlips
    from pos_app.desktop.bridge import Bridge
    from pos_app.desktop.desk import Desk
    from pos_app.printing.documents.voucher_slip import VoucherSlip


class SlipDesk(QObject):
    """`slips` are those of the ticket in hand, None where there is none. `changed` says that they stand otherwise;
    `revealed` carries a VoucherSlip for the screen, its code in clear, and its SlipAtDesk."""

    changed = Signal()
    moved = Signal()  # something was recorded or printed: lists of slips are out of date
    revealed = Signal(object, object)

    def __init__(self, desk: Desk, bridge: Bridge) -> None:
        super().__init__(desk)
        self._desk = desk
        self._ticket: TicketNumber | None = None
        self.slips: TicketSlips | None = None
        desk.sold.connect(self._sold)
        bridge.happened.connect(self._hear)

    def take_up(self, ticket: TicketNumber) -> None:
        """From now on the ticket in hand is this one."""
        self._ticket = ticket
        self.refresh()

    def leave(self) -> None:
        """Not now: what is open stays on the person's page, to collect."""
        self._ticket, self.slips = None, None
        self.changed.emit()

    def refresh(self) -> None:
        """Reads again how the slips of the ticket in hand stand."""
        from pos_app.counter.slips import ticket_slips

        ticket = self._ticket
        if ticket is None:
            return

        def done(found: TicketSlips) -> None:
            if ticket == self._ticket:
                self.slips = found
                self.changed.emit()

        self._desk.ask(self._desk.running.run(ticket_slips, ticket=ticket), done)

    def all_readable(self) -> None:
        """Everything that came out is in the person's hands."""
        from pos_app.domain.voucher import VoucherState

        opened = self.slips.open if self.slips else ()
        self.confirm([slip.item for slip in opened if slip.voucher.state is VoucherState.PRINTED])

    def confirm(self, items: list[ItemId]) -> None:
        from pos_app.counter.slips import confirm_slips

        if self._desk.operator is not None and items:
            self._desk.ask(self._desk.running.run(confirm_slips, operator=self._desk.operator, items=items))

    def reveal(
        self, slip: SlipAtDesk, reason: str = "", failed: Callable[[BaseException], object] | None = None
    ) -> None:
        """The code of `slip`, the same each time: on paper where a printer prints codes, else on the screen."""
        from pos_app.counter.slips import order_reprint

        desk = self._desk
        if desk.operator is None:
            return
        if desk.status is not None and desk.status.slip_printer:
            future = desk.running.run(order_reprint, operator=desk.operator, item=slip.item, reason=reason)
            desk.ask(future, failed=failed)
        else:
            self.show(slip, reason, failed)

    def show(self, slip: SlipAtDesk, reason: str = "", failed: Callable[[BaseException], object] | None = None) -> None:
        """The code of `slip` for the screen: it arrives as `revealed` once that is in the journal and marked."""
        operator = self._desk.operator
        if operator is not None:
            shown = self._desk.running.vault.show(operator=operator, item=slip.item, reason=reason)
            self._desk.ask(shown, partial(self._revealed, slip), failed)

    def retry(self) -> None:
        """What the printer failed at is printed again."""
        if self._desk.operator is not None:
            self._desk.ask(self._desk.running.printing.retry_all(operator=self._desk.operator))

    def _revealed(self, slip: SlipAtDesk, shown: VoucherSlip) -> None:
        """Nobody sees the code of whoever signed out meanwhile: it stays to collect."""
        if self._desk.operator is not None:
            self.revealed.emit(shown, slip)

    def _sold(self, sold: Sold) -> None:
        if sold.slips:
            self.take_up(sold.ticket)

    def _hear(self, event: object) -> None:
        if isinstance(event, Recorded | JobChanged):
            self.moved.emit()
            self.refresh()
