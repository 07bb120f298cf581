"""A table with what goes with it: a field that filters, how many are left, and the way out to a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import RowTable
from pos_app.domain.operator import Right
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext
from pos_app.sentences import say

_Row = TypeVar("_Row")


class Listing(QWidget, Generic[_Row]):
    """`acts` takes the buttons of the page. Ctrl+E writes what is shown to a file, for those who have `right`."""

    def __init__(
        self,
        desk: Desk,
        notice: Notice,
        table: RowTable[_Row],
        *,
        file_name: str,
        right: Right = Right.EXPORT_LISTS,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._notice = notice
        self._file_name = file_name
        self._right = right
        self.table = table
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("filter"))
        self.search.setAccessibleName(_("Filter the rows of the table"))
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self._count = label(role="muted")
        above = QHBoxLayout()
        above.addWidget(self.search, 3)
        above.addWidget(self._count)
        above.addStretch(1)
        self.export = key_button(_("Export…"), "Ctrl+E", self._choose_file, shortcut="Ctrl+E")
        above.addWidget(self.export)
        self.acts = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(above)
        layout.addWidget(table, 1)
        layout.addLayout(self.acts)
        table.rows.modelReset.connect(self._show_count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """An arrow down in the field goes to the table."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Whoever is signed in now may take lists out of the till, or not."""
        self.export.setVisible(self._may_export)
        super().showEvent(event)

    def export_to(self, path: Path) -> None:
        """Writes what is shown, away from the window's thread: CSV, or a workbook where the name says so.

        Does nothing for those who may not.
        """
        if not self._may_export:
            return
        shown = self.table.rows.kept()

        def write() -> int:
            from pos_app.tables.writing import write_table

            return write_table(path, *shown())

        done = _("Written to {path}.").format(path=path)
        self._desk.ask(
            self._desk.running.compute(write),
            lambda _count: self._notice.show_text(done, "good"),
            lambda error: self._notice.show_text(say(error), "bad"),
        )

    @property
    def _may_export(self) -> bool:
        operator = self._desk.operator
        return operator is not None and operator.may(self._right)

    def _filter(self, typed: str) -> None:
        self.table.filter(typed)

    def _show_count(self) -> None:
        count = self.table.rows.rowCount()
        self._count.setText(ngettext("{count} line", "{count} lines", count).format(count=count))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, _("Export…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self._file_name)
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    def _file_chosen(self, path: str) -> None:
        self.export_to(Path(path))
