"""How counted stock moved without a sale, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from pos_app.clock import local_datetime
from pos_app.counter.stock_history import ShownMove, stock_history
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.facts import Fact, StockArrived, StockCounted, StockLost, StockReceived, StockSent
from pos_app.i18n import date_time
from pos_app.i18n import gettext as _
from pos_app.reasons import LOSS_WORDS
from pos_app.sentences import say


class MovementsView(Listing[ShownMove]):
    """Read only: a movement is corrected by another one."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[ShownMove]] = [
            Column(_("Date"), _when, by=attrgetter("move.at_ms")),
            Column(_("Article"), lambda shown: shown.label),
            Column(_("Moved by"), lambda shown: f"{shown.move.change:+d}", by=attrgetter("move.change"), right=True),
            Column(_("Left"), lambda shown: str(shown.move.on_hand), by=attrgetter("move.on_hand"), right=True),
            Column(_("What"), what_words),
            Column(_("Operator"), lambda shown: shown.operator_name),
        ]
        table = RowTable(columns, name=_("Movements of stock"))
        super().__init__(desk, notice, table, file_name="mouvements.csv")

    def refresh(self) -> None:
        """Reads the movements again."""
        self._desk.ask(self._desk.running.run(stock_history), self._show, self._refused)

    def _show(self, found: Sequence[ShownMove]) -> None:
        self.table.show_rows(found)

    def _refused(self, error: BaseException) -> None:
        self._notice.show_text(say(error), "warn")


def what_words(shown: ShownMove) -> str:
    """Why the stock changed."""
    words = _words_of(shown.move.fact)
    if shown.move.numbers:
        words += " · " + _("numbers {first} to {last}").format(first=shown.move.numbers[0], last=shown.move.numbers[1])
    return words


def _words_of(fact: Fact) -> str:
    match fact:
        case StockReceived():
            return _("Delivery")
        case StockCounted():
            return _("Count: {counted}, {expected} expected").format(counted=fact.counted, expected=fact.expected)
        case StockLost():
            return _("Loss: {reason}").format(reason=_(LOSS_WORDS.get(fact.reason, fact.reason)))
        case StockSent():
            return _("Transfer {number} to {till}").format(number=fact.number, till=fact.to)
        case StockArrived():
            return _("Transfer {number} came in").format(number=fact.number)
    return fact.kind


def _when(shown: ShownMove) -> str:
    return date_time(local_datetime(shown.move.at_ms, shown.move.offset_min))
