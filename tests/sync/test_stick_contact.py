"""What an answer on a stick is worth as contact: no more than head office's last word."""

from __future__ import annotations

import pytest

from pos_app.counter.contact import contact_now
from pos_app.counter.record_sync import record_sync, sync_history
from pos_app.counter.status import status
from pos_app.office.office import Office
from tests.clock import ManualClock
from tests.sync.sticks import answer_to, parcel_of, take
from tests.sync.syncing_till import PATIENCE_S, SyncingTill

DAY_S = 24 * 3600


@pytest.fixture
def met(till: SyncingTill) -> SyncingTill:
    """A till that reached head office once, and has sold since."""
    assert till.sync().complete
    till.sell(2)
    return till


def days(till: SyncingTill) -> int:
    return till.storage.submit(contact_now).result(PATIENCE_S).days


def test_an_answer_is_contact_from_when_it_was_written(met: SyncingTill, office: Office, clock: ManualClock) -> None:
    """Not from when it is taken in: a stick that lay about for weeks makes no codes sold for weeks more."""
    clock.advance(seconds=10 * DAY_S)
    taken = answer_to(office, parcel_of(met))
    assert days(met) == 10
    clock.advance(seconds=3 * DAY_S)
    take(met, taken)
    assert days(met) == 3


def test_what_is_known_by_an_answer_is_as_of_when_it_was_written(
    met: SyncingTill, office: Office, clock: ManualClock
) -> None:
    taken, written_ms = answer_to(office, parcel_of(met)), clock.now_ms()
    clock.advance(seconds=DAY_S)
    outcome = take(met, taken)
    met.storage.submit(lambda till: record_sync(till, outcome=outcome)).result(PATIENCE_S)
    known = met.storage.submit(status).result(PATIENCE_S)
    (record, *_earlier) = met.storage.submit(sync_history).result(PATIENCE_S)
    assert (known.last_sync_ms, record.at_ms, record.by_file) == (written_ms, clock.now_ms(), True)


def test_only_news_counts_as_contact_at_head_office(met: SyncingTill, office: Office, clock: ManualClock) -> None:
    parcel = parcel_of(met)
    answer_to(office, parcel)
    heard = last_contact(office)
    clock.advance(seconds=3600)
    answer_to(office, parcel)
    assert last_contact(office) == heard


def last_contact(office: Office) -> int:
    with office.database.transaction() as connection:
        row = connection.execute("SELECT last_contact_ms FROM till").fetchone()
    assert row
    return int(row[0])
