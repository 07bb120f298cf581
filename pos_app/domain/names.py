"""Names as they are compared: without accents, order or the luck of a transliteration. Never shown to anybody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz.distance import OSA

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th"})
_JOINERS = re.compile(r"['’ʼ`´.‑-]+")  # as people and keyboards write them
_WORDS = re.compile(r"[^\W_]+")
_PARTICLES = frozenset((
    "abd", "abdel", "abdoul", "abdul", "abou", "abu", "ait", "al", "ar", "as", "at", "aul", "bel", "ben", "bin",
    "bint", "bou", "d", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "el",
    "en", "ibn", "la", "las", "le", "les", "los", "mac", "mc", "n", "o", "os", "oul", "ould", "oum", "san",
    "santa", "st", "um", "van", "von", "y",
))  # fmt: skip
"""Words that some write apart and some together with what follows: Ben Ali, Abd el Kader, de la Cruz, N Diaye."""
_SOUNDS = (
    ("ph", "f"), ("kh", "k"), ("gh", "g"), ("sch", "s"), ("tch", "s"), ("tsh", "s"), ("sh", "s"), ("ch", "s"),
    ("dj", "j"), ("dz", "j"), ("zh", "j"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("h", ""), ("ou", "u"),
    ("w", "u"), ("v", "u"), ("y", "i"), ("z", "s"),
)  # fmt: skip
"""Spellings of one sound, in French, English and Portuguese ways of writing Arabic, Wolof, Bambara or Lingala names."""
_SOFT_D = re.compile(r"d[iy](?=[aou]|e.)")  # Diallo is Jallow in English
_SOFT_C = re.compile(r"c(?=[ei])")
_VOWELS = re.compile(r"[aeiou]")
_DOUBLED = re.compile(r"(.)\1+")


def folded(text: str) -> str:
    """`text` without case, accents, ligatures or vowel marks: "Œuvrard-N'Diaye" becomes "oeuvrard-n'diaye"."""
    apart = unicodedata.normalize("NFKD", text)
    plain = unicodedata.normalize("NFKD", apart.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for in what was typed or kept, folded, in order, each once: "n'diaye" gives "n", "diaye"."""
    return tuple(dict.fromkeys(_WORDS.findall(folded(text))))


def forms_of(name: str) -> tuple[str, ...]:
    """Words under which a name is found: apart, and joined where a hyphen, a dot, an apostrophe or a particle stands:
    "Ben-Ali" and "Ben Ali" both give "ben", "ali", "benali"."""
    joined = _WORDS.findall(_JOINERS.sub("", folded(name)))
    return tuple(dict.fromkeys([*words_of(name), *joined, *particles_joined(_WORDS.findall(folded(name)))]))


def particles_joined(words: Iterable[str]) -> list[str]:
    """Each run of particles joined to the word after it: "abd", "el", "kader" gives "abdelkader"."""
    joined, run = [], ""
    for word in words:
        run += word
        if word not in _PARTICLES:
            joined.append(run)
            run = ""
    return [*joined, run] if run else joined


def sound_of(word: str) -> str:
    """A rough skeleton of how a folded word sounds: "mohamed", "muhammad" and "mouhamadou" begin alike.

    Doubled letters, vowels after the first letter and every h do not count.
    """
    sounding = _SOFT_D.sub("j", _SOFT_C.sub("s", word))
    for spelling, sound in _SOUNDS:
        sounding = sounding.replace(spelling, sound)
    sounding = _DOUBLED.sub(r"\1", sounding.replace("c", "k"))
    first, rest = sounding[:1], sounding[1:]
    return ("a" if _VOWELS.match(first) else first) + _VOWELS.sub("", rest)


def distance(one: str, other: str, *, most: int) -> int:
    """Edits between two words (insert, delete, replace, swap neighbours), `most` + 1 where there are more."""
    return OSA.distance(one, other, score_cutoff=most)
