"""A trial page: shows whether a printer writes what receipts need."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from pos_app.domain.facts import TillSetUp

ACCENTS = "àâäçéèêëîïôœùûüÿ ÀÇÉÈÊŒ"
CURRENCY = "12,50 € · 1 234,56 €"
BARCODE = "ESSAI-0123456789"


@dataclass(frozen=True, slots=True)
class TrialPage:
    """`at` is local time."""

    issuer: TillSetUp
    at: datetime.datetime
    software: str

    @property
    def name(self) -> str:
        """What its file is called, without ending."""
        return "page-d-essai"
