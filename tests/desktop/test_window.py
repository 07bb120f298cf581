"""The window as a whole: pages, languages, colours, accessibility, and a start that loads little."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.counter.preferences import Preferences
from pos_app.desktop.application import Desktop
from pos_app.desktop.pages.journal import JournalPage
from pos_app.desktop.pages.set_up.page import SetUpPage
from pos_app.desktop.pages.settings.page import SettingsPage
from pos_app.desktop.pages.stopped import StoppedPage
from pos_app.desktop.pages.sync import SyncPage
from pos_app.desktop.pages.unlock import UnlockPage
from pos_app.desktop.window import TillView
from pos_app.domain.facts import ReceiptPrinted
from pos_app.keys.key_file import open_with_recovery_words
from pos_app.settings import TillFolder
from tests.desktop.desk_work import AtDesk
from tests.tills import TemplateTill, copy_of

PAGES = ("sale", "stock", "cash", "journal", "sync", "settings")


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_an_accessible_name(at_desk: AtDesk, page: str) -> None:
    at_desk.view.show_page(page)
    shown = at_desk.view.page(page)
    nameless = [
        type(widget).__name__
        for widget in shown.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(shown)
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in ("QTabBar", "QTabWidget", "QScrollArea", "QHeaderView")
    ]
    assert nameless == []


def test_a_ticket_is_printed_again_from_the_journal(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.pay("2,50")
    at_desk.press(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    page = at_desk.view.page("journal")
    assert isinstance(page, JournalPage)
    at_desk.wait(lambda: page.table.rowCount() == 1)
    at_desk.click(page.print)
    at_desk.wait(lambda: len(at_desk.facts(ReceiptPrinted)) == 1)
    at_desk.click(page.print)
    at_desk.wait(lambda: len(at_desk.facts(ReceiptPrinted)) == 2)
    at_desk.wait((at_desk.desk.running.folder.receipts / "MRS1-000001-duplicata-1.pdf").exists)
    page.search.setText("999")
    page.refresh()
    at_desk.wait(lambda: "Aucun ticket" in page.notice.text)


def test_a_till_alone_says_so_and_joins_nobody_by_nonsense(at_desk: AtDesk) -> None:
    at_desk.view.show_page("sync")
    page = at_desk.view.page("sync")
    assert isinstance(page, SyncPage)
    assert not page.start.isEnabled()
    assert "Seule" in at_desk.view.strip.text
    page.code.setText("bonjour")
    at_desk.click(page.join)
    at_desk.wait(lambda: "code de raccordement" in page.notice.text)
    page.code.setText("ABCDE-" * 10 + "ABCDE-F@127.0.0.1:1")
    at_desk.click(page.join)
    at_desk.wait(lambda: page.notice.text and page.join.isEnabled())


def test_language_and_colours_change_at_once(at_desk: AtDesk) -> None:
    old = at_desk.view
    at_desk.view.show_page("settings")
    page = at_desk.view.page("settings")
    assert isinstance(page, SettingsPage)
    page.this_till.language.setCurrentIndex(1)
    page.this_till.theme.setCurrentIndex(1)
    page.this_till.language.activated.emit(1)
    at_desk.wait(lambda: at_desk.desktop.view is not old and at_desk.sale.shelf.tiles)
    assert at_desk.sale.ticket.pay.words == "Take payment"
    at_desk.desktop.remake(Preferences())
    assert at_desk.sale.ticket.pay.words == "Encaisser"


def test_a_catalogue_with_an_error_is_refused_by_line(at_desk: AtDesk, tmp_path: Path) -> None:
    at_desk.view.show_page("settings")
    page = at_desk.view.page("settings")
    assert isinstance(page, SettingsPage)
    wrong = tmp_path / "catalogue.csv"
    wrong.write_text("tva;TVA-20;20;\nproduit;X\n", encoding="utf-8")
    page.this_till.load_catalogue_from(wrong)
    at_desk.wait(lambda: "ligne 2" in page.notice.text)


def test_the_window_fits_a_small_screen(at_desk: AtDesk) -> None:
    at_desk.desktop.window.resize(1024, 600)
    assert at_desk.desktop.window.size().width() == 1024
    assert at_desk.desktop.window.size().height() == 600


def test_a_second_window_is_told_where_the_first_is(at_desk: AtDesk, application: QApplication, qtbot: QtBot) -> None:
    folder = at_desk.desk.running.folder
    key = secrets.token_bytes(32)
    at_desk.desk.running.key_file.with_keyring_slot(key)
    second = Desktop(application, folder, key=key)
    second.start()
    qtbot.waitUntil(lambda: isinstance(second.window.centralWidget(), StoppedPage), timeout=10_000)
    page = second.window.centralWidget()
    assert isinstance(page, StoppedPage)
    assert "déjà ouverte" in page.sentence.text()
    second.window.close()


def test_without_a_keyring_the_recovery_sheet_opens_the_till(
    application: QApplication, qtbot: QtBot, template: TemplateTill, tmp_path: Path
) -> None:
    desktop = Desktop(application, copy_of(template, tmp_path))
    desktop.start()
    qtbot.waitUntil(lambda: isinstance(desktop.window.centralWidget(), UnlockPage), timeout=30_000)
    page = desktop.window.centralWidget()
    assert isinstance(page, UnlockPage)
    assert "fiche de secours" in page.sentence.text()
    page.words.setPlainText("abaisser " * 12)
    page.by_words.click()
    qtbot.waitUntil(page.by_words.isEnabled, timeout=10_000)
    page.words.setPlainText(" ".join(template.words))
    page.by_words.click()
    at_desk = AtDesk(desktop, qtbot, template)
    at_desk.wait_for_sign_in()
    at_desk.close()


def test_the_first_run_ends_with_a_till_that_sells(
    application: QApplication, qtbot: QtBot, template: TemplateTill, tmp_path: Path
) -> None:
    folder = TillFolder(data=tmp_path / "data", marks=tmp_path / "marks")
    desktop = Desktop(application, folder)
    desktop.start()
    page = desktop.window.centralWidget()
    assert isinstance(page, SetUpPage)
    typed = {"point": "Grenoble", "series": "gre", "address": "8 avenue de l'Exemple", "siret": "1"}
    enter(page, typed)
    assert "série" in page.wrong.text()
    enter(page, {"series": "GRE1"})
    assert "SIRET" in page.wrong.text()
    enter(page, {"siret": "123 456 789 00012"})
    enter(page, {"first_name": "Amina", "pin": "135790", "pin_again": "135791"})
    assert "PIN" in page.wrong.text()
    enter(page, {"pin_again": "135790"})
    qtbot.waitUntil(lambda: "trousseau" in page.wrong.text(), timeout=30_000)
    enter(page, {"passphrase": "une phrase bien longue"})
    qtbot.waitUntil(lambda: page.steps.currentIndex() == 2, timeout=30_000)
    words = [part.split(". ")[1] for part in page.words.text().split("   ")]
    asked = int("".join(filter(str.isdigit, page.word.placeholderText())))
    enter(page, {"word": "faux"})
    assert page.steps.currentIndex() == 2
    enter(page, {"word": words[asked - 1]})
    page.alone.click()
    at_desk = AtDesk(desktop, qtbot, template)
    at_desk.wait(lambda: isinstance(desktop.view, TillView) and desktop.desk.operator is not None)
    at_desk.wait(lambda: at_desk.sale.shelf.tiles and desktop.window.isActiveWindow())
    at_desk.add("atelier")
    at_desk.pay()
    at_desk.close()
    reopened = open_with_recovery_words(folder.key_file, tuple(words))
    assert reopened.slots


def enter(page: SetUpPage, values: dict[str, str]) -> None:
    """Fills fields and strikes Enter in the last one."""
    for name, value in values.items():
        page.fields[name].setText(value)
    last = page.fields[next(reversed(values))]
    assert isinstance(last, QLineEdit)
    last.returnPressed.emit()


START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pos_app.desktop.application import Desktop
from pos_app.settings import TillFolder
application = QApplication([])
desktop = Desktop(application, TillFolder(Path(sys.argv[1]), Path(sys.argv[2])), key=bytes.fromhex(sys.argv[3]))
desktop.stopped.connect(application.quit)
desktop.start()
timer = QTimer()
def look():
    if desktop.view is not None and desktop.view.sign_in.people:
        timer.stop()
        print(" ".join(sys.modules))
        desktop.window.close()
timer.timeout.connect(look)
timer.start(1)
application.exec()
"""
LAZY = (
    "reportlab", "barcode", "PIL", "urllib3", "http.client", "ssl", "keyring", "sqlite_utils", "litestar", "psycopg",
    "cryptography", "babel", "jinja2", "zstandard", "mnemonic", "asyncio", "unittest", "rapidfuzz",
)  # fmt: skip


def test_the_start_loads_nothing_that_can_wait(
    started: Callable[[], AtDesk], template: TemplateTill, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """PERFORMANCE.md: what costs tens of milliseconds to import is loaded after the sign-in page can be used."""
    folder = copy_of(template, tmp_path_factory.mktemp("start"))
    key = secrets.token_bytes(32)
    open_with_recovery_words(folder.key_file, template.words).with_keyring_slot(key)
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder.data), str(folder.marks), key.hex()],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    loaded = set(done.stdout.split())
    assert "PySide6.QtWidgets" in loaded
    assert sorted(loaded & set(LAZY)) == []
