"""The receipt as PDF against fpdf2: the same texts, bars and fonts, by hand."""

from __future__ import annotations

import logging
from collections.abc import Iterator

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
        import fpdf  # noqa: F401  # whether it is there
    except ImportError as missing:
        raise PeerMissingError("fpdf2 is not installed") from missing
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    use_language("fr")
    made = receipt()
    yield side_by_side(
        "receipt_pdf_fpdf2",
        unit="ms",
        ours=lambda: milliseconds_each(lambda: document_pdf(made), times=PER_ROUND),
        reference=lambda: milliseconds_each(drawing, times=PER_ROUND),
        reference_name="fpdf2",
        goal=0.5,
    )


def drawing() -> bytes:
    from fpdf import FPDF

    pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    for name, file in ((FONT, "Inter-Regular.ttf"), (BOLD, "Inter-Bold.ttf")):
        pdf.add_font(name, fname=RESOURCES / "fonts" / file)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    for y, font, size, text in CENTRED:
        pdf.set_font(font, size=size)
        pdf.text((WIDTH - pdf.get_string_width(text)) / 2, HEIGHT - y, text)
    for y, font, size, left, right in PAIRS:
        pdf.set_font(font, size=size)
        pdf.text(MARGIN, HEIGHT - y, left)
        pdf.text(WIDTH - MARGIN - pdf.get_string_width(right), HEIGHT - y, right)
    pdf.set_dash_pattern(dash=3, gap=2)
    for y in RULES:
        pdf.line(MARGIN, HEIGHT - y, WIDTH - MARGIN, HEIGHT - y)
    for start, width in code128(TICKET).bars:
        pdf.rect(33 + start, HEIGHT - 80, width, 36, style="F")
    return bytes(pdf.output())
