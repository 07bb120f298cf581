"""What tests about people do again and again."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.counter.dates import today
from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.register_person import Slip, register_person
from pos_app.counter.till import Till
from pos_app.domain.operator import Operator
from pos_app.domain.person import Identity
from pos_app.domain.refusals import Refusal
from pos_app.store.structures import Structure

DAY_S = 24 * 3600


def samira(**changes: object) -> Identity:
    fields = {
        "given_name": "Samira",
        "family_name": "Ben Ali",
        "year_of_birth": 1984,
        "language": "ar",
        "phone": "+33612345678",
        "prescriber": "CCAS",
    }
    return Identity(**(fields | changes))  # type: ignore[arg-type]


def slip_of(till: Till, structure: Structure, *, number: str = "", days_ago: int = 0) -> Slip:
    return Slip(structure.code, "CS", today(till) - dt.timedelta(days=days_ago), number)


def registered(
    till: Till, operator: Operator, structure: Structure, identity: Identity | None = None, number: str = ""
) -> PersonAtDesk:
    return register_person(
        till, operator=operator, identity=identity or samira(), slip=slip_of(till, structure, number=number)
    )


def refusal(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refused: refused.code == code)
