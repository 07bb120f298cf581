"""Code 128 through python-barcode, as bars to draw: (start, width) in modules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from pos_app.domain.refusals import Bug

if TYPE_CHECKING:
    from barcode.codex import Code128

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

    Raises Bug("barcode_text_wrong") outside printable ASCII.
    """
    if not text or not text.isascii() or not text.isprintable():
        raise Bug("barcode_text_wrong")
    pattern: str = _encoder()(text).build()[0]
    bars, position = [], QUIET_MODULES
    for module, run in groupby(pattern):
        width = len(list(run))
        if module == "1":
            bars.append((position, width))
        position += width
    return Bars(tuple(bars), position + QUIET_MODULES)


@cache
def _encoder() -> type[Code128]:
    from barcode.codex import Code128

    class WithLeadingNines(Code128):
        """python-barcode 0.16 takes a "99" at the beginning for a change of character set and drops it: one member
        card of a hundred begins so."""

        def _try_to_optimize(self, encoded: list[int]) -> list[int]:
            return encoded if self.code.startswith("99") else super()._try_to_optimize(encoded)

    return WithLeadingNines
