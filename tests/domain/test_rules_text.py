"""A programme is changed in the text of the rules, and nothing else is."""

from __future__ import annotations

import msgspec
import pytest

from pos_app.domain.programme import read_rules
from pos_app.domain.refusals import Refusal
from pos_app.domain.rules_text import ProgrammeChange, changed_text
from pos_app.settings import RESOURCES

SHIPPED = (RESOURCES / "programmes" / "connexions-solidaires-2013.toml").read_text(encoding="utf-8")
CHANGE = ProgrammeChange(code="CS", months=12, renewals=2, grace_days=0, monthly_cap_cents=4500)
SECOND = """
[[programme]]
months = 3
renewals = 0
grace_days = 1   # kept
amber_days = 30
monthly_cap_cents = 1_000
label = "Other"
amber_cents = 0
capped_families = []
limited_family = "ORDINATEUR"
limited_per_right = 1
code = 'AUTRE'
"""


def test_the_numbers_change_and_every_comment_stays() -> None:
    changed = changed_text(SHIPPED, CHANGE)
    programme = read_rules(changed).of("CS")
    assert programme is not None
    assert (programme.months, programme.renewals, programme.grace_days, programme.monthly_cap_cents) == (12, 2, 0, 4500)
    assert changed.count("#") == SHIPPED.count("#")
    assert len(changed.splitlines()) == len(SHIPPED.splitlines())


def test_another_programme_of_the_file_stays_as_it_is() -> None:
    both = SHIPPED + SECOND
    other = ProgrammeChange(code="AUTRE", months=6, renewals=1, grace_days=2, monthly_cap_cents=2000)
    changed = changed_text(changed_text(both, other), CHANGE)
    rules = read_rules(changed)
    first, second = rules.of("CS"), rules.of("AUTRE")
    assert first is not None
    assert second is not None
    assert (first.months, second.months) == (12, 6)
    assert "grace_days = 2   # kept" in changed


@pytest.mark.parametrize(
    "change",
    [
        {"code": "NONE"},
        {"code": '"'},
        {"months": 0},
        {"months": 121},
        {"renewals": -1},
        {"grace_days": 400},
        {"monthly_cap_cents": -1},
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refusal) as caught:
        changed_text(SHIPPED, msgspec.structs.replace(CHANGE, **change))
    assert caught.value.code == "rules_file_wrong"
