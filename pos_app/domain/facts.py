"""The facts that the ledger stores: what happened, in the past tense, frozen for ever.

A fact is the payload of an entry. Its `kind` carries its version: a struct here never changes once tills
have written it; a new need is a new version beside it, and old ones are read for ever. No fact holds the name
of a person, a free text or a code: operators are codes, reasons are codes, serials are internal ids.
"""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from pos_app.domain.identifiers import BasketId, IncarnationId, OperatorCode, ProductCode, TicketNumber
from pos_app.domain.operator import Role
from pos_app.domain.refusals import Bug
from pos_app.domain.tender import TenderKind


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every fact is. Optional fields are left out of the payload, never null (RFC 8785 bounds)."""

    kind: ClassVar[str] = ""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A value inside a fact."""


class PreviousIncarnation(Part, frozen=True):
    """Where the chain before this one was last known to stand."""

    incarnation: IncarnationId
    seq: int
    hash: str
    last_ticket: int
    perpetual_cents: int
    perpetual_absolute_cents: int


class IncarnationOpened(Fact, frozen=True):
    """First entry of a chain: the key that signs it, and the chain it follows, if any.

    `reason`: "first", "restored" (the database is behind its mark), "mark_missing", "key_replaced".
    """

    kind: ClassVar[str] = "incarnation_opened.1"
    public_key: str
    algorithm: str
    software: str
    series: str
    reason: str
    previous: PreviousIncarnation | msgspec.UnsetType = msgspec.UNSET


class TillSetUp(Fact, frozen=True):
    """Who sells here, as every receipt after this entry says it (structure, never a person)."""

    kind: ClassVar[str] = "till_set_up.1"
    point: str
    till: str
    legal_name: str
    address: str
    siret: str
    phone: str = ""


class SoftwareUpdated(Fact, frozen=True):
    """Another version of the program opened this till."""

    kind: ClassVar[str] = "software_updated.1"
    was: str
    now: str


class TillStarted(Fact, frozen=True):
    """The program opened this till (JET code 80). `clean` is false where it had not been closed properly."""

    kind: ClassVar[str] = "till_started.1"
    clean: bool


class TillStopped(Fact, frozen=True):
    """The program closed this till (JET code 40)."""

    kind: ClassVar[str] = "till_stopped.1"


class CatalogueLoaded(Fact, frozen=True):
    """A catalogue took effect. `sha256` is that of its file's bytes."""

    kind: ClassVar[str] = "catalogue_loaded.1"
    sha256: str
    products: int


class OperatorAdded(Fact, frozen=True):
    """Somebody may sign in, until the end of `ends_on` (ISO date; empty: no end)."""

    kind: ClassVar[str] = "operator_added.1"
    added: OperatorCode
    role: Role
    ends_on: str = ""


class OperatorPinChanged(Fact, frozen=True):
    """`how`: "self", "coordinator" or "recovery_sheet"."""

    kind: ClassVar[str] = "operator_pin_changed.1"
    changed: OperatorCode
    how: str


class OperatorReleased(Fact, frozen=True):
    """A coordinator ended the lock-out of an operator after wrong PINs."""

    kind: ClassVar[str] = "operator_released.1"
    released: OperatorCode


class OperatorRemoved(Fact, frozen=True):
    """An operator may no longer sign in."""

    kind: ClassVar[str] = "operator_removed.1"
    removed: OperatorCode


class SignedIn(Fact, frozen=True):
    """`how`: "pin" or "badge"."""

    kind: ClassVar[str] = "signed_in.1"
    how: str


class SignInFailed(Fact, frozen=True):
    """A wrong PIN. `failures` counts those in a row; `locked_s` is how long the operator now waits."""

    kind: ClassVar[str] = "sign_in_failed.1"
    failures: int
    locked_s: int


class SignedOut(Fact, frozen=True):
    kind: ClassVar[str] = "signed_out.1"


class DayOpened(Fact, frozen=True):
    """A day is a session that people open, not a date. The float is not turnover and is in no total."""

    kind: ClassVar[str] = "day_opened.1"
    day: int
    float_cents: int


class StockReceived(Fact, frozen=True):
    """Counted goods came in."""

    kind: ClassVar[str] = "stock_received.1"
    product: ProductCode
    quantity: int


