"""Invented people and codes that say they are fake, as files that later pages import."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import astuple, dataclass

PEOPLE = 200
CODES_PER_PRODUCT = 300

_FIRST = (
    "Samira", "Mohamed", "Aïcha", "Fatoumata", "Jean-Pierre", "Thi Lan", "Ousmane", "Ioana", "Karim", "Mariam",
    "Zeïnab", "Élodie", "Abdoulaye", "Nadège", "Wei", "Rachid", "Svetlana", "Moussa", "Inès", "Gérard",
)  # fmt: skip
_LAST = (
    "Ben Ali", "Diallo", "N'Diaye", "Traoré", "Nguyen", "El Amrani", "Popescu", "Martin", "Lefèvre", "Benali",
    "Camara", "D'Almeida", "Zhang", "Haddad", "Petrova", "Touré", "Le Goff", "Sissoko", "Garcia", "Ould Ahmed",
)  # fmt: skip
_LANGUAGES = ("fr", "ar", "en", "pt", "zh", "ro", "so")
PRESCRIBERS = ("CCAS de Marseille 3e", "Mission locale Nord", "CADA Les Oliviers", "SIAO 93", "CCAS de Grenoble")


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Nobody: a name of two lists, a telephone of the range kept for fiction (ARCEP), a structure of `PRESCRIBERS`."""

    given_name: str
    family_name: str
    year_of_birth: int
    language: str
    phone: str
    prescriber: str


def people(*, seed: int = 2013) -> tuple[InventedPerson, ...]:
    """Two hundred invented people, the same for one seed."""
    drawn = random.Random(seed)  # noqa: S311  # invented data, no secret
    return tuple(
        InventedPerson(
            drawn.choice(_FIRST),
            drawn.choice(_LAST),
            drawn.randint(1945, 2008),
            drawn.choice(_LANGUAGES),
            f"06 39 98 {drawn.randint(0, 99):02d} {drawn.randint(0, 99):02d}",
            drawn.choice(PRESCRIBERS),
        )
        for _ in range(PEOPLE)
    )


def people_csv(*, seed: int = 2013) -> str:
    """The same people as a file."""
    header = ("prenom", "nom", "annee_naissance", "langue", "telephone", "prescripteur")
    return _csv(header, [astuple(person) for person in people(seed=seed)])


def codes_csv(products: tuple[str, ...], *, seed: int = 2013) -> str:
    """Recharge codes that nobody can use: each begins with FAUX."""
    drawn = random.Random(seed)  # noqa: S311  # invented data, no secret
    rows = [
        (product, f"FAUX{drawn.randint(0, 10**12 - 1):012d}", "2027-05-31")
        for product in products
        for _ in range(CODES_PER_PRODUCT)
    ]
    return _csv(("produit", "code", "valable_jusqu_au"), rows)


def _csv(header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerows([header, *rows])
    return written.getvalue()
