"""What codes of a product look like, and how they are used: data of the rules file, never code."""

from __future__ import annotations

import enum
import re
import unicodedata

import msgspec

from pos_app.domain.identifiers import luhn_digit
from pos_app.domain.voucher import VoucherCode

SHORTEST, LONGEST = 6, 40
_SEPARATORS = re.compile(r"[\s.-]+")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
"""What a spreadsheet makes of a long number: its end is lost."""


class Alphabet(enum.StrEnum):
    """The characters of a code."""

    DIGITS = "digits"
    LETTERS = "letters"


class CheckDigit(enum.StrEnum):
    """How the last digit follows from the others."""

    NONE = "none"
    LUHN = "luhn"


class CodeFault(enum.StrEnum):
    """Why a text cannot be a code."""

    LENGTH = "code_length"
    ALPHABET = "code_alphabet"
    CHECK = "code_check"
    ROUNDED = "code_rounded"


class VoucherRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Codes of `products`: how long (0: any length from 6 to 40), of which characters, with which check digit.

    `dial` is the number that takes the code and `page` the page of the operator's site, empty where there is none.
    `warn_days` before its end a lot is announced.
    """

    products: tuple[str, ...]
    length: int = 0
    alphabet: Alphabet = Alphabet.LETTERS
    check: CheckDigit = CheckDigit.NONE
    dial: str = ""
    page: str = ""
    warn_days: int = 30

    @property
    def is_possible(self) -> bool:
        """Whether codes can be like this."""
        long_enough = self.length == 0 or SHORTEST <= self.length <= LONGEST
        checked = self.check is CheckDigit.NONE or self.alphabet is Alphabet.DIGITS
        return bool(self.products) and long_enough and checked and self.warn_days >= 0 and self._is_printable

    @property
    def _is_printable(self) -> bool:
        told = (self.dial, self.page)
        return all(len(text) <= 40 and text.isprintable() for text in told)


ANY_CODE = VoucherRule(products=("",))
"""For a product that no rule names."""


def plain_code(text: str) -> str:
    """In capitals and without the spaces and hyphens that only help to read it."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def read_code(text: str, rule: VoucherRule) -> VoucherCode | CodeFault:
    """The code that `text` writes, in capitals and without the spaces and hyphens that only help to read it."""
    if _ROUNDED.fullmatch(text.strip()):
        return CodeFault.ROUNDED
    plain = plain_code(text)
    if not plain.isascii() or not (plain.isdigit() if rule.alphabet is Alphabet.DIGITS else plain.isalnum()):
        return CodeFault.ALPHABET if plain else CodeFault.LENGTH
    if not SHORTEST <= len(plain) <= LONGEST or rule.length not in (0, len(plain)):
        return CodeFault.LENGTH
    if rule.check is CheckDigit.LUHN and int(plain[-1]) != luhn_digit(plain[:-1]):
        return CodeFault.CHECK
    return VoucherCode(plain)
