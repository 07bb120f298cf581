"""The receipt as PDF against a bare reportlab drawing of the same page: the same texts, bars and fonts, by hand.

fpdf2 and WeasyPrint, the other peers of PERFORMANCE.md, have files of their own: what is missing is left out alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pos_app.i18n import use_language
from pos_app.printing.barcodes import code128
from pos_app.printing.writers import document_pdf
from pos_app.settings import RESOURCES
from tests.bench.row import Row, milliseconds_each, side_by_side
from tests.printing.specimens import TICKET, receipt

PER_ROUND = 50
WIDTH, HEIGHT, MARGIN = 227, 343, 11
FONT, BOLD = "Bare", "Bare-Bold"

CENTRED = (
    (319, BOLD, 13, "Connexions Solidaires"),
    (305, FONT, 9, "Point d’accueil de Marseille"),
    (294, FONT, 7.5, "12 rue de l'Exemple, 13003 Marseille, France"),
    (284, FONT, 7.5, "SIRET 123 456 789 00012"),
    (274, FONT, 7.5, "Tél. 04 00 00 00 00"),
    (84, BOLD, 9, "Vous avez économisé 26,90 €"),
    (33, FONT, 7.5, "Contrôle 268C-303B-A24E · 3 lignes"),
    (23, FONT, 7.5, "pos-app 1.2.3 · impression n° 0"),
    (11, FONT, 9, "Merci et à bientôt"),
)
PAIRS = (
    (250, FONT, 9, "Ticket MRS1-000482", "23/11/2026 13:00"),
    (238, FONT, 9, "Caisse 1 · Nadia", "Vente"),
    (213, FONT, 9, "1 × Carte illimitée", "13,00"),
    (201, FONT, 9, "2 × Recharge 500 Mo à 1,00", "2,00"),
    (189, FONT, 9, "1 × Atelier découverte", "0,00"),
    (157, BOLD, 16, "TOTAL", "15,00 €"),
    (142, FONT, 9, "Espèces", "20,00"),
    (130, FONT, 9, "Rendu", "5,00"),
    (119, FONT, 7.5, "Exonération de TVA, art. 261, 7-1° du CGI", ""),
)
RULES = (263, 227, 178, 108)


def rows() -> Iterator[Row]:
    use_language("fr")
    for name, file in ((FONT, "Inter-Regular.ttf"), (BOLD, "Inter-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, RESOURCES / "fonts" / file))
    made = receipt()
    yield side_by_side(
        "receipt_pdf",
        unit="ms",
        ours=lambda: milliseconds_each(lambda: document_pdf(made), times=PER_ROUND),
        reference=lambda: milliseconds_each(bare_drawing, times=PER_ROUND),
        reference_name="bare reportlab drawing",
        goal=1.3,
    )


def bare_drawing() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    for y, font, size, text in CENTRED:
        canvas.setFont(font, size)
        canvas.drawCentredString(WIDTH / 2, y, text)
    for y, font, size, left, right in PAIRS:
        canvas.setFont(font, size)
        canvas.drawString(MARGIN, y, left)
        canvas.drawRightString(WIDTH - MARGIN, y, right)
    canvas.setDash(3, 2)
    for y in RULES:
        canvas.line(MARGIN, y, WIDTH - MARGIN, y)
    for start, width in code128(TICKET).bars:
        canvas.rect(33 + start, 44, width, 36, stroke=0, fill=1)
    canvas.save()
    return buffer.getvalue()
