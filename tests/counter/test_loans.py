"""Things lent against a deposit: the deposit is owed back once, is no turnover, and moves the drawer."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.counter.close_day import close_day
from pos_app.counter.count_cash import count_cash
from pos_app.counter.dates import today
from pos_app.counter.end_loan import end_loan
from pos_app.counter.erase_person import erase_person
from pos_app.counter.lend_equipment import lend_equipment, loan_terms, prolong_loan
from pos_app.counter.loan_papers import loan_document
from pos_app.counter.person_history import person_history
from pos_app.counter.remind_loans import due_loans, remind_of_loans
from pos_app.counter.sell import sell
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.counter.withdraw_equipment import withdraw_equipment
from pos_app.domain.accounting import Accounts, piece_of
from pos_app.domain.basket import Basket
from pos_app.domain.equipment import ItemState
from pos_app.domain.facts import EquipmentLent, LoanEnded
from pos_app.domain.identifiers import BasketId, ItemId, PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.tender import TenderKind
from pos_app.printing.documents.loan_slips import LoanContract, LoanEndSlip, LoanReminder
from pos_app.printing.person_words import event_words
from pos_app.printing.writers import document_pdf
from pos_app.sentences import say
from pos_app.store.equipment import thing_of
from pos_app.store.loans import loan_with, loans_held, open_loans
from pos_app.store.rebuild import differing_projections
from pos_app.store.structures import Structure
from tests.clock import ManualClock
from tests.counter.people_work import DAY_S, refusal, registered
from tests.printing.paper import words_of
from tests.tills import cash, kinds_of, receive_things

KEY = "HOTSPOT-3G"


@pytest.fixture
def key(till: Till, coordinator: Operator) -> ItemId:
    (item,) = receive_things(till, coordinator, KEY, 1, first=11)
    return item


@pytest.fixture
def samira(till: Till, volunteer: Operator, ccas: Structure) -> PersonToken:
    return registered(till, volunteer, ccas).token


def lent(till: Till, operator: Operator, item: ItemId, person: PersonToken, **said: object) -> EquipmentLent:
    terms = loan_terms(till, item=item, person=person)
    return lend_equipment(till, operator=operator, item=item, person=person, due_on=terms.due_on, **said)  # type: ignore[arg-type]  # by name


def ended(till: Till, operator: Operator, loan: int, cents: int = 2000, **said: object) -> LoanEnded:
    how: dict[str, object] = {"condition": "good", "tender": TenderKind.CASH} | said
    return end_loan(till, operator=operator, loan=loan, given_back_cents=cents, **how)  # type: ignore[arg-type]  # by name


def test_a_deposit_is_in_the_drawer_and_in_no_total_of_sales(
    till: Till, volunteer: Operator, key: ItemId, samira: PersonToken
) -> None:
    fact = lent(till, volunteer, key, samira)
    state = till.store.state
    assert (fact.loan, fact.deposit_cents, state.drawer_cents, state.deposits_cents) == (1, 2000, 2000, 2000)
    assert (state.perpetual_cents, state.last_ticket) == (0, 0)
    thing = thing_of(till.connection, key)
    assert (thing.state, thing.holder) == (ItemState.LENT, samira)
    assert [loan.loan for loan in open_loans(till.connection)] == [1]
    assert differing_projections(till.connection) == ()


def test_the_whole_deposit_goes_back_and_the_thing_may_be_lent_again(
    till: Till, volunteer: Operator, key: ItemId, samira: PersonToken
) -> None:
    first = lent(till, volunteer, key, samira)
    ended(till, volunteer, first.loan)
    state = till.store.state
    assert (state.drawer_cents, state.deposits_cents, state.perpetual_absolute_cents) == (0, 0, 0)
    assert thing_of(till.connection, key).state is ItemState.IN_STOCK
    assert lent(till, volunteer, key, samira).loan == 2
    assert differing_projections(till.connection) == ()


def test_a_deposit_is_given_back_once(till: Till, volunteer: Operator, key: ItemId, samira: PersonToken) -> None:
    loan = lent(till, volunteer, key, samira).loan
    ended(till, volunteer, loan)
    before = till.store.position
    with refusal("loan_ended") as refused:
        ended(till, volunteer, loan)
    assert "n° 1" in say(refused.value)
    assert till.store.position == before
    with refusal("loan_unknown"):
        ended(till, volunteer, 99)


def test_a_part_of_it_is_kept_with_a_reason_by_whoever_may(
    till: Till, volunteer: Operator, employee: Operator, key: ItemId, samira: PersonToken
) -> None:
    loan = lent(till, volunteer, key, samira).loan
    with refusal("keeping_not_allowed"):
        ended(till, volunteer, loan, 500, condition="damaged", reason="damaged")
    with refusal("keep_reason"):
        ended(till, employee, loan, 500, condition="damaged")
    with refusal("deposit_too_much"):
        ended(till, employee, loan, 2001)
    with refusal("condition_unknown"):
        ended(till, employee, loan, condition="eaten")
    fact = ended(till, employee, loan, 500, condition="damaged", reason="damaged")
    assert (fact.kept_cents, fact.to_stock) == (1500, False)
    assert thing_of(till.connection, key).state is ItemState.GONE
    assert (till.store.state.drawer_cents, till.store.state.deposits_cents) == (1500, 0)
    assert differing_projections(till.connection) == ()


def test_what_is_lost_is_gone_whatever_is_said_of_the_shelf(
    till: Till, coordinator: Operator, key: ItemId, samira: PersonToken
) -> None:
    loan = lent(till, coordinator, key, samira).loan
    fact = ended(till, coordinator, loan, 0, condition="lost", reason="lost", to_stock=True)
    assert not fact.to_stock
    assert thing_of(till.connection, key).state is ItemState.GONE


def test_a_deposit_by_card_never_goes_back_in_cash(
    till: Till, volunteer: Operator, key: ItemId, samira: PersonToken
) -> None:
    loan = lent(till, volunteer, key, samira, tender=TenderKind.CARD).loan
    assert till.store.state.drawer_cents == 0
    with refusal("deposit_way_back"):
        ended(till, volunteer, loan)
    ended(till, volunteer, loan, tender=TenderKind.CARD)
    assert till.store.state.drawer_cents == 0


def test_what_is_on_loan_is_neither_sold_nor_lent_nor_withdrawn(
    till: Till, coordinator: Operator, key: ItemId, samira: PersonToken
) -> None:
    lent(till, coordinator, key, samira)
    basket = Basket(BasketId("a" * 32))
    basket.add(till.catalogue.product(KEY), item=key)
    with refusal("item_not_free"):
        sell(till, operator=coordinator, basket=basket.freeze(), tenders=cash(3000), receipt=True)
    with refusal("item_not_free"):
        lend_equipment(till, operator=coordinator, item=key, person=samira, due_on=today(till))
    with refusal("item_not_here"):
        withdraw_equipment(till, operator=coordinator, item=key, reason="missing")


def test_what_cannot_be_lent_is_refused_and_nothing_is_recorded(
    till: Till, volunteer: Operator, coordinator: Operator, key: ItemId, samira: PersonToken
) -> None:
    (laptop,) = receive_things(till, coordinator, "ORDI", 1, first=50)
    before, due_on = till.store.position, today(till)
    with refusal("not_lent"):
        lend_equipment(till, operator=coordinator, item=laptop, person=samira, due_on=due_on)
    with refusal("person_unknown"):
        lend_equipment(till, operator=coordinator, item=key, person=PersonToken("0" * 32), due_on=due_on)
    for day in (due_on - dt.timedelta(days=1), due_on + dt.timedelta(days=181)):
        with refusal("loan_day_wrong"):
            lend_equipment(till, operator=coordinator, item=key, person=samira, due_on=day)
    with refusal("deposit_wrong"):
        lent(till, coordinator, key, samira, tender=TenderKind.AID_VOUCHER)
    with refusal("condition_unknown"):
        lent(till, coordinator, key, samira, condition="lost")
    with refusal("right_missing"):
        lent(till, volunteer, key, samira, deposit_cents=0)
    assert till.store.position == before


def test_a_structure_borrows_for_those_who_live_there(till: Till, coordinator: Operator, key: ItemId) -> None:
    house = add_structure(till, operator=coordinator, name="Foyer des Lilas", buys=True)
    fact = lent(till, coordinator, key, house.token)
    assert (fact.deposit_cents, fact.person) == (0, house.token)
    assert [loan.item for loan in loans_held(till.connection, [house.token])] == [key]
    contract = loan_document(till, till.store.position)
    assert isinstance(contract, LoanContract)
    assert (contract.person, [language.name for language in contract.languages]) == ("Foyer des Lilas", ["français"])


def test_a_loan_is_late_after_its_last_day_until_it_is_prolonged(
    till: Till, volunteer: Operator, key: ItemId, samira: PersonToken, clock: ManualClock
) -> None:
    number = lent(till, volunteer, key, samira).loan
    clock.advance(seconds=30 * DAY_S)
    assert not loan_with(till.connection, number).is_late(today(till))
    clock.advance(seconds=DAY_S)
    assert loan_with(till.connection, number).is_late(today(till))
    prolong_loan(till, operator=volunteer, loan=number, due_on=today(till) + dt.timedelta(days=7))
    assert not loan_with(till.connection, number).is_late(today(till))
    ended(till, volunteer, number)
    with refusal("loan_ended"):
        prolong_loan(till, operator=volunteer, loan=number, due_on=today(till))
    assert differing_projections(till.connection) == ()


def test_loans_that_end_soon_or_are_late_are_reminded_of_on_paper_and_in_the_journal(
    till: Till, volunteer: Operator, coordinator: Operator, key: ItemId, samira: PersonToken, clock: ManualClock
) -> None:
    number = lent(till, volunteer, key, samira).loan
    assert due_loans(till, operator=volunteer) == ()
    clock.advance(seconds=27 * DAY_S)
    (soon,) = due_loans(till, operator=volunteer)
    assert (soon.name, soon.phone, soon.days, soon.late) == ("Samira Ben Ali", "+33612345678", 3, False)
    clock.advance(seconds=5 * DAY_S)
    (late,) = due_loans(till, operator=volunteer)
    assert (late.days, late.late, late.loan.reminded_on) == (-2, True, None)
    (reminded,) = remind_of_loans(till, operator=volunteer, loans=[number, number])
    slip = loan_document(till, till.store.position)
    assert isinstance(slip, LoanReminder)
    said = words_of(document_pdf(slip))
    for words in ("Rappel", "Samira Ben Ali", "devait revenir le 23/12/2026", "20,00 €"):
        assert words in said
    assert [language.name for language in slip.languages] == ["français", "العربية"]
    (again,) = due_loans(till, operator=volunteer)
    assert again.loan.reminded_on == today(till) == dt.date.fromisoformat(reminded.reminded_on)
    ended(till, volunteer, number)
    assert due_loans(till, operator=volunteer) == ()
    before = till.store.position
    with refusal("loan_ended"):
        remind_of_loans(till, operator=volunteer, loans=[number])
    assert till.store.position == before
    assert differing_projections(till.connection) == ()


def test_the_contract_says_it_in_the_persons_language_and_shows_four_digits_only(
    till: Till, volunteer: Operator, coordinator: Operator, samira: PersonToken
) -> None:
    from pos_app.counter.receive_equipment import receive_equipment

    imei = "490154203237518"
    (item,) = receive_equipment(till, operator=coordinator, product="MOBILE", serials=[imei])
    number = lent(till, volunteer, item, samira).loan
    contract = loan_document(till, till.store.position)
    assert isinstance(contract, LoanContract)
    assert [language.name for language in contract.languages] == ["français", "العربية"]
    said = words_of(document_pdf(contract))
    for words in ("Samira Ben Ali", "7518", "10,00 €", "MRS1-1", "Téléphone", "Nadia"):
        assert words in said
    assert imei not in said
    ended(till, volunteer, number, 1000)
    slip = loan_document(till, till.store.position)
    assert isinstance(slip, LoanEndSlip)
    assert "Fin d’un prêt" in words_of(document_pdf(slip))
    payloads = b"".join(bytes(row[0]) for row in till.connection.execute("SELECT payload FROM entry"))
    assert b"Samira" not in payloads
    assert imei.encode() not in payloads


def test_the_history_of_a_person_has_the_loan_and_nobody_is_erased_before_its_end(
    till: Till, coordinator: Operator, key: ItemId, samira: PersonToken
) -> None:
    number = lent(till, coordinator, key, samira).loan
    told = [event_words(event.fact) for event in person_history(till, operator=coordinator, token=samira).events]
    assert any("Prêté jusqu’au" in words for words in told)
    with refusal("person_has_loan"):
        erase_person(till, operator=coordinator, token=samira, basis="request")
    ended(till, coordinator, number)
    erase_person(till, operator=coordinator, token=samira, basis="request")
    slip = loan_document(till, loan_with(till.connection, number).position)
    assert slip.person == ""


def test_a_closing_says_deposits_apart_and_books_them_as_a_debt(
    till: Till, coordinator: Operator, samira: PersonToken
) -> None:
    items = receive_things(till, coordinator, KEY, 3, first=11)
    by_card = lent(till, coordinator, items[0], samira, tender=TenderKind.CARD)
    damaged = lent(till, coordinator, items[1], samira)
    lent(till, coordinator, items[2], samira)
    ended(till, coordinator, damaged.loan, 500, condition="damaged", reason="damaged")
    counted = count_cash(till, operator=coordinator, counts={2000: 1, 500: 3}, others={TenderKind.CARD: 2000})
    assert counted.difference_cents == 0
    assert [(one.tender, one.expected_cents) for one in counted.others] == [(TenderKind.CARD, 2000)]
    closing = close_day(till, operator=coordinator)
    assert [(one.tender, one.taken_cents, one.given_back_cents) for one in closing.totals.deposits] == [
        (TenderKind.CARD, 2000, 0),
        (TenderKind.CASH, 4000, 500),
    ]
    assert (closing.totals.total_cents, closing.perpetual_cents, closing.totals.deposits_kept_cents) == (0, 0, 1500)
    assert (closing.drawer.deposits_cents, closing.drawer.left_cents, closing.deposits_held_cents) == (3500, 3500, 4000)
    piece = [(line.account.number, line.debit_cents, line.credit_cents) for line in piece_of(closing, Accounts())]
    assert piece == [
        ("511500", 2000, 0),
        ("165500", 0, 2000),
        ("530000", 3500, 0),
        ("165500", 0, 3500),
        ("165500", 1500, 0),
        ("758800", 0, 1500),
    ]
    ended(till, coordinator, by_card.loan, tender=TenderKind.CARD)
    assert kinds_of(till.connection)[-2:] == ["day_opened", "loan_ended"]
    assert till.store.state.deposits_cents == 2000
