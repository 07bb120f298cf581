"""A printer of the computer or the network that takes PDF: through IPP (CUPS), or the Windows spooler."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain.refusals import Bug, Unavailable
from pos_app.printing import ipp
from pos_app.printing.ipp import IppAddress
from pos_app.printing.printer_setup import SystemPrinterFound

if TYPE_CHECKING:
    from pos_app.printing.jobs import Document, Printer
    from pos_app.printing.printer_setup import PrinterSetUp

_PENDING, _HELD, _PROCESSING, _STOPPED, _CANCELED, _ABORTED, _COMPLETED = range(3, 10)
_ENDED = frozenset({_CANCELED, _ABORTED, _COMPLETED})
_REASON_CODES = {
    "media-empty": "printer_no_paper",
    "media-needed": "printer_no_paper",
    "media-jam": "printer_jammed",
    "cover-open": "printer_cover_open",
    "door-open": "printer_cover_open",
    "offline": "printer_offline",
    "connecting-to-device": "printer_unreachable",
    "paused": "printer_paused",
}
"""What a printer says of itself (RFC 8011 § 5.4.12), with "-error", "-warning" or "-report" behind."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a printed page may take, and how often it is asked for."""

    job_s: float = 90
    poll_s: float = 0.4


class IppPrinter:
    """Hands PDF over and follows the job until the printer, or CUPS, says that it is completed.

    A job that does not end in time is taken back, so that a printer that wakes up in the evening prints nothing by
    itself. Codes never go there: a spooler keeps files.
    """

    repeatable = False
    carries_codes = False

    def __init__(
        self, name: str, address: str, *, width_mm: int = 80, large: bool = False, patience: Patience | None = None
    ) -> None:
        self.name = name
        self._uri = address
        self._width_mm = width_mm
        self._large = large
        self._patience = patience or Patience()
        self._pause = threading.Event()

    def print(self, document: Document) -> None:
        """Raises Unavailable("printer_unreachable", "printer_refused", "printer_no_paper", "printer_aborted", ...), and
        "print_unconfirmed" where a part may have come out; Bug("code_into_a_file") for a voucher slip."""
        from pos_app.printing.writers import carries_codes, comes_large, document_pdf

        if carries_codes(document):
            raise Bug("code_into_a_file")
        address = IppAddress.parse(self._uri)
        job = self._handed_over(
            address,
            document_pdf(document, width_mm=self._width_mm, large=self._large and comes_large(document)),
            document.name,
        )
        began = self._followed(address, job)
        if began is None:
            return
        self._take_back(address, job, began=began)

    def _handed_over(self, address: IppAddress, content: bytes, title: str) -> int:
        try:
            return ipp.print_job(address, content, title=title)
        except Unavailable as error:
            if error.code == "printer_silent":  # all was sent, and no answer came: nobody knows
                raise Unavailable("print_unconfirmed") from error
            raise

    def _followed(self, address: IppAddress, job: int) -> bool | None:
        """None once the job is completed; else, at the end of our patience, whether it had begun to print."""
        ends, began = time.monotonic() + self._patience.job_s, False
        while time.monotonic() < ends:
            state = _state(address, job)
            if state == _COMPLETED:
                return None
            if state in _ENDED:
                raise Unavailable("printer_aborted")
            if state == _HELD:
                break
            began = began or state in (_PROCESSING, _STOPPED)
            self._pause.wait(self._patience.poll_s)
        return began

    def _take_back(self, address: IppAddress, job: int, *, began: bool) -> None:
        """Raises what is to be said of a job that did not end, unless it did so at the last moment."""
        reason = _reason(address)
        try:
            ipp.cancel_job(address, job)
        except Unavailable as error:
            if error.code != "printer_refused":  # it may still print one day
                raise Unavailable("print_unconfirmed") from error
        if _state(address, job) == _COMPLETED:
            return
        if reason:
            raise Unavailable(reason)
        raise Unavailable("print_unconfirmed" if began else "printer_paused")


def system_printer(setup: PrinterSetUp) -> Printer:
    """The printer of the computer that `setup` names."""
    if sys.platform == "win32":
        from pos_app.printing.windows_spooler import WindowsPrinter

        return WindowsPrinter(setup.id, setup.address, width_mm=setup.width_mm, large=setup.large)
    return IppPrinter(setup.id, setup.address, width_mm=setup.width_mm, large=setup.large)


def system_printers() -> tuple[SystemPrinterFound, ...]:
    """The printers of this computer; none where it has no print service. Waits for it at most some seconds."""
    if sys.platform == "win32":
        from pos_app.printing.windows_spooler import printer_names

        return tuple(SystemPrinterFound(name, name) for name in printer_names())
    try:
        queues = ipp.cups_queues()
    except Unavailable:
        return ()
    return tuple(SystemPrinterFound(ipp.queue_uri(name), info or name) for name, info in queues)


def _state(address: IppAddress, job: int) -> int:
    try:
        return ipp.job_state(address, job)
    except Unavailable as error:  # the document is there already: it may print
        raise Unavailable("print_unconfirmed") from error


def _reason(address: IppAddress) -> str:
    """The code of what keeps the printer from printing, empty where it does not say."""
    try:
        reasons = ipp.printer_reasons(address)
    except Unavailable:
        return ""
    words = [reason.removesuffix("-error").removesuffix("-warning").removesuffix("-report") for reason in reasons]
    return next((_REASON_CODES[word] for word in words if word in _REASON_CODES), "")
