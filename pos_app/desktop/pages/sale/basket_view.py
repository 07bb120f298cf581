"""The ticket in progress: its lines, changed by keyboard or mouse."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pos_app.desktop.theme import font, theme
from pos_app.domain.basket import BasketLine
from pos_app.i18n import gettext as _
from pos_app.i18n import money

_ROW_HEIGHT = 62
_Index = QModelIndex | QPersistentModelIndex
_LINE = Qt.ItemDataRole.UserRole


class BasketModel(QAbstractListModel):
    """The lines of a basket, for the view and for a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[BasketLine, ...] = ()

    def show_lines(self, lines: tuple[BasketLine, ...]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        if role == _LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.quantity} × {line.product.label}, {money(line.gross_cents)}"
        return None


class _LineDelegate(QStyledItemDelegate):
    """Draws a line: quantity, name with its unit price below, amount."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802  # Qt's name
        return QSize(200, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: BasketLine = index.data(_LINE)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.fillRect(rect, theme().colour("accent_soft"))
        painter.setPen(QPen(theme().colour("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._draw(painter, rect.adjusted(20, 0, -20, 0), line)
        painter.restore()

    def _draw(self, painter: QPainter, inner: QRectF, line: BasketLine) -> None:
        chip = QRectF(inner.left(), inner.top() + 13, 34, 30)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("chip"))
        painter.drawRoundedRect(chip, 8, 8)
        painter.setPen(theme().colour("ink"))
        painter.setFont(font(15, bold=True))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(line.quantity))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, money(line.gross_cents))
        names = inner.adjusted(46, 8, -90, -8)
        painter.setFont(font(15))
        note = line_note(line)
        name = painter.fontMetrics().elidedText(line.product.label, Qt.TextElideMode.ElideRight, int(names.width()))
        painter.drawText(names, Qt.AlignmentFlag.AlignTop if note else middle, name)
        painter.setPen(theme().colour("muted"))
        painter.setFont(font(12))
        painter.drawText(names, Qt.AlignmentFlag.AlignBottom, note)


def line_note(line: BasketLine) -> str:
    """What stands below a line's name: a gift, a price that is not the catalogue's, the price of one."""
    if line.gift:
        return _("Gift")
    if line.price_reason:
        return _("instead of {listed}").format(listed=money(line.product.price_cents))
    return _("{price} each").format(price=money(line.unit_price_cents)) if line.quantity > 1 else ""


class BasketView(QListView):
    """`quantity_wanted` carries (line, new quantity): + and - change it, Delete removes the line."""

    quantity_wanted = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = BasketModel()
        self.setModel(self._model)
        self.setItemDelegate(_LineDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Lines of the ticket; plus and minus change the quantity, Delete removes"))

    def show_lines(self, lines: tuple[BasketLine, ...]) -> None:
        row = self.currentIndex().row()
        self._model.show_lines(lines)
        if lines:
            self.setCurrentIndex(self._model.index(min(row, len(lines) - 1) if row >= 0 else len(lines) - 1, 0))

    def select_last(self) -> None:
        self.setCurrentIndex(self._model.index(self._model.rowCount() - 1, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if not self.change_by_key(event):
            super().keyPressEvent(event)

    def change_by_key(self, event: QKeyEvent) -> bool:
        """Changes the current line for +, - and Delete; whether the key was one of them."""
        row = self.currentIndex().row()
        if row < 0:
            return False
        line: BasketLine = self.currentIndex().data(_LINE)
        if event.text() == "+":
            self.quantity_wanted.emit(row, line.quantity + 1)
        elif event.text() == "-":
            self.quantity_wanted.emit(row, line.quantity - 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.quantity_wanted.emit(row, 0)
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """A click on the quantity adds one, a right click takes one off."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < 60:
            line: BasketLine = index.data(_LINE)
            more = -1 if event.button() == Qt.MouseButton.RightButton else 1
            self.quantity_wanted.emit(index.row(), line.quantity + more)
