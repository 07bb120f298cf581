"""The till as the acts see it: its store, its clock, the catalogue in force."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.clock import Clock
from pos_app.counter.vault import Vault
from pos_app.domain.catalogue import Catalogue
from pos_app.domain.programme import Rules
from pos_app.store.opening import Connection
from pos_app.store.till_store import TillStore

PDF_FOLDER = "pdf_folder"
"""The printer that every till has, so that a point without a printer works."""


@dataclass(slots=True)
class Till:
    """An opened till. It belongs to the storage thread; `catalogue` and `rules` change when others are loaded, `vault`
    when the key file gets another slot; `slip_printer` is the printer of voucher slips, empty where there is none."""

    store: TillStore
    clock: Clock
    catalogue: Catalogue
    rules: Rules
    vault: Vault
    slip_printer: str = ""

    @property
    def connection(self) -> Connection:
        return self.store.connection
