"""Money: integer euro cents, and the few named operations that may round.

No float comes near: a rate is in basis points (2000 is 20 %), an amount in cents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pos_app.domain.refusals import Refusal

BASIS_POINTS = 10_000
LARGEST_AMOUNT_CENTS = 99_999_999
"""A keyed amount above 999 999,99 € is a slip of the hand (or a barcode), not a payment."""

EURO_DENOMINATIONS_CENTS: tuple[int, ...] = (
    50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
)  # fmt: skip
SMALLEST_NOTE_CENTS = 500
LARGEST_CHANGE_NOTE_CENTS = 5_000
"""No point hands out notes above 50 €."""

_AMOUNT = re.compile(r"(?P<euros>[0-9]+)(?:[.,](?P<cents>[0-9]{1,2}))?")
_SPACES = str.maketrans("", "", " \u00a0\u202f\t€")


def half_up_quotient(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded to the nearest integer, halves away from zero.

    Away from zero so that a refund mirrors its sale to the cent.
    """
    if denominator <= 0:
        raise ValueError("a denominator is positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def net_of_gross_cents(gross_cents: int, *, rate_bp: int) -> int:
    """Net amount contained in a gross (tax-included) line amount, rounded half up to the cent."""
    return half_up_quotient(gross_cents * BASIS_POINTS, BASIS_POINTS + rate_bp)


def parse_amount_cents(text: str) -> int:
    """Cents of an amount keyed by a person: "12", "12,5", "12.50", "1 234,00 €".

    Raises Refusal("amount_not_a_number") or Refusal("amount_too_large").
    """
    compact = text.translate(_SPACES)
    found = _AMOUNT.fullmatch(compact)
    if found is None or not compact.isascii():
        raise Refusal("amount_not_a_number", text=text.strip()[:40])
    if len(found["euros"]) > len(str(LARGEST_AMOUNT_CENTS)):
        raise Refusal("amount_too_large", text=text.strip()[:40])
    cents = int(found["euros"]) * 100 + int((found["cents"] or "0").ljust(2, "0"))
    if cents > LARGEST_AMOUNT_CENTS:
        raise Refusal("amount_too_large", text=text.strip()[:40])
    return cents


def change_in_pieces(
    change_cents: int, *, largest_cents: int = LARGEST_CHANGE_NOTE_CENTS
) -> tuple[tuple[int, int], ...]:
    """The fewest notes and coins that make `change_cents`: (denomination in cents, how many), largest first."""
    if change_cents < 0:
        raise ValueError("change is never negative")
    pieces: list[tuple[int, int]] = []
    left = change_cents
    for denomination in EURO_DENOMINATIONS_CENTS:
        if denomination <= largest_cents and left >= denomination:
            pieces.append((denomination, left // denomination))
            left %= denomination
    return tuple(pieces)


def round_notes_above(due_cents: int, *, most: int = 3) -> Sequence[int]:
    """Notes with which a person may well pay `due_cents` at once, smallest first."""
    notes = (cents for cents in reversed(EURO_DENOMINATIONS_CENTS) if 1_000 <= cents <= 20_000)
    return tuple(cents for cents in notes if cents > due_cents)[:most]
