"""QR codes on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def draw_qr(canvas: Canvas, text: str, *, left: float, bottom: float, size: float) -> None:
    """The QR code of `text` in a square of `size` points, error correction M (a worn print still reads)."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    drawing = Drawing(size, size)
    drawing.add(QrCodeWidget(text, barWidth=size, barHeight=size, barLevel="M"))
    renderPDF.draw(drawing, canvas, left, bottom)
