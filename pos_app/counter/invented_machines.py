"""Invented machines with their passports, one of which waits for somebody and one of which nobody wiped yet."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.counter.person_card import look_up
from pos_app.counter.reserve_laptop import reserve_laptop
from pos_app.counter.till import Till
from pos_app.counter.write_passport import write_passport
from pos_app.domain.identifiers import ItemId
from pos_app.domain.laptop import Grade, Passport, Test
from pos_app.domain.operator import Operator

_MODELS = (
    ("HP EliteBook 840 G5", Grade.A, 18_000),
    ("Dell Latitude 7490", Grade.B, 15_000),
    ("Lenovo ThinkPad T480", Grade.B, 16_000),
    ("Fujitsu Lifebook E548", Grade.C, 10_000),
)
_UNWIPED = 3


def write_invented_passports(till: Till, operator: Operator, items: Sequence[ItemId]) -> None:
    """A passport for each of `items`, in the order of the models; every fourth has no certificate yet."""
    for number, item in enumerate(items):
        model, grade, price_cents = _MODELS[number % len(_MODELS)]
        unwiped = number % len(_MODELS) == _UNWIPED
        passport = Passport(
            model=model,
            batch="DON-FAUX-2026",
            refurbisher="Atelier de l'Exemple",
            grade=grade,
            passed=tuple(test for test in Test if not (unwiped and test is Test.BATTERY)),
            failed=(Test.BATTERY,) if unwiped else (),
            certificate="" if unwiped else f"FAUX-{number:05d}",
            price_cents=price_cents,
            warranty_months=till.rules.laptop.warranty_months,
        )
        write_passport(till, operator=operator, item=item, passport=passport)


def reserve_invented(till: Till, operator: Operator, item: ItemId) -> None:
    """One machine waits for the first person found."""
    person = look_up(till, operator=operator, typed="samira", limit=1)[0]
    reserve_laptop(till, operator=operator, item=item, person=person.token)
