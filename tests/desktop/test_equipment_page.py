"""The tab of things with a number of their own, by keyboard: received, lent, taken back, and who has what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from pos_app.counter.dates import today
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.desktop.pages.equipment.arrival_panel import ArrivalPanel
from pos_app.desktop.pages.equipment.lend_panel import LendPanel
from pos_app.desktop.pages.equipment.moving_panel import MovingPanel
from pos_app.desktop.pages.equipment.prolong_panel import ProlongPanel
from pos_app.desktop.pages.equipment.reminders_panel import RemindersPanel
from pos_app.desktop.pages.equipment.return_panel import ReturnPanel
from pos_app.desktop.pages.people.structures.panel import StructuresPanel
from pos_app.domain.facts import (
    EquipmentArrived,
    EquipmentLent,
    EquipmentReceived,
    EquipmentSent,
    LoanEnded,
    LoanProlonged,
    LoanReminded,
)
from pos_app.domain.identifiers import ItemId, PersonToken, ProductCode
from pos_app.i18n import date
from pos_app.store.equipment import things_in_stock
from pos_app.store.machine_wishes import Wish, keep_wish
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import last, panel, stock
from tests.desktop.test_lists import people_page
from tests.tills import VOLUNTEER_PIN

IMEI = ("490154203237518", "356938035643809")


def house(at_desk: AtDesk) -> PersonToken:
    """A structure that borrows, on file."""
    operator = at_desk.template.coordinator
    future = at_desk.desk.running.run(add_structure, operator=operator, name="Foyer des Lilas", buys=True)
    return at_desk.result(future).token


def lend_first_key(at_desk: AtDesk, *, until_today: bool = False) -> EquipmentLent:
    page = stock(at_desk, "equipment")
    at_desk.wait(page.equipment.table.rows.rowCount)
    page.equipment.search.setFocus()
    at_desk.write("hotspot")
    at_desk.press(Qt.Key.Key_F7)
    lending = panel(at_desk, LendPanel)
    at_desk.write("lilas")
    at_desk.wait(lambda: lending.person.found.people)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lending.due.text)
    assert lending.deposit.text() == "0,00"
    lending.deposit.setText("20")
    if until_today:
        lending.due.setText(date(at_desk.result(at_desk.desk.running.run(today))))
    at_desk.press(Qt.Key.Key_Return)
    return last(at_desk, EquipmentLent)


def test_a_key_is_lent_to_a_house_and_taken_back_by_keyboard(at_desk: AtDesk) -> None:
    token = house(at_desk)
    lent = lend_first_key(at_desk)
    page = stock(at_desk, "equipment")
    assert (lent.person, lent.deposit_cents) == (token, 2000)
    at_desk.wait(lambda: "20,00" in page.notice.text)
    at_desk.wait(lambda: page.equipment.table.chosen and page.equipment.table.chosen.loan)
    assert page.equipment.lend.words == "Reprendre"
    assert page.equipment.table.chosen is not None
    assert page.equipment.table.chosen.holder == "Foyer des Lilas"
    at_desk.press(Qt.Key.Key_F4)
    prolonging = panel(at_desk, ProlongPanel)
    prolonging.due.setText("31/12/1999")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "Choisissez un jour" in prolonging.wrong.text())
    at_desk.press(Qt.Key.Key_Escape)
    assert not at_desk.facts(LoanProlonged)
    at_desk.press(Qt.Key.Key_F7)
    returning = panel(at_desk, ReturnPanel)
    returning.given_back.setText("5")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "pourquoi" in returning.wrong.text())
    returning.reason.setCurrentIndex(returning.reason.findData("late"))
    at_desk.press(Qt.Key.Key_Return)
    ended = last(at_desk, LoanEnded)
    assert (ended.given_back_cents, ended.reason) == (500, "late")
    at_desk.wait(lambda: "5,00" in page.notice.text)
    at_desk.wait(lambda: page.equipment.lend.words == "Prêter")


def test_reminders_of_late_loans_are_listed_and_print_by_one_key(at_desk: AtDesk) -> None:
    house(at_desk)
    lent = lend_first_key(at_desk, until_today=True)
    page = stock(at_desk, "equipment")
    at_desk.wait(lambda: page.equipment.table.chosen and page.equipment.table.chosen.loan)
    at_desk.press(Qt.Key.Key_F5)
    reminding = panel(at_desk, RemindersPanel)
    at_desk.wait(reminding.table.rows.rowCount)
    _headings, ((name, _phone, _article, _until, days, reminded),) = reminding.table.rows.as_table()
    assert (name, days, reminded) == ("Foyer des Lilas", "aujourd’hui", "")
    at_desk.press(Qt.Key.Key_F6)
    assert last(at_desk, LoanReminded).loan == lent.loan
    at_desk.wait(lambda: reminding.table.rows.as_table()[1][0][-1])
    assert "1 rappel s’imprime" in reminding.notice.text


def test_a_structures_page_says_what_it_has_on_loan(at_desk: AtDesk) -> None:
    house(at_desk)
    lend_first_key(at_desk)
    people_page(at_desk).houses.click()
    structures = panel(at_desk, StructuresPanel)
    at_desk.wait(lambda: structures.listing.table.chosen)
    at_desk.wait(lambda: "Clé Hotspot" in structures.held.text())


def test_numbers_come_from_a_file_and_nothing_is_taken_in_with_a_fault(at_desk: AtDesk, tmp_path: Path) -> None:
    page = stock(at_desk, "equipment")
    at_desk.press(Qt.Key.Key_F6)
    arriving = panel(at_desk, ArrivalPanel)
    arriving.article.setCurrentIndex(arriving.article.findData("MOBILE"))
    file = tmp_path / "don.csv"
    file.write_text(f"modele;IMEI\nA3;{IMEI[0]}\nA3;{IMEI[1]}\nA3;{IMEI[0]}\n", encoding="utf-8")
    before = len(at_desk.facts(EquipmentReceived))
    arriving.read(file)
    at_desk.wait(lambda: IMEI[1] in arriving.numbers.toPlainText())
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: "7518" in arriving.wrong.text())
    assert len(at_desk.facts(EquipmentReceived)) == before
    arriving.numbers.setPlainText("\n".join(IMEI))
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: len(at_desk.facts(EquipmentReceived)) == before + 1)
    at_desk.wait(lambda: "2" in page.notice.text)


def test_a_volunteer_lends_and_does_not_take_the_list_of_who_has_what_away(
    started: Callable[[], AtDesk],
) -> None:
    at_desk = started()
    at_desk.sign_in(VOLUNTEER_PIN, as_code=at_desk.template.volunteer.code)
    page = stock(at_desk, "equipment")
    at_desk.wait(page.equipment.table.rows.rowCount)
    assert page.equipment.export.isHidden()
    assert page.equipment.lend.isVisible()


def wish(till: Till, *, act: str, item: str, end: str) -> None:
    """Head office's word, as a sync brings it."""
    with till.store.transaction() as writing:
        product, other = ProductCode("HOTSPOT-3G"), "Grenoble · Caisse 1"
        keep_wish(writing, Wish(f"{act}-1", act, ItemId(item), product, end, "own", other, b""))


