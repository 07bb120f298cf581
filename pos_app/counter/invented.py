"""Invented people and codes that say they are fake, as files and on file: the demo's, and of a till for practice."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import TypeVar

from pos_app.counter.dates import today
from pos_app.counter.import_codes import check_codes, receive_codes
from pos_app.counter.register_person import Slip, register_person
from pos_app.counter.structures import add_structure, structures
from pos_app.counter.till import Till
from pos_app.domain.code_file import Batch, Row, matching_of
from pos_app.domain.operator import Operator
from pos_app.domain.person import checked_identity

_Result = TypeVar("_Result")

PEOPLE = 200
CODES_PER_PRODUCT = 300
CODED = ("NET-500M", "NET-2G")
"""The articles of the shipped catalogue that are codes, of which each till gets some."""

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


def import_invented_codes(till: Till, operator: Operator, *, seed: int = 2013) -> None:
    """Puts codes that nobody can use into the vault, as an operator's file."""

    def run(act: Callable[[Till], _Result]) -> _Result:
        return act(till)

    rows: list[Row] = list(enumerate(csv.reader(io.StringIO(codes_csv(CODED, seed=seed)), delimiter=";"), start=1))
    checked = check_codes(run, operator=operator, rows=rows, matching=matching_of(rows[0][1]), batch=Batch())
    receive_codes(run, operator=operator, checked=checked, counted=checked.count)


def register_invented(till: Till, operator: Operator, *, most: int = PEOPLE) -> None:
    """Puts the first `most` of the invented people on file, each with an open right."""
    codes = {one.name: one.code for one in structures(till)}
    codes |= {n: add_structure(till, operator=operator, name=n).code for n in PRESCRIBERS if n not in codes}
    day = today(till)
    for number, one in enumerate(people()[:most]):
        identity = checked_identity(
            given_name=one.given_name,
            family_name=one.family_name,
            year_of_birth=str(one.year_of_birth),
            language=one.language,
            phone=one.phone,
            prescriber=codes[one.prescriber],
            this_year=day.year,
        )
        slip = Slip(codes[one.prescriber], till.rules.programme[0].code, day, f"FAUX-{number:03d}")
        register_person(till, operator=operator, identity=identity, slip=slip)


def _csv(header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerows([header, *rows])
    return written.getvalue()
