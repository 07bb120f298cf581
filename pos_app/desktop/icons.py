"""Phosphor icons, tinted in the colour that is asked."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from pos_app.settings import RESOURCES


@cache
def icon_names() -> tuple[str, ...]:
    """The names of the icons that came with the program, in order."""
    return tuple(sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg")))


@lru_cache(maxsize=128)
def icon_pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """The icon `name` of resources/icons, `size` logical pixels wide on a screen of pixel ratio `ratio`."""
    from PySide6.QtSvg import QSvgRenderer

    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
