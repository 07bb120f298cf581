"""The receipt as a value: every mention that the law and certified tills put on it (DOMAIN.md, LAW.md § 5 and 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pos_app.clock import local_datetime
from pos_app.domain.facts import (
    InstalmentPaid,
    LateSale,
    RefundRecorded,
    SaleRecorded,
    SoldLine,
    TenderTaken,
    TicketRecorded,
    TillSetUp,
    VatTotal,
)
from pos_app.domain.vat import VatTreatment
from pos_app.ledger.entry import Entry

CONTROL_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Copy:
    """What a DUPLICATA adds: its number, when it was printed, and the extract of its own signature."""

    number: int
    at: datetime
    control: str


@dataclass(frozen=True, slots=True)
class Refund:
    """What a slip in minus adds: the ticket that it corrects, and why (a code of REFUND_REASONS)."""

    first: str
    reason: str


@dataclass(frozen=True, slots=True)
class VatPart:
    """The part of a ticket under one VAT treatment. `mention` is its exemption's; empty where it is taxed."""

    total: VatTotal
    mention: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt, or the slip of a refund, whose amounts are below zero.

    Amounts in cents; `at` is local time; `vat` has one part for each treatment, in `lines`' codes.

    `guarantee` tells that durable goods are on it, whose legal guarantee it must state (C. conso. D. 211-6).
    `instalment` is which payment of which plan it is, and `plan_paper` what its QR code tells the next till.
    """

    issuer: TillSetUp
    ticket: str
    at: datetime
    operator_name: str
    lines: tuple[SoldLine, ...]
    vat: tuple[VatPart, ...]
    total_cents: int
    saving_cents: int
    tenders: tuple[TenderTaken, ...]
    change_cents: int
    guarantee: bool
    control: str
    software: str
    copy: Copy | None = None
    refund: Refund | None = None
    late: LateSale | None = None
    instalment: InstalmentPaid | None = None
    plan_paper: str = ""

    @property
    def name(self) -> str:
        """The receipt's file name, without ending: a copy never takes the place of the first print."""
        return f"{self.ticket}-duplicata-{self.copy.number}" if self.copy else self.ticket

    @property
    def print_number(self) -> int:
        """0 for the first print, then the number of the DUPLICATA (LAW.md § 5)."""
        return self.copy.number if self.copy else 0


def receipt_of(
    entry: Entry,
    sale: TicketRecorded,
    *,
    issuer: TillSetUp,
    operator_name: str,
    vat: Mapping[str, VatTreatment],
    durable_families: frozenset[str],
    software: str,
    copied: tuple[int, Entry] | None = None,
    plan_paper: str = "",
) -> Receipt:
    """The receipt of the sale or refund that `entry` recorded.

    `issuer` is who was selling then; `vat` holds the treatments for their mentions; `copied` is the number of a
    DUPLICATA and the entry that recorded it, `plan_paper` what the QR code of an instalment says.
    """
    paid = sale.instalment if isinstance(sale, SaleRecorded) else None
    return Receipt(
        issuer=issuer,
        ticket=sale.ticket,
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=operator_name,
        lines=sale.lines,
        vat=tuple(VatPart(total, _mention(total, vat)) for total in sale.vat),
        total_cents=sale.total_cents,
        saving_cents=sale.saving_cents,
        tenders=sale.tenders,
        change_cents=sale.change_cents,
        guarantee=not isinstance(sale, RefundRecorded) and any(line.family in durable_families for line in sale.lines),
        control=control_of(entry),
        software=software,
        copy=_copy_of(*copied) if copied else None,
        refund=Refund(sale.first.ticket, sale.reason) if isinstance(sale, RefundRecorded) else None,
        late=sale.late if isinstance(sale, SaleRecorded) and isinstance(sale.late, LateSale) else None,
        instalment=paid if isinstance(paid, InstalmentPaid) else None,
        plan_paper=plan_paper,
    )


def control_of(entry: Entry) -> str:
    """The extract of an entry's signature that paper carries: its first twelve hexadecimal digits, by fours."""
    digits = entry.signature.hex()[:CONTROL_LETTERS].upper()
    return "-".join(digits[i : i + 4] for i in range(0, CONTROL_LETTERS, 4))


def _mention(total: VatTotal, vat: Mapping[str, VatTreatment]) -> str:
    """Empty, too, for an exemption that a later catalogue no longer has: the writer then names it in general."""
    treatment = vat.get(total.vat)
    return treatment.mention if treatment and total.rate_bp == 0 else ""


def _copy_of(number: int, entry: Entry) -> Copy:
    return Copy(number, local_datetime(entry.at_ms, entry.offset_min), control_of(entry))
