"""Keying sales from paper: which line of which sheet comes next. While it is on, each sale is a late one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos_app.desktop.desk import Desk
    from pos_app.domain.facts import LateSale
    from pos_app.domain.identifiers import TicketNumber


class LateDesk(QObject):
    """`line` is what the next sale is keyed from; None while sales are made as ever."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.line: LateSale | None = None
        desk.sold.connect(self._recorded)
        desk.operator_changed.connect(self.stop)

    def begin(
        self, *, paper: str, claimed_on: str, done: Callable[[], object], failed: Callable[[BaseException], object]
    ) -> None:
        """From this line on, if it may be keyed."""
        from pos_app.counter.late_sale import check_line

        operator = self._desk.operator
        if operator is None:
            return

        def begun(line: LateSale) -> None:
            self._set(line)
            done()

        future = self._desk.running.run(check_line, operator=operator, paper=paper, claimed_on=claimed_on)
        self._desk.ask(future, begun, failed)

    def stop(self) -> None:
        """Sales are made as ever again."""
        self._set(None)

    def _recorded(self) -> None:
        """A ticket was recorded: where it is this line's, the next one follows; after a sheet's last line, none."""
        from pos_app.domain.paper_sheet import next_line
        from pos_app.store.late_sales import ticket_of_line

        line = self.line
        if line is None:
            return

        def go_on(ticket: TicketNumber | None) -> None:
            paper = next_line(line.paper)
            if ticket is not None and paper:
                self.begin(paper=paper, claimed_on=line.claimed_on, done=lambda: None, failed=self._stopped)
            elif ticket is not None:
                self.stop()

        known = self._desk.running.run(lambda till: ticket_of_line(till.connection, line.paper))
        self._desk.ask(known, go_on, self._stopped)

    def _stopped(self, error: BaseException) -> None:
        """The next line was keyed before: whoever keys says where to go on."""
        self.stop()
        self._desk.tell(error)

    def _set(self, line: LateSale | None) -> None:
        if line != self.line:
            self.line = line
            self.changed.emit()
