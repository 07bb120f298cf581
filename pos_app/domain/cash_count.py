"""Counting a drawer: what the pieces come to, and which slips of the hand would explain a difference."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pos_app.domain.facts import Pieces
from pos_app.domain.money import EURO_DENOMINATIONS_CENTS, LARGEST_AMOUNT_CENTS
from pos_app.domain.refusals import Refusal

MOST_PIECES = 9_999
"""Of one denomination: more is a barcode that was scanned into the field."""
MOST_HINTS = 3


class Slip(enum.StrEnum):
    """How a count goes wrong."""

    TAKEN_FOR = "taken_for"
    SWAPPED = "swapped"
    TWICE = "twice"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Hint:
    """A likely error: pieces of `denomination_cents`; `other_cents` is what they were taken for or swapped with."""

    slip: Slip
    denomination_cents: int
    other_cents: int = 0


def pieces_of(counts: Mapping[int, int]) -> tuple[Pieces, ...]:
    """The pieces counted, by denomination in cents, largest first, nought left out.

    Raises Refusal("count_wrong", most) for a denomination that no note or coin has, or a number that cannot be.
    """
    for denomination_cents, count in counts.items():
        if denomination_cents not in EURO_DENOMINATIONS_CENTS or not 0 <= count <= MOST_PIECES:
            raise Refusal("count_wrong", most=MOST_PIECES)
    kept = tuple(
        Pieces(denomination_cents=cents, count=counts[cents]) for cents in EURO_DENOMINATIONS_CENTS if counts.get(cents)
    )
    if worth_cents(kept) > LARGEST_AMOUNT_CENTS:
        raise Refusal("count_wrong", most=MOST_PIECES)
    return kept


def worth_cents(pieces: tuple[Pieces, ...]) -> int:
    return sum(piece.denomination_cents * piece.count for piece in pieces)


def likely_slips(pieces: tuple[Pieces, ...], difference_cents: int) -> tuple[Hint, ...]:
    """The slips that explain `difference_cents` (counted less expected) to the cent, the likeliest first.

    A note of 10 taken for 20 leaves 10 too much; two rows swapped, a piece counted twice or not at all leave theirs.
    """
    if not difference_cents:
        return ()
    counts = {piece.denomination_cents: piece.count for piece in pieces}
    return tuple(_slips(counts, difference_cents))[:MOST_HINTS]


def _slips(counts: Mapping[int, int], difference_cents: int) -> Iterator[Hint]:
    for large, small in pairwise(EURO_DENOMINATIONS_CENTS):
        if difference_cents == large - small and counts.get(large):
            yield Hint(Slip.TAKEN_FOR, small, large)
        if difference_cents == small - large and counts.get(small):
            yield Hint(Slip.TAKEN_FOR, large, small)
        if difference_cents == (large - small) * (counts.get(large, 0) - counts.get(small, 0)):
            yield Hint(Slip.SWAPPED, large, small)
    for cents in EURO_DENOMINATIONS_CENTS:
        if difference_cents == cents and counts.get(cents):
            yield Hint(Slip.TWICE, cents)
        if difference_cents == -cents:
            yield Hint(Slip.FORGOTTEN, cents)
