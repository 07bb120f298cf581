"""Pictograms of voucher slips (pos_app.printing.pictograms), dot by dot for a thermal head: resources/printers."""

from __future__ import annotations

from functools import cache

from pos_app.printing.thermal.bitmap import Bitmap, of_art
from pos_app.settings import RESOURCES

_FOLDER = RESOURCES / "printers" / "pictograms"


@cache
def pictogram(name: str) -> Bitmap:
    """As high as a letter of font A: 24 dots."""
    return of_art((_FOLDER / f"{name}.txt").read_text(encoding="ascii").split())
