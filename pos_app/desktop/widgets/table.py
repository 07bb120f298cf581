"""A plain table: rows of texts, one row chosen at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget


class Table(QTableWidget):
    """Columns by their headings; those in `right` are amounts."""

    def __init__(
        self, headings: Sequence[str], *, name: str, right: frozenset[int] = frozenset(), parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(headings), parent)
        self._right = right
        self.setHorizontalHeaderLabels(list(headings))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(40)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(min(1, len(headings) - 1), QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replaces every row; the chosen one stays chosen, or its place where it is no longer there."""
        at = self.currentRow()
        before = [item.text() if (item := self.item(at, column)) else "" for column in range(self.columnCount())]
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column in self._right:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        if rows:
            same = next((row for row, texts in enumerate(rows) if list(texts) == before), at)
            self.setCurrentCell(min(max(0, same), len(rows) - 1), 0)
