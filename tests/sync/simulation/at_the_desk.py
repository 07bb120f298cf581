"""What else happens at the desks of a history: people come and are erased, the power goes, a newer program writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from pos_app.counter.erase_person import erase_person
from pos_app.counter.till import Till
from pos_app.domain.facts import Fact
from pos_app.domain.refusals import Refusal
from tests.counter.people_work import samira
from tests.sync.simulation.simulated_till import CARDS, SimulatedTill
from tests.sync.two_points import registered_by

if TYPE_CHECKING:
    from tests.sync.simulation.history import History

DEAREST = "CARTE-ILLIM"
"""Two of them fit under the month's cap, three do not."""


class WeatherNoted(Fact, frozen=True):
    """Of a newer program: no head office of today knows the kind."""

    kind: ClassVar[str] = "weather_noted.1"
    weather: str


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody on file, whose name is found wherever it stands."""

    token: str
    given_name: str
    family_name: str


def _register(history: History) -> None:
    till = history.any_till()
    number = len(history.people) + 1
    given, family = f"Zoraide{number:03d}x", f"Quenouille{number:03d}x"
    identity = samira(given_name=given, family_name=family)
    try:
        person = till.on(partial(registered_by, operator=till.template.coordinator, identity=identity))
    except Refusal as refusal:
        history.refused.append(("registration", refusal.code))
        return
    history.people.append(Registered(person.token, given, family))
    history.say(till, f"registers {given}")


def _sell_to_person(history: History) -> None:
    """One who may have come to another point: then the right or the spending may not be known here yet."""
    if not history.people:
        return _register(history)
    till, person = history.any_till(), history.random.choice(history.people)
    for _ in range(history.random.randrange(1, 3)):
        refused = till.sell(DEAREST, history.next_basket(), person=person.token)
        history.refused.append(("to a person", refused))
        history.say(till, f"sells {DEAREST} to {person.given_name}: {refused or 'sold'}")
    return None


def erase(history: History) -> None:
    if not history.people:
        return
    till, person = history.any_till(), history.random.choice(history.people)
    act = partial(erase_person, operator=till.template.coordinator, token=person.token, basis="request")
    history.say(till, f"erases {person.given_name}: {_tried(till, act)}")


def _cut_in_sale(history: History) -> None:
    till, committed = history.any_till(), bool(history.random.randrange(2))
    history.say(till, f"loses power in a sale, committed: {committed}")
    till.cut_in_sale(history.random.choice(CARDS), history.next_basket(), committed=committed)


def _newer_program(history: History) -> None:
    till = history.any_till()

    def note(owned: Till) -> None:
        with owned.store.transaction() as act:
            act.append(WeatherNoted(weather="rain"))

    till.on(note)
    history.say(till, "writes what only a newer program knows, and sells on")
    till.sell(CARDS[0], history.next_basket())


def _tried(till: SimulatedTill, act: Callable[[Till], Any]) -> str:
    try:
        till.on(act)
    except Refusal as refusal:
        return refusal.code
    return "done"


ACTS_AT_THE_DESK: tuple[tuple[Callable[[History], None], int], ...] = (
    (_register, 2),
    (_sell_to_person, 3),
    (erase, 1),
    (_cut_in_sale, 2),
    (_newer_program, 1),
)
