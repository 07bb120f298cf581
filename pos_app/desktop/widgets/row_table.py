"""A table of values that sorts, filters and exports, and stays quick at fifty thousand rows.

The model draws from a plain tuple of rows and an order of indexes: sorting and filtering move numbers, never cells.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from pos_app.desktop.theme import theme

_Row = TypeVar("_Row")
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_LEAST_WIDE = 180
"""Pixels in which a name can still be read."""


@dataclass(frozen=True, slots=True)
class Column(Generic[_Row]):
    """A heading, the words of a row under it, and what it is sorted by, the words where nothing else is said.

    `right` is for amounts and counts; `tone` may colour the words ("warn", "bad").
    """

    heading: str
    words: Callable[[_Row], str]
    by: Callable[[_Row], Any] | None = None
    right: bool = False
    tone: Callable[[_Row], str] | None = None


class RowModel(QAbstractTableModel, Generic[_Row]):
    """What is shown of `rows`: those that the filter leaves, in the order of one column."""

    def __init__(self, columns: Sequence[Column[_Row]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[_Row, ...] = ()
        self._shown: list[int] = []
        self._plain: list[str] = []
        self._wanted = ""
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    def show_rows(self, rows: Sequence[_Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self._plain = []
        self._arrange()
        self.endResetModel()

    def filter(self, typed: str) -> None:
        """Leaves the rows in which every typed word stands somewhere, whatever its case and accents."""
        self.beginResetModel()
        self._wanted = _plain(typed)
        self._arrange()
        self.endResetModel()

    def row(self, shown: int) -> _Row | None:
        """The value behind a row of the view; None outside it."""
        return self.rows[self._shown[shown]] if 0 <= shown < len(self._shown) else None

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """The headings and the words of what is shown, in its order."""
        return self.kept()()

    def kept(self) -> Callable[[], tuple[list[str], list[list[str]]]]:
        """What `as_table` says of the rows as they are now, put into words by whoever calls it, in any thread."""
        columns, shown = self.columns, [self.rows[index] for index in self._shown]
        return lambda: (
            [column.heading for column in columns],
            [[column.words(row) for column in columns] for row in shown],
        )

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802  # Qt's name
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802  # Qt's name
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column, row = self.columns[index.column()], self.rows[self._shown[index.row()]]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.words(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column.tone and (tone := column.tone(row)):
            return theme().colour(tone)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802  # Qt's name
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return column.heading if role == Qt.ItemDataRole.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By one column; the order before stays among equals."""
        self.beginResetModel()
        self._sorted_by = (column, order) if column >= 0 else None
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        words = self._wanted.split()
        if words and not self._plain:
            self._plain = [_plain(" ".join(column.words(row) for column in self.columns)) for row in self.rows]
        self._shown = [
            index for index in range(len(self.rows)) if not words or all(word in self._plain[index] for word in words)
        ]
        if self._sorted_by is not None:
            place, order = self._sorted_by
            by = self.columns[place].by or self.columns[place].words
            self._shown.sort(key=lambda index: by(self.rows[index]), reverse=order is Qt.SortOrder.DescendingOrder)


class RowTable(QTableView, Generic[_Row]):
    """`chosen_changed` says that another row is chosen, `opened` that Enter or a double click asked for it."""

    chosen_changed = Signal()
    opened = Signal()

    def __init__(self, columns: Sequence[Column[_Row]], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: RowModel[_Row] = RowModel(columns)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(40)
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(60)
        self._wide = min(1, len(columns) - 1)
        header.setSectionResizeMode(self._wide, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._row_changed)

    @property
    def chosen(self) -> _Row | None:
        """The value of the row that is chosen."""
        return self.rows.row(self.currentIndex().row())

    def show_rows(self, rows: Sequence[_Row]) -> None:
        """Replaces every row; the same value stays chosen, or its place where it is no longer there."""
        at, before = self.currentIndex().row(), self.chosen
        self.rows.show_rows(rows)
        same = next((place for place in range(self.rows.rowCount()) if self.rows.row(place) == before), at)
        self._choose(at if before is None else same)
        self._make_room()

    def filter(self, typed: str) -> None:
        self.rows.filter(typed)
        self._choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The wide column takes what the others leave; where they leave too little, the table scrolls sideways."""
        header = self.horizontalHeader()
        others = sum(header.sectionSize(place) for place in range(header.count()) if place != self._wide)
        narrow = self.viewport().width() - others < _LEAST_WIDE
        header.setSectionResizeMode(
            self._wide, QHeaderView.ResizeMode.Interactive if narrow else QHeaderView.ResizeMode.Stretch
        )
        if narrow:
            header.resizeSection(self._wide, _LEAST_WIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def _choose(self, at: int) -> None:
        count = self.rows.rowCount()
        if count:
            self.setCurrentIndex(self.rows.index(min(max(0, at), count - 1), 0))
        self.chosen_changed.emit()

    def _open(self) -> None:
        if self.chosen is not None:
            self.opened.emit()

    def _row_changed(self) -> None:
        self.chosen_changed.emit()


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
