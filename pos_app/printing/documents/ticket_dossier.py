"""The dossier of a doubted ticket as a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.facts import TicketRecorded, TillSetUp
from pos_app.domain.identifiers import TicketNumber


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """An entry that names the ticket, or closes its day, in words; with what verifies it, in hexadecimal."""

    incarnation: str
    seq: int
    at: datetime
    operator_name: str
    kind: str
    detail: str
    hash: str
    signature: str


@dataclass(frozen=True, slots=True)
class ReceivedThere:
    """When head office said that it holds the ticket; `at` None where nobody knows. Not `exact`: at the latest then."""

    at: datetime | None
    exact: bool


@dataclass(frozen=True, slots=True)
class TicketDossier:
    """`approved_by` are first names; `public_keys` in hexadecimal by incarnation; `received` None where head office
    has not said that it holds the ticket."""

    issuer: TillSetUp
    ticket: TicketNumber
    sale: TicketRecorded
    approved_by: Sequence[str]
    entries: Sequence[DossierEntry]
    received: ReceivedThere | None
    public_keys: Mapping[str, str]
    made_at: datetime
    software: str

    @property
    def name(self) -> str:
        return f"{self.ticket}-dossier-{self.made_at:%Y%m%d-%H%M%S}"
