"""Charts: one function builds a drawing, shown as SVG on the screen and on head office's pages, as vectors in a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.printing.fonts import REGULAR, register_fonts, text_width

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

ACCENT, SOFT, LINE = 0x0F766E, 0x5A6470, 0xD9D5C9
_SIZE = 9
_FOOT = 18
_HEAD = 16
_MOST_LABELS = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of a chart: what stands under it, how high it is, what is written above it; `hidden` draws a dash."""

    label: str
    value: int
    written: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Columns from left to right."""

    bars: tuple[Bar, ...]


def bar_drawing(chart: BarChart, *, width: int, height: int, accent: int = ACCENT, ink: int = SOFT) -> Drawing:
    """The chart in a box of `width` by `height` points; `accent` colours its columns, `ink` its words (0xRRGGBB)."""
    from reportlab.graphics.shapes import Drawing, Line, Rect
    from reportlab.lib.colors import HexColor

    register_fonts()
    drawing = Drawing(width, height)
    drawing.add(Line(0, _FOOT, width, _FOOT, strokeColor=HexColor(LINE), strokeWidth=1))
    if not chart.bars:
        return drawing
    step = width / len(chart.bars)
    highest = max(1, *(bar.value for bar in chart.bars))
    every = -(-len(chart.bars) // _MOST_LABELS)
    for place, bar in enumerate(chart.bars):
        middle = step * (place + 0.5)
        tall = 0 if bar.hidden else (height - _FOOT - _HEAD) * bar.value / highest
        if tall:
            thick = min(step * 0.62, 48)
            drawing.add(
                Rect(middle - thick / 2, _FOOT, thick, tall, rx=2, ry=2, fillColor=HexColor(accent), strokeColor=None)
            )
        _write(drawing, bar.written, middle, _FOOT + tall + 4, wide=step, ink=ink)
        if place % every == 0:
            _write(drawing, bar.label, middle, 5, wide=step * every, ink=ink)
    return drawing


def svg_of(drawing: Drawing) -> str:
    """The drawing as SVG: one file, no script, nothing from elsewhere."""
    from reportlab.graphics import renderSVG

    return str(renderSVG.drawToString(drawing))


def _write(drawing: Drawing, text: str, middle: float, baseline: float, *, wide: float, ink: int) -> None:
    """A text centred, smaller where it is wider than its place."""
    from reportlab.graphics.shapes import String
    from reportlab.lib.colors import HexColor

    size = min(_SIZE, _SIZE * wide * 0.95 / max(1.0, text_width(text, REGULAR, _SIZE)))
    drawing.add(
        String(middle, baseline, text, fontName=REGULAR, fontSize=size, textAnchor="middle", fillColor=HexColor(ink))
    )
