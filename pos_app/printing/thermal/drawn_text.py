"""Lines of text as pictures: what no code page of the printer writes, shaped as on PDF (pos_app.printing.scripts)."""

from __future__ import annotations

from pos_app.printing.scripts import font_of, shaped, units_an_em
from pos_app.printing.thermal.bitmap import Bitmap, of_grey

_ASCENT, _HEIGHT = 1.1, 1.5
"""Room for marks above and below letters, over the size; the baseline lies `_ASCENT` under the top."""


def drawn_width(text: str, size: int, *, bold: bool = False) -> float:
    """In dots, for type of `size` dots."""
    return shaped(text, right_to_left=False, bold=bold)[1] * size


def drawn_line(text: str, size: int, *, bold: bool = False, right_to_left: bool = False) -> Bitmap:
    """One line; `right_to_left` is the direction of the whole text."""
    import uharfbuzz

    glyphs, width_over_size = shaped(text, right_to_left=right_to_left, bold=bold)
    width, height = max(1, round(width_over_size * size)), round(size * _HEIGHT)
    baseline = height - round(size * _ASCENT)
    pen = uharfbuzz.RasterDraw()
    for glyph in glyphs:
        scale = size / units_an_em(glyph.file)
        pen.transform = (scale, 0, 0, scale, glyph.x * size, baseline + glyph.y * size)
        pen.draw_glyph(font_of(glyph.file), glyph.number)
    pen.extents = uharfbuzz.RasterExtents(x_origin=0, y_origin=0, width=width, height=height)
    image = pen.render()
    drawn = of_grey(bytes(image.buffer), stride=image.extents.stride, width=width)
    return Bitmap(width, drawn.rows[::-1])  # HarfBuzz counts rows from the bottom
