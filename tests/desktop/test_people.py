"""People at the window, with the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.counter.load_rules import SHIPPED_RULES, load_rules
from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.desktop.pages.people.page import PeoplePage
from pos_app.desktop.pages.people.proposals import ProposalsPanel
from pos_app.desktop.pages.people.registration import RegistrationPanel
from pos_app.desktop.pages.sale.approval_panel import ApprovalPanel
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.domain.facts import Beneficiary, PersonErased, PersonsMerged, SaleRecorded
from tests.desktop.desk_work import AtDesk
from tests.tills import COORDINATOR_PIN, VOLUNTEER_PIN

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(started: Callable[[], AtDesk]) -> AtDesk:
    """The coordinator is there, with the shipped rules and a structure that writes slips."""
    at_desk = started()
    at_desk.sign_in()
    running, coordinator = at_desk.desk.running, at_desk.template.coordinator
    rules = SHIPPED_RULES.read_text(encoding="utf-8")
    at_desk.result(running.run(load_rules, operator=coordinator, text=rules))
    at_desk.result(running.run(add_structure, operator=coordinator, name="CCAS de Marseille", commune="Marseille"))
    at_desk.wait(lambda: at_desk.desk.shelf and at_desk.desk.shelf.rules.without_person.reason_families)
    return at_desk


def people_page(at_desk: AtDesk) -> PeoplePage:
    page = at_desk.view.page("people")
    assert isinstance(page, PeoplePage)
    return page


def panel(at_desk: AtDesk, kind: type[QWidget]) -> QWidget:
    at_desk.wait(lambda: any(one.isVisible() for one in at_desk.desktop.window.findChildren(kind)))
    return next(one for one in at_desk.desktop.window.findChildren(kind) if one.isVisible())


def register(at_desk: AtDesk, family: str = "Ben Ali", given: str = "Samira", year: str = "1984") -> PersonAtDesk:
    """Everything by keyboard: the page, the form, Enter."""
    at_desk.press(Qt.Key.Key_2, CONTROL)
    at_desk.press(Qt.Key.Key_F6)
    form = panel(at_desk, RegistrationPanel)
    assert isinstance(form, RegistrationPanel)
    at_desk.wait(form.slip.structure.count)
    for text in (family, given, year):
        at_desk.write(text)
        at_desk.press(Qt.Key.Key_Tab)
    at_desk.press(Qt.Key.Key_Tab)
    at_desk.write("06 12 34 56 78")
    at_desk.press(Qt.Key.Key_Tab)
    at_desk.write("ccas")
    at_desk.press(Qt.Key.Key_Tab)
    at_desk.press(Qt.Key.Key_Return)
    page = people_page(at_desk)
    at_desk.wait(lambda: page.view.at_desk and page.view.at_desk.person.identity.family_name == family)
    assert page.view.at_desk is not None
    return page.view.at_desk


def test_a_person_is_registered_and_sold_to_with_the_keyboard_alone(desk: AtDesk) -> None:
    samira = register(desk)
    desk.press(Qt.Key.Key_F12)
    desk.wait(lambda: desk.sale.isVisible() and desk.sale.person.isVisible())
    assert desk.sale.person.name.text() == "Samira Ben Ali"
    assert "Droits ouverts" in desk.sale.person.right.text
    desk.add("carte 30")
    assert "2,50" in desk.sale.person.spent.text()
    desk.pay("2,50")
    (sale,) = desk.facts(SaleRecorded)
    assert isinstance(sale, SaleRecorded)
    assert isinstance(sale.beneficiary, Beneficiary)
    assert sale.beneficiary.person == samira.token
    desk.wait(lambda: not desk.sale.person.isVisible())


def test_the_record_shows_what_was_bought_and_saved(desk: AtDesk) -> None:
    register(desk)
    desk.press(Qt.Key.Key_F12)
    desk.wait(lambda: desk.sale.isVisible() and desk.sale.person.isVisible())
    desk.add("carte 30")
    desk.pay("2,50")
    desk.press(Qt.Key.Key_2, CONTROL)
    page = people_page(desk)
    page.search.setFocus()
    desk.write("samira")
    desk.wait(lambda: page.found.people)
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: page.view.history.rowCount() == 3)
    rows = [page.view.history.item(row, 1) for row in range(3)]
    assert [item.text()[:16] for item in rows if item] == [
        "Carte 30 minutes",
        "Droit n°\N{NO-BREAK SPACE}1 ouver",
        "Enregistrement",
    ]
    assert "5,00" in page.view.saved.text()


def test_enter_takes_the_likeliest_person_and_down_reaches_the_others(desk: AtDesk) -> None:
    register(desk)
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.sale.search.setFocus()
    desk.write("benali")
    desk.wait(lambda: desk.sale.found.people)
    desk.press(Qt.Key.Key_Return)
    desk.wait(desk.sale.person.isVisible)
    desk.click(desk.sale.person.leave)
    assert desk.desk.basket.person == ""
    desk.write("samira")
    desk.wait(lambda: desk.sale.found.people)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    desk.wait(desk.sale.person.isVisible)


def test_a_scanned_card_chooses_its_person_wherever_the_keyboard_is(desk: AtDesk) -> None:
    samira = register(desk)
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.scan(samira.person.card)
    desk.wait(desk.sale.person.isVisible)
    assert desk.desk.basket.person == samira.token


def test_a_double_is_shown_before_a_second_record_is_made(desk: AtDesk) -> None:
    samira = register(desk)
    desk.press(Qt.Key.Key_F6)
    form = panel(desk, RegistrationPanel)
    assert isinstance(form, RegistrationPanel)
    desk.wait(form.slip.structure.count)
    form.person.family_name.setText("Benali")
    form.person.given_name.setText("Samira")
    form.person.year.setText("1984")
    form.slip.structure.setCurrentIndex(0)
    form.person.year.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: form.doubles.people)
    assert "Déjà enregistrée" in form.wrong.text()
    form.doubles.setFocus()
    desk.press(Qt.Key.Key_Return)
    page = people_page(desk)
    desk.wait(lambda: page.view.at_desk and page.view.at_desk.token == samira.token)


@pytest.mark.parametrize(
    ("field", "keyed", "told"),
    [
        ("year", "84", "année de naissance"),
        ("phone", "pas de téléphone", "numéro de téléphone"),
        ("family_name", "12", "lettres"),
    ],
)
def test_what_is_wrong_in_the_form_is_told_and_nothing_is_lost(desk: AtDesk, field: str, keyed: str, told: str) -> None:
    desk.press(Qt.Key.Key_2, CONTROL)
    desk.press(Qt.Key.Key_F6)
    form = panel(desk, RegistrationPanel)
    assert isinstance(form, RegistrationPanel)
    values = {"family_name": "Ben Ali", "given_name": "Samira", "year": "1984", "phone": ""} | {field: keyed}
    for name, value in values.items():
        getattr(form.person, name).setText(value)
    form.person.year.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: told in form.wrong.text())
    assert form.person.given_name.text() == "Samira"


def test_selling_to_nobody_asks_why_with_one_key(desk: AtDesk) -> None:
    desk.add("carte 30")
    desk.press(Qt.Key.Key_F12)
    assert isinstance(panel(desk, ChoicePanel), ChoicePanel)
    desk.press(Qt.Key.Key_2)
    desk.wait(lambda: desk.sale.payment)
    desk.write("2,50")
    desk.validate()
    (sale,) = desk.facts(SaleRecorded)
    assert isinstance(sale, SaleRecorded)
    assert sale.to_nobody == "passing_through"


def test_over_the_cap_a_coordinator_s_pin_lets_the_sale_pass(started: Callable[[], AtDesk], desk: AtDesk) -> None:
    register(desk)
    desk.press(Qt.Key.Key_F10)
    desk.wait(lambda: desk.desk.operator is None)
    desk.sign_in(VOLUNTEER_PIN, as_code=desk.template.volunteer.code)
    desk.write("samira")
    desk.wait(lambda: desk.sale.found.people)
    desk.press(Qt.Key.Key_Return)
    for _ in range(3):
        desk.add("illimit")
    desk.press(Qt.Key.Key_F12)
    asked = panel(desk, ApprovalPanel)
    assert isinstance(asked, ApprovalPanel)
    desk.write("000001")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: "incorrect" in asked.wrong.text())
    desk.write(COORDINATOR_PIN)
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.sale.payment)
    desk.write("39")
    desk.validate()
    (sale,) = desk.facts(SaleRecorded)
    assert isinstance(sale, SaleRecorded)
    assert [(one.rule, one.by) for one in sale.overrides] == [("cap", desk.template.coordinator.code)]


def test_escape_from_the_approval_keeps_the_ticket(desk: AtDesk) -> None:
    desk.add("illimit")
    desk.press(Qt.Key.Key_F12)
    panel(desk, ChoicePanel)
    desk.press(Qt.Key.Key_2)
    panel(desk, ApprovalPanel)
    desk.press(Qt.Key.Key_Escape)
    desk.wait(lambda: desk.sale.asking is None)
    assert desk.desk.basket.quantity == 1


def test_two_records_are_merged_at_the_window(desk: AtDesk) -> None:
    kept = register(desk, given="Karim", family="Haddad", year="1970")
    gone = register(desk, given="Karima", family="Zitouni", year="1990")
    page = people_page(desk)
    page._act("merge")
    page.search.setFocus()
    desk.write("haddad")
    desk.wait(lambda: page.found.people)
    desk.press(Qt.Key.Key_Return)
    asked = panel(desk, ChoicePanel)
    assert isinstance(asked, ChoicePanel)
    desk.click(asked.options[kept.token])
    desk.wait(lambda: desk.facts(PersonsMerged))
    (merged,) = desk.facts(PersonsMerged)
    assert isinstance(merged, PersonsMerged)
    assert (merged.kept, merged.gone) == (kept.token, gone.token)


def test_erasing_asks_once_and_shows_nobody_afterwards(desk: AtDesk) -> None:
    samira = register(desk)
    page = people_page(desk)
    page._act("erase")
    desk.press(Qt.Key.Key_1)
    desk.wait(lambda: page.view.at_desk is None)
    assert [fact.person for fact in desk.facts(PersonErased) if isinstance(fact, PersonErased)] == [samira.token]


def test_whoever_comes_next_sees_nobody_s_record(desk: AtDesk) -> None:
    register(desk)
    page = people_page(desk)
    desk.press(Qt.Key.Key_F10)
    desk.wait(lambda: desk.desk.operator is None)
    assert page.view.at_desk is None


def test_who_was_not_seen_for_two_years_is_erased_from_a_list(desk: AtDesk) -> None:
    samira = register(desk)

    def long_ago(till: Till) -> None:
        with till.store.transaction() as act:
            act.connection.execute("UPDATE person SET last_contact_ms = 1")

    desk.result(desk.desk.running.run(long_ago))
    page = people_page(desk)
    desk.click(page.proposals)
    asked = panel(desk, ProposalsPanel)
    assert isinstance(asked, ProposalsPanel)
    desk.wait(lambda: asked.table.rowCount() == 1)
    desk.press(Qt.Key.Key_F9)
    desk.wait(lambda: "Personne" in asked.wrong.text())
    assert [(fact.person, fact.basis) for fact in desk.facts(PersonErased) if isinstance(fact, PersonErased)] == [
        (samira.token, "retention")
    ]


@pytest.mark.parametrize(
    ("act", "key", "name"),
    [("card", Qt.Key.Key_1, "carte-*.pdf"), ("notice", None, "notice-*.pdf"), ("data", None, "*.json")],
)
def test_papers_about_a_person_are_written_to_be_printed_now(
    desk: AtDesk, act: str, key: Qt.Key | None, name: str
) -> None:
    register(desk)
    page = people_page(desk)
    page._act(act)
    if key is not None:
        panel(desk, ChoicePanel)
        desk.press(key)
    papers = desk.desk.running.folder.papers
    desk.wait(lambda: list(papers.glob(name)))
    desk.wait(lambda: "imprimer" in page.notice.text)
