"""People at two points that work offline: what one desk writes, the other sees; conflicts end the same everywhere."""

from __future__ import annotations

import pytest

from pos_app.counter.change_identity import merge_people
from pos_app.counter.change_right import person_left, resume_right, suspend_right
from pos_app.counter.erase_person import erase_person
from pos_app.counter.person_card import look_up
from pos_app.counter.structures import add_structure, structures
from pos_app.domain.entitlement import Why
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.person import PersonState
from pos_app.office.office import Office
from tests.clock import ManualClock
from tests.counter.people_work import refusal
from tests.sync.people_acts import Both, change, sell_to
from tests.sync.two_points import sync_all


def office_says(office: Office, token: PersonToken, field: str) -> str:
    with office.database.transaction() as connection:
        row = connection.execute(
            "SELECT value FROM person_field WHERE token = %s AND field = %s", (token, field)
        ).fetchone()
    assert row is not None
    return str(row[0])


def test_somebody_registered_at_one_point_is_found_at_the_other(both: Both) -> None:
    here, there = both
    known = here.register()
    sync_all(here, there)
    found = there.person(known.token)
    assert found.person.identity == known.person.identity
    assert (found.person.card, found.person.registered_ms) == (known.person.card, known.person.registered_ms)
    looked_up = there.do(look_up, operator=there.coordinator, typed="ben ali sam")
    assert [one.token for one in looked_up] == [known.token]
    assert found.prescriber is not None
    assert found.prescriber.name == "CCAS de Marseille"


def test_a_correction_travels_and_its_history_with_it(both: Both) -> None:
    here, there = both
    token = here.register().token
    sync_all(here, there)
    change(there, token, phone="+33699999999", family_name="Benali")
    sync_all(there, here)
    identity = here.person(token).person.identity
    assert (identity.phone, identity.family_name) == ("+33699999999", "Benali")
    assert "+33612345678" in here.everything()


def test_the_right_travels_with_the_person(both: Both, clock: ManualClock) -> None:
    here, there = both
    known = here.register()
    sync_all(here, there)
    assert there.person(known.token).rights == known.rights
    assert there.person(known.token).standing == known.standing
    there.do(suspend_right, operator=there.coordinator, token=known.token, reason="conduct")
    sync_all(there, here)
    assert here.person(known.token).standing.why is Why.SUSPENDED
    clock.advance(seconds=1)
    here.do(resume_right, operator=here.coordinator, token=known.token)
    sync_all(here, there)
    assert there.person(known.token).standing.why is Why.OPEN


def test_what_one_point_sells_counts_at_the_other_up_to_the_cap(both: Both) -> None:
    here, there = both
    token = here.register().token
    sync_all(here, there)
    sell_to(here, token, "CARTE-ILLIM", "CARTE-ILLIM")
    assert there.person(token).spending.cents == 0
    sync_all(here, there)
    spent = there.person(token).spending
    assert (spent.here_cents, spent.elsewhere_cents) == (0, here.person(token).spending.here_cents)
    assert spent.cents == 2600
    with refusal("needs_approval"):
        sell_to(there, token, "CARTE-ILLIM")
    sync_all(there, here, there)
    assert here.person(token).spending == here.person(token).spending
    assert there.person(token).spending.cents == 2600


def test_records_that_one_point_joined_are_joined_at_the_other(both: Both) -> None:
    here, there = both
    kept = here.register()
    sync_all(*both)
    gone = there.register(family_name="Benali", phone="+33699999999")
    sync_all(there, here)
    sell_to(there, gone.token, "CARTE-ILLIM")
    here.do(merge_people, operator=here.coordinator, kept=kept.token, gone=gone.token)
    sync_all(here, there, here)
    for point in both:
        at_desk = point.person(gone.token)
        assert at_desk.token == kept.token
        assert len(at_desk.rights) == 2
        assert at_desk.spending.cents == 1300


def test_a_structure_with_whatever_was_pasted_into_it_travels(both: Both) -> None:
    here, there = both
    pasted = "Mme Diallo\nescalier B\t" + "x" * 400
    here.do(add_structure, operator=here.coordinator, name="Samu social", contact=pasted, email="a@b.example")
    sync_all(here, there)
    (known,) = there.do(structures)
    assert (known.name, known.contact[:23]) == ("Samu social", "Mme Diallo escalier B x")


def test_nothing_is_told_twice_once_it_was_acknowledged(both: Both) -> None:
    here, _ = both
    here.register()
    sync_all(here)
    assert here.till.outbox.unsent_people().changes == ()
    assert here.till.outbox.unsent_people().structures == ()


