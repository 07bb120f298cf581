"""The event journal: every kind of entry in words, by kind, operator and day, a page at a time, and on paper."""

from __future__ import annotations

import pytest

from pos_app.counter.close_day import close_day
from pos_app.counter.events import EVENTS_SLIP, Event, EventFilter, events, events_document, print_events
from pos_app.counter.open_drawer import open_drawer
from pos_app.counter.till import Till
from pos_app.domain.facts import FACTS
from pos_app.domain.operator import RIGHTS_OF, Operator, Right, Role
from pos_app.domain.refusals import Refusal
from pos_app.event_words import EventGroup, kind_words, kinds_in
from pos_app.printing.writers import document_pdf
from pos_app.store.print_jobs import take_next
from tests.clock import ManualClock
from tests.counter.test_close_day import sold
from tests.printing.paper import words_of


def read(till: Till, operator: Operator, wanted: EventFilter, **more: int) -> tuple[Event, ...]:
    return events(till, operator=operator, wanted=wanted, **more)


def test_every_kind_of_entry_has_words_and_a_group() -> None:
    grouped = {name for group in EventGroup for name in kinds_in(group)}
    assert {kind.rpartition(".")[0] for kind in FACTS} == grouped
    assert kind_words("unheard_of.1") == "unheard_of.1", "a newer program's kind stands for itself"


def test_the_latest_entries_come_first_with_who_and_what(
    till: Till, coordinator: Operator, volunteer: Operator
) -> None:
    sold(till, volunteer, "CARTE-30")
    open_drawer(till, operator=volunteer, reason="change_money")
    close_day(till, operator=coordinator)
    shown = [(one.kind, one.detail, one.operator_name) for one in read(till, coordinator, EventFilter())][:4]
    assert shown == [
        ("Journée close", "journée 1, total 2,50\u00a0€", "Claire"),
        ("Tiroir ouvert sans vente", "faire de la monnaie", "Nadia"),
        ("Vente", "MRS1-000001 · 2,50\u00a0€", "Nadia"),
        ("Journée ouverte", "journée 1, fond de caisse 0,00\u00a0€", "Nadia"),
    ]


def test_events_are_found_by_kind_operator_and_time(
    till: Till, coordinator: Operator, volunteer: Operator, clock: ManualClock
) -> None:
    sold(till, volunteer, "CARTE-30")
    clock.advance(seconds=86_400)
    sold(till, coordinator, "CARTE-30")
    sales = EventFilter(group=EventGroup.SALES)
    assert [one.kind for one in read(till, coordinator, sales)] == ["Vente", "Vente"]
    mine = EventFilter(group=EventGroup.SALES, operator=volunteer.code)
    assert [one.detail for one in read(till, coordinator, mine)] == ["MRS1-000001 · 2,50\u00a0€"]
    today = EventFilter(group=EventGroup.SALES, from_ms=clock.at_ms, to_ms=clock.at_ms + 1)
    assert [one.detail for one in read(till, coordinator, today)] == ["MRS1-000002 · 2,50\u00a0€"]


def test_older_entries_follow_page_by_page_and_none_twice(till: Till, coordinator: Operator) -> None:
    first = read(till, coordinator, EventFilter(), limit=5)
    second = read(till, coordinator, EventFilter(), limit=5, before=first[-1].position)
    positions = [one.position for one in (*first, *second)]
    assert positions == list(range(till.store.position, till.store.position - 10, -1))


def test_the_slip_says_what_the_page_said(till: Till, coordinator: Operator, volunteer: Operator) -> None:
    sold(till, volunteer, "CARTE-30")
    print_events(till, operator=coordinator, wanted=EventFilter(group=EventGroup.SALES))
    with till.store.transaction() as act:
        job = take_next(act, "pdf_folder")
    assert job
    assert job.document == EVENTS_SLIP
    sold(till, volunteer, "CARTE-2H")
    words = words_of(document_pdf(events_document(till, job.reference)))
    assert "MRS1-000001 · 2,50" in words
    assert "MRS1-000002" not in words
    assert "Ventes et tickets" in words


def test_a_volunteer_does_not_read_the_journal(till: Till, volunteer: Operator) -> None:
    with pytest.raises(Refusal) as refused:
        read(till, volunteer, EventFilter())
    assert refused.value.code == "right_missing"


def test_an_auditor_reads_and_verifies_and_changes_nothing() -> None:
    assert RIGHTS_OF[Role.AUDITOR] == {Right.READ_JOURNAL, Right.CHECK_JOURNAL, Right.EXPORT_ACCOUNTS}