class SoldLine(Part, frozen=True):
    """A line of a ticket. Amounts in cents; `gross_cents` includes tax, `net_cents` does not."""

    product: ProductCode
    family: str
    label: str
    quantity: int
    unit_cents: int
    gross_cents: int
    net_cents: int
    vat: str
    rate_bp: int
    saving_cents: int


class VatTotal(Part, frozen=True):
    vat: str
    rate_bp: int
    gross_cents: int
    net_cents: int
    tax_cents: int


class TenderTaken(Part, frozen=True):
    tender: TenderKind
    amount_cents: int


class SaleRecorded(Fact, frozen=True):
    """A paid basket. `total_cents` includes tax; `change_cents` was given back in cash.

    `receipt` tells whether the receipt was printed with the sale: on request since August 2023 (C. envir.
    L. 541-15-10), always for durable goods (C. conso. D. 211-6).
    """

    kind: ClassVar[str] = "sale_recorded.1"
    ticket: TicketNumber
    number: int
    day: int
    basket: BasketId
    lines: tuple[SoldLine, ...]
    vat: tuple[VatTotal, ...]
    total_cents: int
    saving_cents: int
    tenders: tuple[TenderTaken, ...]
    change_cents: int
    receipt: bool

    @property
    def cash_cents(self) -> int:
        """What the drawer gained."""
        cash_cents = sum(t.amount_cents for t in self.tenders if t.tender is TenderKind.CASH)
        return cash_cents - self.change_cents


class BasketVoided(Fact, frozen=True):
    """A basket was given up before payment (JET code 320). `reason`: "operator", "person_left", "mistake"."""

    kind: ClassVar[str] = "basket_voided.1"
    basket: BasketId
    lines: int
    total_cents: int
    reason: str


class ReceiptPrinted(Fact, frozen=True):
    """A receipt printed after its sale: `copy` 0 is the first print, a higher one a DUPLICATA with that number."""

    kind: ClassVar[str] = "receipt_printed.1"
    ticket: TicketNumber
    copy: int


class ClockMovedBack(Fact, frozen=True):
    """The computer's clock stood before the last entry's time. Recorded, never a reason to refuse."""

    kind: ClassVar[str] = "clock_moved_back.1"
    from_ms: int
    to_ms: int


class BackupMade(Fact, frozen=True):
    """A verified copy of the database. `reason`: "migration", "asked"."""

    kind: ClassVar[str] = "backup_made.1"
    reason: str
    sha256: str
    bytes: int


class TillEnrolled(Fact, frozen=True):
    """Head office took this till in, with all it had. `office` is the fingerprint of its authority."""

    kind: ClassVar[str] = "till_enrolled.1"
    office: str
    till: str


class SyncManifest(Fact, frozen=True):
    """What a sync had to carry, so that completeness can be proved later (BOFiP § 190 to 210).

    It covers the entries 1 to `last_seq` of its own incarnation, of which `head` is the last one's hash, and is
    itself the entry after them.
    """

    kind: ClassVar[str] = "sync_manifest.1"
    first_seq: int
    last_seq: int
    tickets: int
    total_cents: int
    head: str


FACTS: dict[str, type[Fact]] = {
    fact.kind: fact
    for fact in (
        IncarnationOpened, TillSetUp, SoftwareUpdated, TillStarted, TillStopped, CatalogueLoaded,
        OperatorAdded, OperatorPinChanged, OperatorReleased, OperatorRemoved,
        SignedIn, SignInFailed, SignedOut, DayOpened, StockReceived,
        SaleRecorded, BasketVoided, ReceiptPrinted, ClockMovedBack, BackupMade, TillEnrolled, SyncManifest,
    )
}  # fmt: skip


def read_fact(kind: str, value: Any) -> Fact:
    """The fact that a decoded payload says. Raises Bug("kind_unknown", "payload_unreadable").

    Head office asks `FACTS` first: a kind it does not know is parked there, not an error.
    """
    if kind not in FACTS:
        raise Bug("kind_unknown", kind=kind)
    try:
        return msgspec.convert(value, FACTS[kind])
    except (msgspec.ValidationError, ValueError) as error:
        raise Bug("payload_unreadable", kind=kind, why=str(error)) from error