@pytest.mark.parametrize("first", [0, 1])
def test_the_phone_written_last_wins_whoever_syncs_first(both: Both, clock: ManualClock, first: int) -> None:
    token = both[0].register().token
    sync_all(*both)
    change(both[0], token, phone="+33611111111")
    clock.advance(seconds=1)
    change(both[1], token, phone="+33622222222")
    order = (both[first], both[1 - first])
    sync_all(*order, *order)
    assert [point.person(token).person.identity.phone for point in both] == ["+33622222222"] * 2


def test_two_names_for_one_person_wait_for_a_decision_and_head_office_s_stays(both: Both, office: Office) -> None:
    token = both[0].register().token
    sync_all(*both)
    change(both[0], token, family_name="Benali")
    change(both[1], token, family_name="Ben Aly")
    sync_all(*both, *both)
    assert office_says(office, token, "family_name") == "Benali"
    for point in both:
        at_desk = point.person(token)
        assert at_desk.person.identity.family_name == "Benali"
        assert at_desk.being_checked == ("family_name",)


def test_two_corrections_by_one_point_are_no_conflict(both: Both) -> None:
    here, there = both
    token = here.register().token
    sync_all(*both)
    change(here, token, family_name="Benaly")
    change(here, token, family_name="Benali")
    sync_all(here, there)
    assert there.person(token).person.identity.family_name == "Benali"
    assert there.person(token).being_checked == ()


def test_who_died_at_one_point_did_not_depart_at_the_other(both: Both) -> None:
    here, there = both
    token = here.register().token
    sync_all(*both)
    here.do(person_left, operator=here.coordinator, token=token, state=PersonState.DECEASED)
    there.do(person_left, operator=there.coordinator, token=token, state=PersonState.DEPARTED)
    sync_all(here, there, here)
    assert [point.person(token).person.state for point in both] == [PersonState.DECEASED] * 2


def test_a_till_in_2031_does_not_win_for_ever(both: Both, clock: ManualClock) -> None:
    here, there = both
    token = here.register().token
    sync_all(*both)
    here.clock.ahead_ms = 5 * 365 * 24 * 3600 * 1000
    change(here, token, phone="+33611111111")
    sync_all(here)
    here.clock.ahead_ms = 0
    clock.advance(seconds=3600)
    change(there, token, phone="+33622222222")
    sync_all(there, here)
    assert [point.person(token).person.identity.phone for point in both] == ["+33622222222"] * 2


def test_two_points_that_join_the_same_records_the_other_way_round_end_alike(both: Both, clock: ManualClock) -> None:
    one, two = both[0].register(), both[0].register(family_name="Benali", phone="")
    sync_all(*both)
    for point, kept, gone in ((both[0], one, two), (both[1], two, one)):
        point.do(merge_people, operator=point.coordinator, kept=kept.token, gone=gone.token)
        clock.advance(seconds=1)
    sync_all(both[1], both[0], both[1], both[0])
    for token in (one.token, two.token):
        assert [point.person(token).token for point in both] == [one.token] * 2, "the first of both counts"
        assert [len(point.person(token).rights) for point in both] == [2, 2]


def test_a_sale_at_another_point_is_a_contact(both: Both, clock: ManualClock) -> None:
    """The two years of retention begin again everywhere."""
    here, there = both
    token = here.register().token
    sync_all(*both)
    clock.advance(seconds=400 * 24 * 3600)
    sync_all(*both)
    sell_to(there, token, "ATELIER")
    sync_all(there, here)
    assert here.person(token).person.last_contact_ms == clock.now_ms()


def test_articles_that_are_limited_under_a_right_are_counted_over_all_points(both: Both) -> None:
    here, there = both
    token = here.register().token
    sync_all(*both)
    sell_to(there, token, "ORDI")
    sync_all(there, here)
    right = here.person(token).right
    assert right is not None
    assert right.limited_sold == 1
    with refusal("needs_approval"):
        sell_to(here, token, "ORDI")


def test_who_is_erased_at_one_point_is_erased_everywhere(both: Both, office: Office) -> None:
    here, there = both
    token = here.register().token
    change(here, token, phone="+33699999999")
    sync_all(*both)
    here.do(erase_person, operator=here.coordinator, token=token, basis="request")
    sync_all(here, there)
    for point in both:
        with refusal("person_erased"):
            point.person(token)
        assert "Samira" not in point.everything()
