"""Reading back what was printed: its words, its picture, its barcodes."""

from __future__ import annotations

import pypdfium2
import zxingcpp
from PIL import Image

POINTS_PER_MM = 72 / 25.4


def words_of(pdf: bytes) -> str:
    """All that a PDF says, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(text.split())


def picture_of(pdf: bytes, *, dots_per_mm: float = 8, page: int = 0) -> Image.Image:
    """A page in grey, by default as a thermal printer of 8 dots a millimetre shows it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        scale = dots_per_mm / POINTS_PER_MM * (1 - 1e-6)  # the page's width rounded up would stretch it by a dot
        image: Image.Image = document[page].render(scale=scale, grayscale=True).to_pil()
    finally:
        document.close()
    return image


def size_mm_of(pdf: bytes) -> tuple[float, float]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document[0].get_size()
    finally:
        document.close()
    return width / POINTS_PER_MM, height / POINTS_PER_MM


def barcodes_of(picture: Image.Image) -> list[tuple[zxingcpp.BarcodeFormat, str]]:
    return [(found.format, found.text) for found in zxingcpp.read_barcodes(picture)]
