"""Accompanying people at the window: a session planned, sold and attended; a case from its opening to its end."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.counter.cases import open_case
from pos_app.counter.structures import add_structure
from pos_app.desktop.pages.support.end_panel import EndPanel
from pos_app.desktop.pages.support.page import SupportPage
from pos_app.desktop.pages.support.places_panel import PlacesPanel
from pos_app.desktop.pages.support.session_panel import SessionPanel
from pos_app.desktop.pages.support.step_panel import StepPanel
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.domain.facts import AttendanceMarked, CaseClosed, CaseStepTaken, SaleRecorded
from pos_app.domain.support import CaseAbout
from tests.counter.people_work import registered
from tests.desktop.desk_work import AtDesk


def shown(desk: AtDesk, kind: type[QWidget]) -> QWidget:
    desk.wait(lambda: any(one.isVisible() for one in desk.desktop.window.findChildren(kind)))
    return next(one for one in desk.desktop.window.findChildren(kind) if one.isVisible())


def _open(desk: AtDesk, kind: type[QWidget]) -> bool:
    return any(one.isVisible() for one in desk.desktop.window.findChildren(kind))


def support(desk: AtDesk) -> SupportPage:
    desk.view.show_page("support")
    page = desk.view.page("support")
    assert isinstance(page, SupportPage)
    return page


def test_a_session_is_planned_sold_and_attended_by_keys(at_desk: AtDesk) -> None:
    page = support(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    form = shown(at_desk, SessionPanel)
    assert isinstance(form, SessionPanel)
    at_desk.write("hier")
    at_desk.press(Qt.Key.Key_Return)
    assert form.wrong.text()
    form.day.setText("31/12/2099")
    form.hour.setText("14 h 30")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: page.sessions.table.rows.rowCount() == 1)
    at_desk.view.show_page("sale")
    at_desk.add("atelier")
    which = shown(at_desk, ChoicePanel)
    assert isinstance(which, ChoicePanel)
    at_desk.press(Qt.Key.Key_1)
    at_desk.wait(lambda: at_desk.desk.basket.lines)
    at_desk.pay()
    at_desk.wait(lambda: at_desk.facts(SaleRecorded))
    (sale,) = at_desk.facts(SaleRecorded)
    assert isinstance(sale, SaleRecorded)
    assert sale.lines[0].label.endswith("31/12 14:30")
    page = support(at_desk)
    at_desk.wait(lambda: page.sessions.table.rows.rowCount() == 1)
    page.sessions.table.selectRow(0)
    page.sessions.table.opened.emit()
    places = shown(at_desk, PlacesPanel)
    assert isinstance(places, PlacesPanel)
    at_desk.wait(lambda: places.table.rowCount() == 1)
    at_desk.press(Qt.Key.Key_F6)
    at_desk.wait(lambda: at_desk.facts(AttendanceMarked))


def test_a_case_gets_a_step_and_an_end_by_keys(at_desk: AtDesk) -> None:
    coordinator = at_desk.template.coordinator
    house = at_desk.desk.running.run(add_structure, operator=coordinator, name="CCAS").result()
    samira = at_desk.desk.running.run(registered, coordinator, house).result()
    at_desk.desk.running.run(
        open_case,
        operator=coordinator,
        person=samira.token,
        about=CaseAbout.BILL_TOO_HIGH,
        due_on=dt.date(2099, 1, 1),
        note="Facture contestée",
    ).result()
    page = support(at_desk)
    page.tabs.setCurrentIndex(1)
    at_desk.wait(lambda: page.cases.table.rows.rowCount() == 1)
    page.cases.table.selectRow(0)
    page.cases.table.setFocus()
    at_desk.press(Qt.Key.Key_F6)
    step = shown(at_desk, StepPanel)
    assert isinstance(step, StepPanel)
    at_desk.wait(lambda: "contestée" in step.so_far.text())
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.facts(CaseStepTaken) and not _open(at_desk, StepPanel))
    page.cases.table.selectRow(0)
    page.cases.table.setFocus()
    at_desk.press(Qt.Key.Key_F7)
    end = shown(at_desk, EndPanel)
    assert isinstance(end, EndPanel)
    end.recovered.setText("12,50")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.facts(CaseClosed))
    (closed,) = at_desk.facts(CaseClosed)
    assert isinstance(closed, CaseClosed)
    assert closed.recovered_cents == 1250
