"""What may be done about a person, by whoever is signed in: one menu, opened with a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pos_app.counter.person_card import PersonAtDesk
from pos_app.domain.entitlement import RightState
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import PersonState
from pos_app.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class PersonAct:
    """An entry of the menu: `name` for the page's dispatch, `words` for people."""

    name: str
    words: str


def acts_for(at_desk: PersonAtDesk, operator: Operator) -> tuple[PersonAct, ...]:
    """In the order of how often they are wanted."""
    return tuple(act for act, allowed in _candidates(at_desk) if allowed(operator))


def _candidates(at_desk: PersonAtDesk) -> Iterator[tuple[PersonAct, Callable[[Operator], bool]]]:
    def may(right: Right) -> Callable[[Operator], bool]:
        return lambda operator: operator.may(right)

    right = at_desk.right
    yield PersonAct("correct", _("Correct name, year, telephone, language")), may(Right.REGISTER)
    yield PersonAct("prescriber", _("Another structure follows the person")), may(Right.REGISTER)
    if right is not None and right.state is RightState.SUSPENDED:
        yield PersonAct("resume", _("Resume the right")), may(Right.CHANGE_RIGHTS)
    elif right is not None and right.state is not RightState.ENDED:
        yield PersonAct("pending", _("Open a few days, until the slip comes")), may(Right.OPEN_PENDING)
        yield PersonAct("suspend", _("Suspend the right")), may(Right.CHANGE_RIGHTS)
        yield PersonAct("end", _("End the right")), may(Right.CHANGE_RIGHTS)
    if at_desk.person.state is PersonState.ACTIVE:
        yield PersonAct("departed", _("The person moved away")), may(Right.CHANGE_RIGHTS)
        yield PersonAct("deceased", _("The person died")), may(Right.CHANGE_RIGHTS)
    yield PersonAct("case", _("Open a case")), may(Right.FOLLOW_CASES)
    yield PersonAct("merge", _("Same person as another record")), may(Right.MERGE_PEOPLE)
    yield PersonAct("card", _("Print the member card")), may(Right.REGISTER)
    yield PersonAct("card_named", _("Print the card with the name, as the person asks")), may(Right.REGISTER)
    yield PersonAct("notice", _("Print what is kept and why")), may(Right.REGISTER)
    yield PersonAct("data", _("Hand over the person's data")), may(Right.HAND_OVER_DATA)
    yield PersonAct("erase", _("Erase the person's data")), may(Right.ERASE_PEOPLE)
