"""Who is found by what is typed, and in which order."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.names import words_of
from pos_app.store.opening import Connection, open_for_reading
from pos_app.store.people_index import Findable, index_people, index_person
from pos_app.store.people_search import find_people, likely_same
from tests.people.searchable import empty_index

PEOPLE = {
    1: Findable(1, ("Diallo", "Mamadou"), "+33612345678", "1234567897"),
    2: Findable(2, ("Ben Ali", "Mohammed"), "+33698765432", "2000000004"),
    3: Findable(3, ("N'Diaye", "Aïssatou"), "+221771234567", "3000000009"),
    4: Findable(4, ("Lefèvre", "Jean-Pierre"), "+262692123456", ""),
    5: Findable(5, ("Œuvrard-Łukasz", "Zoé Anne"), "", ""),
    6: Findable(6, ("Abdelkader", "Khadija"), "", ""),
    7: Findable(7, ("O", "Y"), "", ""),
    8: Findable(8, ("محمد", "فاطمة"), "", ""),
    9: Findable(9, ("Nguyễn", "Thị Mai 😀"), "", ""),
}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    connection = empty_index(tmp_path_factory.mktemp("few") / "till.db")
    index_people(connection, PEOPLE.values())
    yield connection
    connection.close()


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Connection]:
    connection = empty_index(tmp_path / "till.db")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("diallo", 1), ("MAMADOU DIALLO", 1), ("dial mam", 1), ("m d", 1), ("  mamadou ,  diallo ", 1),
        ("ben ali", 2), ("benali", 2), ("ali moh", 2),
        ("n'diaye", 3), ("n’diaye", 3), ("ndiaye", 3), ("diaye aissatou", 3), ("aïssatou", 3),
        ("lefevre", 4), ("LEFÈVRE", 4), ("jean pierre", 4), ("jean-pierre", 4), ("jeanpierre", 4), ("pierre l", 4),
        ("oeuvrard", 5), ("œuvrard", 5), ("lukasz zoe", 5), ("anne", 5),
        ("abd el kader", 6), ("abdel kader", 6), ("abd el kad", 6),
        ("o y", 7), ("محمد", 8), ("فاطمة محمد", 8), ("nguyen", 9), ("thi mai", 9), ("mai 😀", 9),
    ],
)  # fmt: skip
def test_a_name_is_found_by_its_parts_in_any_order_without_accents(few: Connection, typed: str, person: int) -> None:
    assert find_people(few, typed)[0] == person


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("jallow mamadu", 1), ("mouhamadou diallo", 1), ("dialo", 1), ("diallo mamdaou", 1),
        ("muhammad benali", 2), ("mohamed bin ali", 2), ("njaye aissatou", 3), ("ndiaye aisatu", 3),
        ("lefebvre jean", 4), ("lefevre jaen pierre", 4), ("kadidja abdelkader", 6), ("nguyne mai", 9),
        ("mamadou boubacar diallo", 1),
    ],
)  # fmt: skip
def test_a_name_is_found_as_it_sounds_with_an_error_or_a_word_too_many(
    few: Connection, typed: str, person: int
) -> None:
    assert find_people(few, typed)[0] == person


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("06 12 34", 1), ("0612345678", 1), ("06.12.34.56.78", 1), ("06-12-34", 1), ("+33612", 1), ("+33 6 12", 1),
        ("+33 (0)6 12 34", 1), ("+33 06 12", 1), ("0033612345678", 1), ("0033 6 12 34", 1), ("٠٦١٢٣٤", 1),
        ("+221 77 123", 3), ("00221 77", 3), ("0692 12 34 56", 4), ("+262692", 4), ("00 262 692", 4),
        ("1234567897", 1), ("123 456 789 7", 1), ("12345", 1), ("2000000004", 2),
    ],
)  # fmt: skip
def test_a_telephone_is_found_in_any_spelling_and_a_card_by_its_number(
    few: Connection, typed: str, person: int
) -> None:
    assert find_people(few, typed) == (person,)


@pytest.mark.parametrize(
    "typed", ["", "   ", "😀", "'", "+", "()", "%", "*", '"', "\0", "99999", "wxyzwxyz", "diallo martin"]
)
def test_nothing_is_made_up(few: Connection, typed: str) -> None:
    assert find_people(few, typed) == ()


@pytest.mark.parametrize("card", ["0012345678", "3301234567", "0033612345", "0612345679"])
def test_a_card_is_found_by_its_number_though_it_begins_like_a_telephone(nobody: Connection, card: str) -> None:
    index_person(nobody, 1, names=["Diallo", "Awa"], phone="", card=card)
    for length in range(3, len(card) + 1):
        assert find_people(nobody, card[:length]) == (1,)


@pytest.mark.parametrize("typed", ["diallo", "d", "dialo", "mamadou diallo", "mamadu jallow", "06"])
def test_a_look_up_leaves_nothing_open(tmp_path: Path, typed: str) -> None:
    """A statement that is not read to its end would hold the past in place: no news, and a WAL that only grows."""
    key = secrets.token_bytes(32)
    writer = empty_index(tmp_path / "till.db", key)
    writer.execute("BEGIN")
    index_people(writer, [Findable(number, ["Diallo", "Mamadou"], "+33612345678") for number in range(1, 30)])
    writer.execute("COMMIT")
    reader = open_for_reading(tmp_path / "till.db", key)
    assert len(find_people(reader, typed)) == 20
    busy, *_ = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy
    reader.close()
    writer.close()


def test_digits_beside_a_name_are_not_looked_at(few: Connection) -> None:
    """A year of birth, or a house, that somebody types with the name."""
    assert find_people(few, "diallo 1985") == (1,)


def test_a_whole_word_goes_before_a_beginning_that_before_a_sound_and_that_before_an_error(nobody: Connection) -> None:
    error, sound, beginning, whole = 1, 2, 3, 4
    index_person(nobody, error, names=["Haric", "A"], phone="", card="")
    index_person(nobody, sound, names=["Karrim", "A"], phone="", card="")
    index_person(nobody, beginning, names=["Karimi", "A"], phone="", card="")
    index_person(nobody, whole, names=["Karim", "A"], phone="", card="")
    index_person(nobody, error, names=["Kabim", "A"], phone="", card="")
    assert find_people(nobody, "karim") == (whole, beginning, sound, error)
    assert find_people(nobody, "karim a") == (whole, beginning, sound, error)


def test_a_family_name_goes_before_a_first_name(nobody: Connection) -> None:
    for person, names in enumerate(
        (["Aubry", "Martin"], ["Zola", "Martine"], ["Martin", "Zoé"], ["Martinez", "Zoé"]), 1
    ):
        index_person(nobody, person, names=names, phone="", card="")
    assert find_people(nobody, "martin") == (3, 1, 4, 2)
    assert find_people(nobody, "mart") == (3, 4, 1, 2)


def test_names_that_resemble_are_left_out_where_enough_are_right(nobody: Connection) -> None:
    index_people(nobody, [Findable(number, ["Diallo", f"A{chr(96 + number)}"]) for number in range(1, 6)])
    index_person(nobody, 6, names=["Dialo", "Aa"], phone="", card="")
    assert find_people(nobody, "diallo") == (1, 2, 3, 4, 5)


def test_a_sound_of_one_letter_says_nothing(nobody: Connection) -> None:
    for person, family in enumerate(("Sow", "Zouaoui", "Kossi", "Soo"), 1):
        index_person(nobody, person, names=[family, "A"], phone="", card="")
    assert find_people(nobody, "sow") == (1, 4)
    assert find_people(nobody, "x") == ()


def test_the_list_is_as_long_as_asked(nobody: Connection) -> None:
    index_people(nobody, [Findable(number, ["Diallo", "Mamadou Mamady"]) for number in range(1, 51)])
    for typed in ("d", "diallo", "mam", "m d", "dialo", "mamadu dialo", "diallo mamadou mamady"):
        found = find_people(nobody, typed)
        assert len(found) == len(set(found)) == 20
        assert len(find_people(nobody, typed, limit=3)) == 3


@pytest.mark.parametrize(
    ("names", "person"),
    [
        ("Mamadou Diallo", 1), ("DIALLO Mamadou", 1), ("Mamadu Jallow", 1), ("Diallo Mamadoo", 1),
        ("Benali Mohamed", 2), ("Mouhamed Ben Aly", 2), ("Aissatou Ndiaye", 3), ("Ndiaye Aïsatou", 3),
        ("Jean Pierre Lefebvre", 4), ("Abd el Kader Kadidja", 6),
    ],
)  # fmt: skip
def test_who_may_be_the_same_person_comes_first(few: Connection, names: str, person: int) -> None:
    assert likely_same(few, names)[0] == person


def test_who_may_be_the_same_comes_with_the_exact_namesakes(nobody: Connection) -> None:
    """While registering, twenty of the very name must not hide the one that is written otherwise."""
    index_people(nobody, [Findable(number, ["Diallo", "Mamadou"]) for number in range(1, 11)])
    index_person(nobody, 11, names=["Jallow", "Mamadou"], phone="", card="")
    assert likely_same(nobody, "Diallo Mamadou") == tuple(range(1, 12))
    assert likely_same(nobody, "😀") == ()


_NAME = st.text(st.characters(categories=["L", "Mn", "P", "Zs", "So"]), min_size=1, max_size=80)
_LATIN = st.text("abcdeéèïœßłđnñ'’- ", min_size=1, max_size=80)


@given(names=st.lists(_NAME | _LATIN, min_size=1, max_size=3), pick=st.data())
def test_whoever_is_indexed_is_found_by_each_word_and_beginning_and_by_all_in_any_order(
    few: Connection, names: list[str], pick: st.DataObject
) -> None:
    few.execute("BEGIN")
    try:
        index_person(few, 100, names=names, phone="", card="")
        words = list(dict.fromkeys(word for name in names for word in words_of(name)))
        for word in words:
            assert 100 in find_people(few, word, limit=100)
            assert 100 in find_people(few, word[: pick.draw(st.integers(1, len(word)))], limit=100)
        if words:
            assert 100 in find_people(few, " ".join(pick.draw(st.permutations(words))), limit=100)
    finally:
        few.execute("ROLLBACK")
