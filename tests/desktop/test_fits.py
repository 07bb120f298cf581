"""Every page has room for its words in the smallest window, in any language and theme, and names to read aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QTabWidget, QWidget

from pos_app.counter.open_day import open_day
from pos_app.counter.preferences import Preferences
from pos_app.desktop.application import Desktop
from pos_app.desktop.pages.set_up.page import SetUpPage
from pos_app.desktop.theme import apply_theme
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.window import nav_entries
from pos_app.settings import TillFolder
from tests.desktop.desk_work import TIMEOUT_MS, AtDesk

SMALLEST = (1024, 600)
LOOKS = [("fr", "light"), ("en", "contrast"), ("fr", "dark")]

PANELS = [
    *(("cash", key) for key in (Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9)),
    *(("stock", key) for key in (Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8)),
    ("people", Qt.Key.Key_F6),
]
"""The page's keys that open a panel."""


def cut(window: QWidget) -> list[str]:
    """Labels that are narrower or lower than their text, and lines too low for a letter."""
    return [*_too_narrow(window), *_too_low(window)]


def _too_narrow(window: QWidget) -> Iterator[str]:
    for one in window.findChildren(QLabel):
        if one.isVisible() and one.text() and not one.wordWrap() and one.width() + 1 < one.sizeHint().width():
            yield f"{one.text()!r} is {one.width()} wide"


def _too_low(window: QWidget) -> Iterator[str]:
    for one in window.findChildren(QLabel):
        if one.isVisible() and one.text() and one.wordWrap() and one.height() + 2 < one.heightForWidth(one.width()):
            yield f"{one.text()!r} is {one.height()} high"
    for line in window.findChildren(QLineEdit):
        if line.isVisible() and line.height() < line.fontMetrics().height():
            yield f"the field {line.accessibleName()!r} is {line.height()} high"


def nameless(window: QWidget) -> list[str]:
    """Controls that take the keyboard and that a screen reader would call nothing."""
    controls = [one for kind in (QAbstractButton, QComboBox, QLineEdit) for one in window.findChildren(kind)]
    return [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in controls
        if one.isVisible()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not one.accessibleName()
        and not isinstance(one.parent(), QComboBox)
    ]


def doubled(window: QWidget) -> list[str]:
    """Keys that two things on the page answer to: Qt then does neither."""
    keys = Counter(
        one.key().toString()
        for one in window.findChildren(QShortcut)
        if isinstance(shown := one.parent(), QWidget) and shown.isVisible() and shown.isEnabled()
    )
    return [key for key, count in keys.items() if count > 1]


def nothing_wrong(window: QWidget) -> None:
    assert [*cut(window), *nameless(window)] == []
    assert (window.width(), window.height()) == SMALLEST


def sheets(page: QWidget) -> Iterator[None]:
    """Each tab in turn, or the page as it is."""
    tabs = page.findChild(QTabWidget)
    for place in range(tabs.count() if isinstance(tabs, QTabWidget) else 1):
        if isinstance(tabs, QTabWidget):
            tabs.setCurrentIndex(place)
        yield


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_no_word_is_cut_in_the_smallest_window(
    application: QApplication, started: Callable[[], AtDesk], language: str, theme: str
) -> None:
    at_desk = started()
    at_desk.desktop.remake(Preferences(language=language, theme=theme))
    at_desk.desktop.window.resize(*SMALLEST)
    at_desk.wait_for_sign_in()
    at_desk.sign_in()
    at_desk.add("30")
    for name in (*(entry.page for entry in nav_entries()), "audit"):
        at_desk.view.show_page(name)
        page = at_desk.view.page(name)
        for _sheet in sheets(page):
            at_desk.wait(page.isVisible)
            at_desk.result(at_desk.desk.running.run(lambda _till: None))
            at_desk.qtbot.waitUntil(partial(nothing_wrong, at_desk.desktop.window), timeout=TIMEOUT_MS)
            assert doubled(at_desk.desktop.window) == []
    apply_theme(application, "light")


def test_the_first_start_fits_the_smallest_window(application: QApplication, tmp_path: Path, at_desk: AtDesk) -> None:
    folder = TillFolder(data=tmp_path / "new", marks=tmp_path / "new-marks")
    desktop = Desktop(application, folder)
    desktop.start()
    desktop.window.resize(*SMALLEST)
    page = desktop.window.centralWidget()
    assert isinstance(page, SetUpPage)
    at_desk.wait(page.isVisible)
    for place in range(page.steps.count()):
        page.steps.setCurrentIndex(place)
        at_desk.qtbot.waitUntil(partial(nothing_wrong, desktop.window), timeout=TIMEOUT_MS)
    desktop.window.close()
    desktop.window.deleteLater()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_panel_fits_the_smallest_window_too(started: Callable[[], AtDesk], language: str) -> None:
    at_desk = started()
    at_desk.desktop.remake(Preferences(language=language, theme="light"))
    at_desk.desktop.window.resize(*SMALLEST)
    at_desk.wait_for_sign_in()
    at_desk.sign_in()
    at_desk.desk.ask(at_desk.desk.running.run(open_day, operator=at_desk.template.coordinator, float_cents=0))
    for page, key in PANELS:
        at_desk.view.show_page(page)
        at_desk.wait(at_desk.view.page(page).isVisible)
        at_desk.wait(partial(_opens, at_desk, key))
        at_desk.qtbot.waitUntil(partial(nothing_wrong, at_desk.desktop.window), timeout=TIMEOUT_MS)
        for panel in at_desk.desktop.window.findChildren(Overlay):
            if panel.isVisible():
                panel.leave()


def _opens(at_desk: AtDesk, key: Qt.Key) -> bool:
    """Whether a panel is open; strikes its key once more where what it needs is still being read."""
    if not any(one.isVisible() for one in at_desk.desktop.window.findChildren(Overlay)):
        at_desk.press(key)
    return any(one.isVisible() for one in at_desk.desktop.window.findChildren(Overlay))
