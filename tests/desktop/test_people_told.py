"""Whom the window shows when head office tells something of them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.till import Till
from pos_app.store.people import history_of
from pos_app.store.people_exchange import FieldTold, PersonTold, take_person, take_tombstone
from tests.desktop.desk_work import AtDesk
from tests.desktop.test_people import desk, register

__all__ = ["desk"]


def chosen_for_a_sale(at_desk: AtDesk) -> PersonAtDesk:
    person = register(at_desk)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: at_desk.sale.isVisible() and at_desk.sale.person.isVisible())
    return person


def test_what_head_office_tells_of_whom_is_chosen_is_shown_at_once(desk: AtDesk) -> None:
    samira = chosen_for_a_sale(desk)

    def doubted(till: Till) -> None:
        told = [FieldTold(change, 1) for change in history_of(till.connection, samira.token)]
        with till.store.transaction() as act:
            take_person(act, PersonTold(samira.token, 0, told, ("family_name", "year_of_birth")))

    desk.result(desk.desk.running.run(doubted))
    desk.desk.running.synchronise()
    desk.wait(lambda: "en vérification" in desk.sale.person.who.text())
    assert desk.sale.person.who.text().endswith("nom, année de naissance")


def test_who_was_erased_elsewhere_is_no_longer_chosen(desk: AtDesk) -> None:
    samira = chosen_for_a_sale(desk)

    def erased(till: Till) -> None:
        with till.store.transaction() as act:
            take_tombstone(act, token=samira.token, erased_ms=0, basis="request")

    desk.result(desk.desk.running.run(erased))
    desk.desk.running.synchronise()
    desk.wait(lambda: not desk.sale.person.isVisible())
    assert desk.desk.basket.person == ""
