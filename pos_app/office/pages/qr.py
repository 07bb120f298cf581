"""A QR code as the path of an SVG drawing: one that a page may hold without a script or an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

QUIET_MODULES = 4
"""The clear space that ISO/IEC 18004 asks on every side."""


@dataclass(frozen=True, slots=True)
class QrDrawing:
    """`path` draws the dark modules in a square of `side` units."""

    path: str
    side: int


def qr_drawing(text: str) -> QrDrawing:
    """The QR code of `text`, error correction M (a worn print still reads)."""
    from reportlab.graphics.barcode import qrencoder

    encoder: Any = qrencoder  # without types of its own
    code = encoder.QRCode(None, encoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    rows = code.modules
    path = "".join(
        f"M{x + QUIET_MODULES} {y + QUIET_MODULES}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return QrDrawing(path, len(rows) + 2 * QUIET_MODULES)
