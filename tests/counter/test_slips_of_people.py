"""Voucher slips and their people: what waits for whom, in which language, and codes that the operator refuses."""

from __future__ import annotations

import pytest

from pos_app.counter.contest_code import contest_code, contested_slips, replace_code
from pos_app.counter.erase_person import erase_person
from pos_app.counter.print_book import use_slip_printer
from pos_app.counter.slips import order_reprint, slips_of_ticket, slips_to_collect
from pos_app.counter.till import Till
from pos_app.domain.facts import CodeReplaced
from pos_app.domain.operator import Operator
from pos_app.domain.voucher import VoucherState
from pos_app.store.structures import Structure
from tests.counter.code_work import Paper, come_out, facts_of, refused, sell_codes
from tests.counter.people_work import registered, samira


@pytest.fixture
def paper(till: Till) -> Paper:
    """A printer of slips, known to the till; what waits comes out when `come_out` says so."""
    made = Paper()
    use_slip_printer(till, made)
    return made


def test_what_waits_stands_on_its_persons_page(till: Till, volunteer: Operator, ccas: Structure, paper: Paper) -> None:
    person = registered(till, volunteer, ccas, number="A1")
    other = registered(till, volunteer, ccas, samira(given_name="Karim", phone=""), number="A2")
    _sold, (mine,) = sell_codes(till, volunteer, "NET-500M", number=1, person=person.token)
    sell_codes(till, volunteer, "NET-500M", number=2, person=other.token)
    sell_codes(till, volunteer, "NET-500M", number=3)
    assert [slip.item for slip in slips_to_collect(till, person.token)] == [mine.item]
    assert len(slips_to_collect(till)) == 3, "the closing lists them all"


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("ar", ["français", "العربية"]),
        ("fr", ["français"]),
        ("zh", ["français", "English"]),
        ("", ["français", "English"]),
    ],
)
def test_a_slip_speaks_french_and_the_persons_language(
    till: Till, volunteer: Operator, ccas: Structure, paper: Paper, language: str, spoken: list[str]
) -> None:
    """English stands in where no file speaks the person's, and where nobody knows whose the slip is."""
    person = registered(till, volunteer, ccas, samira(language=language), number="A1").token if language else ""
    sell_codes(till, volunteer, "NET-500M", person=person)
    come_out(till, paper)
    assert [each.name for each in paper.slips[0].languages] == spoken


def test_a_slip_of_somebody_who_was_erased_still_prints(
    till: Till, volunteer: Operator, coordinator: Operator, ccas: Structure, paper: Paper
) -> None:
    person = registered(till, volunteer, ccas, number="A1")
    sell_codes(till, volunteer, "NET-500M", person=person.token)
    erase_person(till, operator=coordinator, token=person.token, basis="request")
    come_out(till, paper)
    assert [each.name for each in paper.slips[0].languages] == ["français", "English"]


def test_a_contested_code_is_listed_and_replaced_by_another_at_no_price(
    till: Till, volunteer: Operator, employee: Operator, paper: Paper
) -> None:
    sold, (slip, _other) = sell_codes(till, volunteer, "NET-500M", "NET-500M")

    def contest(reason: str = "already_used") -> None:
        contest_code(till, operator=volunteer, item=slip.item, reason=reason)

    assert refused(contest) == "slip_not_contestable", "nobody has seen it yet"
    come_out(till, paper)
    assert refused(lambda: contest("no such reason")) == "reason_unknown"
    assert refused(lambda: replace_code(till, operator=employee, item=slip.item)) == "slip_not_contested"
    contest()
    assert [one.item for one in contested_slips(till)] == [slip.item]
    assert refused(contest) == "slip_not_contestable"
    again = order_reprint
    assert refused(lambda: again(till, operator=employee, item=slip.item, reason="lost")) == "slip_not_revealable"
    assert refused(lambda: replace_code(till, operator=volunteer, item=slip.item)) == "right_missing"
    total_cents = till.store.state.perpetual_cents
    given = replace_code(till, operator=employee, item=slip.item)
    assert facts_of(till, CodeReplaced) == [CodeReplaced(item=slip.item, by=given.item)]
    assert given.voucher.number == f"{sold.ticket}-3"
    assert till.store.state.perpetual_cents == total_cents
    come_out(till, paper)
    assert paper.slips[-1].replaces
    assert paper.codes[-1] not in paper.codes[:-1]
    assert contested_slips(till) == ()
    states = [one.voucher.state for one in slips_of_ticket(till, sold.ticket)]
    assert states == [VoucherState.REPLACED, VoucherState.PRINTED, VoucherState.PRINTED]
