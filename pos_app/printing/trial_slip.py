"""A trial page as a slip."""

from __future__ import annotations

from pos_app.i18n import date_time
from pos_app.i18n import gettext as _
from pos_app.printing.documents.trial_page import ACCENTS, BARCODE, CURRENCY, TrialPage
from pos_app.printing.slip import Banner, Barcode, Element, Role, Rule, Slip, Space, Text, centred


def trial_slip(page: TrialPage) -> Slip:
    where = f"{page.issuer.point} · {page.issuer.till}"
    elements: list[Element] = [
        centred(page.issuer.legal_name, Role.TITLE),
        centred(where),
        Space(1.4),
        Banner(_("Trial page")),
        centred(date_time(page.at)),
        Rule(),
        Text(ACCENTS),
        Text(CURRENCY, Role.STRONG),
        Rule(),
        Barcode(BARCODE),
        centred(BARCODE),
        centred(_("Accents, euro and barcode can be read: receipts will be as well."), Role.SMALL),
        centred(page.software, Role.SMALL),
    ]
    return Slip(elements, _("Trial page"), page.issuer.legal_name, page.software)
