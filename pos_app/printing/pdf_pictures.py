"""The pages of a PDF as pictures: for printers that take nothing else, and for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS_AN_INCH = 72


def pdf_pictures(content: bytes, *, dpi: int) -> list[Image]:
    """One RGB picture a page, `dpi` dots an inch."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=dpi / _POINTS_AN_INCH).to_pil().convert("RGB") for page in document]
