"""A desk with a second screen turned to the person. Run by test_customer.py in a process that has two screens."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pos_app.desktop.customer.screen import CustomerScreen
from pos_app.desktop.customer.sheet import Sheet
from pos_app.desktop.pages.settings.page import SettingsPage
from tests.desktop.desk_work import AtDesk
from tests.desktop.test_people import desk as _desk
from tests.desktop.test_people import register

desk = _desk
"""The fixture with a structure that writes slips."""


def display(at_desk: AtDesk) -> CustomerScreen:
    at_desk.wait(lambda: at_desk.view.customer.screen)
    shown = at_desk.view.customer.screen
    assert shown is not None
    return shown


def sheet(at_desk: AtDesk) -> Sheet:
    at_desk.wait(lambda: display(at_desk).sheet)
    shown = display(at_desk).sheet
    assert shown is not None
    return shown


def said(shown: Sheet) -> dict[str, str]:
    return {one.phrase.code: one.texts[0] for one in (shown.heading, *shown.amounts)}


def test_the_second_screen_follows_the_basket_and_thanks_with_the_change(at_desk: AtDesk) -> None:
    screen = display(at_desk)
    assert screen.screen().name() == "PERSON"
    assert screen.geometry() == screen.screen().geometry()
    assert screen.sheet is None, "nobody is served yet: the welcome"
    at_desk.add("carte 30")
    shown = sheet(at_desk)
    assert shown.lines == (("1 × Carte 30 minutes", "2,50\u00a0€"),)
    assert said(shown)["price"] == "Cela coûte 2,50\u00a0€."
    at_desk.pay("5")
    at_desk.wait(lambda: not sheet(at_desk).lines)
    told = said(sheet(at_desk))
    assert told["change"] == "Voici votre monnaie\u00a0: 2,50\u00a0€."
    assert set(told) >= {"thanks", "price", "change"}
    at_desk.view.customer.welcome_next()
    assert screen.sheet is None


def test_it_never_takes_the_keyboard(at_desk: AtDesk) -> None:
    screen = display(at_desk)
    assert not screen.isActiveWindow()
    assert at_desk.sale.search.hasFocus()
    at_desk.click(screen)
    assert at_desk.sale.search.hasFocus()


def test_it_speaks_the_language_of_the_person_and_says_nothing_of_who_they_are(desk: AtDesk) -> None:
    someone = register(desk)
    identity = replace(someone.person.identity, language="ar")
    desk.desk.people.choose(replace(someone, person=replace(someone.person, identity=identity)))
    desk.view.show_page("sale")
    desk.add("carte 30")
    shown = sheet(desk)
    words = repr(shown)
    assert shown.right_to_left
    assert "Samira" not in words
    assert "Ben Ali" not in words
    assert {one.phrase.code for one in shown.amounts} <= {"price", "saving"}, (
        "how long the right lasts is nobody else's"
    )


def test_signing_out_leaves_the_welcome(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    sheet(at_desk)
    at_desk.press(Qt.Key.Key_F10)
    at_desk.wait(lambda: at_desk.desk.operator is None)
    assert display(at_desk).sheet is None


def test_the_settings_take_it_away_and_bring_it_back(at_desk: AtDesk) -> None:
    display(at_desk)
    before = at_desk.view
    choose_screen(at_desk, "none")
    at_desk.wait(lambda: at_desk.view is not before)
    QApplication.processEvents()
    assert at_desk.view.customer.screen is None
    before = at_desk.view
    choose_screen(at_desk, "PERSON")
    at_desk.wait(lambda: at_desk.view is not before)
    assert display(at_desk).screen().name() == "PERSON"


def choose_screen(at_desk: AtDesk, name: str) -> None:
    at_desk.view.show_page("settings")
    page = at_desk.view.page("settings")
    assert isinstance(page, SettingsPage)
    box = page.this_till.customer
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())
