"""Widgets die in the GUI thread only."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.desktop.garbage import GuiGarbage

ENOUGH = 200_000


@pytest.fixture
def garbage(application: QApplication) -> Iterator[GuiGarbage]:
    made = GuiGarbage()
    yield made
    made.stop()
    gc.disable()


def test_a_busy_thread_collects_no_widget(garbage: GuiGarbage) -> None:
    kept = _cycle()
    thread = threading.Thread(target=lambda: [[] for _ in range(ENOUGH)])
    thread.start()
    thread.join()
    assert kept() is not None
    gc.collect()
    assert kept() is None


def test_the_gui_thread_collects_what_is_due(garbage: GuiGarbage, qtbot: QtBot) -> None:
    kept = _cycle()
    held = [[] for _ in range(ENOUGH)]  # type: ignore[var-annotated]
    qtbot.waitUntil(lambda: kept() is None, timeout=10_000)
    assert held


def _cycle() -> weakref.ref[QWidget]:
    """A widget that only a cycle keeps alive."""
    widget = QWidget()
    widget.setProperty("cycle", None)
    widget.__dict__["itself"] = widget
    return weakref.ref(widget)
