"""Money: every rounding has its table, every keyed amount its reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import (
    change_in_pieces,
    half_up_quotient,
    net_of_gross_cents,
    parse_amount_cents,
    round_notes_above,
)
from pos_app.domain.refusals import Refusal


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 2, 3), (-5, 2, -3), (4, 2, 2), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (0, 7, 0), (1, 2, 1), (-1, 2, -1)],
)
def test_a_half_rounds_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert half_up_quotient(numerator, denominator) == expected


@pytest.mark.parametrize(
    ("gross_cents", "rate_bp", "net_cents"),
    [
        (1200, 2000, 1000),
        (100, 2000, 83),  # 83,33
        (250, 2000, 208),  # 208,33
        (10, 2000, 8),  # 8,33
        (105, 1000, 95),  # 95,45
        (1055, 550, 1000),
        (1300, 0, 1300),
        (-1200, 2000, -1000),
        (0, 2000, 0),
        (3, 2000, 3),  # 2,5 rounds up
    ],
)
def test_the_net_of_a_line_is_rounded_half_up_once(gross_cents: int, rate_bp: int, net_cents: int) -> None:
    assert net_of_gross_cents(gross_cents, rate_bp=rate_bp) == net_cents


@given(st.integers(-(10**9), 10**9), st.integers(0, 3000))
def test_a_refund_mirrors_its_sale_to_the_cent(gross_cents: int, rate_bp: int) -> None:
    assert net_of_gross_cents(-gross_cents, rate_bp=rate_bp) == -net_of_gross_cents(gross_cents, rate_bp=rate_bp)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12.50", 1250),
        ("1 234,00 €", 123_400),
        ("1\u202f234,56\u00a0€", 123_456),
        ("0,05", 5),
        ("007", 700),
        ("999999,99", 99_999_999),
    ],
)
def test_an_amount_is_read_as_people_key_it(text: str, cents: int) -> None:
    assert parse_amount_cents(text) == cents


@pytest.mark.parametrize(
    "text", ["", "abc", "12,345", "1,2,3", "-5", "+5", "5e3", "٣", "½", "0x10", ",5", "NaN", "12;50"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_amount_cents(text)
    assert refused.value.code == "amount_not_a_number"


@pytest.mark.parametrize("text", ["1000000", "3760000000017", "9" * 400])
def test_a_barcode_keyed_as_an_amount_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_amount_cents(text)
    assert refused.value.code == "amount_too_large"


@pytest.mark.parametrize(
    ("change_cents", "pieces"),
    [
        (500, ((500, 1),)),
        (0, ()),
        (1_385, ((1000, 1), (200, 1), (100, 1), (50, 1), (20, 1), (10, 1), (5, 1))),
        (12_000, ((5000, 2), (2000, 1))),
    ],
)
def test_change_is_told_in_the_fewest_pieces(change_cents: int, pieces: tuple[tuple[int, int], ...]) -> None:
    assert change_in_pieces(change_cents) == pieces


@given(st.integers(0, 200_000))
def test_pieces_always_add_up_to_the_change(change_cents: int) -> None:
    assert sum(cents * count for cents, count in change_in_pieces(change_cents)) == change_cents


@pytest.mark.parametrize(
    ("due_cents", "notes"),
    [(1500, (2000, 5000, 10_000)), (250, (1000, 2000, 5000)), (2000, (5000, 10_000, 20_000)), (19_999, (20_000,))],
)
def test_the_notes_offered_cover_the_amount_due(due_cents: int, notes: tuple[int, ...]) -> None:
    assert round_notes_above(due_cents) == notes
