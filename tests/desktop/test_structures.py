"""Structures at the window: looked through, added, changed and sold to by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.counter.structures import add_structure
from pos_app.desktop.pages.people.structures.figures import FiguresPanel
from pos_app.desktop.pages.people.structures.form import StructureForm
from pos_app.desktop.pages.people.structures.panel import StructuresPanel
from pos_app.domain.facts import SaleRecorded
from tests.desktop.desk_work import AtDesk
from tests.desktop.test_lists import people_page


def shown(desk: AtDesk, kind: type[QWidget]) -> QWidget:
    desk.wait(lambda: any(one.isVisible() for one in desk.desktop.window.findChildren(kind)))
    return next(one for one in desk.desktop.window.findChildren(kind) if one.isVisible())


def structures_panel(desk: AtDesk) -> StructuresPanel:
    people_page(desk).houses.click()
    panel = shown(desk, StructuresPanel)
    assert isinstance(panel, StructuresPanel)
    return panel


def test_a_house_is_added_and_sold_to_by_keys(at_desk: AtDesk) -> None:
    panel = structures_panel(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    form = shown(at_desk, StructureForm)
    assert isinstance(form, StructureForm)
    at_desk.write("Foyer du Lac")
    form.buys.setChecked(True)
    form.cap.setText("120")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: panel.listing.table.rows.rowCount() == 1)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: at_desk.sale.isVisible() and at_desk.desk.people.chosen is not None)
    assert at_desk.sale.person.name.text() == "Foyer du Lac"
    at_desk.add("carte 30")
    at_desk.pay("2,50")
    (sale,) = at_desk.facts(SaleRecorded)
    assert isinstance(sale, SaleRecorded)
    assert sale.total_cents == 250


def test_what_cannot_be_kept_is_told_in_the_form(at_desk: AtDesk) -> None:
    structures_panel(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    form = shown(at_desk, StructureForm)
    assert isinstance(form, StructureForm)
    at_desk.write("Foyer")
    form.cap.setText("beaucoup")
    at_desk.press(Qt.Key.Key_Return)
    assert "montant" in form.wrong.text()
    at_desk.press(Qt.Key.Key_Escape)
    assert form.isHidden()


def test_one_that_only_refers_is_not_sold_to_and_its_figures_are_shown(at_desk: AtDesk) -> None:
    running, coordinator = at_desk.desk.running, at_desk.template.coordinator
    at_desk.result(running.run(add_structure, operator=coordinator, name="CCAS de Lyon", commune="Lyon"))
    panel = structures_panel(at_desk)
    at_desk.wait(lambda: panel.listing.table.rows.rowCount() == 1)
    at_desk.press(Qt.Key.Key_F12)
    assert "n’achète pas" in panel.notice.text
    at_desk.press(Qt.Key.Key_F4)
    figures = shown(at_desk, FiguresPanel)
    assert isinstance(figures, FiguresPanel)
    at_desk.wait(lambda: figures.listing.table.rows.rowCount() == 1)
    figures.since.setText("32/13/2026")
    figures.since.setFocus()
    at_desk.press(Qt.Key.Key_Return)
    assert "n’est pas une date" in figures.notice.text
    at_desk.press(Qt.Key.Key_Escape)
    assert figures.isHidden()
    assert panel.isVisible()
