"""The Qt binding must not let go of an object that it never took: PySide6 6.12.0 did so at each QPainter call."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

TIMES = 2_000
SLACK = 200


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_does_not_use_none_up(application: QApplication) -> None:
    """On Python 3.11 the program ends in "deallocating None" after some thousand calls: a morning of selling."""
    pixmap = QPixmap(100, 40)
    painter = QPainter(pixmap)
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        painter.save()
        painter.setPen(QColor("black"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(QFont("Inter"))
        painter.drawRoundedRect(QRectF(0, 0, 90, 30), 4, 4)
        painter.drawLine(0, 0, 9, 9)
        painter.restore()
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < SLACK
