"""Printers and their jobs in words, without Qt."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pos_app.counter.stuck_jobs import JobAtDesk
from pos_app.counter.till import PDF_FOLDER
from pos_app.i18n import N_, ngettext, pgettext
from pos_app.i18n import gettext as _
from pos_app.printing.jobs import JobState
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.printing.thermal.profiles import ProfileFile
from pos_app.sentences import SENTENCES
from pos_app.store.print_jobs import StoredJob

_DOCUMENTS = {
    "receipt": N_("Receipt"),
    "receipt_copy": N_("Duplicate"),
    "voucher_slip": N_("Voucher slip"),
    "prepayment_slip": N_("Slip before payment"),
    "cash_slip": N_("Cash slip"),
    "opening_slip": N_("Opening slip"),
    "closing_slip": N_("Closing slip"),
    "events_slip": N_("Event journal"),
    "ticket_dossier": N_("Dossier of a ticket"),
    "laptop_label": N_("Label"),
    "delivery_slip": N_("Delivery slip"),
    "plan_contract": N_("Contract"),
    "loan_contract": N_("Contract"),
    "session_slip": N_("Place in a session"),
    "loan_end": N_("End of a loan"),
    "loan_reminder": N_("Reminder of a loan"),
}
_NO_PARAMETERS = "{"
_WINDOWS_ONLY = frozenset({PrinterKind.WINDOWS})


def paper_words(document: str, subject: str = "") -> str:
    """What a job prints: "Receipt MRS1-000482". A document that is not known here is a paper."""
    name = _(_DOCUMENTS.get(document, N_("Paper")))
    return f"{name} {subject}" if subject else name


def printer_words(job: JobAtDesk) -> str:
    return job.printer_name or _("PDF folder")


def state_words(job: JobAtDesk) -> str:
    return {
        JobState.WAITING: _("waits"),
        JobState.PRINTING: _("printing"),
        JobState.DONE: pgettext("print job", "printed"),
        JobState.FAILED: _("did not print"),
        JobState.UNKNOWN: _("did it come out?"),
        JobState.CANCELLED: _("taken off"),
    }[job.job.state]


def reason_words(error: str) -> str:
    """Why a job stands where it stands, and what to do; a code without a sentence of its own says to look."""
    sentence = SENTENCES.get(error, "")
    if error and (not sentence or _NO_PARAMETERS in sentence):
        return _("This paper could not be printed. Nothing is lost: try again, or send it elsewhere.")
    return _(sentence) if sentence else ""


def stuck_words(jobs: Sequence[StoredJob]) -> str:
    """The quiet line about papers that need somebody; empty where none does."""
    if not jobs:
        return ""
    if len(jobs) > 1:
        return ngettext(
            "{count} paper needs somebody: see what to do.", "{count} papers need somebody: see what to do.", len(jobs)
        ).format(count=len(jobs))
    (job,) = jobs
    named = paper_words(job.document, job.reference if job.document.startswith("receipt") else "")
    if job.state == JobState.UNKNOWN:
        return _("{paper}: did it come out?").format(paper=named)
    return _("{paper}: it did not print. Nothing is lost.").format(paper=named)


def offered_kinds() -> tuple[PrinterKind, ...]:
    """What this computer can reach."""
    return tuple(kind for kind in PrinterKind if kind not in _WINDOWS_ONLY or sys.platform == "win32")


def kind_words(kind: PrinterKind) -> str:
    return {
        PrinterKind.NETWORK: _("Receipt printer, network"),
        PrinterKind.USB: _("Receipt printer, USB"),
        PrinterKind.SERIAL: _("Receipt printer, serial port"),
        PrinterKind.WINDOWS: _("Receipt printer of Windows"),
        PrinterKind.FILE: _("File of a receipt printer's commands"),
        PrinterKind.SYSTEM: _("Printer of this computer"),
    }[kind]


def address_hint(kind: PrinterKind) -> str:
    """How an address of this kind looks."""
    return {
        PrinterKind.NETWORK: "192.168.1.50",
        PrinterKind.USB: "04b8:0e15, /dev/usb/lp0",
        PrinterKind.SERIAL: "/dev/ttyUSB0, COM3",
        PrinterKind.WINDOWS: "EPSON TM-T20III",
        PrinterKind.FILE: "tickets.escpos",
        PrinterKind.SYSTEM: "ipp://localhost/printers/bureau",
    }[kind]


def model_words(model: ProfileFile) -> str:
    """A model of receipt printer, by the names on such printers."""
    return model.label if model.code_pages else _("{model}, where accents come out wrong").format(model=model.label)


def use_words(use: PaperUse) -> str:
    return {
        PaperUse.RECEIPTS: _("receipts and slips of the till"),
        PaperUse.SLIPS: _("voucher slips (codes)"),
        PaperUse.SHEETS: _("A4 sheets"),
        PaperUse.LABELS: _("labels"),
    }[use]


def prints_words(uses: Sequence[PaperUse]) -> str:
    return ", ".join(use_words(use) for use in uses) or _("nothing by itself")


def folder_uses(printers: Sequence[PrinterSetUp]) -> tuple[PaperUse, ...]:
    """What still goes to the folder of PDF files: codes never do."""
    taken = {use for printer in printers for use in printer.prints}
    return tuple(use for use in PaperUse if use not in taken and use is not PaperUse.SLIPS)


def place_words(printer: str, printers: Sequence[PrinterSetUp]) -> str:
    """A printer by its id, as people call it."""
    if printer == PDF_FOLDER:
        return _("PDF folder")
    return next((one.name for one in printers if one.id == printer), printer)
