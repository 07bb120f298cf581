"""A till whose computer is gone, or whose database is damaged, found again at the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.counter.add_operator import Newcomer, check_newcomer
from pos_app.counter.first_run import find_till_again
from pos_app.counter.open_till import close_till
from pos_app.counter.restore_medium import backups_in, restore_newest
from pos_app.desktop.application import Desktop
from pos_app.desktop.pages.set_up.page import FROM_BACKUP, FROM_OFFICE, SetUpPage
from pos_app.desktop.pages.stopped import StoppedPage
from pos_app.desktop.window import TillView
from pos_app.domain.operator import Role
from pos_app.domain.refusals import Refusal
from pos_app.keys.key_file import open_with_recovery_words
from pos_app.keys.recovery_words import new_recovery_words
from pos_app.settings import TillFolder
from pos_app.store.backup import back_up
from tests.clock import ManualClock
from tests.desktop.desk_work import AtDesk
from tests.tills import TemplateTill, copy_of, folder_in, open_copy

PASSPHRASE = "une phrase bien longue"


@pytest.fixture
def stick(template: TemplateTill, tmp_path: Path) -> Path:
    """A medium with two backups of the template's till, and its key file beside them."""
    folder = copy_of(template, tmp_path / "old")
    opened = open_copy(template, folder, ManualClock())
    medium = tmp_path / "stick" / "pos-app-MRS1"
    for made_ms in (1_700_000_000_000, 1_700_000_500_000):
        back_up(opened.till.connection, key=opened.key_file.keys.database, folder=medium, name=f"MRS1-{made_ms}")
    opened.key_file.export(medium / "till.keys")
    close_till(opened)
    return tmp_path / "stick"


def test_the_newest_backup_of_a_medium_comes_first(stick: Path) -> None:
    assert [one.made_ms for one in backups_in(stick)] == [1_700_000_500_000, 1_700_000_000_000]
    assert backups_in(stick / "pos-app-MRS1") == backups_in(stick)
    assert backups_in(stick / "nowhere") == ()


def test_a_new_computer_takes_the_newest_backup_and_the_words(
    template: TemplateTill, stick: Path, tmp_path: Path
) -> None:
    folder = folder_in(tmp_path / "new")
    restored = restore_newest(folder, stick, template.words, clock=ManualClock())
    assert restored.entries > 0
    assert open_with_recovery_words(folder.key_file, template.words).slots


def test_nothing_stays_behind_where_the_words_are_another_till_s(
    template: TemplateTill, stick: Path, tmp_path: Path
) -> None:
    folder = folder_in(tmp_path / "new")
    other = new_recovery_words()
    with pytest.raises(Refusal, match="recovery_words"):
        restore_newest(folder, stick, other, clock=ManualClock())
    assert not folder.exists
    with pytest.raises(Refusal, match="no_backup_there"):
        restore_newest(folder, tmp_path / "empty", template.words, clock=ManualClock())


def test_the_assistant_puts_a_backup_back_and_opens_the_till(
    application: QApplication, qtbot: QtBot, template: TemplateTill, stick: Path, tmp_path: Path
) -> None:
    folder = folder_in(tmp_path / "new")
    desktop = Desktop(application, folder)
    desktop.start()
    page = desktop.window.centralWidget()
    assert isinstance(page, SetUpPage)
    page.steps.setCurrentIndex(FROM_BACKUP)
    page.fields["restore_folder"].setText(str(tmp_path / "empty"))
    page.fields["restore_words"].setText(" ".join(template.words))
    page.backup_again.restore.click()
    qtbot.waitUntil(lambda: "pas de sauvegarde" in page.wrong.text(), timeout=30_000)
    page.fields["restore_folder"].setText(str(stick))
    page.backup_again.restore.click()
    qtbot.waitUntil(lambda: desktop.window.centralWidget() is not page, timeout=30_000)
    assert folder.exists
    _leave(desktop, qtbot, template)


def test_the_assistant_says_what_head_office_refuses(application: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    desktop = Desktop(application, folder_in(tmp_path / "new"))
    desktop.start()
    page = desktop.window.centralWidget()
    assert isinstance(page, SetUpPage)
    page.steps.setCurrentIndex(FROM_OFFICE)
    values = {"found_code": "ABCDE", "found_name": "Amina", "found_pin": "135790", "found_pin_again": "135791"}
    for name, value in values.items():
        page.fields[name].setText(value)
    page.office_again.finding.click()
    assert "deux" in page.wrong.text()
    page.fields["found_pin_again"].setText("135790")
    page.fields["found_passphrase"].setText(PASSPHRASE)
    page.office_again.finding.click()
    qtbot.waitUntil(page.office_again.finding.isEnabled, timeout=30_000)
    assert "code" in page.wrong.text()
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())


def test_a_damaged_database_is_replaced_from_the_page_that_says_so(
    application: QApplication, qtbot: QtBot, template: TemplateTill, stick: Path, tmp_path: Path
) -> None:
    folder = copy_of(template, tmp_path / "broken")
    folder.database.write_bytes(b"\0" * 8192)
    desktop = Desktop(application, folder, key=bytes(32))
    desktop.start()
    qtbot.waitUntil(lambda: isinstance(desktop.window.centralWidget(), StoppedPage), timeout=30_000)
    page = desktop.window.centralWidget()
    assert isinstance(page, StoppedPage)
    assert page.again is not None
    page.again.fields["restore_folder"].setText(str(stick))
    page.again.fields["restore_words"].setText(" ".join(template.words))
    page.again.restore.click()
    at_desk = AtDesk(desktop, qtbot, template)
    at_desk.wait(lambda: isinstance(desktop.view, TillView))
    at_desk.wait_for_sign_in()
    at_desk.close()


def test_a_till_is_not_found_again_over_another_one(template: TemplateTill, tmp_path: Path) -> None:
    folder: TillFolder = copy_of(template, tmp_path / "here")
    assert check_newcomer(Newcomer("Amina", Role.COORDINATOR, "135790")).operator.role is Role.COORDINATOR
    with pytest.raises(Refusal, match="enrolment_code_malformed"):
        find_till_again(folder, code="x", first_name="Amina", pin="135790", passphrase=PASSPHRASE, clock=ManualClock())


def _leave(desktop: Desktop, qtbot: QtBot, template: TemplateTill) -> None:
    with qtbot.waitSignal(desktop.stopped, timeout=30_000):
        desktop.window.close()
