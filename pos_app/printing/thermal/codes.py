"""Barcodes and QR codes: drawn by the printer where its profile says that it can and they fit, else as pictures."""

from __future__ import annotations

import re

from pos_app.printing.barcodes import code128
from pos_app.printing.qr import qr_rows
from pos_app.printing.thermal import commands
from pos_app.printing.thermal.bitmap import Bitmap
from pos_app.printing.thermal.profiles import Profile

_HEIGHT_MM = 11
_QR_MM = 42
_MODULES = range(2, 7)
"""Dots a module that GS w takes; one alone is finer than hand scanners read."""
_LARGEST_QR = 8
_PAIRS_OF_DIGITS = re.compile(r"((?:\d\d){2,})")


def barcode(text: str, profile: Profile) -> bytes | Bitmap:
    """Code 128. One that is too wide for the paper stands along it."""
    bars = code128(text)
    module = min(profile.dots // bars.width, _MODULES.stop - 1)
    height = profile.dots_of_mm(_HEIGHT_MM)
    if profile.barcodes and module in _MODULES:
        return commands.code128(code128_data(text), module=module, height=height)
    if module in _MODULES:
        row = sum((1 << width) - 1 << bars.width - start - width for start, width in bars.bars)
        return Bitmap(bars.width, (row,)).grown(module).stretched(height)
    column = [0] * bars.width
    for start, width in bars.bars:
        column[start : start + width] = [1] * width
    return Bitmap(1, tuple(column)).grown(_MODULES.start).widened(height * 2)


def code128_data(text: str) -> bytes:
    """What GS k 73 takes: digits two by two in code set C, the rest in B, where "{" is doubled."""
    parts = (part for part in _PAIRS_OF_DIGITS.split(text) if part)
    return b"".join(_in_set_c(part) if _PAIRS_OF_DIGITS.fullmatch(part) else _in_set_b(part) for part in parts)


def qr(text: str, profile: Profile) -> bytes | Bitmap:
    """Error correction M."""
    rows = qr_rows(text)
    module = max(1, min(_LARGEST_QR, profile.dots_of_mm(_QR_MM) // (len(rows) + 8)))
    if profile.qr:
        return commands.qr(text, module=module)
    quiet = (0,) * 4
    drawn = tuple(sum(dark << len(row) - 1 - x for x, dark in enumerate(row)) for row in rows)
    return Bitmap(len(rows), quiet + drawn + quiet).grown(module)


def _in_set_b(text: str) -> bytes:
    return b"{B" + text.replace("{", "{{").encode("ascii")


def _in_set_c(digits: str) -> bytes:
    return b"{C" + bytes(int(digits[i : i + 2]) for i in range(0, len(digits), 2))
