"""Cases: followed step by step, with notes that are erased with the person."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.counter.cases import case_history, cases_at_desk, close_case, open_case, take_step
from pos_app.counter.contest_code import contest_code
from pos_app.counter.erase_person import erase_person
from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.reveal_code import reveal_on_screen
from pos_app.counter.sell import sell
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator
from pos_app.domain.support import CaseAbout, CaseOutcome, CaseStep
from pos_app.store.rebuild import differing_projections
from pos_app.store.support import cases_of
from pos_app.store.vault import vouchers_of_ticket
from tests.clock import ManualClock
from tests.counter.people_work import refusal, registered
from tests.tills import basket_of, cash

SOON = dt.date(2026, 12, 1)
NOTE = "Facture de 89 € contestée par téléphone"


@pytest.fixture
def samira(till: Till, coordinator: Operator) -> PersonAtDesk:
    return registered(till, coordinator, add_structure(till, operator=coordinator, name="CCAS"))


def opened(till: Till, operator: Operator, samira: PersonAtDesk, *, due_on: dt.date = SOON, note: str = NOTE) -> ItemId:
    return open_case(
        till,
        operator=operator,
        person=samira.token,
        about=CaseAbout.BILL_TOO_HIGH,
        due_on=due_on,
        note=note,
        bill_cents=8_900,
    )


def test_a_case_goes_from_step_to_step_to_its_end(
    till: Till, coordinator: Operator, samira: PersonAtDesk, clock: ManualClock
) -> None:
    case = opened(till, coordinator, samira)
    monday = dt.date(2026, 12, 7)
    take_step(till, operator=coordinator, case=case, step=CaseStep.CALLED_OPERATOR, due_on=monday, note="Rappel lundi")
    (listed,) = cases_at_desk(till, operator=coordinator)
    assert (listed.name, listed.case.due_on, listed.late, listed.due_today) == (
        "Samira Ben Ali",
        "2026-12-07",
        False,
        False,
    )
    clock.advance(seconds=30 * 24 * 3600)
    assert cases_at_desk(till, operator=coordinator)[0].late
    close_case(
        till, operator=coordinator, case=case, outcome=CaseOutcome.SOLVED, bill_cents=2_000, recovered_cents=6_900
    )
    history = case_history(till, operator=coordinator, case=case)
    assert (history.case.outcome, history.case.after_cents, history.case.recovered_cents) == (
        CaseOutcome.SOLVED,
        2000,
        6900,
    )
    assert (history.first_note, history.steps) == (NOTE, ((CaseStep.CALLED_OPERATOR, "Rappel lundi"),))
    assert not cases_at_desk(till, operator=coordinator)[0].late
    assert differing_projections(till.connection) == ()


def test_what_was_written_is_not_in_the_journal_and_goes_with_the_person(
    till: Till, coordinator: Operator, samira: PersonAtDesk
) -> None:
    case = opened(till, coordinator, samira)
    payloads = b"".join(bytes(row[0]) for row in till.connection.execute("SELECT payload FROM entry"))
    assert "contestée".encode() not in payloads
    erase_person(till, operator=coordinator, token=samira.token, basis="request")
    assert case_history(till, operator=coordinator, case=case).first_note == ""
    (listed,) = cases_at_desk(till, operator=coordinator)
    assert listed.name == ""
    assert till.connection.execute("SELECT count(*) FROM case_note").fetchone() == (0,)
    assert differing_projections(till.connection) == ()


def test_a_closed_case_stays_closed(till: Till, coordinator: Operator, samira: PersonAtDesk) -> None:
    case = opened(till, coordinator, samira)
    close_case(till, operator=coordinator, case=case, outcome=CaseOutcome.GIVEN_UP)
    with refusal("case_closed"):
        close_case(till, operator=coordinator, case=case, outcome=CaseOutcome.SOLVED)
    with refusal("case_closed"):
        take_step(till, operator=coordinator, case=case, step=CaseStep.WAITING, due_on=SOON)


def test_a_referred_case_names_the_structure_that_goes_on(
    till: Till, coordinator: Operator, samira: PersonAtDesk
) -> None:
    case = opened(till, coordinator, samira)
    with refusal("referral_missing"):
        close_case(till, operator=coordinator, case=case, outcome=CaseOutcome.REFERRED)
    with refusal("referral_missing"):
        close_case(till, operator=coordinator, case=case, outcome=CaseOutcome.REFERRED, referred_to="NULLE-PART")
    house = add_structure(till, operator=coordinator, name="Point-justice").code
    close_case(till, operator=coordinator, case=case, outcome=CaseOutcome.REFERRED, referred_to=house)
    assert case_history(till, operator=coordinator, case=case).case.referred_to == house


def test_what_cannot_be_is_refused_and_nothing_is_kept(
    till: Till, coordinator: Operator, volunteer: Operator, samira: PersonAtDesk
) -> None:
    before = till.store.position
    with refusal("due_day_past"):
        opened(till, coordinator, samira, due_on=dt.date(2020, 1, 1))
    with refusal("note_too_long"):
        opened(till, coordinator, samira, note="x" * 501)
    with refusal("right_missing"):
        opened(till, volunteer, samira)
    with refusal("amount_not_a_number"):
        open_case(till, operator=coordinator, person=samira.token, about=CaseAbout.OTHER, due_on=SOON, bill_cents=-1)
    with refusal("right_missing"):
        cases_at_desk(till, operator=volunteer)
    assert till.store.position == before


def test_a_code_that_its_operator_refuses_is_followed_by_itself(
    till: Till, coordinator: Operator, samira: PersonAtDesk
) -> None:
    basket = Basket.of(basket_of(till, "NET-500M"))
    basket.choose_person(samira.token)
    sold = sell(till, operator=coordinator, basket=basket.freeze(), tenders=cash(100), receipt=False)
    (voucher,) = vouchers_of_ticket(till.connection, sold.ticket)
    reveal_on_screen(till, operator=coordinator, item=voucher.item)
    contest_code(till, operator=coordinator, item=voucher.item, reason="already_used")
    (case,) = cases_of(till.connection, (samira.token,))
    assert (case.about, case.item) == (CaseAbout.CONTESTED_CODE, voucher.item)
    assert differing_projections(till.connection) == ()
