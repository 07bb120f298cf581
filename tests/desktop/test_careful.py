"""What must not be lost or left open: baskets, sheets with secrets, a desk that nobody touches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from pos_app.desktop.network_watch import NetworkWatch
from pos_app.desktop.pages.settings.page import SettingsPage
from pos_app.desktop.pages.stock.page import StockPage
from pos_app.domain.facts import BasketVoided, PrepaymentSlipPrinted, RecoverySheetRenewed, SignedOut
from pos_app.domain.refusals import Unavailable
from pos_app.keys.key_file import open_with_recovery_words
from tests.desktop.desk_work import AtDesk
from tests.tills import COORDINATOR_PIN


def test_undo_cannot_throw_a_resumed_basket_away(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F8)
    at_desk.wait(lambda: at_desk.desk.holding.held)
    at_desk.add("atelier")
    at_desk.desk.void()
    at_desk.desk.holding.resume(at_desk.desk.holding.held[0].basket.id)
    at_desk.wait(lambda: at_desk.desk.basket.lines)
    at_desk.desk.undo_void()
    assert [line.product.code for line in at_desk.desk.basket.lines] == ["CARTE-30"]
    at_desk.wait(lambda: at_desk.facts(BasketVoided))


def test_the_payment_stays_open_until_the_sale_is_on_the_disk(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    panel = at_desk.payment
    panel.validate()
    assert at_desk.desk.recording
    panel.close_overlay()
    at_desk.desk.leave()
    assert at_desk.sale.payment is panel
    assert at_desk.desk.operator is not None
    at_desk.wait(lambda: at_desk.sale.payment is None)
    assert not at_desk.desk.recording


def test_closing_the_window_keeps_the_basket_and_says_who_left(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    at_desk.sign_in()
    at_desk.add("carte 30")
    held, left = _at_the_end(at_desk)
    assert held == ["CARTE-30"]
    assert left == 1


def test_a_basket_that_nobody_is_signed_in_for_is_kept_too(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    at_desk.sign_in()
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F10)
    held, left = _at_the_end(at_desk)
    assert held == ["CARTE-30"]
    assert left == 1


def test_a_desk_that_nobody_touches_locks_and_keeps_its_basket(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.desktop.idle_lock.idle.emit()
    at_desk.wait(lambda: at_desk.view.pages.currentWidget() is at_desk.view.sign_in)
    assert at_desk.desk.operator is None
    at_desk.sign_in(COORDINATOR_PIN)
    assert at_desk.desk.basket.quantity == 1


def test_a_touch_puts_the_lock_off(at_desk: AtDesk) -> None:
    timer = at_desk.desktop.idle_lock._timer
    timer.start(60_000)
    timer.setInterval(180_000)
    at_desk.keys_to_window(["x"], gap_ms=100)
    assert timer.remainingTime() > 60_000


def test_a_new_recovery_sheet_is_there_before_the_old_one_is_void(at_desk: AtDesk) -> None:
    folder = at_desk.desk.running.folder
    folder.papers.rmdir() if folder.papers.is_dir() else None
    folder.papers.write_text("no folder can be made here")
    future = at_desk.desk.running.new_recovery_sheet(operator=at_desk.template.coordinator)
    assert isinstance(future.exception(timeout=10), Unavailable)
    assert open_with_recovery_words(folder.key_file, at_desk.template.words).slots
    folder.papers.unlink()
    assert at_desk.facts(RecoverySheetRenewed) == []


def test_sheets_with_secrets_are_gone_after_signing_out(at_desk: AtDesk) -> None:
    folder = at_desk.desk.running.folder
    sheet: Path = at_desk.result(at_desk.desk.running.new_recovery_sheet(operator=at_desk.template.coordinator))
    assert sheet.parent == folder.papers
    assert sheet.exists()
    assert len(at_desk.facts(RecoverySheetRenewed)) == 1
    at_desk.press(Qt.Key.Key_F10)
    at_desk.wait(lambda: not sheet.exists())


def test_a_catalogue_in_another_encoding_is_refused_with_its_line(at_desk: AtDesk, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_bytes("#produit\nproduit;CARTE;Carte illimitée".encode("cp1252"))
    at_desk.view.show_page("settings")
    page = at_desk.view.page("settings")
    assert isinstance(page, SettingsPage)
    page.this_till.load_catalogue_from(file)
    at_desk.wait(lambda: "UTF-8" in page.notice.text)
    assert "2" in page.notice.text
    page.this_till.load_catalogue_from(tmp_path / "absent.csv")
    at_desk.wait(lambda: "absent.csv" in page.notice.text)


def test_a_scanned_code_with_other_characters_is_typed_whole_and_its_enter_means_nothing(at_desk: AtDesk) -> None:
    at_desk.view.show_page("stock")
    page = at_desk.view.page("stock")
    assert isinstance(page, StockPage)
    at_desk.view.show_page("sale")
    at_desk.sale.search.setFocus()
    at_desk.scan("ABCDE-FGHIJ@siege.example.org:8443")
    at_desk.wait(lambda: at_desk.sale.search.text().endswith(":8443"))
    assert at_desk.sale.search.text() == "ABCDE-FGHIJ@siege.example.org:8443"
    assert at_desk.sale.notice.text == ""


def test_the_network_that_came_back_starts_a_sync(at_desk: AtDesk, qtbot: QtBot) -> None:
    reach = QNetworkInformation.Reachability
    watch = NetworkWatch()
    with qtbot.assertNotEmitted(watch.came_back):
        watch.heard(reach.Disconnected)
        watch.heard(reach.Local)
    with qtbot.waitSignal(watch.came_back):
        watch.heard(reach.Online)
    with qtbot.assertNotEmitted(watch.came_back):
        watch.heard(reach.Site)


def _at_the_end(at_desk: AtDesk) -> tuple[list[str], int]:
    """What the closed till's file says: the articles put aside, and how often somebody signed out."""
    from pos_app.counter.open_till import abandon_till
    from pos_app.store import journal
    from pos_app.store.held_baskets import held_baskets
    from tests.clock import ManualClock
    from tests.tills import open_copy

    folder = at_desk.desk.running.folder
    at_desk.close()
    opened = open_copy(at_desk.template, folder, ManualClock())
    held = [str(line.product.code) for one in held_baskets(opened.till.connection) for line in one.basket.lines]
    left = sum(entry.kind == SignedOut.kind for _, entry in journal.every_entry(opened.till.connection))
    abandon_till(opened)
    return held, left


def test_p_puts_the_basket_on_paper_before_payment_once_and_the_sale_goes_on(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    panel = at_desk.payment
    at_desk.press(Qt.Key.Key_P)
    at_desk.press(Qt.Key.Key_P)
    at_desk.wait(lambda: at_desk.facts(PrepaymentSlipPrinted))
    assert not panel.before.isEnabled()
    at_desk.write("20")
    at_desk.validate()
    assert len(at_desk.facts(PrepaymentSlipPrinted)) == 1
