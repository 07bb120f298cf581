"""Signing in at the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.desktop.pages.forgotten_pin import ForgottenPin
from pos_app.desktop.pages.settings.page import SettingsPage
from pos_app.domain.facts import OperatorAdded, OperatorPinChanged, SignedIn
from tests.desktop.desk_work import AtDesk


def test_a_wrong_pin_is_told_and_five_make_one_wait(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    page = at_desk.view.sign_in
    at_desk.click(page.people[at_desk.template.coordinator.code])
    for left in (4, 3, 2, 1):
        told = f"attente\u00a0: {left}."
        at_desk.write("000001")
        at_desk.wait(partial(_shows, page.wrong, told))
    at_desk.write("000001")
    at_desk.wait(lambda: "attendez 30 secondes" in page.wrong.text())
    at_desk.write("135790")
    at_desk.wait(lambda: page.pin.isEnabled() and "attendez" in page.wrong.text())
    assert at_desk.desk.operator is None


def test_the_pin_pad_works_with_the_mouse(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    page = at_desk.view.sign_in
    at_desk.click(page.people[at_desk.template.coordinator.code])

    keys = {made.text(): made for made in page.pin.findChildren(QPushButton)}
    for digit in "13579":
        at_desk.click(keys[digit])
    at_desk.click(keys["⌫"])
    for digit in "90":
        at_desk.click(keys[digit])
    at_desk.wait(lambda: at_desk.desk.operator is not None)
    assert [fact for fact in at_desk.facts(SignedIn) if isinstance(fact, SignedIn) and fact.how == "pin"]


def test_a_volunteer_is_added_in_one_row_and_signs_in_with_the_badge(at_desk: AtDesk) -> None:
    at_desk.press(Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    settings = at_desk.view.page("settings")
    assert isinstance(settings, SettingsPage)
    assert settings.isVisible()
    tab = settings.operators
    tab.first_name.setFocus()
    at_desk.write("Youssef")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "Badges" in settings.notice.text)
    badges = list(at_desk.desk.running.folder.papers.glob("badges-*.pdf"))
    assert len(badges) == 1
    at_desk.wait(lambda: any(account.operator.first_name == "Youssef" for account in at_desk.desk.accounts))


def test_several_are_added_from_a_list_or_none(at_desk: AtDesk) -> None:
    at_desk.view.show_page("settings")
    settings = at_desk.view.page("settings")
    assert isinstance(settings, SettingsPage)
    tab = settings.operators
    before = len(at_desk.facts(OperatorAdded))
    tab.several.setPlainText("Inès\nKarim\n" + "x" * 60)
    at_desk.click(tab.add_list)
    at_desk.wait(lambda: "prénom" in settings.notice.text)
    assert len(at_desk.facts(OperatorAdded)) == before
    tab.several.setPlainText("Inès\nKarim\n\nMariam")
    at_desk.click(tab.add_list)
    at_desk.wait(lambda: len(at_desk.facts(OperatorAdded)) == before + 3)


def test_a_lost_coordinator_pin_comes_back_with_the_recovery_sheet(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    page = at_desk.view.sign_in
    at_desk.click(page.people[at_desk.template.coordinator.code])
    panel = ForgottenPin(at_desk.desk, at_desk.template.coordinator, at_desk.desktop.window)
    panel.words.setPlainText("un deux trois")
    panel.pin.setText("864209")
    at_desk.click(panel.accept)
    at_desk.wait(lambda: "3 mots" in panel.wrong.text())
    panel.words.setPlainText(" ".join(at_desk.template.words).upper())
    with at_desk.qtbot.waitSignal(panel.closed, timeout=10_000):
        at_desk.click(panel.accept)
    (changed,) = at_desk.facts(OperatorPinChanged)
    assert isinstance(changed, OperatorPinChanged)
    assert changed.how == "recovery_sheet"
    at_desk.sign_in("864209")


def _shows(label: QLabel, text: str) -> bool:
    return text in label.text()
