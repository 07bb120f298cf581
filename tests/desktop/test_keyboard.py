"""Who has the keyboard: news arrive all the time, and take it from nobody."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from pos_app.counter.evening import Step
from pos_app.counter.till_events import Recorded
from pos_app.desktop.pages.cash.move_panel import MovePanel
from pos_app.desktop.pages.cash.page import CashPage
from pos_app.desktop.pages.people.page import PeoplePage
from pos_app.desktop.pages.people.registration import RegistrationPanel
from pos_app.desktop.pages.settings.operators import OperatorsTab
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.table import Table
from tests.desktop.cash_work import evening, open_page, page
from tests.desktop.desk_work import TIMEOUT_MS, AtDesk

__all__ = ["open_page", "page"]


def news(at_desk: AtDesk) -> None:
    """Something was recorded elsewhere, as a backup or a sync does; until every page has read the till again."""
    for _time in range(2):
        with at_desk.qtbot.waitSignal(at_desk.desk.status_changed, timeout=TIMEOUT_MS):
            at_desk.desktop.bridge.tell(Recorded())
    at_desk.result(at_desk.desk.running.run(lambda _till: None))
    QApplication.sendPostedEvents()


def visible(at_desk: AtDesk) -> list[Overlay]:
    return [one for one in at_desk.desktop.window.findChildren(Overlay) if one.isVisible()]


@pytest.fixture
def morning(at_desk: AtDesk, open_page: CashPage) -> CashPage:
    """The till page after a day was closed: 50 € lie in the drawer."""
    evening(at_desk, open_page, Step.COUNT)
    at_desk.press(Qt.Key.Key_F7)
    evening(at_desk, open_page, Step.CLOSE)
    at_desk.press(Qt.Key.Key_F12)
    evening(at_desk, open_page, Step.DONE)
    at_desk.view.show_page("sale")
    at_desk.view.show_page("cash")
    at_desk.wait(lambda: open_page.opening.float.hasFocus() and open_page.opening.float.text() == "50,00")
    return open_page


def test_news_do_not_select_what_somebody_is_typing(at_desk: AtDesk, morning: CashPage) -> None:
    at_desk.write("8")
    news(at_desk)
    at_desk.write("0")
    assert morning.opening.float.text() == "80"


def test_a_proposal_that_was_wiped_out_does_not_come_back(at_desk: AtDesk, morning: CashPage) -> None:
    at_desk.press(Qt.Key.Key_Backspace)
    news(at_desk)
    assert morning.opening.float.text() == ""


def test_news_leave_the_keyboard_to_an_open_panel(at_desk: AtDesk, morning: CashPage) -> None:
    at_desk.write("80")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: visible(at_desk))
    news(at_desk)
    (asked,) = visible(at_desk)
    assert asked.isAncestorOf(at_desk.focused())
    at_desk.press(Qt.Key.Key_1)
    at_desk.wait(lambda: morning.shown is morning.day)


def test_whatever_a_page_does_below_a_panel_the_panel_keeps_the_keyboard(at_desk: AtDesk, open_page: CashPage) -> None:
    at_desk.press(Qt.Key.Key_F6)
    (panel,) = visible(at_desk)
    assert isinstance(panel, MovePanel)
    at_desk.write("12")
    open_page.evening.steps[Step.CLOSE].begin()
    at_desk.sale.search.setFocus()
    at_desk.write("5")
    assert panel.amount.text() == "125"


def test_a_key_of_the_page_below_does_nothing_while_a_panel_is_open(at_desk: AtDesk, open_page: CashPage) -> None:
    at_desk.press(Qt.Key.Key_F6)
    at_desk.press(Qt.Key.Key_F7)
    at_desk.press(Qt.Key.Key_F12)
    assert [type(one) for one in visible(at_desk)] == [MovePanel]
    assert open_page.shown is open_page.day


def test_two_panels_one_over_the_other_each_answer_their_own_keys(at_desk: AtDesk) -> None:
    chosen: list[str] = []
    for name in ("below", "above"):
        options = [(f"{name} one", "one"), (f"{name} two", "two")]
        panel = ChoicePanel(name, "", options, back="", parent=at_desk.desktop.window)
        panel.chosen.connect(chosen.append)
    at_desk.press(Qt.Key.Key_2)
    at_desk.press(Qt.Key.Key_1)
    assert chosen == ["above two", "below one"]


def test_a_key_that_is_held_down_answers_once(at_desk: AtDesk) -> None:
    chosen: list[str] = []
    for name in ("below", "above"):
        panel = ChoicePanel(name, "", [(name, "one")], back="", parent=at_desk.desktop.window)
        panel.chosen.connect(chosen.append)
    at_desk.press(Qt.Key.Key_1)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", autorep=True)
    QApplication.sendEvent(at_desk.focused(), held)
    assert chosen == ["above"]
    at_desk.press(Qt.Key.Key_1)
    assert chosen == ["above", "below"]


def test_a_page_that_is_not_shown_takes_no_keyboard(at_desk: AtDesk) -> None:
    """Adding an operator reads the operators again, which the sign-in page lists too."""
    at_desk.view.show_page("settings")
    tab = at_desk.view.page("settings").findChild(OperatorsTab)
    assert isinstance(tab, OperatorsTab)
    with at_desk.qtbot.waitSignal(at_desk.desk.accounts_changed, timeout=TIMEOUT_MS):
        tab.refresh()
    tab.first_name.setFocus()
    at_desk.view.sign_in._choose(at_desk.desk.accounts[0])
    assert isinstance(at_desk.focused(), QLineEdit)
    assert at_desk.focused() is tab.first_name


def test_a_pin_half_keyed_stays_when_the_operators_are_read_again(at_desk: AtDesk) -> None:
    at_desk.press(Qt.Key.Key_F10)
    sign_in = at_desk.view.sign_in
    at_desk.wait(lambda: sign_in.isVisible() and sign_in.people)
    at_desk.wait(lambda: not any(one.isChecked() for one in sign_in.people.values()))
    at_desk.click(sign_in.people[at_desk.template.coordinator.code])
    at_desk.write("135")
    with at_desk.qtbot.waitSignal(at_desk.desk.accounts_changed, timeout=TIMEOUT_MS):
        at_desk.desk.refresh_operators()
    assert sign_in.pin.field.text() == "135"


def test_a_locked_screen_shows_nothing_of_an_open_panel(at_desk: AtDesk) -> None:
    at_desk.view.show_page("people")
    people = at_desk.view.page("people")
    assert isinstance(people, PeoplePage)
    at_desk.wait(people.search.hasFocus)
    at_desk.press(Qt.Key.Key_F6)
    assert [type(one) for one in visible(at_desk)] == [RegistrationPanel]
    at_desk.write("Diallo")
    at_desk.desktop.idle_lock.idle.emit()
    at_desk.wait(lambda: at_desk.view.pages.currentWidget() is at_desk.view.sign_in)
    assert visible(at_desk) == []
    assert not people.search.hasFocus()


def test_a_row_stays_chosen_when_others_come_before_it(at_desk: AtDesk) -> None:
    table = Table(["Ticket", "Amount"], name="tickets")
    table.show_rows([("2", "b"), ("1", "a")])
    table.setCurrentCell(1, 0)
    table.show_rows([("3", "c"), ("2", "b"), ("1", "a")])
    assert table.currentRow() == 2
    table.show_rows([("3", "c"), ("2", "b"), ("1", "changed")])
    assert table.currentRow() == 2
