"""Breaking text into lines, whatever measures it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.printing.wrapping import paired, wrapped

TEXTS = st.text(st.sampled_from("ab c"), max_size=60).map(lambda text: " ".join(text.split()))


@given(TEXTS, st.integers(1, 20))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width=width, measure=len)
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.text(st.sampled_from("xyz"), max_size=20), st.integers(4, 40))
def test_the_two_texts_of_a_pair_stay_apart_and_inside(left: str, right: str, width: int) -> None:
    lines = paired(left, right, width=width, gap=1, measure=len)
    assert all(not (beside and before) or len(before) + 1 + len(beside) <= width for before, beside in lines)
    assert all(max(len(before), len(beside)) <= width for before, beside in lines)
    assert "".join(beside for _before, beside in lines) == right


@pytest.mark.parametrize(
    ("left", "right", "lines"),
    [
        ("Total", "15,00", [("Total", "15,00")]),
        ("Carte prépayée", "13,00", [("Carte", ""), ("prépayée", "13,00")]),
        ("TVA 20 %", "HT 83,33 TVA 16,67", [("TVA 20 %", ""), ("", "HT 83,33 TVA"), ("", "16,67")]),
    ],
)
def test_the_right_text_stands_beside_the_last_line_or_below_where_there_is_no_room(
    left: str, right: str, lines: list[tuple[str, str]]
) -> None:
    assert paired(left, right, width=15, gap=1, measure=len) == lines
