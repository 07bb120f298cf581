"""The turned screen: one key, large phrases in the person's language, and back to exactly where one was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.structures import add_structure
from pos_app.desktop.pages.turned.phrase_card import PhraseCard
from pos_app.desktop.pages.turned.screen import TurnedScreen
from pos_app.desktop.pages.turned.visit import Visit, languages_of, said, say_phrase, spoken
from pos_app.domain.language_file import PHRASES
from pos_app.printing.languages import language_codes
from tests.desktop.desk_work import AtDesk
from tests.desktop.test_people import register

EVERYTHING = Visit("15,00 €", "6,00 €", "5,00 €", "23/08/2027", "12,00 €", (("1 × Carte illimitée", "13,00 €"),))


def turned(desk: AtDesk) -> TurnedScreen:
    desk.press(Qt.Key.Key_F3)
    screen = desk.view.turning.screen
    assert screen is not None
    return screen


def texts(screen: TurnedScreen) -> list[str]:
    return [text for card in screen.cards for text in card.said.texts]


@pytest.mark.parametrize("code", language_codes())
def test_every_language_says_every_phrase_of_a_visit(code: str) -> None:
    shown = said(languages_of(spoken(code)), EVERYTHING)
    assert [one.phrase for one in shown] == list(PHRASES)
    assert all("{" not in text for one in shown for text in one.texts)


def test_what_is_not_known_is_not_said() -> None:
    codes = {one.phrase.code for one in said(languages_of(("fr",)), Visit())}
    assert codes.isdisjoint({"price", "basket", "change", "right_ends", "cap_left"})
    assert {"thanks", "sign", "wait"} <= codes


def test_a_language_without_a_file_is_said_in_french_and_in_english() -> None:
    assert spoken("snk") == ("fr", "en")
    price = say_phrase(languages_of(spoken("snk")), "price", EVERYTHING)
    assert price is not None
    assert price.texts == ("Cela coûte 15,00 €.", "It costs 15,00 €.")


def test_an_amount_keeps_its_direction_within_arabic() -> None:
    price = say_phrase(languages_of(("ar",)), "price", EVERYTHING)
    assert price is not None
    assert "\u206815,00 €\u2069" in price.texts[0]


def test_a_key_turns_the_screen_and_escape_returns_to_the_same_word(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.sale.search.setFocus()
    at_desk.write("car")
    screen = turned(at_desk)
    assert "Cela coûte 2,50\u00a0€." in texts(screen)
    at_desk.press(Qt.Key.Key_Escape)
    assert at_desk.view.turning.screen is None
    assert at_desk.sale.search.hasFocus()
    assert at_desk.sale.search.text() == "car"
    assert at_desk.desk.basket.quantity == 1


def test_a_phrase_fills_the_screen_by_its_key_and_escape_goes_back_to_all(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    screen = turned(at_desk)
    at_desk.press(Qt.Key.Key_3)
    assert screen.alone is not None
    assert screen.alone.said.lines == (("1 × Carte 30 minutes", "2,50\u00a0€"),)
    at_desk.press(Qt.Key.Key_Escape)
    assert screen.cards[0].hasFocus()
    assert at_desk.view.turning.screen is screen


def test_a_phrase_that_is_being_read_stays_when_the_visit_changes_or_the_language(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    screen = turned(at_desk)
    at_desk.press(Qt.Key.Key_3)
    at_desk.desk.set_quantity(0, 2)
    assert screen.alone is not None
    assert screen.alone.said.lines == (("2 × Carte 30 minutes", "5,00\u00a0€"),)
    at_desk.click(screen.languages["ar"])
    assert screen.alone is not None
    assert screen.alone.said.phrase.code == "basket"
    at_desk.press(Qt.Key.Key_Escape)
    at_desk.press(Qt.Key.Key_Tab)
    read = screen.focusWidget()
    assert isinstance(read, PhraseCard)
    at_desk.desk.set_quantity(0, 3)
    now = screen.focusWidget()
    assert isinstance(now, PhraseCard)
    assert now.said.phrase.code == read.said.phrase.code


def test_another_language_is_chosen_by_its_own_name(at_desk: AtDesk) -> None:
    screen = turned(at_desk)
    at_desk.click(screen.languages["ar"])
    assert "شكرًا لكم وإلى اللقاء!" in texts(screen)
    assert screen.cards[0].layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_it_speaks_the_language_of_the_person_and_says_their_right_but_no_name(at_desk: AtDesk) -> None:
    running, coordinator = at_desk.desk.running, at_desk.template.coordinator
    at_desk.result(running.run(add_structure, operator=coordinator, name="CCAS de Marseille", commune="Marseille"))
    register(at_desk)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: at_desk.sale.isVisible() and at_desk.sale.person.isVisible())
    whom = at_desk.desk.people.chosen
    assert isinstance(whom, PersonAtDesk)
    screen = turned(at_desk)
    assert screen.language == whom.person.identity.language
    codes = [card.said.phrase.code for card in screen.cards]
    assert {"right_ends", "cap_left"} <= set(codes)
    assert not any("Benali" in text or "Samira" in text for text in texts(screen))


def test_it_turns_while_paying_and_the_amount_stays(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    at_desk.write("20")
    turned(at_desk)
    at_desk.press(Qt.Key.Key_Escape)
    assert at_desk.payment.field.text() == "20"
    assert at_desk.payment.field.hasFocus()
    at_desk.validate()
    assert any("17,50\u00a0€" in text for text in texts(turned(at_desk)))


def test_a_till_that_locks_says_nothing_any_more(at_desk: AtDesk) -> None:
    turned(at_desk)
    at_desk.desk.leave()
    at_desk.wait(lambda: at_desk.desk.operator is None)
    assert at_desk.view.turning.screen is None
    at_desk.press(Qt.Key.Key_F3)
    assert at_desk.view.turning.screen is None
