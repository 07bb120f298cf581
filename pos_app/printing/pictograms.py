"""Pictograms of voucher slips, drawn by hand in lines that a thermal head keeps: a telephone, keys, a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_STROKE = 1.1


def draw_pictogram(canvas: Canvas, name: str, x: float, y: float, size: float) -> None:
    """Draws the pictogram into the square of `size` points whose lower left corner is (x, y)."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / 12, size / 12)
    canvas.setLineWidth(_STROKE)
    _DRAWN[name](canvas)
    canvas.restoreState()


def _phone(canvas: Canvas) -> None:
    canvas.roundRect(3, 0.6, 6, 10.8, 1.2, stroke=1, fill=0)
    canvas.line(5, 9.6, 7, 9.6)
    canvas.circle(6, 2.3, 0.5, stroke=0, fill=1)


def _keys(canvas: Canvas) -> None:
    for column in range(3):
        for row in range(3):
            canvas.roundRect(1 + column * 3.7, 0.8 + row * 3.7, 2.6, 2.6, 0.5, stroke=0, fill=1)


def _message(canvas: Canvas) -> None:
    canvas.roundRect(0.8, 3.4, 10.4, 7.4, 1.2, stroke=1, fill=0)
    tail = canvas.beginPath()
    tail.moveTo(2.6, 3.4)
    tail.lineTo(2.6, 0.8)
    tail.lineTo(5.4, 3.4)
    canvas.drawPath(tail, stroke=1, fill=0)
    canvas.line(3.2, 8.4, 8.8, 8.4)
    canvas.line(3.2, 6, 7, 6)


_DRAWN: Mapping[str, Callable[[Canvas], None]] = MappingProxyType({"phone": _phone, "keys": _keys, "message": _message})
