"""Which document is laid out how. Imported where something prints: A4 brings reportlab with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from pos_app.printing.badge_slip import badge_slip
from pos_app.printing.cash_slip import cash_slip
from pos_app.printing.closing_slip import closing_slip
from pos_app.printing.documents.badges import Badge
from pos_app.printing.documents.cash_slip import CashSlip
from pos_app.printing.documents.closing_slip import ClosingSlip
from pos_app.printing.documents.events_slip import EventsSlip
from pos_app.printing.documents.laptop_papers import DeliverySlip, LaptopLabel, PlanContract
from pos_app.printing.documents.loan_slips import LoanContract, LoanEndSlip, LoanReminder
from pos_app.printing.documents.member_card import MemberCard
from pos_app.printing.documents.notice import DataNotice
from pos_app.printing.documents.opening_slip import OpeningSlip
from pos_app.printing.documents.paper_sheet import PaperSheet
from pos_app.printing.documents.pdf_paper import PdfPaper
from pos_app.printing.documents.prepayment_slip import PrepaymentSlip
from pos_app.printing.documents.receipt import Receipt
from pos_app.printing.documents.session_slip import SessionSlip
from pos_app.printing.documents.ticket_dossier import TicketDossier
from pos_app.printing.documents.trial_page import TrialPage
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.dossier_sheet import ticket_dossier_pdf
from pos_app.printing.events_slip import events_slip
from pos_app.printing.laptop_slips import contract_slip, delivery_slip, label_slip
from pos_app.printing.loan_slips import loan_contract, loan_end_slip, loan_reminder
from pos_app.printing.member_cards import card_slip
from pos_app.printing.notice_slip import notice_slip
from pos_app.printing.opening_slip import opening_slip
from pos_app.printing.paper_sheet import paper_sheet_pdf
from pos_app.printing.prepayment_slip import prepayment_slip
from pos_app.printing.receipt_slip import receipt_slip
from pos_app.printing.session_slip import session_slip
from pos_app.printing.slip import Banner, Slip
from pos_app.printing.slip_pdf import slip_pdf
from pos_app.printing.training import is_training, marked, training_word
from pos_app.printing.trial_slip import trial_slip
from pos_app.printing.voucher_slip import voucher_slip

_SLIPS: dict[type, Callable[[Any], Slip]] = {
    Receipt: receipt_slip,
    PrepaymentSlip: prepayment_slip,
    CashSlip: cash_slip,
    OpeningSlip: opening_slip,
    ClosingSlip: closing_slip,
    EventsSlip: events_slip,
    LoanContract: loan_contract,
    LoanEndSlip: loan_end_slip,
    LoanReminder: loan_reminder,
    VoucherSlip: voucher_slip,
    SessionSlip: session_slip,
    TrialPage: trial_slip,
    DataNotice: notice_slip,
    MemberCard: card_slip,
    LaptopLabel: label_slip,
    DeliverySlip: delivery_slip,
    PlanContract: contract_slip,
    Badge: badge_slip,
}
_TAKEN_HOME = (Receipt, PrepaymentSlip, VoucherSlip, SessionSlip, DataNotice, LoanContract, LoanReminder)
_SHEETS: dict[type, Callable[[Any], bytes]] = {
    TicketDossier: ticket_dossier_pdf,
    PaperSheet: paper_sheet_pdf,
    PdfPaper: attrgetter("content"),
}
"""What is A4 and nothing else."""


def slip_of(document: object) -> Slip | None:
    """The document as a slip, None where it is a sheet. A training till's says so above and below, on any printer."""
    lay_out = _SLIPS.get(type(document))
    if lay_out is None:
        return None
    slip = lay_out(document)
    if not is_training(document):
        return slip
    banner = Banner(training_word())
    return replace(slip, elements=(banner, *slip.elements, banner))


def document_pdf(document: object, *, width_mm: int = 80, large: bool = False) -> bytes:
    """The document as a PDF; `width_mm` and `large` are those of a slip. A training till's is marked all across."""
    slip = slip_of(document)
    with marked(training=is_training(document)):
        return slip_pdf(slip, width_mm=width_mm, large=large) if slip else _SHEETS[type(document)](document)


def carries_codes(document: object) -> bool:
    """Whether the document must leave no file, and never come out twice."""
    return isinstance(document, VoucherSlip)


def comes_large(document: object) -> bool:
    """Whether a printer that is set to large type uses it: for what people take home."""
    return isinstance(document, _TAKEN_HOME)
