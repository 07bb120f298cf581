"""Sessions: planned ahead, never more places than there are, attended or not; who may do what."""

from __future__ import annotations

import pytest

from pos_app.counter.refundable import refundable
from pos_app.counter.sell import Sold, sell
from pos_app.counter.sessions import (
    cancel_session,
    give_up_place,
    mark_attendance,
    places_at_desk,
    sessions_ahead,
    sessions_for_sale,
    set_session,
)
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket
from pos_app.domain.facts import SaleRecorded
from pos_app.domain.identifiers import BasketId, ItemId, ProductCode
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.domain.support import PlaceState
from pos_app.store.rebuild import differing_projections
from pos_app.store.support import session_of
from tests.clock import ManualClock
from tests.counter.refund_work import give_back

WORKSHOP = ProductCode("ATELIER")
LATER = "2026-12-03T14:00"


def refusal(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refused: refused.code == code)


def planned(till: Till, operator: Operator, *, places: int = 2, starts: str = LATER) -> ItemId:
    return set_session(till, operator=operator, product=WORKSHOP, starts=starts, minutes=120, places=places)


def enrolled(till: Till, operator: Operator, session: ItemId, *, number: int = 1) -> Sold:
    basket = Basket(BasketId(f"{number:032x}"))
    basket.add(till.catalogue.product(WORKSHOP), item=session)
    return sell(till, operator=operator, basket=basket.freeze(), tenders=[], receipt=False)


def test_a_place_is_sold_with_its_day_on_the_ticket(till: Till, coordinator: Operator, volunteer: Operator) -> None:
    session = planned(till, coordinator)
    fact = enrolled(till, volunteer, session).entry.fact()
    assert isinstance(fact, SaleRecorded)
    assert (fact.lines[0].items, fact.lines[0].label) == ((session,), "Atelier découverte · 03/12 14:00")
    assert session_of(till.connection, session).left == 1
    assert differing_projections(till.connection) == ()


def test_no_more_places_are_given_than_there_are(till: Till, coordinator: Operator) -> None:
    session = planned(till, coordinator, places=1)
    enrolled(till, coordinator, session)
    with refusal("session_full"):
        enrolled(till, coordinator, session, number=2)
    assert sessions_for_sale(till) == ()


def test_a_workshop_without_a_day_is_sold_as_before(till: Till, volunteer: Operator, coordinator: Operator) -> None:
    planned(till, coordinator)
    basket = Basket(BasketId("a" * 32))
    basket.add(till.catalogue.product(WORKSHOP))
    fact = sell(till, operator=volunteer, basket=basket.freeze(), tenders=[], receipt=False).entry.fact()
    assert isinstance(fact, SaleRecorded)
    assert (fact.lines[0].items, fact.lines[0].label) == ((), "Atelier découverte")


@pytest.mark.parametrize(
    ("starts", "minutes", "places", "code"),
    [
        ("demain", 60, 5, "session_wrong"),
        (LATER, 0, 5, "session_wrong"),
        (LATER, 60, 0, "session_wrong"),
        (LATER, 60, 201, "session_wrong"),
        ("2020-01-01T10:00", 60, 5, "session_over"),
    ],
)
def test_what_is_no_session_is_refused(
    till: Till, coordinator: Operator, starts: str, minutes: int, places: int, code: str
) -> None:
    with refusal(code):
        set_session(till, operator=coordinator, product=WORKSHOP, starts=starts, minutes=minutes, places=places)


def test_sessions_are_of_workshops_and_planned_by_an_employee(
    till: Till, coordinator: Operator, volunteer: Operator
) -> None:
    with refusal("not_a_workshop"):
        set_session(till, operator=coordinator, product="CARTE-30", starts=LATER, minutes=60, places=5)
    with refusal("right_missing"):
        planned(till, volunteer)


def test_a_session_is_planned_otherwise_but_never_below_its_places(till: Till, coordinator: Operator) -> None:
    session = planned(till, coordinator, places=3)
    enrolled(till, coordinator, session)
    enrolled(till, coordinator, session, number=2)
    with refusal("places_taken"):
        set_session(till, operator=coordinator, product=WORKSHOP, starts=LATER, minutes=60, places=1, session=session)
    set_session(
        till, operator=coordinator, product=WORKSHOP, starts="2026-12-04T10:00", minutes=60, places=2, session=session
    )
    (listed,) = sessions_ahead(till)
    assert (listed.session.starts, listed.session.left) == ("2026-12-04T10:00", 0)
    assert differing_projections(till.connection) == ()


def test_a_place_that_is_given_up_or_given_back_is_free_again(till: Till, coordinator: Operator) -> None:
    session = planned(till, coordinator, places=1)
    first = enrolled(till, coordinator, session)
    (place,) = places_at_desk(till, session=session)
    give_up_place(till, operator=coordinator, place=place.place)
    with refusal("place_not_taken"):
        give_up_place(till, operator=coordinator, place=place.place)
    second = enrolled(till, coordinator, session, number=2)
    assert refundable(till, operator=coordinator, ticket=second.ticket).lines[0].items == (session,)
    give_back(till, coordinator, second.ticket)
    assert session_of(till.connection, session).left == 1
    states = [listed.place.state for listed in places_at_desk(till, session=session)]
    assert states == [PlaceState.GIVEN_UP, PlaceState.GIVEN_UP]
    assert first.ticket != second.ticket
    assert differing_projections(till.connection) == ()


def test_attendance_is_marked_and_the_last_word_counts(till: Till, coordinator: Operator, volunteer: Operator) -> None:
    session = planned(till, coordinator)
    enrolled(till, coordinator, session)
    (listed,) = places_at_desk(till, session=session)
    for came, state in ((True, PlaceState.CAME), (False, PlaceState.MISSED)):
        mark_attendance(till, operator=volunteer, place=listed.place, came=came)
        assert places_at_desk(till, session=session)[0].place.state is state
    assert session_of(till.connection, session).left == 1
    assert differing_projections(till.connection) == ()


def test_a_cancelled_or_past_session_takes_nobody(till: Till, coordinator: Operator, clock: ManualClock) -> None:
    session = planned(till, coordinator)
    other = planned(till, coordinator, starts="2026-12-05T09:00")
    cancel_session(till, operator=coordinator, session=session, reason="host_away")
    with refusal("session_full"):
        enrolled(till, coordinator, session)
    with refusal("session_over"):
        cancel_session(till, operator=coordinator, session=session, reason="host_away")
    assert [one.session.session for one in sessions_for_sale(till)] == [other]
    clock.advance(seconds=60 * 24 * 3600)
    assert sessions_for_sale(till) == ()
