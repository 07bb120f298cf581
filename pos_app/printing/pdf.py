"""A PDF file from what is drawn on a canvas: the one place that makes one, so that all are made alike."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

from pos_app.i18n import language
from pos_app.printing.fonts import register_fonts
from pos_app.printing.training import draw_training_mark, is_marked

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
"""A millimetre in points."""

_one_at_a_time = threading.Lock()
"""reportlab's fonts keep a reading position while they are embedded: two printers' threads would mix theirs."""


def pdf_of(
    draw: Callable[[Canvas], None], *, page_size: tuple[float, float], title: str, author: str, creator: str = ""
) -> bytes:
    """The PDF of what `draw` puts on pages of `page_size`, in points.

    The same drawing gives the same bytes: no date of the clock and no random identity is in them. From any thread.
    Training paper says so across each page (pos_app.printing.training).
    """
    buffer = BytesIO()
    with _one_at_a_time:
        register_fonts()
        canvas = _canvas_class()(buffer, pagesize=page_size, invariant=1, pageCompression=1, lang=language())
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(title)
        canvas.setCreator(creator or author)
        draw(canvas)
        canvas.save()
    return buffer.getvalue()


def _canvas_class() -> type[Canvas]:
    """A canvas that marks each page as it ends, where what is written now is training paper."""
    from reportlab.pdfgen.canvas import Canvas

    if not is_marked():
        return Canvas

    class MarkedCanvas(Canvas):
        def showPage(self) -> None:  # noqa: N802  # reportlab's name
            width, height = self._pagesize
            draw_training_mark(self, width=width, height=height)
            super().showPage()  # type: ignore[no-untyped-call]

    return MarkedCanvas
