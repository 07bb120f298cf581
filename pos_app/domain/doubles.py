"""Whether two records may be of one person: said before a second one is made, decided by people."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pos_app.domain.names import distance, sound_of, words_of
from pos_app.domain.person import Identity

LIKELY = 75
"""From this score on, a record is shown before another is saved."""
_SAME_WORD, _SAME_SOUND, _ONE_TYPO = 100, 85, 80
_LONG_WORD = 5


class YearSays(enum.IntEnum):
    """What two years of birth add to a likeness of names."""

    SAME = 20
    NEAR = 5
    UNKNOWN = 0
    DIFFERENT = -45


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are, 0 to 140; 100 is the same name and nothing else known."""

    score: int

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY


def likeness(one: Identity, other: Identity) -> Likeness:
    """Names in any order, without accents, as they sound, with one typo; the year, a slip of it; the phone."""
    names = _names_alike(words_of(one.full_name), words_of(other.full_name))
    phone = 60 if one.phone and one.phone == other.phone else 0
    return Likeness(max(0, names + (_year(one.year_of_birth, other.year_of_birth) if names else 0) + phone))


def _names_alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """The mean likeness of the words of the shorter name, each with its best match in the longer one."""
    one, other = _joined(one, other), _joined(other, one)
    short, long = sorted((one, other), key=len)
    if not short:
        return 0
    left = list(long)
    total = 0
    for word in sorted(short, key=len, reverse=True):
        best = max(left, key=lambda candidate: _words_alike(word, candidate), default="")
        total += _words_alike(word, best) if best else 0
        if best:
            left.remove(best)
    unmatched = 8 * min(2, len(long) - len(short))
    return max(0, total // len(short) - unmatched)


def _joined(words: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """`words`, two neighbours written together where `other` writes them so: "ben ali" as "benali"."""
    for place in range(len(words) - 1):
        together = words[place] + words[place + 1]
        if any(_words_alike(together, word) for word in other if len(word) >= _LONG_WORD):
            return (*words[:place], together, *words[place + 2 :])
    return words


def _words_alike(one: str, other: str) -> int:
    if one == other:
        return _SAME_WORD
    if sound_of(one) == sound_of(other) and min(len(one), len(other)) > 2:
        return _SAME_SOUND
    if min(len(one), len(other)) >= _LONG_WORD and distance(one, other, most=1) == 1:
        return _ONE_TYPO
    return 0


def _year(one: int, other: int) -> YearSays:
    if not one or not other:
        return YearSays.UNKNOWN
    if one == other:
        return YearSays.SAME
    swapped = sorted(str(one)) == sorted(str(other))
    return YearSays.NEAR if swapped or abs(one - other) == 1 else YearSays.DIFFERENT
