"""Barcodes of articles: EAN-13 and UPC-A with their check digit, Code 128 and our own without one (GS1 General
Specifications § 7.9)."""

from __future__ import annotations

import re

_ANY = re.compile(r"[0-9A-Za-z-]{3,64}")
_EAN_DIGITS, _UPC_DIGITS = 13, 12


def is_barcode(text: str) -> bool:
    """Whether a label can carry `text`."""
    return _ANY.fullmatch(text) is not None


def check_digit_holds(text: str) -> bool:
    """Whether the last digit of an EAN-13 or a UPC-A follows from the others; true of what has no check digit."""
    if not (text.isascii() and text.isdigit()) or len(text) not in (_EAN_DIGITS, _UPC_DIGITS):
        return True
    return text[-1] == check_digit(text[:-1])


def check_digit(digits: str) -> str:
    """The digit after `digits` of an EAN-13 or a UPC-A."""
    weighed = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-weighed % 10)


def same_barcode(text: str) -> str:
    """One form of a barcode that scanners read in two: a UPC-A is an EAN-13 that begins with 0."""
    if len(text) == _UPC_DIGITS and text.isascii() and text.isdigit() and check_digit_holds(text):
        return "0" + text
    return text
