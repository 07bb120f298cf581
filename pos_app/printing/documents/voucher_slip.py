"""The voucher slip as a value: one code, how to use it, until when (mocks/slip.png)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pos_app.domain.facts import TillSetUp
from pos_app.domain.identifiers import SlipNumber, TicketNumber
from pos_app.domain.language_file import Language
from pos_app.domain.voucher import VoucherCode


@dataclass(frozen=True, slots=True)
class VoucherSlip:
    """A slip, the `place`-th of `slips` of its ticket. `languages` are those of its instructions, in their order.

    `expires_on` is None where the code has no end; `dial` and `page` say where it is keyed, empty where unknown.
    `copy` is 0 the first time, then the number of the reprint. `replaces` tells that it stands for a contested code.
    """

    issuer: TillSetUp
    product: str
    code: VoucherCode
    number: SlipNumber
    ticket: TicketNumber
    place: int
    slips: int
    expires_on: dt.date | None
    dial: str
    page: str
    languages: tuple[Language, ...]
    software: str
    copy: int = 0
    replaces: bool = False

    @property
    def name(self) -> str:
        """What the document is called; it never becomes a file."""
        return f"{self.number}-{self.copy}" if self.copy else self.number
