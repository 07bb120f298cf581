"""An ESC/POS printer: asks it how it is, sends a slip, and asks it again once all is printed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pos_app.domain.refusals import Bug, Unavailable
from pos_app.printing.jobs import Document, unconfirmed
from pos_app.printing.thermal import commands
from pos_app.printing.thermal.ports import Port
from pos_app.printing.thermal.profiles import profile_of
from pos_app.printing.thermal.status import Conversation


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for an answer at once; for the last line of a long slip to be printed; and for that to be told by a
    printer that may not know how."""

    answer_s: float = 0.7
    printed_s: float = 20.0
    unpromised_s: float = 5.0


class EscposPrinter:
    """A printer of `profile` (pos_app.printing.thermal.profiles) at `port`.

    "Printed" means that the printer told so after the last line. One that tells nothing has printed, as far as anybody
    knows, what it took; of a document that carries codes, that is not enough: a person is asked.
    """

    repeatable = False

    def __init__(
        self,
        name: str,
        port: Port,
        profile: str,
        *,
        large: bool = False,
        drawer_pin: int = 2,
        patience: Patience | None = None,
    ) -> None:
        self.name = name
        self.carries_codes = not port.keeps
        self._port = port
        self._profile = profile
        self._large = large
        self._drawer_pin = drawer_pin
        self._patience = patience or Patience()
        self._one_at_a_time = threading.Lock()

    def print(self, document: Document) -> None:
        """Raises Unavailable with "printer_unreachable", "printer_no_paper", "printer_cover_open", "printer_offline",
        "printer_silent", "printer_cut_off", "printer_slips_only" for an A4 sheet, or `unconfirmed`; and
        Bug("code_into_a_file") for a voucher slip where the port keeps what it is given."""
        from pos_app.printing.thermal.writer import slip_bytes
        from pos_app.printing.writers import carries_codes, comes_large, slip_of

        slip, secret = slip_of(document), carries_codes(document)
        if slip is None:
            raise Unavailable("printer_slips_only")
        if secret and not self.carries_codes:
            raise Bug("code_into_a_file")
        profile = profile_of(self._profile)
        data = slip_bytes(slip, profile, large=self._large and comes_large(document))
        with self._opened() as printer:
            talks = printer.see_no_trouble()
            try:
                self._port.send(data + (commands.ASK_WHEN_PRINTED if talks else b""))
                if talks:
                    self._see_it_printed(printer, promised=profile.file.confirms, secret=secret)
            except Unavailable as error:
                raise (unconfirmed() if secret else error) from error
        if secret and not printer.worked_off:
            raise unconfirmed()

    def kick_drawer(self) -> None:
        """The pulse that opens the drawer on the printer's socket. Raises Unavailable as `print` does."""
        with self._opened():
            self._port.send(commands.open_drawer(self._drawer_pin))

    def ready(self) -> bool:
        """False where the printer does not tell. Raises Unavailable where it is not there or something is wrong."""
        with self._opened() as printer:
            return printer.see_no_trouble()

    @contextmanager
    def _opened(self) -> Iterator[Conversation]:
        with self._one_at_a_time:
            self._port.open()
            try:
                yield Conversation(self._port, answer_s=self._patience.answer_s)
            finally:
                self._port.close()

    def _see_it_printed(self, printer: Conversation, *, promised: bool, secret: bool) -> None:
        """`promised`: its profile says that it tells when all is printed, so that silence is trouble."""
        if promised or secret:
            printer.wait_until_worked_off(self._patience.printed_s if promised else self._patience.unpromised_s)
        printer.see_no_trouble()
        if promised and not printer.worked_off:
            raise Unavailable("printer_silent")
