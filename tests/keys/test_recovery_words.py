"""The recovery sheet's words, as people key them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from pos_app.domain.refusals import Refusal
from pos_app.keys.recovery_words import key_of_words, new_recovery_words, read_recovery_words

WORDS = tuple(unicodedata.normalize("NFC", word) for word in Mnemonic("french").to_mnemonic(bytes(range(16))).split())
"""The words of a known entropy (BIP-39), as we print them."""


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@pytest.mark.parametrize(
    "written",
    [
        " ".join(WORDS),
        "  ".join(WORDS).upper(),
        plain(" ".join(WORDS)),
        unicodedata.normalize("NFD", " ".join(WORDS)),
        ", ".join(WORDS),
        "\n".join(WORDS),
        " ".join(word[:4] for word in WORDS),
        " ".join(plain(word)[:4].upper() for word in WORDS),
    ],
    ids=["as printed", "capitals", "no accents", "accents apart", "commas", "lines", "four letters", "four, plain"],
)
def test_words_are_understood_however_they_are_keyed(written: str) -> None:
    assert read_recovery_words(written) == WORDS


@given(st.binary(min_size=16, max_size=16))
def test_every_entropy_survives_paper(entropy: bytes) -> None:
    words = tuple(unicodedata.normalize("NFC", word) for word in Mnemonic("french").to_mnemonic(entropy).split())
    assert read_recovery_words(plain(" ".join(words))) == words
    assert len(key_of_words(words)) == 32


def test_new_words_differ_and_read_back() -> None:
    drawn = {new_recovery_words() for _ in range(50)}
    assert len(drawn) == len({key_of_words(words) for words in drawn}) == 50
    assert all(read_recovery_words(" ".join(words)) == words for words in drawn)


@pytest.mark.parametrize("count", [0, 11, 13, 24])
def test_a_wrong_count_is_told(count: int) -> None:
    with pytest.raises(Refusal) as refused:
        read_recovery_words(" ".join((WORDS * 2)[:count]))
    assert (refused.value.code, refused.value.params) == ("recovery_word_count", {"found": count, "wanted": 12})


@pytest.mark.parametrize("wrong", ["zzzz", "abc", "12345", "é", "zabaisser" * 9])
def test_an_unknown_word_is_named_with_its_position(wrong: str) -> None:
    words = [*WORDS[:4], wrong, *WORDS[5:]]
    with pytest.raises(Refusal) as refused:
        read_recovery_words(" ".join(words))
    assert refused.value.code == "recovery_word_unknown"
    assert refused.value.params == {"position": 5, "word": wrong[:20]}


def test_known_words_in_another_order_do_not_pass_their_checksum() -> None:
    """The checksum has four bits: about one order in sixteen would pass."""
    with pytest.raises(Refusal) as refused:
        read_recovery_words(" ".join([WORDS[1], WORDS[0], *WORDS[2:]]))
    assert refused.value.code == "recovery_words_wrong"


def test_the_key_of_words_never_changes() -> None:
    """A till set up by an old version is opened by a new one."""
    assert key_of_words(WORDS).hex() == KEY_OF_WORDS


KEY_OF_WORDS = "e85d9add16ab6fda76a28e37bf628e622a28de6b917970d95ac0ca8be11650e5"
