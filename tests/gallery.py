"""`make screenshots`: all documents on one sheet, the first page of each, as the headless day's till makes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.settings import RESOURCES

_SHEET_WIDTH = 1600
_GAP, _CAPTION = 24, 26
_SLIP_WIDTH, _A4_WIDTH = 236, 365
"""Six slips or four sheets a row."""
_TALLEST = 620
"""Longer papers are cut: the gallery shows what they look like, not all they say."""
_A4_POINTS = 500
_BACKGROUND, _INK = 226, 60


PRINTERS = (
    PrinterSetUp(
        id="", name="Caisse", kind=PrinterKind.NETWORK, address="192.168.1.50", profile="epson-80", drawer=True,
        prints=(PaperUse.RECEIPTS, PaperUse.SLIPS),
    ),
    PrinterSetUp(
        id="", name="Bureau", kind=PrinterKind.SYSTEM, address="ipp://localhost/printers/bureau",
        prints=(PaperUse.SHEETS,),
    ),
    PrinterSetUp(id="", name="Étiquettes", kind=PrinterKind.USB, address="04b8:0e15", prints=(PaperUse.LABELS,)),
)  # fmt: skip
"""What a point may have, for the picture of the settings."""


def gallery(papers: Sequence[Path]) -> Image.Image:
    """One grey picture of all papers in their order, each with its name below."""
    pictures = [(path.stem, _first_page(path)) for path in papers]
    font = ImageFont.truetype(str(RESOURCES / "fonts" / "Inter-Regular.ttf"), 15)
    rows: list[list[tuple[str, Image.Image]]] = [[]]
    for name, picture in pictures:
        taken = sum(one.width + _GAP for _name, one in rows[-1])
        if rows[-1] and _GAP + taken + picture.width + _GAP > _SHEET_WIDTH:
            rows.append([])
        rows[-1].append((name, picture))
    heights = [max(one.height for _name, one in row) + _CAPTION + _GAP for row in rows]
    sheet = Image.new("L", (_SHEET_WIDTH, sum(heights) + _GAP), _BACKGROUND)
    draw, top = ImageDraw.Draw(sheet), _GAP
    for row, height in zip(rows, heights, strict=True):
        left = _GAP
        for name, picture in row:
            sheet.paste(picture, (left, top))
            draw.text((left, top + picture.height + 4), name, fill=_INK, font=font)
            left += picture.width + _GAP
        top += height
    return sheet


def _first_page(path: Path) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        width = _A4_WIDTH if page.get_width() > _A4_POINTS else _SLIP_WIDTH
        picture: Image.Image = page.render(scale=width / page.get_width(), grayscale=True).to_pil()
    return picture.crop((0, 0, picture.width, min(picture.height, _TALLEST)))
