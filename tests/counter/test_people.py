"""People at the desk: registered, recognised, renewed."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pos_app.counter.change_identity import change_identity
from pos_app.counter.change_right import (
    change_prescriber,
    end_right,
    open_pending_renewal,
    person_left,
    renew_right,
    resume_right,
    suspend_right,
)
from pos_app.counter.dates import today
from pos_app.counter.person_card import look_up, person_at_desk, with_card
from pos_app.counter.register_person import Slip, possible_doubles, register_person
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.domain.entitlement import RightState, Why
from pos_app.domain.operator import Operator
from pos_app.domain.person import PersonState
from pos_app.store import journal
from pos_app.store.structures import Structure
from tests.clock import ManualClock
from tests.counter.people_work import DAY_S, refusal, registered, samira, slip_of
from tests.tills import kinds_of


def test_a_slip_opens_a_right_of_nine_months(till: Till, volunteer: Operator, ccas: Structure) -> None:
    at_desk = registered(till, volunteer, ccas)
    assert at_desk.standing.why is Why.OPEN
    assert at_desk.right is not None
    assert (at_desk.right.starts_on, at_desk.right.number) == (today(till), 1)
    assert at_desk.prescriber == ccas
    assert kinds_of(till.connection)[-2:] == ["person_registered", "right_opened"]


def test_the_journal_knows_no_name(till: Till, volunteer: Operator, ccas: Structure) -> None:
    """Names never enter the ledger (DOMAIN.md): only the token, the programme and the structure's code."""
    at_desk = registered(till, volunteer, ccas)
    change_identity(till, operator=volunteer, token=at_desk.token, identity=samira(family_name="Benali"))
    said = b"".join(entry.payload for _, entry in journal.every_entry(till.connection)).decode()
    for secret in ("Samira", "Ben Ali", "Benali", "1984", "612345678", at_desk.person.card):
        assert secret not in said
    assert at_desk.token in said
    assert json.loads(next(e.payload for _, e in journal.every_entry(till.connection) if "changed" in e.kind))


def test_everybody_is_found_again_by_what_they_say(till: Till, volunteer: Operator, ccas: Structure) -> None:
    at_desk = registered(till, volunteer, ccas)
    for typed in ("samira", "ben ali", "ALI samira", "benali", "06 12 34", "+33612345678", at_desk.person.card):
        found = look_up(till, operator=volunteer, typed=typed)
        assert [one.token for one in found] == [at_desk.token], typed
    scanned = with_card(till, operator=volunteer, card=at_desk.person.card)
    assert scanned is not None
    assert scanned.token == at_desk.token
    assert with_card(till, operator=volunteer, card="0000000000") is None


def test_a_structure_that_buys_is_found_and_one_that_only_writes_slips_is_not(
    till: Till, volunteer: Operator, ccas: Structure
) -> None:
    house = add_structure(till, operator=volunteer, name="Foyer des Lilas", commune="Marseille", buys=True)
    assert [one.token for one in look_up(till, operator=volunteer, typed="lilas")] == [house.token]
    assert look_up(till, operator=volunteer, typed="ccas") == ()


def test_likely_doubles_are_shown_the_likeliest_first(till: Till, volunteer: Operator, ccas: Structure) -> None:
    there = registered(till, volunteer, ccas)
    registered(till, volunteer, ccas, samira(given_name="Karim", family_name="Haddad", phone=""))
    for other in (samira(family_name="Benali"), samira(given_name="Ben Ali", family_name="Samira", phone="")):
        found = possible_doubles(till, operator=volunteer, identity=other)
        assert [double.at_desk.token for double in found] == [there.token]


def test_a_slip_opens_one_right_once(till: Till, volunteer: Operator, ccas: Structure) -> None:
    """The same number twice, for anybody; without a number, the same person, structure and date."""
    at_desk = registered(till, volunteer, ccas, number="B-17")
    with refusal("slip_used"):
        registered(till, volunteer, ccas, samira(family_name="Autre"), number="B-17")
    renewed = renew_right(till, operator=volunteer, token=at_desk.token, slip=slip_of(till, ccas, number="B-18"))
    assert renewed.standing.renewals_left == 0
    other = registered(till, volunteer, ccas, samira(family_name="Haddad"))
    with refusal("slip_used"):
        renew_right(till, operator=volunteer, token=other.token, slip=slip_of(till, ccas))


