"""The window on the second screen: painted as large as that screen allows, never with the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.desktop.customer.sheet import Sheet, greetings
from pos_app.desktop.icons import icon_pixmap
from pos_app.desktop.pages.turned.visit import Said
from pos_app.desktop.theme import font, load_scripts, theme
from pos_app.desktop.widgets.laid_text import SMALLEST, fit
from pos_app.i18n import gettext as _

_MARGIN = 0.05
_HEADING, _AMOUNT, _LAST_AMOUNT, _LINE = 0.10, 0.09, 0.20, 0.075
_BETWEEN = 0.02
"""Shares of the height of the screen."""
_GREETING_COLUMNS = 3
_SOME_HIDDEN = "…"


class CustomerScreen(QWidget):
    """A sheet, or the welcome in every language while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(_("For the person at the desk"))
        self.setAccessibleName(_("For the person at the desk"))
        load_scripts()
        self.sheet: Sheet | None = None

    def show_sheet(self, sheet: Sheet | None) -> None:
        if sheet != self.sheet:
            self.sheet = sheet
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colour("page"))
        margin = self.height() * _MARGIN
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        if self.sheet is None:
            self._draw_greetings(painter, room)
        else:
            self._draw_sheet(painter, room, self.sheet)
        painter.end()

    def _draw_greetings(self, painter: QPainter, room: QRectF) -> None:
        said = greetings()
        rows = -(-len(said) // _GREETING_COLUMNS)
        icon = room.height() * 0.2
        self._draw_icon(painter, QRectF(room.center().x() - icon / 2, room.top(), icon, icon), said[0][0].phrase.icon)
        top, width = room.top() + icon * 1.2, room.width() / _GREETING_COLUMNS
        height = (room.bottom() - top) / rows
        for place, (one, backwards) in enumerate(said):
            cell = QRectF(
                room.left() + place % _GREETING_COLUMNS * width,
                top + place // _GREETING_COLUMNS * height,
                width,
                height,
            ).adjusted(12, 6, -12, -6)
            self._draw_text(painter, cell, one.texts, int(height * 0.4), centred=True, backwards=backwards)

    def _draw_sheet(self, painter: QPainter, room: QRectF, sheet: Sheet) -> None:
        tall = self.height()
        bottom = room.bottom()
        for place, one in enumerate(reversed(sheet.amounts)):
            share = _AMOUNT if place else _LAST_AMOUNT
            row = QRectF(room.left(), bottom - tall * share, room.width(), tall * share)
            role = "ink" if place == 0 else "accent" if one.phrase.code == "saving" else "muted"
            self._draw_said(painter, row, one, backwards=sheet.right_to_left, role=role, bold=place == 0)
            bottom = row.top() - tall * _BETWEEN
        above = QRectF(room.topLeft(), QPointF(room.right(), bottom - tall * _BETWEEN))
        heading = QRectF(above.left(), above.top(), above.width(), tall * (_HEADING if sheet.lines else _LAST_AMOUNT))
        self._draw_said(painter, heading, sheet.heading, backwards=sheet.right_to_left)
        self._draw_lines(painter, above.adjusted(0, heading.height() + tall * _BETWEEN, 0, 0), sheet)

    def _draw_lines(self, painter: QPainter, room: QRectF, sheet: Sheet) -> None:
        """The last ones, if all do not fit: what was just added is what the person looks for."""
        if not sheet.lines:
            return
        step = self.height() * _LINE
        fits = max(1, int(room.height() // step))
        lines = (
            sheet.lines
            if len(sheet.lines) <= fits
            else ((_SOME_HIDDEN, ""), *sheet.lines[len(sheet.lines) - fits + 1 :])
        )
        used = font(max(SMALLEST, int(step * 0.55)), semibold=True)
        painter.setFont(used)
        painter.setPen(theme().colour("border"))
        painter.drawLine(room.topLeft(), room.topRight())
        painter.setPen(theme().colour("ink"))
        near, far = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if sheet.right_to_left:
            near, far = far, near
        for place, (what, price) in enumerate(lines):
            row = QRectF(room.left(), room.top() + 6 + place * step, room.width(), step)
            priced = QFontMetricsF(used).horizontalAdvance(price) + 24
            shown = QFontMetricsF(used).elidedText(what, Qt.TextElideMode.ElideRight, row.width() - priced)
            painter.drawText(row, near | Qt.AlignmentFlag.AlignVCenter, shown)
            painter.drawText(row, far | Qt.AlignmentFlag.AlignVCenter, price)

    def _draw_said(
        self, painter: QPainter, room: QRectF, said: Said, *, backwards: bool, role: str = "ink", bold: bool = False
    ) -> None:
        """The pictogram where a line begins, then the words."""
        icon = min(room.height(), self.height() * 0.11)
        place = QRectF(room.left(), room.center().y() - icon / 2, icon, icon)
        words = room.adjusted(icon * 1.25, 0, 0, 0)
        if backwards:
            place.moveRight(room.right())
            words = room.adjusted(0, 0, -icon * 1.25, 0)
        self._draw_icon(painter, place, said.phrase.icon)
        self._draw_text(painter, words, said.texts, int(room.height() * 0.6), backwards=backwards, role=role, bold=bold)

    def _draw_text(
        self,
        painter: QPainter,
        room: QRectF,
        texts: tuple[str, ...],
        size: int,
        *,
        centred: bool = False,
        backwards: bool = False,
        role: str = "ink",
        bold: bool = False,
    ) -> None:
        def used(pixels: int) -> QFont:
            """Figures as wide as they are: a hyphen would stand alone between words otherwise."""
            return font(pixels, bold=bold, semibold=not bold, columns=False)

        painter.setPen(theme().colour(role))
        laid = fit(texts, room, used, size=max(SMALLEST, size), right_to_left=backwards, centred=centred)
        laid.draw(painter, room.left(), room.top() + max(0.0, (room.height() - laid.height) / 2))

    def _draw_icon(self, painter: QPainter, place: QRectF, name: str) -> None:
        drawn = icon_pixmap(name, theme().accent, int(place.width()), self.devicePixelRatioF())
        painter.drawPixmap(place.topLeft(), drawn)
