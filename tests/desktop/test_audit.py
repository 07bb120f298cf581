"""Checks and archives at the window: events, one button and a green or red sentence, an archive and its copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos_app.counter.add_operator import Newcomer, add_operators, check_newcomer
from pos_app.counter.close_day import close_day
from pos_app.counter.till import Till
from pos_app.desktop.pages.audit.accounts_panel import AccountPanel, AccountsPanel
from pos_app.desktop.pages.audit.page import AuditPage
from pos_app.domain.facts import AccountChosen, ArchiveChecked, ArchiveMade, JournalChecked
from pos_app.domain.operator import Operator, Role
from pos_app.event_words import EventGroup
from pos_app.store.opening import open_for_writing
from tests.counter.test_close_day import sold
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import last, panel


@pytest.fixture
def page(at_desk: AtDesk) -> AuditPage:
    """A day was sold and closed; the coordinator looks closer by keyboard."""

    def day(till: Till) -> None:
        sold(till, at_desk.template.volunteer, "CARTE-30")
        close_day(till, operator=at_desk.template.coordinator)

    at_desk.result(at_desk.desk.running.run(day))
    at_desk.press(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    at_desk.press(Qt.Key.Key_F8)
    found = at_desk.view.page("audit")
    assert isinstance(found, AuditPage)
    at_desk.wait(lambda: found.isVisible() and found.events.table.rowCount())
    return found


def first_row(page: AuditPage) -> list[str]:
    table = page.events.table
    return [item.text() if (item := table.item(0, column)) else "" for column in range(table.columnCount())]


def test_events_are_filtered_and_a_wrong_day_is_said_so(at_desk: AtDesk, page: AuditPage) -> None:
    page.events.group.setCurrentIndex(page.events.group.findData(EventGroup.SALES))
    page.events.refresh()
    at_desk.wait(lambda: page.events.table.rowCount() == 1)
    assert first_row(page)[1] == "Vente"
    page.events.day.setFocus()
    at_desk.write("demain")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "date" in page.notice.text)
    page.events.day.setText("01/01/2020")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: page.events.table.rowCount() == 0)
    assert not page.events.print.isEnabled()


def test_events_are_printed_as_a_slip(at_desk: AtDesk, page: AuditPage) -> None:
    at_desk.wait(page.events.print.isEnabled)
    at_desk.press(Qt.Key.Key_F6)
    at_desk.wait(lambda: "imprime" in page.notice.text)
    receipts = at_desk.desk.running.folder.receipts
    at_desk.wait(lambda: list(receipts.glob("MRS1-journal-*.pdf")))


def test_an_intact_journal_is_said_so_in_green(at_desk: AtDesk, page: AuditPage) -> None:
    page.tabs.setCurrentWidget(page.check)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(page.check.verify.isEnabled)
    assert page.check.sentence.text() == "Tout est intact."
    assert "Le journal est intact" in page.check.details.text()
    at_desk.wait(lambda: at_desk.facts(JournalChecked))


def test_a_journal_that_was_changed_is_said_so_in_red_and_selling_goes_on(at_desk: AtDesk, page: AuditPage) -> None:
    running = at_desk.desk.running
    connection = open_for_writing(running.folder.database, running.key_file.keys.database)
    connection.execute("DROP TRIGGER entry_is_never_updated")
    connection.execute("UPDATE entry SET at_ms = at_ms - 1 WHERE position = 3")
    connection.close()
    page.tabs.setCurrentWidget(page.check)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(page.check.verify.isEnabled)
    assert "n’est pas intact" in page.check.sentence.text()
    at_desk.view.show_page("sale")
    at_desk.add("carte 30")
    at_desk.pay("2,50")


def test_an_archive_is_made_copied_and_verified(at_desk: AtDesk, page: AuditPage, tmp_path: Path) -> None:
    page.tabs.setCurrentWidget(page.archives)
    at_desk.wait(lambda: page.archives.table.rowCount() == 1)
    stick = tmp_path / "stick"
    stick.mkdir()
    page.archives.copy_to(stick)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: at_desk.facts(ArchiveMade))
    at_desk.wait(lambda: "stick" in page.notice.text)
    (copy,) = stick.iterdir()
    page.tabs.setCurrentWidget(page.check)
    page.check.verify_file(copy)
    at_desk.wait(page.check.verify.isEnabled)
    assert page.check.sentence.text() == "Tout est intact."
    copy.write_bytes(copy.read_bytes()[:-30])
    page.check.verify_file(copy)
    at_desk.wait(lambda: "n’est pas une archive" in page.check.sentence.text())
    assert len(at_desk.facts(ArchiveChecked)) == 2


def test_an_auditor_lands_where_there_is_something_to_read(at_desk: AtDesk, page: AuditPage) -> None:
    def add(till: Till) -> Operator:
        newcomer = check_newcomer(Newcomer("Paul", Role.AUDITOR, pin="975318"))
        return add_operators(till, by=at_desk.template.coordinator, newcomers=[newcomer])[0].operator

    auditor = at_desk.result(at_desk.desk.running.run(add))
    at_desk.desk.signed_in(auditor)
    at_desk.wait(lambda: at_desk.view.pages.currentWidget() is page)


def test_an_account_is_changed_by_keyboard_and_a_wrong_number_is_said_so(at_desk: AtDesk, page: AuditPage) -> None:
    page.tabs.setCurrentWidget(page.archives)
    at_desk.press(Qt.Key.Key_F6)
    accounts = panel(at_desk, AccountsPanel)
    at_desk.wait(accounts.table.rows.rowCount)
    at_desk.press(Qt.Key.Key_F6)
    changing = panel(at_desk, AccountPanel)
    changing.number.setText("12")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "trois chiffres" in changing.wrong.text())
    changing.number.setText("531100")
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, AccountChosen).number == "531100"
    at_desk.wait(lambda: accounts.table.rows.as_table()[1][0][1] == "531100")
    assert "531100" in accounts.notice.text
