"""Pictures that somebody looked at, kept small: slips on paper and as PDF change only where somebody looks again.

`python -m tests.printing.test_golden` draws them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps

from pos_app.i18n import use_language
from pos_app.printing.thermal.profiles import profile_of
from pos_app.printing.thermal.writer import slip_bytes
from pos_app.printing.writers import document_pdf, slip_of
from tests.printing.escpos_interpreter import printed
from tests.printing.every_slip import EVERY_SLIP, voucher_slip
from tests.printing.paper import picture_of
from tests.printing.specimens import receipt

FOLDER = Path(__file__).parent / "golden"
_SCALE = 2
"""A golden picture has every second dot: enough to see what moved."""
_TOLERATED = 0.02
"""Part of the dots that may differ: renderers of fonts differ at edges."""


def on_paper(document: object, profile: str, *, large: bool = False) -> Image.Image:
    slip = slip_of(document)
    assert slip
    return printed(slip_bytes(slip, profile_of(profile), large=large), width=profile_of(profile).dots).image


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "receipt-epson-80": lambda: on_paper(receipt(), "epson-80"),
    "mixed-generic-58": lambda: on_paper(EVERY_SLIP["receipt"][0], "generic-58"),
    "voucher-ar-epson-80": lambda: on_paper(voucher_slip("ar"), "epson-80"),
    "voucher-ar-drawn-58-large": lambda: on_paper(voucher_slip("ar"), "drawn-58", large=True),
    "receipt-pdf": lambda: picture_of(document_pdf(receipt())),
    "voucher-ar-pdf": lambda: picture_of(document_pdf(voucher_slip("ar"))),
    "receipt-pdf-large": lambda: picture_of(document_pdf(receipt(), large=True)),
}


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_slip_looks_as_when_somebody_looked_at_it(name: str) -> None:
    kept, made = Image.open(FOLDER / f"{name}.png").convert("L"), _small(PICTURES[name]())
    assert abs(kept.height - made.height) <= 2
    parts = ImageChops.difference(*(ImageOps.pad(one, kept.size, centering=(0, 0)) for one in (kept, made)))
    changed = parts.point(lambda grey: 255 if grey > 100 else 0).histogram()[255]
    assert changed < _TOLERATED * kept.width * kept.height


def _small(picture: Image.Image) -> Image.Image:
    return picture.convert("L").reduce(_SCALE)


if __name__ == "__main__":
    use_language("fr")
    for name, draw in PICTURES.items():
        _small(draw()).quantize(4).save(FOLDER / f"{name}.png", optimize=True)
