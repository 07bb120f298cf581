"""Print jobs for what an act just recorded, each for the printer that the point chose for such paper."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.printing.printer_setup import PaperUse
from pos_app.store.print_jobs import enqueue
from pos_app.store.till_store import Act

_USES = {
    "ticket_dossier": PaperUse.SHEETS,
    "voucher_slip": PaperUse.SLIPS,
    "laptop_label": PaperUse.LABELS,
}
"""What a document prints as; what is not here prints where receipts do."""


def use_of(document: str) -> PaperUse:
    """What a printer must be chosen for to print such documents."""
    return _USES.get(document, PaperUse.RECEIPTS)


def print_later(act: Act, till: Till, *, document: str, reference: str, copy: int = 0) -> None:
    """A print job in the same transaction, so that nothing is printed for nothing or forgotten."""
    printer = till.printer_for(use_of(document))
    enqueue(act, at_ms=till.clock.now_ms(), printer=printer, document=document, reference=reference, copy=copy)
