"""SIMULATION across all paper of a till for practice (BOFiP BOI-TVA-DECLA-30-10-30 § 150), whoever writes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import atan2, cos, degrees, hypot, sin
from typing import TYPE_CHECKING

from pos_app.domain.facts import TillSetUp
from pos_app.i18n import gettext as _
from pos_app.printing.fonts import BOLD, text_width

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_ALPHA = 0.13
"""Pale enough that type and barcodes under it still read, dark enough that nobody takes the paper for a real one."""
_TALLEST = 297 * 72 / 25.4
"""A longer page, which a slip can be, has the word several times."""

_marking: ContextVar[bool] = ContextVar("training paper", default=False)


def is_training(document: object) -> bool:
    """Whether a document is a training till's: its issuer says so, or itself where it names none."""
    issuer = getattr(document, "issuer", None)
    return issuer.training if isinstance(issuer, TillSetUp) else bool(getattr(document, "training", False))


@contextmanager
def marked(*, training: bool) -> Iterator[None]:
    """Every PDF made inside says SIMULATION where `training`."""
    before = _marking.set(_marking.get() or training)
    try:
        yield
    finally:
        _marking.reset(before)


def mark_this_thread(*, training: bool) -> None:
    """As `marked`, for all that this thread writes."""
    _marking.set(training)


def is_marked() -> bool:
    """Whether what is written now is to be marked."""
    return _marking.get()


def training_word() -> str:
    """What training paper says."""
    return _("SIMULATION")


def draw_training_mark(canvas: Canvas, *, width: float, height: float) -> None:
    """The word from corner to corner over a page, in pale: black under it stays black."""
    parts = max(1, round(height / min(_TALLEST, 2.2 * width)))
    canvas.saveState()
    canvas.setFillAlpha(_ALPHA)
    for part in range(parts):
        _draw_word(canvas, width=width, height=height / parts, bottom=part * height / parts)
    canvas.restoreState()


def _draw_word(canvas: Canvas, *, width: float, height: float, bottom: float) -> None:
    word, angle = training_word(), atan2(height, width)
    wide = text_width(word, BOLD, 1)
    # The turned word, 1 high and `wide` long, must stay inside both sides.
    size = 0.92 * min(
        width / (wide * cos(angle) + sin(angle)), height / (wide * sin(angle) + cos(angle)), hypot(width, height) / wide
    )
    canvas.saveState()
    canvas.translate(width / 2, bottom + height / 2)
    canvas.rotate(degrees(angle))
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(0, -0.36 * size, word)
    canvas.restoreState()
