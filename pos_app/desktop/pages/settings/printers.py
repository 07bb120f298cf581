"""Printers: which there are, what each prints, a trial page; set up by a coordinator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.settings.printer_panel import PrinterPanel
from pos_app.desktop.print_words import folder_uses, kind_words, prints_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.printing.printer_setup import PrinterSetUp
from pos_app.sentences import say


@dataclass(frozen=True, slots=True)
class _Row:
    """A printer of the table; `setup` is None for the folder, which nobody removes."""

    name: str
    kind: str
    place: str
    prints: str
    setup: PrinterSetUp | None


class PrintersTab(QWidget):
    """F6 adds, F7 changes, F8 prints a trial page, Del removes."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        super().__init__()
        self._desk = desk
        self._notice = notice
        columns: list[Column[_Row]] = [
            Column(_("Printer"), lambda row: row.name),
            Column(_("What it prints"), lambda row: row.prints),
            Column(_("Kind"), lambda row: row.kind),
            Column(_("Where"), lambda row: row.place),
        ]
        self.table: RowTable[_Row] = RowTable(columns, name=_("Printers"))
        self.table.setSortingEnabled(False)
        self.table.opened.connect(self._change)
        self.table.chosen_changed.connect(self._offer)
        self.add = key_button(_("Add a printer"), "F6", self._add, kind="main", shortcut="F6")
        self.change = key_button(_("Change"), "F7", self._change, shortcut="F7")
        self.try_out = key_button(_("Trial page"), "F8", self._try_out, shortcut="F8")
        self.remove = key_button(_("Remove"), pgettext("key", "Del"), self._remove)
        self._build()
        desk.status_changed.connect(self.refresh)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 14, 0, 0)
        layout.setSpacing(10)
        explained = _(
            "Paper that no printer is chosen for becomes a PDF file. Recharge codes never become a file: without a "
            "printer for them, the screen shows them once."
        )
        layout.addWidget(label(explained, role="muted", wrap=True))
        layout.addWidget(self.table, 1)
        acts = QHBoxLayout()
        for made in (self.add, self.change, self.try_out, self.remove):
            acts.addWidget(made)
        acts.addStretch(1)
        layout.addLayout(acts)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() == Qt.Key.Key_Delete and self.remove.isEnabled():
            self._remove()
        else:
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Shows the folder and what is set up beside it."""
        status = self._desk.status
        printers = status.printers if status else ()
        folder = _Row(_("PDF folder"), _("files"), "", prints_words(folder_uses(printers)), None)
        rows = [_Row(one.name, kind_words(one.kind), one.address, prints_words(one.prints), one) for one in printers]
        self.table.show_rows([folder, *rows])
        self._offer()

    @property
    def _chosen(self) -> PrinterSetUp | None:
        row = self.table.chosen
        return row.setup if row else None

    def _offer(self) -> None:
        for made in (self.change, self.try_out, self.remove):
            made.setEnabled(self._chosen is not None)

    def _add(self) -> None:
        self._open(None)

    def _change(self) -> None:
        if self._chosen is not None:
            self._open(self._chosen)

    def _open(self, setup: PrinterSetUp | None) -> None:
        panel = PrinterPanel(self._desk, setup, self.window())
        panel.kept.connect(self._kept)
        panel.closed.connect(self.table.setFocus)

    def _kept(self, setup: PrinterSetUp) -> None:
        self._notice.show_text(
            _("{name} is set up. Print a trial page to see that it works.").format(name=setup.name),
            "good",
            action=_("Trial page"),
            on_action=partial(self._try, setup),
        )
        self._desk.refresh()

    def _try_out(self) -> None:
        if self._chosen is not None:
            self._try(self._chosen)

    def _try(self, setup: PrinterSetUp) -> None:
        self._notice.show_text(_("{name}: the trial page is on its way.").format(name=setup.name), "good")
        done = _("{name}: the trial page is printed. Compare it with what it says of itself.").format(name=setup.name)
        self._ask(self._desk.running.printing.try_out, done, printer=setup.id)

    def _remove(self) -> None:
        setup = self._chosen
        if setup is None or self._desk.operator is None:
            return
        done = _("{name} was removed. What it printed becomes PDF files.").format(name=setup.name)
        self._ask(self._desk.running.printing.remove, done, operator=self._desk.operator, printer=setup.id)

    def _ask(self, act: Callable[..., object], done: str, **named: object) -> None:
        self._desk.ask(
            act(**named),  # type: ignore[arg-type]  # a future of either kind
            lambda _done: self._notice.show_text(done, "good"),
            lambda error: self._notice.show_text(say(error), "warn"),
        )