def test_what_head_office_moves_is_sent_and_received_by_scan(at_desk: AtDesk) -> None:
    page = stock(at_desk, "equipment")
    at_desk.wait(page.equipment.table.rows.rowCount)
    assert not page.equipment.moving.isVisible()
    run = at_desk.desk.running.run
    key = at_desk.result(run(lambda till: things_in_stock(till.connection, ProductCode("HOTSPOT-3G"))[0]))
    at_desk.result(run(wish, act="send", item=key.item, end=key.end))
    at_desk.result(run(wish, act="receive", item="ab" * 16, end="0042"))
    page.equipment.refresh()
    at_desk.wait(page.equipment.moving.isVisible)
    assert page.equipment.moving.words == "Entre les points (2)"
    at_desk.press(Qt.Key.Key_F9)
    moving = panel(at_desk, MovingPanel)
    assert not moving.number.isEnabled()
    moving.scanned("FAUX-0041")
    assert not moving.number.isEnabled()
    moving.scanned("FAUX-0042")
    assert moving.number.isEnabled()
    moving.number.setText("FAUX-0041")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "0042" in moving.wrong.text())
    moving.scanned("FAUX-0042")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "Grenoble" in page.notice.text)
    assert last(at_desk, EquipmentArrived).item.end == "0042"
    at_desk.wait(lambda: page.equipment.moving.words == "Entre les points (1)")
    at_desk.press(Qt.Key.Key_F9)
    panel(at_desk, MovingPanel)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.facts(EquipmentSent))
    at_desk.wait(lambda: not page.equipment.moving.isVisible())
