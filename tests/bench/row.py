"""A row of the table that `make bench` prints, and how its two sides are measured."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


class PeerMissingError(Exception):
    """What a row compares with is not installed here: the row is left out, saying so."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: ours and its reference, medians in `unit`. `goal` bounds their ratio, from above or, where
    `more_is_better`, from below. `spread` is how far the ratio went in single rounds, over its median."""

    name: str
    unit: str
    ours: float
    reference: float
    reference_name: str
    goal: float
    spread: float = 0
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    @property
    def met(self) -> bool:
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal


def side_by_side(
    name: str,
    *,
    unit: str,
    ours: Callable[[], float],
    reference: Callable[[], float],
    reference_name: str,
    goal: float,
    rounds: int = 11,
    more_is_better: bool = False,
) -> Row:
    """Measures both by turns, so that what else the machine does falls on both; the first round only warms up.

    `ours` and `reference` each do one round and return its figure in `unit`.
    """
    pairs = [(ours(), reference()) for _ in range(rounds + 1)][1:]
    ratios = [mine / theirs for mine, theirs in pairs]
    return Row(
        name=name,
        unit=unit,
        ours=statistics.median(mine for mine, _ in pairs),
        reference=statistics.median(theirs for _, theirs in pairs),
        reference_name=reference_name,
        goal=goal,
        spread=(max(ratios) - min(ratios)) / statistics.median(ratios),
        more_is_better=more_is_better,
    )


def milliseconds_each(act: Callable[[], object], *, times: int) -> float:
    """How long one `act` takes, in ms: the mean of `times`."""
    begun = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - begun) * 1000 / times
