"""Invented people with names as they are borne in France, the same for one seed: 1 000 000 in some seconds."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

_NAMES = Path(__file__).parent / "names.toml"
_RARE = 0.3
"""How many family names are put together: France has far more names than any list."""
_TWO_GIVEN, _TWO_FAMILY, _NO_PHONE, _ABROAD = 0.08, 0.05, 0.2, 0.03
_FLATTEN = 8
"""The commonest name of a list is borne by nine times as many as the seventieth: rank to the power -1, flattened."""
_BLOCK = 1_000
_COUNTRIES = ("+213", "+212", "+216", "+221", "+223", "+224", "+225", "+243", "+262", "+44", "+49", "+380")


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist. `phone` in E.164, or ''; `card`: ten digits."""

    family: str
    given: str
    phone: str
    card: str

    @property
    def names(self) -> tuple[str, str]:
        return self.family, self.given

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class _Origin:
    share: int
    family: tuple[Sequence[str], Sequence[float]]
    given: tuple[Sequence[str], Sequence[float]]
    stems: Sequence[str]
    middles: Sequence[str]
    ends: Sequence[str]


def people(count: int, *, seed: int) -> Iterator[Invented]:
    """`count` invented people. The first of a longer run are those of a shorter one."""
    chance = random.Random(seed)
    origins = _origins()
    while count > 0:
        chosen = chance.choices(origins, [origin.share for origin in origins], k=_BLOCK)
        for origin in chosen[:count]:
            yield Invented(_family(origin, chance), _given(origin, chance), _phone(chance), _card(chance))
        count -= _BLOCK


@cache
def _origins() -> tuple[_Origin, ...]:
    lists = tomllib.loads(_NAMES.read_text(encoding="utf-8"))
    return tuple(
        _Origin(
            share=names["share"],
            family=_ranked(names["family"]),
            given=_ranked(names["given"]),
            stems=names["stems"].split(),
            middles=[middle.strip("-") for middle in names["middles"].split()],
            ends=names["ends"].split(),
        )
        for names in lists.values()
    )


def _ranked(names: str) -> tuple[Sequence[str], Sequence[float]]:
    """The names and their cumulated weights, from the commonest on."""
    apart = tuple(dict.fromkeys(name.replace("_", " ") for name in names.split()))
    return apart, tuple(accumulate(1 / (rank + _FLATTEN) for rank in range(len(apart))))


def _picked(ranked: tuple[Sequence[str], Sequence[float]], chance: random.Random) -> str:
    names, weights = ranked
    return chance.choices(names, cum_weights=weights)[0]


def _family(origin: _Origin, chance: random.Random) -> str:
    if chance.random() < _RARE:
        return chance.choice(origin.stems) + chance.choice(origin.middles) + chance.choice(origin.ends)
    name = _picked(origin.family, chance)
    return f"{name}-{_picked(origin.family, chance)}" if chance.random() < _TWO_FAMILY else name


def _given(origin: _Origin, chance: random.Random) -> str:
    name = _picked(origin.given, chance)
    return f"{name} {_picked(origin.given, chance)}" if chance.random() < _TWO_GIVEN else name


def _phone(chance: random.Random) -> str:
    drawn = chance.random()
    if drawn < _NO_PHONE:
        return ""
    if drawn < _NO_PHONE + _ABROAD:
        return chance.choice(_COUNTRIES) + f"{chance.randrange(10**9):09}"
    return f"+33{chance.choice('667')}{chance.randrange(10**8):08}"


def _card(chance: random.Random) -> str:
    return f"{chance.randrange(10**10):010}"
