"""Writing a trial page as an 80 mm slip."""

from __future__ import annotations

from pos_app.i18n import date_time
from pos_app.i18n import gettext as _
from pos_app.printing.barcodes import code128
from pos_app.printing.documents.trial_page import ACCENTS, BARCODE, CURRENCY, TrialPage
from pos_app.printing.fonts import BOLD, register_fonts
from pos_app.printing.slip import Banner, Barcode, Row, Rule, Space, paragraph, slip_pdf


def trial_pdf(page: TrialPage) -> bytes:
    """The trial page as a PDF of 80 mm by its own length."""
    register_fonts()
    where = f"{page.issuer.point} · {page.issuer.till}"
    rows: list[Row] = [
        *paragraph(page.issuer.legal_name, size=13, font=BOLD, centred=True),
        *paragraph(where, centred=True),
        Space(4),
        Banner(_("Trial page")),
        *paragraph(date_time(page.at), centred=True),
        Rule(),
        *paragraph(ACCENTS),
        *paragraph(CURRENCY, font=BOLD),
        Rule(),
        Barcode(code128(BARCODE)),
        *paragraph(BARCODE, centred=True),
        *paragraph(_("Accents, euro and barcode can be read: receipts will be as well."), size=7.5, centred=True),
        *paragraph(page.software, size=7.5, centred=True),
    ]
    return slip_pdf(rows, title=_("Trial page"), author=page.issuer.legal_name, creator=page.software)
