"""Names as they are compared: without accents, order or the luck of a transliteration. Never shown to anybody."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th"})
_JOINERS = re.compile(r"['’ʼ`´.‑-]+")  # as people and keyboards write them
_WORDS = re.compile(r"[^\W_]+")
_SOUNDS = (
    ("ph", "f"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sch", "s"), ("sh", "s"), ("ch", "s"),
    ("dj", "j"), ("dz", "j"), ("tch", "s"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("ou", "u"), ("w", "u"),
    ("v", "u"), ("y", "i"), ("z", "s"),
)  # fmt: skip
"""Spellings of one sound, in French, English and Portuguese ways of writing Arabic, Wolof, Bambara or Lingala names."""
_SOFT_C = re.compile(r"c(?=[ei])")
_VOWELS = re.compile(r"[aeiou]")
_DOUBLED = re.compile(r"(.)\1+")


def folded(text: str) -> str:
    """`text` without case, accents, ligatures or vowel marks: "Œuvrard-N'Diaye" becomes "oeuvrard-n'diaye"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for in what was typed or kept, folded, in order, each once: "n'diaye" gives "n", "diaye"."""
    return tuple(dict.fromkeys(_WORDS.findall(folded(text))))


def forms_of(name: str) -> tuple[str, ...]:
    """Words under which a name is found: apart, and joined where a hyphen, a dot or an apostrophe stands."""
    joined = _WORDS.findall(_JOINERS.sub("", folded(name)))
    return tuple(dict.fromkeys([*words_of(name), *joined]))


def sound_of(word: str) -> str:
    """A rough skeleton of how a folded word sounds: "mohamed", "muhammad" and "mouhamadou" begin alike.

    Doubled letters, vowels after the first letter and a final h do not count.
    """
    sounding = _SOFT_C.sub("s", word)
    for spelling, sound in _SOUNDS:
        sounding = sounding.replace(spelling, sound)
    sounding = _DOUBLED.sub(r"\1", sounding.replace("c", "k").removesuffix("h"))
    first, rest = sounding[:1], sounding[1:]
    skeleton = _DOUBLED.sub(r"\1", _VOWELS.sub("", rest))
    return ("a" if _VOWELS.match(first) else first) + skeleton


def distance(one: str, other: str, *, most: int) -> int:
    """Edits between two words (insert, delete, replace, swap neighbours), `most` + 1 where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
