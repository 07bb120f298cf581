"""A list that somebody else kept: which column is which, and what each row says."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.domain.people_list import Column, ListedPerson, Matching, matching_of, read_person
from pos_app.domain.refusals import Refusal

TODAY = dt.date(2026, 11, 23)
LANGUAGES = {"arabe": "ar", "ar": "ar", "francais": "fr"}
EVERYTHING = Matching({column: place for place, column in enumerate(Column)})


def row(**cells: str) -> tuple[str, ...]:
    told = {"family_name": "Diallo", "birth": "1984"} | cells
    return tuple(told.get(column.value, "") for column in Column)


def read(**cells: str) -> ListedPerson:
    return read_person(row(**cells), EVERYTHING, languages=LANGUAGES, today=TODAY)


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (("NOM", "Prénom", "Année de naissance"), (Column.FAMILY_NAME, Column.GIVEN_NAME, Column.BIRTH)),
        (("Date de naissance", "Nom et prénom", "Tél."), (Column.BIRTH, Column.FULL_NAME, Column.PHONE)),
        (("Last name", "First name", "Year of birth"), (Column.FAMILY_NAME, Column.GIVEN_NAME, Column.BIRTH)),
        (("N° de carte", "Prescripteur", "Date du bon"), (Column.CARD, Column.PRESCRIBER, Column.STARTS_ON)),
    ],
)
def test_headings_say_which_column_is_which(headings: tuple[str, ...], found: tuple[Column, ...]) -> None:
    matching = matching_of(headings)
    assert {column: headings[place] for column, place in matching.columns.items()} == dict(
        zip(found, headings, strict=True)
    )
    assert matching.heading


def test_a_first_row_of_data_is_no_heading() -> None:
    assert not matching_of(("Diallo", "Mamadou", "1984")).heading


def test_a_name_and_a_year_are_the_least_that_is_needed() -> None:
    assert not Matching({Column.FAMILY_NAME: 0}).is_enough
    assert Matching({Column.FULL_NAME: 0, Column.BIRTH: 1}).is_enough


@pytest.mark.parametrize(
    ("whole", "family", "given"),
    [
        ("DIALLO Mamadou Lamine", "DIALLO", "Mamadou Lamine"),
        ("Mamadou BEN ALI", "BEN ALI", "Mamadou"),
        ("Diallo Mamadou", "Diallo", "Mamadou"),
        ("DIALLO MAMADOU", "DIALLO", "MAMADOU"),
        ("Nguyễn", "Nguyễn", ""),
    ],
)
def test_a_whole_name_is_taken_apart(whole: str, family: str, given: str) -> None:
    identity = read(family_name="", full_name=whole).identity
    assert (identity.family_name, identity.given_name) == (family, given)


@pytest.mark.parametrize("birth", ["1984", "12/03/1984", "1984-03-12", "12.03.1984"])
def test_a_year_is_read_from_a_day(birth: str) -> None:
    assert read(birth=birth).identity.year_of_birth == 1984


@pytest.mark.parametrize("name", ["O", "x" * 80, "N’Diaye", "محمد", "Zoé 🌸", "Jean-Baptiste de la Tour d’Auvergne"])
def test_names_of_any_length_and_script_are_read(name: str) -> None:
    assert read(family_name=name).identity.family_name == name


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"family_name": ""}, "name_missing"),
        ({"family_name": "x" * 81}, "person_name_wrong"),
        ({"birth": "31/02/1984"}, "date_wrong"),
        ({"birth": "84"}, "year_wrong"),
        ({"birth": ""}, "year_wrong"),
        ({"phone": "douze"}, "phone_wrong"),
        ({"language": "klingon"}, "language_unknown"),
        ({"starts_on": "31/11/2026"}, "date_wrong"),
        ({"starts_on": "24/11/2026"}, "dates_swapped"),
        ({"starts_on": "03/11/2026", "ends_on": "02/11/2026"}, "dates_swapped"),
        ({"card": "1234567890"}, "card_wrong"),
    ],
)
def test_what_is_wrong_with_a_row_is_named(cells: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(**cells)
    assert refused.value.code == code


def test_a_telephone_from_abroad_and_a_language_by_its_name_are_read() -> None:
    identity = read(phone="00221 77 123 45 67", language="Arabe").identity
    assert (identity.phone, identity.language) == ("+221771234567", "ar")


def test_a_row_shorter_than_its_heading_is_read_as_far_as_it_goes() -> None:
    listed = read_person(("Diallo", "", "", "1984"), EVERYTHING, languages=LANGUAGES, today=TODAY)
    assert (listed.identity.family_name, listed.starts_on) == ("Diallo", None)
