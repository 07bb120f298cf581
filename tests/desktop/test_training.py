"""Practising at the window: in from the sign-in page or the settings, by keyboard, and back without a restart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from pos_app.desktop.desk import Desk
from pos_app.desktop.exercise_words import Doing, hint_words
from pos_app.desktop.pages.sale.page import SalePage
from pos_app.desktop.training_band import TrainingBand
from pos_app.domain.facts import SaleRecorded, SignedIn, TrainingEntered, TrainingLeft
from tests.desktop.desk_work import AtDesk
from tests.tills import COORDINATOR_PIN


def band_of(at_desk: AtDesk) -> TrainingBand:
    """Once the till for practice is shown."""
    at_desk.wait(lambda: at_desk.desktop.window.findChild(TrainingBand) and practice(at_desk).shelf)
    band = at_desk.desktop.window.findChild(TrainingBand)
    assert isinstance(band, TrainingBand)
    return band


def practice(at_desk: AtDesk) -> Desk:
    room = at_desk.desktop.training
    assert room is not None
    assert room.desk is not None
    return room.desk


def enter_from_settings(at_desk: AtDesk) -> TrainingBand:
    at_desk.view.show_page("settings")
    at_desk.press(Qt.Key.Key_F9)
    at_desk.wait(lambda: at_desk.desktop.training is not None and at_desk.desktop.training.desk is not None)
    return band_of(at_desk)


def sell_a_card(at_desk: AtDesk, band: TrainingBand) -> None:
    page = at_desk.view.page("sale")
    assert isinstance(page, SalePage)
    at_desk.wait(lambda: page.shelf.tiles)
    page.search.setFocus()
    at_desk.write("30 min")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "F12" in band.hint.text())
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: page.asking is not None and page.asking.isVisible())
    at_desk.press(Qt.Key.Key_1)  # to whom: one key
    at_desk.wait(lambda: "Tapez ce que la personne donne" in band.hint.text())


def test_from_the_sign_in_page_and_back_by_keyboard(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    at_desk.click(at_desk.view.sign_in.people[at_desk.template.coordinator.code])
    at_desk.press(Qt.Key.Key_F9)
    assert "Qui s’exerce" in at_desk.view.sign_in.who.text()
    at_desk.write(COORDINATOR_PIN)
    at_desk.wait(lambda: at_desk.desktop.training is not None and at_desk.desktop.training.desk is not None)
    band = band_of(at_desk)
    assert (band.word.text(), "1 sur 4" in band.step.text()) == ("FORMATION", True)
    assert at_desk.desk.operator is None  # of the real till: nobody sells there meanwhile
    at_desk.press(Qt.Key.Key_F10)
    at_desk.wait_for_sign_in()
    at_desk.wait(lambda: at_desk.facts(TrainingLeft))
    assert len(at_desk.facts(TrainingEntered)) == 1
    at_desk.sign_in()  # the same window, the real till
    assert at_desk.desk.operator is not None


def test_every_page_has_the_banner_and_the_hints_follow(at_desk: AtDesk) -> None:
    band = enter_from_settings(at_desk)
    for page in ("sale", "people", "stock", "cash", "journal", "impact", "sync", "settings"):
        at_desk.view.show_page(page)
        assert band.isVisible()
        assert band.word.text() == "FORMATION"
    at_desk.view.show_page("sale")
    sell_a_card(at_desk, band)
    assert at_desk.facts(SaleRecorded) == []
    at_desk.press(Qt.Key.Key_Escape)


def test_a_scan_while_practising_reaches_the_till_for_practice_alone(at_desk: AtDesk) -> None:
    signed_in = len(at_desk.facts(SignedIn))
    enter_from_settings(at_desk)
    code = next(iter(practice(at_desk).shelf.catalogue.products.values())).barcodes[0]  # type: ignore[union-attr]  # it is there: band_of waited
    at_desk.scan(code)
    at_desk.wait(lambda: practice(at_desk).basket.quantity == 1)
    assert at_desk.desk.basket.quantity == 0
    assert len(at_desk.facts(SignedIn)) == signed_in


def test_closing_the_window_while_practising_ends_both_tills(at_desk: AtDesk) -> None:
    enter_from_settings(at_desk)
    running = at_desk.desktop.running
    assert running is not None
    at_desk.close()
    assert at_desk.desktop.running is None


def test_a_hint_says_what_to_do_where_the_trainee_is() -> None:
    """Each place has its own, and what waits in the ticket comes first."""
    from pos_app.counter.exercise import Step

    hints = [
        hint_words(Step.SELL, Doing("sale")),
        hint_words(Step.SELL, Doing("stock")),
        hint_words(Step.SELL, Doing("sale", articles=1)),
        hint_words(Step.SELL, Doing("sale", articles=1, paying=True)),
        hint_words(Step.REFUND, Doing("sale")),
        hint_words(Step.REFUND, Doing("journal")),
        hint_words(Step.REPRINT, Doing("sale")),
        hint_words(Step.REPRINT, Doing("journal")),
        hint_words(Step.CLOSE, Doing("journal")),
        hint_words(Step.CLOSE, Doing("cash")),
        hint_words(None, Doing("cash")),
    ]
    assert len(set(hints)) == len(hints)
    assert hint_words(Step.CLOSE, Doing("sale", articles=1)) == hints[2]
