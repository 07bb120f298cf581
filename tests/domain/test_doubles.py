"""Which records are shown before a second one is made."""

from __future__ import annotations

import pytest

from pos_app.domain.doubles import likeness
from pos_app.domain.person import Identity


def person(name: str, year: int = 1984, phone: str = "") -> Identity:
    given, _, family = name.partition(" ")
    return Identity(given, family, year, "fr", phone, "CCAS")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Samira Benali"), person("Benali Samira")),
        (person("Fatou N'Diaye"), person("Fatou Ndiaye")),
        (person("Samira Ben Ali"), person("Benali Samira")),
        (person("Samira El Haddad"), person("Elhadad Samira")),
        (person("Mohamed Benali"), person("Mouhammad Benali")),
        (person("Aïcha Traoré"), person("Aisha Traore")),
        (person("Cheikh Diop"), person("Sheikh Diop")),
        (person("Khadija Wattara"), person("Khadidja Ouattara")),
        (person("Jean Lefèvre"), person("Jean Lefebre")),
        (person("Jean Martin", 1978), person("Jean Martin", 1987)),
        (person("Jean Martin", 1984), person("Jean Martin", 1985)),
        (person("Maria da Silva"), person("Maria Silva")),
        (person("Xin Li", 1990, "+33612345678"), person("Xin Lee", 1990, "+33612345678")),
    ],
)
def test_the_same_person_is_likely(one: Identity, other: Identity) -> None:
    assert likeness(one, other).likely
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Paul Durand"), person("Marie Durand")),
        (person("Jean Martin", 1960), person("Jean Martin", 1999)),
        (person("Xin Li"), person("Wei Li")),
        (person("Samira Benali"), person("Karim Haddad")),
    ],
)
def test_other_people_are_not(one: Identity, other: Identity) -> None:
    assert not likeness(one, other).likely
