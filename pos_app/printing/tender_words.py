"""Means of payment, as paper and screen call them."""

from __future__ import annotations

from pos_app.domain.tender import TenderKind
from pos_app.i18n import gettext as _


def tender_label(kind: TenderKind) -> str:
    """A means of payment, as paper and screen call it."""
    return {
        TenderKind.CASH: _("Cash"),
        TenderKind.CARD: _("Bank card"),
        TenderKind.AID_VOUCHER: _("Social-aid voucher"),
        TenderKind.CHEQUE: _("Cheque"),
    }[kind]
