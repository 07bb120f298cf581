"""Names as they are compared: folding, forms, sounds and errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.names import distance, folded, forms_of, particles_joined, sound_of, words_of

WORDS = st.text("abch", max_size=8)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Œuvrard", "oeuvrard"), ("Łukasz", "lukasz"), ("YILMAZ Kılıç", "yilmaz kilic"), ("Weiß", "weiss"),
        ("Đặng", "dang"), ("Søren Æbelø", "soren aebelo"), ("İbrahim", "ibrahim"), ("Ｍａｒｔｉｎ", "martin"),
        ("مُحَمَّد", "محمد"),
    ],
)  # fmt: skip
def test_case_accents_ligatures_and_vowel_marks_do_not_count(written: str, compared: str) -> None:
    assert folded(written) == compared


@given(st.text(max_size=20))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("N'Diaye", ("n", "diaye", "ndiaye")),
        ("N’Diaye", ("n", "diaye", "ndiaye")),
        ("Jean-Pierre", ("jean", "pierre", "jeanpierre")),
        ("Jean Pierre", ("jean", "pierre")),
        ("Ben Ali", ("ben", "ali", "benali")),
        ("Abd el Kader", ("abd", "el", "kader", "abdelkader")),
        ("El Hadji Malick", ("el", "hadji", "malick", "elhadji")),
        ("De", ("de",)),
        ("😀 '", ()),
    ],
)
def test_a_name_is_found_apart_and_joined(name: str, forms: tuple[str, ...]) -> None:
    assert forms_of(name) == forms


def test_particles_join_what_follows_them() -> None:
    assert particles_joined(["mohamed", "abd", "el", "kader", "ben"]) == ["mohamed", "abdelkader", "ben"]


@pytest.mark.parametrize(
    "spellings",
    [
        "mohamed mohammed muhammad mouhamed mohamad mahamadou", "diallo dialo jallow jalloh", "ndiaye njie njay",
        "coulibaly kulibali coulybali", "cheikh sheikh cheick", "ouattara wattara", "khadija kadidja khadidja",
        "aissatou aysatu", "yussuf youssouf yousef", "harouna aruna", "tshibangu chibangou", "fernandes fernandez",
        "philippe filip", "elodie elody",
    ],
)  # fmt: skip
def test_spellings_of_one_name_sound_alike(spellings: str) -> None:
    first, *others = (sound_of(word) for word in spellings.split())
    assert first
    assert set(others) == {first}


@pytest.mark.parametrize(
    ("one", "other"), [("diallo", "diarra"), ("martin", "bernard"), ("traore", "toure"), ("sow", "ly")]
)
def test_names_that_differ_sound_different(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("ba", "bah", 1), ("diallo", "dialol", 1), ("diallo", "jallo", 2), ("abc", "ca", 3),
     ("abcdef", "fedcba", 4)],
)  # fmt: skip
def test_edits_are_counted_up_to_the_most_asked(one: str, other: str, edits: int) -> None:
    """A swap of neighbours is one edit ("optimal string alignment"): "abc" to "ca" takes three."""
    assert distance(one, other, most=3) == edits


@given(WORDS, st.data())
def test_one_error_in_typing_is_one_edit(word: str, pick: st.DataObject) -> None:
    at = pick.draw(st.integers(0, len(word)))
    letter = pick.draw(st.sampled_from("abch"))
    for typed in (
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ):
        assert distance(word, typed, most=1) <= 1


@given(st.text(max_size=30))
def test_every_word_of_a_name_is_one_of_its_forms(name: str) -> None:
    assert set(words_of(name)) <= set(forms_of(name))
