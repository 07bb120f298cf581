"""Rights of people as the journals of all tills tell them: merged as a set of facts, the same at every desk and at
head office, in whatever order they arrive (SYNC.md § 2, I13)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import astuple

from pos_app.domain.entitlement import Entitlement, RightState
from pos_app.domain.facts import PrescriberChanged, RightChanged, RightOpened
from pos_app.domain.identifiers import PersonToken

RightFact = RightOpened | RightChanged | PrescriberChanged
_Rank = tuple[int, str, int]
_Period = tuple[PersonToken, int]


@dataclass(frozen=True, slots=True)
class RightAct:
    """A fact about a right, and the entry that holds it."""

    incarnation: str
    seq: int
    at_ms: int
    fact: RightFact


def rights_of(acts: Iterable[RightAct], *, limited_sold: Mapping[_Period, int]) -> tuple[Entitlement, ...]:
    """Every period of the right that `acts` make, in order; `limited_sold` counts articles by person and number.

    Facts of one journal keep its order, whatever its clock did. A renewal with a number that is known is the same
    renewal, and one that waits for the prescriber's word never takes the place of one that has it.
    """
    periods: dict[_Period, list[tuple[_Rank, RightFact]]] = defaultdict(list)
    for rank, fact in _ranked(acts):
        periods[fact.person, fact.number].append((rank, fact))
    found = (_period(told, limited_sold.get(period, 0)) for period, told in periods.items())
    return tuple(sorted((each for each in found if each), key=lambda right: (right.starts_on, right.number)))


def _ranked(acts: Iterable[RightAct]) -> Iterable[tuple[_Rank, RightFact]]:
    """Each fact with what decides between it and others: its time, never before one that its own journal had then."""
    latest_ms: dict[str, int] = {}
    for act in sorted(set(acts), key=lambda act: (act.incarnation, act.seq)):
        latest_ms[act.incarnation] = max(act.at_ms, latest_ms.get(act.incarnation, act.at_ms))
        yield (latest_ms[act.incarnation], act.incarnation, act.seq), act.fact


def _period(told: list[tuple[_Rank, RightFact]], limited_sold: int) -> Entitlement | None:
    """None where no opening is known yet: what was said of it waits for it.

    Nobody suspends a right that they do not see: what was said of one that was opened once follows its opening, even
    where the clock of that desk stood behind.
    """
    openings = [(rank, fact) for rank, fact in told if isinstance(fact, RightOpened)]
    if not openings:
        return None
    since, opened = max(openings, key=lambda each: (not each[1].pending, each[0]))
    state = RightState.PENDING if opened.pending else RightState.OPEN
    prescriber = opened.prescriber
    follows = told if len(openings) == 1 else [each for each in told if each[0] > since]
    for _rank, fact in sorted(follows, key=lambda each: each[0]):
        if isinstance(fact, RightChanged):
            state = RightState(fact.state)
        elif isinstance(fact, PrescriberChanged):
            prescriber = fact.prescriber
    return Entitlement(
        opened.number,
        opened.programme,
        dt.date.fromisoformat(opened.starts_on),
        dt.date.fromisoformat(opened.ends_on),
        opened.renewal,
        state,
        prescriber,
        limited_sold,
    )


def is_possible(fact: RightFact) -> bool:
    """Whether a desk can have written `fact`: what none writes must not reach the other ones."""
    try:
        if isinstance(fact, RightOpened):
            dt.date.fromisoformat(fact.starts_on), dt.date.fromisoformat(fact.ends_on)
        elif isinstance(fact, RightChanged):
            RightState(fact.state)
    except ValueError:
        return False
    texts = [value for value in astuple(fact) if isinstance(value, str)]
    return 0 <= fact.number < _MOST_PERIODS and all(len(text) <= _LONGEST_TEXT for text in texts)


_MOST_PERIODS = 10_000
_LONGEST_TEXT = 80
