""" "Hand me my data": all of it, of this person and of nobody else, and the journal knows."""

from __future__ import annotations

import msgspec
import pytest

from pos_app.counter.change_identity import change_identity, merge_people
from pos_app.counter.change_right import suspend_right
from pos_app.counter.erase_person import erase_person
from pos_app.counter.hand_over_data import hand_over_data
from pos_app.counter.till import Till
from pos_app.domain.field_merge import PERSON_FIELDS
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator
from pos_app.printing.documents.person_data import FORMAT, PersonData, json_of
from pos_app.store.structures import Structure
from tests.counter.people_work import refusal, registered, samira
from tests.counter.test_person_history import Customer
from tests.tills import fault_of, kinds_of


@pytest.fixture
def customer(till: Till, volunteer: Operator, ccas: Structure) -> Customer:
    """Registered with slip 77, bought twice, whose name was corrected and whose right was suspended since."""
    at_desk = registered(till, volunteer, ccas, number="77")
    customer = Customer(till, volunteer, at_desk.token)
    customer.buys("CARTE-ILLIM")
    customer.buys("CARTE-30", "ATELIER")
    identity = samira(family_name="Bensaïd", prescriber=at_desk.person.identity.prescriber)
    change_identity(till, operator=volunteer, token=at_desk.token, identity=identity)
    return customer


def handed_over(till: Till, employee: Operator, token: PersonToken) -> PersonData:
    return hand_over_data(till, operator=employee, token=token)


def test_everything_is_there(till: Till, employee: Operator, customer: Customer) -> None:
    suspend_right(till, operator=employee, token=customer.token, reason="conduct")
    data = handed_over(till, employee, customer.token)
    assert data.records == (customer.token,)
    assert (data.identity.given_name, data.identity.family_name, data.identity.year_of_birth) == (
        "Samira",
        "Bensaïd",
        1984,
    )
    assert {change.field for change in data.changes} == set(PERSON_FIELDS)
    assert [change.value for change in data.changes if change.field == "family_name"] == ["Ben Ali", "Bensaïd"]
    assert [(right.number, right.state, right.prescriber) for right in data.rights] == [
        (1, "suspended", "CCAS de Marseille")
    ]
    assert [(slip.prescriber, slip.number) for slip in data.slips] == [("CCAS de Marseille", "77")]
    assert [[line.label for line in one.lines] for one in data.purchases][1] == ["Carte illimitée"]
    assert [(one.month, one.counted_cents) for one in data.months] == [("2026-11", 1550)]
    assert [event.kind for event in data.events] == [
        "right_changed.1",
        "person_changed.1",
        "right_opened.1",
        "person_registered.1",
    ]
    assert data.keeper.legal_name == "Connexions Solidaires"


def test_what_other_points_sold_is_told_too(till: Till, employee: Operator, customer: Customer) -> None:
    with till.store.transaction() as act:
        act.connection.execute("INSERT INTO spend_elsewhere VALUES (?, '2026-10', 1, 9, 500, 0, 0)", (customer.token,))
    months = handed_over(till, employee, customer.token).months
    assert [(one.month, one.elsewhere_cents) for one in months] == [("2026-11", 0), ("2026-10", 500)]


def test_a_record_that_was_joined_is_told_with_the_one_that_stayed(
    till: Till, volunteer: Operator, employee: Operator, ccas: Structure, customer: Customer
) -> None:
    other = Customer(till, volunteer, registered(till, volunteer, ccas, number="78").token, first_basket=50)
    other.buys("NET-500M")
    merge_people(till, operator=employee, kept=customer.token, gone=other.token)
    data = handed_over(till, employee, other.token)
    assert data.records == (customer.token, other.token)
    assert sum(one.total_cents for one in data.purchases) == customer.history().paid_cents
    assert len(data.rights) == 2


def test_nothing_of_anybody_else_is_in_it(
    till: Till, volunteer: Operator, employee: Operator, ccas: Structure, customer: Customer
) -> None:
    other = samira(given_name="Zoé", family_name="Autre", phone="+33699999999")
    someone = registered(till, volunteer, ccas, other, number="79")
    Customer(till, volunteer, someone.token, first_basket=50).buys("NET-2G")
    text = json_of(handed_over(till, employee, customer.token)).decode()
    for trace in ("Zoé", "Autre", "699999999", someone.token, someone.person.card, "MRS1-000003", volunteer.code):
        assert trace not in text


def test_the_journal_says_that_it_was_handed_over_and_the_next_copy_says_so_too(
    till: Till, employee: Operator, customer: Customer
) -> None:
    first = handed_over(till, employee, customer.token)
    assert kinds_of(till.connection)[-1] == "data_handed_over"
    assert "data_handed_over.1" not in {event.kind for event in first.events}
    again = handed_over(till, employee, customer.token)
    assert again.events[0].said == "Une copie des données a été remise"
    assert fault_of(till.connection) is None


def test_a_volunteer_may_not_and_an_erased_person_has_nothing(
    till: Till, volunteer: Operator, employee: Operator, coordinator: Operator, customer: Customer
) -> None:
    before = till.store.head
    with refusal("right_missing"):
        hand_over_data(till, operator=volunteer, token=customer.token)
    assert till.store.head == before
    erase_person(till, operator=coordinator, token=customer.token, basis="request")
    with refusal("person_erased"):
        handed_over(till, employee, customer.token)


def test_the_json_file_reads_back_as_it_was_and_keeps_accents(
    till: Till, employee: Operator, customer: Customer
) -> None:
    data = handed_over(till, employee, customer.token)
    content = json_of(data)
    assert msgspec.json.decode(content, type=PersonData, strict=True) == data
    assert "Bensaïd" in content.decode()
    assert f'"format": "{FORMAT}"' in content.decode()


def test_neither_a_repr_nor_a_file_name_tells_who_it_is(till: Till, employee: Operator, customer: Customer) -> None:
    data = handed_over(till, employee, customer.token)
    assert "Samira" not in repr(data)
    assert "Samira" not in repr(data.identity)
    assert data.file_name == f"donnees-{customer.token[:8]}"
