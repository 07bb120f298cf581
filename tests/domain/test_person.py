"""What the desk writes down of a person, whatever is keyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.identifiers import card_number, is_card_number
from pos_app.domain.person import Identity, checked_identity, e164
from pos_app.domain.refusals import Refusal


def identity(**changes: str) -> Identity:
    keyed = {"given_name": "Samira", "family_name": "Ben Ali", "year_of_birth": "1984", "language": "ar", "phone": ""}
    return checked_identity(**(keyed | changes), prescriber="CCAS", this_year=2026)


@pytest.mark.parametrize(
    "name",
    [
        "Li",
        "X",
        "N'Diaye",
        "O’Brien",
        "Lefèvre-Dupont",
        "محمد",
        "李",
        "José 😀",
        "a" * 80,
        "  Ben   Ali  ",
        "D'Almeida Ferreira da Silva",
    ],
)
def test_names_of_every_kind_are_taken_as_they_are(name: str) -> None:
    assert identity(family_name=name).family_name == " ".join(name.split())


def test_marks_of_direction_that_come_with_pasted_text_go() -> None:
    assert identity(family_name="\u202bمحمد\u202c\u200f").family_name == "محمد"


@pytest.mark.parametrize("name", ["a" * 81, "12", "😀", "--", "Ben\x00Ali", "Ali\x07"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        identity(family_name=name)
    assert refused.value.code == "person_name_wrong"


def test_one_name_is_enough_and_none_is_not() -> None:
    assert identity(given_name="").full_name == "Ben Ali"
    with pytest.raises(Refusal) as refused:
        identity(given_name=" ", family_name="")
    assert refused.value.code == "name_missing"


@pytest.mark.parametrize("year", ["84", "1905", "2017", "19840", "", "١٩٨٤", "198a"])
def test_a_year_of_birth_has_four_digits_of_a_life(year: str) -> None:
    with pytest.raises(Refusal) as refused:
        identity(year_of_birth=year)
    assert refused.value.code == "year_wrong"


@pytest.mark.parametrize(
    ("keyed", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("0612345678", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("6 12 34 56 78", "+33612345678"),
        ("+221 77 123 45 67", "+221771234567"),
        ("00 213 551 23 45 67", "+213551234567"),
        ("", ""),
    ],
)
def test_a_telephone_is_kept_one_way_however_it_is_spelt(keyed: str, kept: str) -> None:
    assert e164(keyed) == kept


@pytest.mark.parametrize(
    "keyed", ["06 12 34 56", "06 12 34 56 78 90", "pas de téléphone", "0", "+33 6 12", "1234567890123456"]
)
def test_what_is_no_telephone_is_refused(keyed: str) -> None:
    with pytest.raises(Refusal) as refused:
        e164(keyed)
    assert refused.value.code == "phone_wrong"


@given(st.integers(0, 10**9 - 1), st.integers(0, 9), st.integers(1, 9))
def test_a_card_number_tells_one_wrong_digit(random: int, place: int, more: int) -> None:
    card = card_number(random)
    assert is_card_number(card)
    wrong = card[:place] + str((int(card[place]) + more) % 10) + card[place + 1 :]
    assert not is_card_number(wrong)


def test_a_person_is_never_printed_by_accident() -> None:
    assert "Samira" not in repr(identity())
