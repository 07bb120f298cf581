"""Changes of one person made at several points: which value of a field stands (SYNC.md § 3).

Each field is merged by itself. Times are those of a hybrid logical clock: a time and a counter that only grow, so
that a change which knew of another one always comes after it.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from pos_app.domain.identifiers import is_card_number
from pos_app.domain.person import LONGEST_NAME, PersonState

PERSON_FIELDS = ("given_name", "family_name", "year_of_birth", "language", "phone", "prescriber", "state", "card")
"""What changes and travels, field by field."""
IDENTITY_FIELDS = frozenset({"given_name", "family_name", "year_of_birth", "prescriber"})
"""Who somebody is: where two points differ, head office's value stays and a person looks at it."""
LARGEST_LEAD_MS = 5 * 60 * 1000
"""A till's clock may run ahead by this; one in 2031 would otherwise win for ever."""
LARGEST_VALUE = 80
"""Letters of the longest value of any field."""

_SHAPES = {
    "year_of_birth": re.compile(r"\d{4}"),
    "language": re.compile(r"[^\x00-\x1f]{1,35}"),
    "phone": re.compile(r"(\+\d{7,15})?"),
    "prescriber": re.compile(r"[^\x00-\x1f]{0,80}"),
}


class Outcome(enum.StrEnum):
    """What became of a change at head office."""

    APPLIED = "applied"
    SUPERSEDED = "superseded"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """When a change was made, by the hybrid logical clock; `change` (its id) decides between equal ones."""

    at_ms: int
    counter: int
    change: str

    def after(self, other: Stamp) -> Stamp:
        """This stamp, or the next one after `other` where that is later: what follows never comes first."""
        return self if self > other else Stamp(other.at_ms, other.counter + 1, self.change)


def bounded_ms(at_ms: int, *, received_ms: int) -> int:
    """The time that counts for a change which head office received at `received_ms`."""
    return min(at_ms, received_ms + LARGEST_LEAD_MS)


def outcome_of(field: str, *, told: tuple[str, Stamp], held: tuple[str, Stamp] | None, concurrent: bool) -> Outcome:
    """Whether the value that is told takes the place of the one held; each with its stamp.

    `concurrent`: another till changed the field meanwhile, and who made this change did not know.
    """
    if held is None or told[0] == held[0]:
        return Outcome.APPLIED
    if field == "state":
        stronger = _strength(told[0]) > _strength(held[0])
        return Outcome.APPLIED if stronger else Outcome.SUPERSEDED
    if not concurrent:
        return Outcome.APPLIED
    if field in IDENTITY_FIELDS:
        return Outcome.REVIEW
    return Outcome.APPLIED if told[1] > held[1] else Outcome.SUPERSEDED


def is_possible(field: str, value: str) -> bool:
    """Whether a desk can have written `value` in `field`: what no desk writes must not reach the other ones."""
    if field not in PERSON_FIELDS or len(value) > LARGEST_VALUE:
        return False
    if field == "state":
        return value in set(PersonState)
    if field == "card":
        return is_card_number(value)
    if field in _SHAPES:
        return _SHAPES[field].fullmatch(value) is not None
    return len(value) <= LONGEST_NAME and not any(letter < " " or letter == "\x7f" for letter in value)


def _strength(state: str) -> int:
    """One-way states: departed, then deceased."""
    return list(PersonState).index(PersonState(state))
