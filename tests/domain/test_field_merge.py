"""Which value of a field stands, of those that several points wrote (SYNC.md § 3): a table."""

from __future__ import annotations

import itertools

import pytest

from pos_app.domain.field_merge import LARGEST_LEAD_MS, Outcome, Stamp, bounded_ms, is_possible, outcome_of

EARLY, LATE = Stamp(1_000, 0, "aa"), Stamp(2_000, 0, "bb")
A, S, R = Outcome.APPLIED, Outcome.SUPERSEDED, Outcome.REVIEW


@pytest.mark.parametrize(
    ("field", "told", "held", "concurrent", "expected"),
    [
        # A value where none stood, or the same one again.
        ("phone", ("+33611111111", EARLY), None, False, A),
        ("family_name", ("Benali", EARLY), ("Benali", LATE), True, A),
        # Who knew of the value that stands corrects it, whatever the clock says.
        ("phone", ("+33622222222", EARLY), ("+33611111111", LATE), False, A),
        ("family_name", ("Benali", EARLY), ("Ben Ali", LATE), False, A),
        # Harmless fields of two points that did not know of each other: the last writer.
        ("phone", ("+33622222222", LATE), ("+33611111111", EARLY), True, A),
        ("phone", ("+33622222222", EARLY), ("+33611111111", LATE), True, S),
        ("language", ("ar", LATE), ("fr", EARLY), True, A),
        # Who somebody is: somebody decides.
        ("given_name", ("Samir", LATE), ("Samira", EARLY), True, R),
        ("family_name", ("Benali", LATE), ("Ben Ali", EARLY), True, R),
        ("year_of_birth", ("1985", LATE), ("1984", EARLY), True, R),
        ("prescriber", ("CCAS-2", LATE), ("CCAS-1", EARLY), True, R),
        # One-way states: the stronger.
        ("state", ("deceased", EARLY), ("departed", LATE), True, A),
        ("state", ("departed", LATE), ("deceased", EARLY), True, S),
        ("state", ("active", LATE), ("departed", EARLY), False, S),
    ],
)
def test_the_value_that_stands(
    field: str, told: tuple[str, Stamp], held: tuple[str, Stamp] | None, concurrent: bool, expected: Outcome
) -> None:
    assert outcome_of(field, told=told, held=held, concurrent=concurrent) is expected


def test_a_clock_ahead_counts_as_five_minutes_at_most_and_one_behind_as_it_is() -> None:
    assert bounded_ms(9_999_999_999_999, received_ms=1_000) == 1_000 + LARGEST_LEAD_MS
    assert bounded_ms(400, received_ms=1_000) == 400


def test_what_follows_a_change_always_comes_after_it() -> None:
    for one, other in itertools.product([EARLY, LATE, Stamp(2_000, 7, "cc")], repeat=2):
        assert one.after(other) > other or one.after(other) == one > other


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year_of_birth", "19x4"),
        ("year_of_birth", ""),
        ("state", "erased"),
        ("card", "0000000001"),
        ("phone", "0612345678"),
        ("family_name", "Ben\nAli"),
        ("family_name", "x" * 81),
        ("language", ""),
        ("prescriber", "CCAS\x00"),
        ("income", "0"),
    ],
)
def test_what_no_desk_writes_is_impossible(field: str, value: str) -> None:
    assert not is_possible(field, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year_of_birth", "1984"),
        ("state", "deceased"),
        ("card", "0000000000"),
        ("phone", ""),
        ("phone", "+33612345678"),
        ("family_name", "O'Brien-Ndiaye"),
        ("given_name", "سميرة"),
        ("language", "ar"),
        ("prescriber", "CCAS-DE-MARSEILLE-01AB2C"),
    ],
)
def test_what_a_desk_writes_is_possible(field: str, value: str) -> None:
    assert is_possible(field, value)
