"""A list of people that somebody else kept: which column is which, and what each row says."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pos_app.domain.days import read_day
from pos_app.domain.identifiers import is_card_number
from pos_app.domain.names import words_of
from pos_app.domain.person import Identity, checked_identity
from pos_app.domain.refusals import Refusal


class Column(enum.StrEnum):
    """What a column of the list may hold."""

    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    FULL_NAME = "full_name"
    BIRTH = "birth"
    LANGUAGE = "language"
    PHONE = "phone"
    PRESCRIBER = "prescriber"
    PROGRAMME = "programme"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    SLIP = "slip"
    CARD = "card"


_HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.FAMILY_NAME: ("nom", "nom de famille", "nom usage", "family name", "last name", "surname"),
    Column.GIVEN_NAME: ("prenom", "prenoms", "given name", "first name"),
    Column.FULL_NAME: ("nom prenom", "nom et prenom", "prenom nom", "nom complet", "beneficiaire", "name", "full name"),
    Column.BIRTH: (
        "annee de naissance", "annee naissance", "date de naissance", "date naissance", "ne le", "naissance",
        "year of birth", "birth year", "date of birth", "birth",
    ),
    Column.LANGUAGE: ("langue", "langue parlee", "language"),
    Column.PHONE: ("telephone", "tel", "portable", "mobile", "numero de telephone", "phone"),
    Column.PRESCRIBER: ("prescripteur", "structure", "oriente par", "orientee par", "structure prescriptrice",
                        "prescriber", "referred by"),
    Column.PROGRAMME: ("programme", "dispositif", "program"),
    Column.STARTS_ON: ("date du bon", "debut", "debut du droit", "date d orientation", "date orientation", "date",
                       "date d inscription", "droit depuis le", "start", "slip date", "right from"),
    Column.ENDS_ON: ("fin", "fin du droit", "date de fin", "droit jusqu au", "end", "right until"),
    Column.SLIP: ("numero du bon", "no du bon", "n du bon", "bon", "numero de bon", "slip", "slip number"),
    Column.CARD: ("carte", "numero de carte", "no de carte", "n de carte", "card", "card number"),
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Matching:
    """Which column of the file, from 0, holds what; `heading` says that the first row names them."""

    columns: Mapping[Column, int]
    heading: bool = True

    @property
    def is_enough(self) -> bool:
        """A name and something that tells namesakes apart."""
        return Column.BIRTH in self.columns and bool({Column.FAMILY_NAME, Column.FULL_NAME} & set(self.columns))

    def cell(self, cells: Sequence[str], column: Column) -> str:
        place = self.columns.get(column)
        return cells[place] if place is not None and place < len(cells) else ""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """What a row says. `prescriber` is a name; days of the right are empty where the row tells none."""

    identity: Identity
    prescriber: str
    programme: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    slip: str
    card: str

    def __repr__(self) -> str:
        return "ListedPerson(***)"


def matching_of(first: Sequence[str]) -> Matching:
    """The columns as the first row names them; each column is taken once."""
    plain = [" ".join(words_of(cell)) for cell in first]
    columns: dict[Column, int] = {}
    for column, names in _HEADINGS.items():
        place = next((i for i, cell in enumerate(plain) if cell in names and i not in columns.values()), None)
        if place is not None:
            columns[column] = place
    return Matching(columns, heading=bool(columns))


def read_person(
    cells: Sequence[str], matching: Matching, *, languages: Mapping[str, str], today: dt.date
) -> ListedPerson:
    """The person of a row. `languages` maps folded names and codes to codes.

    Raises Refusal: what `checked_identity` raises, and "language_unknown", "date_wrong", "dates_swapped",
    "card_wrong".
    """
    family, given = _names(cells, matching)
    language = _language(matching.cell(cells, Column.LANGUAGE), languages)
    identity = checked_identity(
        given_name=given,
        family_name=family,
        year_of_birth=_year(matching.cell(cells, Column.BIRTH)),
        language=language,
        phone=matching.cell(cells, Column.PHONE),
        prescriber="",
        this_year=today.year,
    )
    starts_on, ends_on = (_day(matching.cell(cells, column)) for column in (Column.STARTS_ON, Column.ENDS_ON))
    if starts_on and (starts_on > today or (ends_on and ends_on < starts_on)):
        raise Refusal("dates_swapped")
    card = "".join(matching.cell(cells, Column.CARD).split())
    if card and not is_card_number(card):
        raise Refusal("card_wrong", text=card[:20])
    return ListedPerson(
        identity=identity,
        prescriber=" ".join(matching.cell(cells, Column.PRESCRIBER).split()),
        programme=matching.cell(cells, Column.PROGRAMME),
        starts_on=starts_on,
        ends_on=ends_on,
        slip=matching.cell(cells, Column.SLIP)[:40],
        card=card,
    )


def _names(cells: Sequence[str], matching: Matching) -> tuple[str, str]:
    """(family, given). A full name is taken apart where its capitals tell the family name, else at its first space."""
    whole = matching.cell(cells, Column.FULL_NAME)
    if not whole:
        return matching.cell(cells, Column.FAMILY_NAME), matching.cell(cells, Column.GIVEN_NAME)
    words = whole.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(capitals), " ".join(word for word in words if word not in capitals)
    return " ".join(words[:1]), " ".join(words[1:])


def _year(text: str) -> str:
    """The year of "1980", "12/03/1980" or "1980-03-12"; impossible days are refused. Raises Refusal("date_wrong")."""
    if _YEAR.fullmatch(text) or not any(separator in text for separator in "/-. "):
        return text
    return str(read_day(text).year)


def _day(text: str) -> dt.date | None:
    return read_day(text) if text else None


def _language(text: str, languages: Mapping[str, str]) -> str:
    if not text:
        return ""
    try:
        return languages[" ".join(words_of(text))]
    except KeyError:
        raise Refusal("language_unknown", text=text[:30]) from None
