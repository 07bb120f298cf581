"""The till page by keyboard: the day's opening and the drawer."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt

from pos_app.clock import local_datetime
from pos_app.counter.day_report import day_report
from pos_app.counter.evening import Step
from pos_app.desktop.pages.cash.hand_over_panel import HandOverPanel
from pos_app.desktop.pages.cash.move_panel import MovePanel
from pos_app.desktop.pages.cash.page import CashPage
from pos_app.desktop.pages.cash.tender_panel import TenderPanel
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.facts import (
    CashMoved,
    DayOpened,
    DrawerHandedOver,
    DrawerOpened,
    SaleRecorded,
    TenderCorrected,
)
from tests.desktop.cash_work import evening, open_page, page, sold
from tests.desktop.desk_work import AtDesk
from tests.tills import VOLUNTEER_PIN

__all__ = ["open_page", "page"]
_Panel = TypeVar("_Panel", bound=Overlay)


def panel(at_desk: AtDesk, kind: type[_Panel]) -> _Panel:
    return at_desk.desktop.window.findChildren(kind)[-1]


def test_a_day_is_opened_with_the_keyboard_alone(at_desk: AtDesk, open_page: CashPage) -> None:
    assert "50,00" in open_page.day.drawer.text()
    assert at_desk.facts(DayOpened) == [DayOpened(day=1, float_cents=5000)]


def test_a_day_that_stayed_open_overnight_is_said_to_be(at_desk: AtDesk, open_page: CashPage) -> None:
    day, desk = open_page.day, at_desk.desk
    report = at_desk.result(desk.running.run(day_report))
    assert desk.operator is not None
    assert day.reminder.text() == ""
    for days in (0, 1):
        later_ms = report.opened_ms + days * 24 * 3600 * 1000
        day.show_report(report, desk.operator, float_cents=5000, now_ms=later_ms, offset_min=desk.clock.offset_min())
        assert bool(day.reminder.text()) is (days > 0)


@pytest.mark.parametrize("typed", ["-5", "abc", "12,345"])
def test_a_float_that_is_no_amount_is_refused_in_words(at_desk: AtDesk, page: CashPage, typed: str) -> None:
    at_desk.write(typed)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "montant" in page.notice.text)
    assert at_desk.facts(DayOpened) == []


def test_cash_goes_out_with_a_reason_and_a_slip(at_desk: AtDesk, open_page: CashPage) -> None:
    at_desk.press(Qt.Key.Key_F6)
    moving = panel(at_desk, MovePanel)
    at_desk.write("12,5x")
    at_desk.press(Qt.Key.Key_Return)
    assert "montant" in moving.wrong.text()
    moving.amount.setText("12,50")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "37,50" in open_page.day.drawer.text())
    (moved,) = at_desk.facts(CashMoved)
    assert isinstance(moved, CashMoved)
    assert (moved.amount_cents, moved.reason) == (1250, "purchase")
    at_desk.wait((at_desk.desk.running.folder.receipts / "MRS1-caisse-0001.pdf").exists)
    assert "petit achat" in text_of(open_page, 0, 1)


def test_opening_the_drawer_asks_why_and_is_in_the_journal(at_desk: AtDesk, open_page: CashPage) -> None:
    at_desk.press(Qt.Key.Key_F7)
    at_desk.press(Qt.Key.Key_1)
    at_desk.wait(lambda: at_desk.facts(DrawerOpened) == [DrawerOpened(day=1, reason="change_money")])


def test_a_payment_is_put_right_from_the_page(at_desk: AtDesk, open_page: CashPage) -> None:
    sold(at_desk, 1)
    at_desk.press(Qt.Key.Key_F8)
    correcting = panel(at_desk, TenderPanel)
    at_desk.write("7")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "Aucun ticket" in correcting.wrong.text())
    correcting.ticket.setText("1")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.facts(TenderCorrected))
    at_desk.wait(lambda: "50,00" in open_page.day.drawer.text())


def test_the_drawer_is_handed_over_with_a_pin_and_the_taker_is_signed_in(at_desk: AtDesk, open_page: CashPage) -> None:
    at_desk.press(Qt.Key.Key_F9)
    handing = panel(at_desk, HandOverPanel)
    handing.taker.setCurrentIndex(handing.taker.findData(at_desk.template.volunteer.code))
    at_desk.write("111111")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "PIN" in handing.wrong.text())
    at_desk.write(VOLUNTEER_PIN)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.desk.operator == at_desk.template.volunteer)
    assert len(at_desk.facts(DrawerHandedOver)) == 1


def test_the_next_morning_proposes_what_was_left_and_asks_why_it_is_another_amount(
    at_desk: AtDesk, open_page: CashPage
) -> None:
    evening(at_desk, open_page, Step.COUNT)
    at_desk.press(Qt.Key.Key_F7)
    evening(at_desk, open_page, Step.CLOSE)
    at_desk.press(Qt.Key.Key_F12)
    evening(at_desk, open_page, Step.DONE)
    at_desk.view.show_page("sale")
    at_desk.view.show_page("cash")
    at_desk.wait(lambda: open_page.opening.float.hasFocus() and open_page.opening.float.text() == "50,00")
    open_page.opening.float.setText("80")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: _choices(at_desk))
    at_desk.press(Qt.Key.Key_1)
    at_desk.wait(lambda: open_page.shown is open_page.day)
    assert at_desk.facts(DayOpened)[-1] == DayOpened(day=2, float_cents=8000, reason="change_brought")


def _choices(at_desk: AtDesk) -> list[ChoicePanel]:
    return [one for one in at_desk.desktop.window.findChildren(ChoicePanel) if one.isVisible()]


def text_of(page: CashPage, row: int, column: int) -> str:
    rows = page.day.table.rows.as_table()[1]
    return rows[row][column] if row < len(rows) else ""


def test_sales_from_paper_are_keyed_line_by_line(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.pay()
    at_desk.view.show_page("cash")
    page = at_desk.view.page("cash")
    assert isinstance(page, CashPage)
    at_desk.wait(lambda: page.shown is page.day)
    at_desk.press(Qt.Key.Key_F5)
    page.late.paper.setFocus()
    at_desk.write("Martin")
    at_desk.press(Qt.Key.Key_Tab)
    at_desk.write("22/11/2026")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "7K3Q-04" in page.late.wrong.text())
    page.late.paper.setText("7K3Q-19")
    today = local_datetime(at_desk.desk.clock.now_ms(), at_desk.desk.clock.offset_min()).date()
    page.late.day.setText(today.isoformat())
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.sale.late.isVisible() and "7K3Q-19" in at_desk.sale.late.text.text())
    for following in ("7K3Q-20", ""):
        at_desk.add("carte 30")
        at_desk.pay()
        at_desk.wait(partial(_line_is, at_desk, following))
    assert not at_desk.sale.late.isVisible()
    lines = [fact.late.paper for fact in at_desk.facts(SaleRecorded) if isinstance(fact, SaleRecorded) and fact.late]
    assert lines == ["7K3Q-19", "7K3Q-20"]


def _line_is(at_desk: AtDesk, expected: str) -> bool:
    line = at_desk.desk.late.line
    return (line.paper if line else "") == expected
