"""What needs hands comes first, and one sentence says what to do (pos_app.office.pages.health)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app import SOFTWARE
from pos_app.office.pages.figures import TillRow
from pos_app.office.pages.health import DAY_MS, HOUR_MS, Urgency, by_need, need_of

NOW_MS = 1_795_435_200_000
FINE = TillRow(
    id=1,
    point="Marseille",
    name="Caisse 1",
    series="MRS1",
    software=SOFTWARE,
    revoked=False,
    last_contact_ms=NOW_MS - HOUR_MS,
    clock_ahead_ms=0,
    incarnations=1,
    head_seq=12,
    head_hash="ab",
    behind=0,
    alarms=0,
    parked=0,
    tickets=3,
    total_cents=750,
    alarm_codes=[],
    day_open_ms=0,
    guarded_by="keyring",
)


@pytest.mark.parametrize(
    ("change", "urgency", "says"),
    [
        ({}, Urgency.NONE, "Nothing to do"),
        ({"last_contact_ms": 0}, Urgency.SOON, "not been joined"),
        ({"alarms": 2, "alarm_codes": ["new_incarnation", "fork"]}, Urgency.NOW, "Two journals"),
        ({"alarms": 1, "alarm_codes": ["of_a_newer_version"]}, Urgency.NOW, "open the till's page"),
        ({"revoked": True, "behind": 9}, Urgency.NONE, "Revoked"),
        ({"revoked": True, "alarms": 1, "alarm_codes": ["revoked"]}, Urgency.NOW, "find out who has it"),
        ({"last_contact_ms": NOW_MS - 2 * DAY_MS}, Urgency.TODAY, "for {days} days: ask"),
        ({"last_contact_ms": NOW_MS - 9 * DAY_MS, "behind": 4}, Urgency.NOW, "for {days} days: call"),
        ({"behind": 37}, Urgency.TODAY, "still to come"),
        ({"parked": 1}, Urgency.TODAY, "not understood"),
        ({"clock_ahead_ms": -200_000}, Urgency.SOON, "clock is wrong"),
        ({"day_open_ms": NOW_MS - 31 * HOUR_MS}, Urgency.SOON, "open for {hours} hours"),
        ({"day_open_ms": NOW_MS - 9 * HOUR_MS}, Urgency.NONE, "Nothing to do"),
        ({"software": "pos-app 0.0.1"}, Urgency.SOON, "another version"),
    ],
)
def test_one_sentence_says_what_to_do(change: dict[str, object], urgency: Urgency, says: str) -> None:
    need = need_of(replace(FINE, **change), now_ms=NOW_MS)  # type: ignore[arg-type]  # the fields of a table's row
    assert need.urgency is urgency
    assert says in need.sentence
    assert need.sentence.format(**need.params)


def test_what_needs_hands_is_on_top_and_the_longest_silent_first() -> None:
    tills = [
        FINE,
        replace(FINE, id=2, behind=3),
        replace(FINE, id=3, last_contact_ms=NOW_MS - 8 * DAY_MS),
        replace(FINE, id=4, last_contact_ms=NOW_MS - 20 * DAY_MS),
        replace(FINE, id=5, software="pos-app 0.0.1"),
    ]
    assert [till.id for till, _need in by_need(tills, now_ms=NOW_MS)] == [4, 3, 2, 5, 1]
