"""Code 128 through python-barcode, as bars to draw: (start, width) in modules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from pos_app.domain.refusals import Bug

QUIET_MODULES = 10
"""The clear space that ISO/IEC 15417 asks on both sides."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A barcode: its dark bars and its whole width, in modules, quiet zones included."""

    bars: tuple[tuple[int, int], ...]
    width: int


@lru_cache(maxsize=64)
def code128(text: str) -> Bars:
    """The bars of `text`.

    Raises Bug("barcode_text_wrong") outside printable ASCII, and where `text` begins with "99": python-barcode 0.16
    takes that pair for a change of character set and drops it. Ticket numbers and badges begin with a letter.
    """
    from barcode.codex import Code128

    if not text or not text.isascii() or not text.isprintable() or text.startswith("99"):
        raise Bug("barcode_text_wrong")
    pattern: str = Code128(text).build()[0]
    bars, position = [], QUIET_MODULES
    for module, run in groupby(pattern):
        width = len(list(run))
        if module == "1":
            bars.append((position, width))
        position += width
    return Bars(tuple(bars), position + QUIET_MODULES)
