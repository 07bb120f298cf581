"""Things that come in: their article, their numbers one a line under the scanner, their delivery."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from pos_app.counter.receive_equipment import receive_equipment
from pos_app.counter.serial_file import serials_of_file
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.catalogue import Tracking
from pos_app.domain.identifiers import ItemId
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext


class _Numbers(QPlainTextEdit):
    """One number a line; F12 keeps them, since Enter begins the next line. Tab goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setMinimumHeight(150)


class ArrivalPanel(FormPanel):
    """A scan adds a line; all are taken in, or none."""

    def __init__(self, desk: Desk, notice: Notice, parent: QWidget) -> None:
        explained = _(
            "Scan each number, or paste a list. The numbers are not kept: only their last four digits can be read "
            "later."
        )
        super().__init__(_("Things that came in"), explained, _("Receive"), parent, height=560)
        self.desk = desk
        self._notice = notice
        items = desk.shelf.items if desk.shelf else ()
        told_apart = [
            (str(item.product.code), item.product.label) for item in items if item.family.tracking is Tracking.SERIAL
        ]
        self.article = combo("", told_apart)
        self.add(_("Article"), self.article)
        self.numbers = _Numbers()
        self.add(_("Numbers"), self.numbers)
        self.file = key_button(_("From a file…"), "F9", self._choose_file)
        self.add("", self.file)
        self.answer(Qt.Key.Key_F9, self.file)
        self.batch = self.line(_("Delivery or donor"), hint=_("optional"))
        self.wanted.connect(self._receive)
        self.answer(Qt.Key.Key_F12, self.save)
        self.open_at(self.numbers)

    def scanned(self, text: str) -> None:
        """The next number of the list."""
        kept = self.numbers.toPlainText().rstrip("\n")
        self.numbers.setPlainText(f"{kept}\n{text}\n" if kept else f"{text}\n")
        self.numbers.moveCursor(self.numbers.textCursor().MoveOperation.End)

    def read(self, path: Path) -> None:
        """Adds the numbers of a CSV file or a workbook to the list; nothing is taken in yet."""

        def show(found: tuple[str, ...]) -> None:
            kept = self.numbers.toPlainText().rstrip("\n")
            self.numbers.setPlainText("\n".join((*([kept] if kept else []), *found)))
            self.numbers.setFocus()

        self.desk.ask(self.desk.running.compute(lambda: serials_of_file(path)), show, self.refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() == Qt.Key.Key_F12:
            self._want()
        else:
            super().keyPressEvent(event)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, _("From a file…"))
        dialog.setNameFilter("CSV, XLSX (*.csv *.txt *.xlsx)")
        dialog.fileSelected.connect(lambda path: self.read(Path(path)))
        dialog.open()

    def _receive(self) -> None:
        if self.desk.operator is None:
            return
        self.save.setEnabled(False)
        future = self.desk.running.run(
            receive_equipment,
            operator=self.desk.operator,
            product=chosen_value(self.article),
            serials=self.numbers.toPlainText().splitlines(),
            batch=self.batch.text().strip(),
        )
        self.desk.ask(future, self._received, self.refused)

    def _received(self, items: tuple[ItemId, ...]) -> None:
        self.close_overlay()
        count = len(items)
        self._notice.show_text(
            ngettext("{count} thing received.", "{count} things received.", count).format(count=count), "good"
        )
