"""A person at the till page, for the tests that use it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos_app.counter.evening import Step
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.desktop.pages.cash.page import CashPage
from pos_app.domain.tender import Tender
from tests.desktop.desk_work import AtDesk
from tests.tills import basket_of, cash


@pytest.fixture
def page(at_desk: AtDesk) -> CashPage:
    at_desk.view.show_page("cash")
    found = at_desk.view.page("cash")
    assert isinstance(found, CashPage)
    at_desk.wait(found.opening.float.hasFocus)
    return found


@pytest.fixture
def open_page(at_desk: AtDesk, page: CashPage) -> CashPage:
    """A day with a float of 50 €."""
    at_desk.write("50")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: page.shown is page.day)
    return page


def sold(at_desk: AtDesk, number: int, *tenders: Tender, code: str = "CARTE-ILLIM") -> None:
    def act(till: Till) -> object:
        basket = basket_of(till, code, number=number)
        return sell(
            till,
            operator=at_desk.template.volunteer,
            basket=basket,
            tenders=tenders or cash(basket.total_cents),
            receipt=False,
        )

    at_desk.result(at_desk.desk.running.run(act))


def evening(at_desk: AtDesk, page: CashPage, step: Step) -> object:
    """Begins the evening with F12 and waits for its step."""
    if page.shown is not page.evening:
        at_desk.press(Qt.Key.Key_F12)
    view = page.evening.steps[step]
    at_desk.wait(lambda: view.isVisible() and page.evening.current is step)
    return view
