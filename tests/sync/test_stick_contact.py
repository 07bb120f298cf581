"""What an answer on a stick is worth as contact: no more than head office's last word."""

from __future__ import annotations

import pytest

from pos_app.office.office import Office
from tests.clock import ManualClock
from tests.sync.sticks import answer_to, contact_ms, parcel_of, take
from tests.sync.syncing_till import SyncingTill


@pytest.fixture
def met(till: SyncingTill) -> SyncingTill:
    """A till that reached head office once, and has sold since."""
    assert till.sync().complete
    till.sell(2)
    return till


def test_an_answer_is_contact_from_when_it_was_written(met: SyncingTill, office: Office, clock: ManualClock) -> None:
    clock.advance(seconds=10 * 24 * 3600)
    written_ms = clock.now_ms()
    taken = answer_to(office, parcel_of(met))
    clock.advance(seconds=12 * 24 * 3600)
    take(met, taken)
    assert contact_ms(met) == written_ms


def test_an_answer_from_a_clock_ahead_is_no_contact_to_come(
    met: SyncingTill, office: Office, clock: ManualClock
) -> None:
    parcel = parcel_of(met)
    clock.advance(seconds=400 * 24 * 3600)
    taken = answer_to(office, parcel)
    clock.advance(seconds=-399 * 24 * 3600)
    take(met, taken)
    assert contact_ms(met) <= clock.now_ms()


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
