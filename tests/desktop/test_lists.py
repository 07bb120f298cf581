"""A coordinator takes a list in and writes one, at the window, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from pos_app.counter.add_operator import Newcomer, add_operators, check_newcomer
from pos_app.desktop.pages.people.import_list.panel import ImportPanel
from pos_app.desktop.pages.people.page import PeoplePage
from pos_app.domain.facts import PeopleExported, PeopleImported
from pos_app.domain.operator import Role
from pos_app.domain.people_list import Column
from tests.counter.list_work import invented_rows, list_file, row
from tests.desktop.desk_work import AtDesk

CONTROL = Qt.KeyboardModifier.ControlModifier


def people_page(desk: AtDesk) -> PeoplePage:
    desk.press(Qt.Key.Key_2, CONTROL)
    page = desk.view.page("people")
    assert isinstance(page, PeoplePage)
    return page


def import_panel(desk: AtDesk) -> ImportPanel:
    people_page(desk).lists.click()
    desk.press(Qt.Key.Key_1)
    found = [one for one in desk.desktop.window.findChildren(ImportPanel) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def open_list(desk: AtDesk, path: Path) -> ImportPanel:
    panel = import_panel(desk)
    desk.write(str(path))
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: panel.step is panel.columns or panel.wrong.text())
    return panel


def check(desk: AtDesk, panel: ImportPanel) -> None:
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: panel.step is panel.preview or panel.wrong.text())


def test_a_list_is_taken_in_by_keys_alone(at_desk: AtDesk, tmp_path: Path) -> None:
    rows = [*invented_rows(30), row("Martin", "Luc", "31/02/1984")]
    panel = open_list(at_desk, list_file(tmp_path, rows))
    assert panel.columns.choices[Column.BIRTH].currentText() == "Année de naissance"
    check(at_desk, panel)
    assert "30 personnes peuvent être enregistrées." in panel.preview.counted.text()
    item = panel.preview.problems.item(0, 0)
    assert item is not None
    assert item.text() == "32"
    assert not at_desk.facts(PeopleImported), "nothing is written before it is confirmed"
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: at_desk.facts(PeopleImported))
    at_desk.wait(lambda: "30 personnes enregistrées" in panel.progress.text.text())
    at_desk.press(Qt.Key.Key_Escape)
    page = people_page(at_desk)
    page.search.setFocus()
    at_desk.write("bababa awa")
    at_desk.wait(lambda: page.found.people)


def test_columns_that_the_headings_do_not_tell_are_chosen(at_desk: AtDesk, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Diallo;Mamadou;1984\nTraoré;Awa;1990\n", encoding="utf-8")
    panel = open_list(at_desk, path)
    assert not panel.columns.heading.isChecked()
    panel.columns.choices[Column.FAMILY_NAME].setCurrentIndex(1)
    panel.columns.choices[Column.GIVEN_NAME].setCurrentIndex(2)
    check(at_desk, panel)
    assert "colonne du nom" in panel.wrong.text()
    panel.columns.choices[Column.BIRTH].setCurrentIndex(3)
    check(at_desk, panel)
    assert "2 personnes" in panel.preview.counted.text()


def test_escape_goes_back_a_step_and_then_out(at_desk: AtDesk, tmp_path: Path) -> None:
    panel = open_list(at_desk, list_file(tmp_path, invented_rows(2)))
    check(at_desk, panel)
    for step in (panel.columns, panel.file):
        at_desk.press(Qt.Key.Key_Escape)
        assert panel.step is step
    at_desk.press(Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_a_file_that_is_none_is_told_in_a_sentence(at_desk: AtDesk, tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\x00\x00")
    panel = open_list(at_desk, path)
    assert panel.step is panel.file
    assert "ce n’est pas un tableau" in panel.wrong.text()
    panel.file.path.setText(str(tmp_path / "nulle part.csv"))
    panel.file.path.setFocus()
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "nulle part.csv" in panel.wrong.text())


def test_the_rows_left_out_are_saved_with_their_reasons(
    at_desk: AtDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = open_list(at_desk, list_file(tmp_path, [row("Martin", "Luc", "31/02/1984"), row()]))
    check(at_desk, panel)
    out = tmp_path / "à corriger.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), "CSV (*.csv)"))
    panel.preview.save.click()
    at_desk.wait(lambda: "à corriger.csv" in panel.preview.save.text())
    told = out.read_text(encoding="utf-8-sig").splitlines()
    assert len(told) == 2
    assert told[1].startswith("Martin;Luc;31/02/1984;")
    assert "n’est pas une date" in told[1]


def test_everybody_is_written_to_a_table_and_the_page_says_what_it_is_worth(
    at_desk: AtDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "tous.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), "Excel (*.xlsx)"))
    page = people_page(at_desk)
    page.lists.click()
    at_desk.press(Qt.Key.Key_2)
    at_desk.wait(lambda: at_desk.facts(PeopleExported))
    at_desk.wait(lambda: "contient des noms" in page.notice.text)
    assert out.exists()


def test_a_volunteer_sees_no_lists(at_desk: AtDesk) -> None:
    running = at_desk.desk.running
    newcomer = check_newcomer(Newcomer("Zoé", Role.VOLUNTEER, "246813"))
    coordinator = at_desk.template.coordinator
    (added,) = at_desk.result(running.run(add_operators, by=coordinator, newcomers=[newcomer]))
    at_desk.desk.signed_in(added.operator)
    page = people_page(at_desk)
    at_desk.wait(page.isVisible)
    assert page.lists.isHidden()
