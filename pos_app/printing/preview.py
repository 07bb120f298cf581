"""A document as the screen shows it before, or instead of, paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pos_app.domain.refusals import Bug
from pos_app.printing.jobs import Document
from pos_app.printing.pdf_pictures import pdf_pictures
from pos_app.printing.writers import carries_codes, document_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 132
"""An 80 mm slip is then 416 pixels wide: it reads well beside its own text on the smallest window."""


def preview(document: Document) -> tuple[bytes, ...]:
    """Its pages as PNG files. Raises Bug("code_on_screen") for what carries a code: that has a panel of its own."""
    if carries_codes(document):
        raise Bug("code_on_screen")
    return tuple(_png(picture) for picture in pdf_pictures(document_pdf(document), dpi=DPI))


def _png(picture: Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
