"""The receipt as PDF against WeasyPrint: the same texts and bars as HTML, its fonts read once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from html import escape

from pos_app.i18n import use_language
from pos_app.printing.barcodes import code128
from pos_app.printing.writers import document_pdf
from pos_app.settings import RESOURCES
from tests.bench.receipt_pdf import BOLD, CENTRED, FONT, HEIGHT, MARGIN, PAIRS, RULES, WIDTH
from tests.bench.row import PeerMissingError, Row, milliseconds_each, side_by_side
from tests.printing.specimens import TICKET, receipt

PER_ROUND = 5


def rows() -> Iterator[Row]:
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as missing:
        raise PeerMissingError("WeasyPrint needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0") from missing
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    use_language("fr")
    made, fonts = receipt(), FontConfiguration()
    style, page = CSS(string=STYLE, font_config=fonts), markup()
    yield side_by_side(
        "receipt_pdf_weasyprint",
        unit="ms",
        ours=lambda: milliseconds_each(lambda: document_pdf(made), times=PER_ROUND),
        reference=lambda: milliseconds_each(
            lambda: HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts), times=PER_ROUND
        ),
        reference_name="WeasyPrint",
        goal=0.125,
    )


STYLE = (
    "".join(
        f"@font-face {{font-family: {name}; src: url('{(RESOURCES / 'fonts' / file).as_uri()}')}}"
        for name, file in ((FONT, "Inter-Regular.ttf"), (BOLD, "Inter-Bold.ttf"))
    )
    + f"@page {{size: {WIDTH}pt {HEIGHT}pt; margin: 0}} body {{margin: 0}} div, svg {{position: absolute}}"
)


def markup() -> str:
    parts = [
        f"<div style='font: {size}pt {font}; top: {HEIGHT - y - size}pt; width: {WIDTH}pt; text-align: center'>"
        f"{escape(text)}</div>"
        for y, font, size, text in CENTRED
    ]
    for y, font, size, left, right in PAIRS:
        place = f"font: {size}pt {font}; top: {HEIGHT - y - size}pt"
        parts.append(f"<div style='{place}; left: {MARGIN}pt'>{escape(left)}</div>")
        parts.append(f"<div style='{place}; right: {MARGIN}pt'>{escape(right)}</div>")
    parts += [
        f"<div style='top: {HEIGHT - y}pt; left: {MARGIN}pt; right: {MARGIN}pt; border-top: .7pt dashed'></div>"
        for y in RULES
    ]
    bars = "".join(f"<rect x='{start}' y='0' width='{width}' height='36'/>" for start, width in code128(TICKET).bars)
    parts.append(f"<svg width='{WIDTH}pt' height='36pt' style='top: {HEIGHT - 80}pt; left: 33pt'>{bars}</svg>")
    return f"<html lang='fr'><body>{''.join(parts)}</body></html>"
