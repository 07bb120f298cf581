"""Records of people: corrected, merged, erased; and what a replay makes of them."""

from __future__ import annotations

from pos_app.clock import local_datetime
from pos_app.counter.change_identity import change_identity, merge_people
from pos_app.counter.change_right import (
    suspend_right,
)
from pos_app.counter.erase_person import erase_person, proposed_for_erasure
from pos_app.counter.person_card import look_up, person_at_desk
from pos_app.counter.till import Till
from pos_app.domain.operator import Operator
from pos_app.store.people import history_of
from pos_app.store.people_exchange import take_tombstone
from pos_app.store.rebuild import projection_rows, rebuild_projections
from pos_app.store.structures import Structure
from tests.clock import ManualClock
from tests.counter.people_work import DAY_S, refusal, registered, samira
from tests.tills import fault_of


def test_a_correction_keeps_what_was_there_before(till: Till, volunteer: Operator, ccas: Structure) -> None:
    at_desk = registered(till, volunteer, ccas)
    identity = samira(family_name="Bensaïd", prescriber=at_desk.person.identity.prescriber)
    changed = change_identity(till, operator=volunteer, token=at_desk.token, identity=identity)
    assert changed.person.identity.family_name == "Bensaïd"
    names = [change.value for change in history_of(till.connection, at_desk.token) if change.field == "family_name"]
    assert names == ["Ben Ali", "Bensaïd"]
    assert look_up(till, operator=volunteer, typed="ben ali") == ()
    assert look_up(till, operator=volunteer, typed="bensaid")


def test_two_records_of_one_person_become_one_with_the_history_of_both(
    till: Till, volunteer: Operator, employee: Operator, ccas: Structure
) -> None:
    stays = registered(till, volunteer, ccas, samira(phone=""))
    goes = registered(till, volunteer, ccas, samira(family_name="Benali"))
    with refusal("right_missing"):
        merge_people(till, operator=volunteer, kept=stays.token, gone=goes.token)
    with refusal("merge_with_itself"):
        merge_people(till, operator=employee, kept=stays.token, gone=stays.token)
    merged = merge_people(till, operator=employee, kept=stays.token, gone=goes.token)
    assert len(merged.rights) == 2
    assert merged.person.identity.phone == "+33612345678"
    assert person_at_desk(till, token=goes.token).token == stays.token
    assert [one.token for one in look_up(till, operator=volunteer, typed="samira")] == [stays.token]


def test_a_merge_keeps_what_was_keyed_of_both_and_the_slips_of_both_until_the_person_is_erased(
    till: Till, volunteer: Operator, employee: Operator, coordinator: Operator, ccas: Structure
) -> None:
    """A slip of the record that went must not open a right again."""
    stays = registered(till, volunteer, ccas, number="77")
    goes = registered(till, volunteer, ccas, samira(given_name="Semira", phone="+33699999999"), number="78")
    merge_people(till, operator=employee, kept=stays.token, gone=goes.token)
    assert "Semira" in [change.value for change in history_of(till.connection, goes.token)]
    with refusal("slip_used"):
        registered(till, volunteer, ccas, samira(given_name="Autre"), number="78")
    erase_person(till, operator=coordinator, token=stays.token, basis="request")
    everything = _whole_text(till)
    for trace in ("Samira", "Semira", "699999999", goes.person.card):
        assert trace not in everything


def test_an_erased_person_leaves_a_tombstone_and_every_total_as_it_was(
    till: Till, volunteer: Operator, coordinator: Operator, ccas: Structure
) -> None:
    at_desk = registered(till, volunteer, ccas)
    with refusal("right_missing"):
        erase_person(till, operator=volunteer, token=at_desk.token, basis="request")
    erase_person(till, operator=coordinator, token=at_desk.token, basis="request")
    with refusal("person_erased"):
        person_at_desk(till, token=at_desk.token)
    assert look_up(till, operator=volunteer, typed="samira") == ()
    everything = _whole_text(till)
    for trace in ("Samira", "samira", "Ben Ali", "612345678", at_desk.person.card):
        assert trace not in everything
    assert fault_of(till.connection) is None


def test_who_was_erased_elsewhere_is_erased_here_with_every_trace(
    till: Till, volunteer: Operator, ccas: Structure
) -> None:
    at_desk = registered(till, volunteer, ccas)
    for _ in range(2):
        with till.store.transaction() as act:
            take_tombstone(act, token=at_desk.token, erased_ms=0, basis="request")
    with refusal("person_erased"):
        person_at_desk(till, token=at_desk.token)
    everything = _whole_text(till)
    for trace in ("Samira", "samira", "Ben Ali", "612345678", at_desk.person.card):
        assert trace not in everything


def test_two_years_after_the_last_contact_a_person_is_proposed_for_erasure(
    till: Till, clock: ManualClock, volunteer: Operator, coordinator: Operator, ccas: Structure
) -> None:
    at_desk = registered(till, volunteer, ccas)
    begun = local_datetime(clock.now_ms(), clock.offset_min()).date()
    clock.advance(seconds=((begun.replace(year=begun.year + 2) - begun).days - 1) * DAY_S)
    assert proposed_for_erasure(till, operator=coordinator) == ()
    clock.advance(seconds=DAY_S)
    assert [one.token for one in proposed_for_erasure(till, operator=coordinator)] == [at_desk.token]
    with refusal("right_missing"):
        proposed_for_erasure(till, operator=volunteer)


def test_replay_gives_the_same_rights_spending_and_merges(
    till: Till, volunteer: Operator, employee: Operator, ccas: Structure
) -> None:
    stays = registered(till, volunteer, ccas)
    goes = registered(till, volunteer, ccas, samira(family_name="Benali"))
    suspend_right(till, operator=employee, token=stays.token, reason="conduct")
    merge_people(till, operator=employee, kept=stays.token, gone=goes.token)
    live = projection_rows(till.connection)
    rebuild_projections(till.store)
    assert projection_rows(till.connection) == live


def _whole_text(till: Till) -> str:
    """Every value of every table."""
    tables = [name for (name,) in till.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for table in tables for row in till.connection.execute(f"SELECT * FROM {table}")]
    return "\n".join(str(value) for row in rows for value in row)
