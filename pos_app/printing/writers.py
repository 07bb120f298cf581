"""Which writer makes the PDF of which document. Imported where something prints: it brings reportlab with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pos_app.printing.cash_slip import cash_slip_pdf
from pos_app.printing.closing_slip import closing_slip_pdf
from pos_app.printing.documents.cash_slip import CashSlip
from pos_app.printing.documents.closing_slip import ClosingSlip
from pos_app.printing.documents.events_slip import EventsSlip
from pos_app.printing.documents.receipt import Receipt
from pos_app.printing.documents.ticket_dossier import TicketDossier
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.dossier_sheet import ticket_dossier_pdf
from pos_app.printing.events_slip import events_slip_pdf
from pos_app.printing.jobs import Document
from pos_app.printing.receipt_slip import receipt_pdf
from pos_app.printing.training import is_training, marked
from pos_app.printing.voucher_slip import voucher_slip_pdf

_WRITERS: dict[type, Callable[[Any], bytes]] = {
    Receipt: receipt_pdf,
    CashSlip: cash_slip_pdf,
    ClosingSlip: closing_slip_pdf,
    EventsSlip: events_slip_pdf,
    VoucherSlip: voucher_slip_pdf,
    TicketDossier: ticket_dossier_pdf,
}


def document_pdf(document: Document) -> bytes:
    """The document as a PDF, marked where it is a training till's."""
    with marked(training=is_training(document)):
        return _WRITERS[type(document)](document)
