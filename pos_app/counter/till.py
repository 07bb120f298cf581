"""The till as the acts see it: its store, its clock, the catalogue in force."""

from __future__ import annotations

from dataclasses import dataclass, field

from pos_app.clock import Clock, local_day, local_now
from pos_app.counter.vault import Vault
from pos_app.domain.catalogue import Catalogue
from pos_app.domain.programme import Rules
from pos_app.printing.printer_setup import PaperUse, PrinterSetUp
from pos_app.store.opening import Connection
from pos_app.store.till_store import TillStore

PDF_FOLDER = "pdf_folder"
"""The printer that every till has, so that a point without a printer works."""


@dataclass(slots=True)
class Till:
    """An opened till. It belongs to the storage thread; `listed` and `rules` change when others are loaded, `vault`
    when the key file gets another slot.

    `listed` is the catalogue with the prices of all days; `catalogue` is it today. `printers` are those set up beside
    the folder; `slip_printer` is the printer of voucher slips, empty where there is none.
    """

    store: TillStore
    clock: Clock
    listed: Catalogue
    rules: Rules
    vault: Vault
    printers: tuple[PrinterSetUp, ...] = ()
    slip_printer: str = ""
    _today: tuple[int, Catalogue, Catalogue] | None = field(default=None, init=False, repr=False)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue at today's prices: a change at midnight holds offline, by this till's clock."""
        day = local_day(self.clock)
        if self._today is None or self._today[0] != day or self._today[1] is not self.listed:
            self._today = (day, self.listed, self.listed.on(local_now(self.clock).date()))
        return self._today[2]

    @property
    def connection(self) -> Connection:
        return self.store.connection

    def printer_for(self, use: PaperUse) -> str:
        """The printer chosen for such paper; the folder of PDF files where none is."""
        chosen = (printer.id for printer in self.printers if use in printer.prints)
        return next(chosen, PDF_FOLDER)
