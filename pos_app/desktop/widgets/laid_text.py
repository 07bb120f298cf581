"""Texts of any script painted as large as their room allows; Qt orders and joins the letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption

SMALLEST = 12
_FINE_STEPS_BELOW = 24
_BETWEEN_PX = 8


@dataclass(frozen=True, slots=True)
class LaidText:
    """One paragraph for each text, at `size` pixels, ready to be drawn."""

    paragraphs: tuple[QTextLayout, ...]
    size: int

    @property
    def height(self) -> float:
        return sum(one.boundingRect().height() for one in self.paragraphs) + _BETWEEN_PX * (len(self.paragraphs) - 1)

    def fits(self, room: QRectF) -> bool:
        """Whether neither the height nor a single long word is too much."""
        lines = (one.lineAt(at) for one in self.paragraphs for at in range(one.lineCount()))
        return self.height <= room.height() and all(line.naturalTextWidth() <= room.width() for line in lines)

    def draw(self, painter: QPainter, left: float, top: float) -> None:
        for one in self.paragraphs:
            one.draw(painter, QPointF(left, top))
            top += one.boundingRect().height() + self.size / 3


def fit(
    texts: tuple[str, ...],
    room: QRectF,
    used: Callable[[int], QFont],
    *,
    size: int,
    right_to_left: bool,
    centred: bool = False,
) -> LaidText:
    """`texts` in the font `used` makes of a size: the largest up to `size` that fits, down to what is still read."""
    option = _option(right_to_left=right_to_left, centred=centred)
    laid = LaidText(_laid_out(texts, used(size), room.width(), option), size)
    while size > SMALLEST and not laid.fits(room):
        size -= 1 if size < _FINE_STEPS_BELOW else 3
        laid = LaidText(_laid_out(texts, used(size), room.width(), option), size)
    return laid


def _option(*, right_to_left: bool, centred: bool) -> QTextOption:
    """Left and right are those of the page here: QTextLayout does not turn them round by itself."""
    aside = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(Qt.AlignmentFlag.AlignHCenter if centred else aside)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    if right_to_left:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    return option


def _laid_out(texts: tuple[str, ...], used: QFont, width: float, option: QTextOption) -> tuple[QTextLayout, ...]:
    laid = []
    for text in texts:
        layout = QTextLayout(text, used)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        laid.append(layout)
    return tuple(laid)