@pytest.mark.parametrize("days_ago", [-1, 181])
def test_a_slip_from_tomorrow_or_too_old_is_refused(
    till: Till, volunteer: Operator, ccas: Structure, days_ago: int
) -> None:
    before = till.store.head
    with refusal("slip_date_wrong"):
        register_person(till, operator=volunteer, identity=samira(), slip=slip_of(till, ccas, days_ago=days_ago))
    assert till.store.head == before


def test_an_unknown_structure_or_programme_registers_nobody(till: Till, volunteer: Operator, ccas: Structure) -> None:
    with refusal("structure_unknown"):
        register_person(till, operator=volunteer, identity=samira(), slip=Slip("NOBODY", "CS", today(till)))
    with refusal("programme_unknown"):
        register_person(till, operator=volunteer, identity=samira(), slip=Slip(ccas.code, "XX", today(till)))
    assert look_up(till, operator=volunteer, typed="samira") == ()


def test_a_renewal_continues_the_right_and_a_second_one_needs_a_coordinator(
    till: Till, volunteer: Operator, coordinator: Operator, ccas: Structure
) -> None:
    at_desk = registered(till, volunteer, ccas)
    assert at_desk.right is not None
    renewed = renew_right(till, operator=volunteer, token=at_desk.token, slip=slip_of(till, ccas, days_ago=1))
    assert [right.starts_on for right in renewed.rights][1] == at_desk.right.ends_on + dt.timedelta(days=1)
    with refusal("renewals_used"):
        renew_right(till, operator=volunteer, token=at_desk.token, slip=slip_of(till, ccas, days_ago=2))


def test_a_pending_renewal_ends_by_itself_or_becomes_one(
    till: Till, clock: ManualClock, employee: Operator, volunteer: Operator, ccas: Structure
) -> None:
    at_desk = registered(till, volunteer, ccas)
    clock.advance(seconds=290 * DAY_S)
    assert person_at_desk(till, token=at_desk.token).standing.why is Why.ENDED
    with refusal("right_missing"):
        open_pending_renewal(till, operator=volunteer, token=at_desk.token)
    pending = open_pending_renewal(till, operator=employee, token=at_desk.token)
    assert pending.standing.why is Why.PENDING
    with refusal("pending_already"):
        open_pending_renewal(till, operator=employee, token=at_desk.token)
    begun = pending.right.starts_on if pending.right else None
    renewed = renew_right(till, operator=volunteer, token=at_desk.token, slip=slip_of(till, ccas))
    assert renewed.right is not None
    assert (renewed.right.state, renewed.right.starts_on, renewed.right.renewals) == (RightState.OPEN, begun, 1)
    assert renewed.standing.why is Why.OPEN


def test_a_pending_renewal_nobody_confirms_ends(
    till: Till, clock: ManualClock, employee: Operator, ccas: Structure
) -> None:
    at_desk = registered(till, employee, ccas)
    clock.advance(seconds=290 * DAY_S)
    open_pending_renewal(till, operator=employee, token=at_desk.token)
    clock.advance(seconds=30 * DAY_S)
    assert not person_at_desk(till, token=at_desk.token).standing.sells


def test_suspension_resumption_and_end_are_entries_with_a_reason(
    till: Till, employee: Operator, volunteer: Operator, ccas: Structure
) -> None:
    token = registered(till, volunteer, ccas).token
    with refusal("right_missing"):
        suspend_right(till, operator=volunteer, token=token, reason="conduct")
    with refusal("reason_unknown"):
        suspend_right(till, operator=employee, token=token, reason="because he shouted")
    assert suspend_right(till, operator=employee, token=token, reason="conduct").standing.why is Why.SUSPENDED
    assert resume_right(till, operator=employee, token=token).standing.why is Why.OPEN
    assert end_right(till, operator=employee, token=token, reason="moved_away").standing.why is Why.ENDED
    assert kinds_of(till.connection)[-3:] == ["right_changed"] * 3


def test_departure_and_death_end_what_runs(till: Till, employee: Operator, ccas: Structure) -> None:
    token = registered(till, employee, ccas).token
    gone = person_left(till, operator=employee, token=token, state=PersonState.DECEASED)
    assert (gone.person.state, gone.standing.why) == (PersonState.DECEASED, Why.ENDED)


def test_another_structure_follows_the_person(till: Till, volunteer: Operator, ccas: Structure) -> None:
    token = registered(till, volunteer, ccas).token
    other = add_structure(till, operator=volunteer, name="Secours populaire", commune="Marseille")
    changed = change_prescriber(till, operator=volunteer, token=token, prescriber=other.code)
    assert changed.prescriber == other
    assert changed.person.identity.prescriber == other.code
