"""QR codes on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.pdfgen.canvas import Canvas


def draw_qr(canvas: Canvas, text: str, *, left: float, bottom: float, size: float) -> None:
    """The QR code of `text` in a square of `size` points."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.shapes import Drawing

    drawing = Drawing(size, size)
    drawing.add(_widget(text, barWidth=size, barHeight=size))
    renderPDF.draw(drawing, canvas, left, bottom)


def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """The QR code of `text` from the top, true where it is dark, without its quiet zone."""
    code = vars(_widget(text))["qr"]
    code.make()
    return tuple(tuple(row) for row in code.modules)


def _widget(text: str, **options: float) -> QrCodeWidget:
    """Error correction M: a worn print still reads."""
    from reportlab.graphics.barcode.qr import QrCodeWidget

    return QrCodeWidget(text, barLevel="M", **options)
