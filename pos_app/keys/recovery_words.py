"""The recovery sheet's words: twelve French words of BIP-39, which hold 128 random bits and a checksum.

They open the key file when the operating system's keyring is lost, and give a coordinator a new PIN. They are
printed once, at set-up, and kept in the safe.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from pos_app.domain.refusals import Refusal

if TYPE_CHECKING:
    from mnemonic import Mnemonic

WORDS = 12
_PREFIX_LETTERS = 4
"""BIP-39: the first four letters tell every word of the list from the others."""

RecoveryWords = tuple[str, ...]


def new_recovery_words() -> RecoveryWords:
    return tuple(unicodedata.normalize("NFC", word) for word in _list().generate(strength=128).split())


def read_recovery_words(text: str) -> RecoveryWords:
    """The words as a person typed them: in any case, without accents, cut to four letters.

    Raises Refusal("recovery_word_count", found), Refusal("recovery_word_unknown", position, word) or
    Refusal("recovery_words_wrong") where each is a word and the checksum is not theirs.
    """
    typed = text.replace(",", " ").split()
    if len(typed) != WORDS:
        raise Refusal("recovery_word_count", found=len(typed), wanted=WORDS)
    known = _by_plain_form()
    words = []
    for position, word in enumerate(typed, start=1):
        plain = _plain(word)
        found = known.get(plain) or known.get(plain[:_PREFIX_LETTERS])
        if found is None:
            raise Refusal("recovery_word_unknown", position=position, word=word[:20])
        words.append(found)
    if not _list().check(unicodedata.normalize("NFKD", " ".join(words))):
        raise Refusal("recovery_words_wrong")
    return tuple(words)


def same_word(typed: str, word: str) -> bool:
    """Whether `typed` is `word`, in any case and without its accents: the check that the sheet was printed."""
    return _plain(typed.strip()) == _plain(word)


def key_of_words(words: RecoveryWords) -> bytes:
    """The slot key that the words stand for. They hold 128 random bits: no slow hash is needed."""
    entropy = bytes(_list().to_entropy(unicodedata.normalize("NFKD", " ".join(words))))
    return hashlib.blake2b(entropy, digest_size=32, person=b"pos-app recov").digest()


@cache
def _list() -> Mnemonic:
    from mnemonic import Mnemonic

    return Mnemonic("french")


@cache
def _by_plain_form() -> dict[str, str]:
    """Words by their plain form and by its first four letters."""
    known: dict[str, str] = {}
    for word in _list().wordlist:
        shown = unicodedata.normalize("NFC", word)
        known[_plain(word)] = known[_plain(word)[:_PREFIX_LETTERS]] = shown
    return known


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
