"""What tests of the stock page do again and again."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.counter.receive_equipment import receive_equipment
from pos_app.desktop.pages.sale.price_panel import PricePanel
from pos_app.desktop.pages.stock.page import StockPage
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.facts import Fact
from tests.desktop.desk_work import AtDesk

_Panel = TypeVar("_Panel", bound=QWidget)
_Fact = TypeVar("_Fact", bound=Fact)
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def stock(at_desk: AtDesk, tab: str = "counted") -> StockPage:
    """The stock page, gone by keyboard to the tab whose view the page keeps under this name, once no panel is open."""
    at_desk.wait(lambda: no_panel(at_desk))
    at_desk.press(Qt.Key.Key_3, CONTROL)
    page = at_desk.view.page("stock")
    assert isinstance(page, StockPage)
    wanted = getattr(page, tab)
    while page.tabs.currentWidget() is not wanted and page.tabs.currentIndex() < page.tabs.count() - 1:
        at_desk.press(Qt.Key.Key_PageDown, CONTROL)
    assert page.tabs.currentWidget() is wanted
    return page


def no_panel(at_desk: AtDesk) -> bool:
    """Whether the page has the keyboard again."""
    return not any(one.isVisible() for one in at_desk.desktop.window.findChildren(Overlay))


def panel(at_desk: AtDesk, kind: type[_Panel]) -> _Panel:
    at_desk.wait(lambda: any(one.isVisible() for one in at_desk.desktop.window.findChildren(kind)))
    return next(one for one in at_desk.desktop.window.findChildren(kind) if one.isVisible())


def last(at_desk: AtDesk, kind: type[_Fact]) -> _Fact:
    at_desk.wait(lambda: at_desk.facts(kind))
    fact = at_desk.facts(kind)[-1]
    assert isinstance(fact, kind)
    return fact


def scan_phone(at_desk: AtDesk) -> None:
    """A telephone comes in and is scanned: its price is asked."""
    running = at_desk.desktop.running
    assert running is not None
    received = running.run(
        receive_equipment, operator=at_desk.template.coordinator, product="MOBILE", serials=["490154203237518"]
    )
    at_desk.result(received)
    at_desk.scan("490154203237518")
    panel(at_desk, PricePanel)


def choose(at_desk: AtDesk, page: StockPage, typed: str) -> None:
    listing = page.counted if page.tabs.currentWidget() is page.counted else page.catalogue
    listing.search.setFocus()
    at_desk.write(typed)
    at_desk.press(Qt.Key.Key_Down)
    assert listing.table.hasFocus()
