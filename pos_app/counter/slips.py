"""Voucher slips after their sale: print jobs, the same code again, and which ones wait for their person."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.clock import local_datetime
from pos_app.counter.reveal_code import failed_slips, require_revealable
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Tracking
from pos_app.domain.facts import SlipReprintOrdered, SlipsConfirmed, SoldLine
from pos_app.domain.identifiers import ItemId, PersonToken, TicketNumber
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Bug, Refusal
from pos_app.domain.voucher import TO_COLLECT, VoucherAct, may
from pos_app.printing.jobs import VOUCHER_SLIP
from pos_app.store import journal
from pos_app.store.people import all_tokens
from pos_app.store.print_jobs import StoredJob, enqueue, settle
from pos_app.store.print_jobs import record as record_job
from pos_app.store.till_store import Act
from pos_app.store.vault import Voucher, to_collect, voucher_of, vouchers_of_ticket


@dataclass(frozen=True, slots=True)
class SlipAtDesk:
    """A slip as the desk speaks of it: its code stays where it is. `at` is when it was sold."""

    voucher: Voucher
    product: str
    at: dt.datetime

    @property
    def item(self) -> ItemId:
        return self.voucher.item


class SlipPhase(enum.Enum):
    """Where the slips of a ticket stand, for whoever stands at the desk."""

    DONE = "done"
    PRINTING = "printing"
    FAILED = "failed"
    ASK = "ask"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class TicketSlips:
    """The slips of a ticket; `failed` are those whose printer said so, `prints` tells whether there is a printer."""

    slips: tuple[SlipAtDesk, ...]
    failed: frozenset[str]
    prints: bool

    @property
    def open(self) -> tuple[SlipAtDesk, ...]:
        """Those that nobody said were handed over, in their order."""
        return tuple(slip for slip in self.slips if slip.voucher.state in TO_COLLECT)

    @property
    def phase(self) -> SlipPhase:
        if not self.open:
            return SlipPhase.DONE
        if not self.prints:
            return SlipPhase.SHOW
        if any(slip.item in self.failed for slip in self.open):
            return SlipPhase.FAILED
        return SlipPhase.PRINTING if any(slip.voucher.is_ordered for slip in self.open) else SlipPhase.ASK


def enqueue_slips(act: Act, till: Till, lines: Sequence[SoldLine]) -> int:
    """A print job for each code of a ticket that was just recorded, where a printer prints codes; how many they are."""
    families = till.catalogue.families
    items = [item for line in lines if families[line.family].tracking is Tracking.CODE for item in line.items]
    for item in items:
        enqueue_slip(act, till, item, copy=0)
    return len(items)


def enqueue_slip(act: Act, till: Till, item: ItemId, *, copy: int, printer: str = "") -> None:
    """A print job for one code, where a printer prints codes: else it waits until it is shown or there is one.

    It takes the place of any older one for the same code. `printer` is another one than that of all slips.
    """
    chosen = printer or till.slip_printer
    if chosen:
        settle(act, document=VOUCHER_SLIP, reference=item)
        now_ms = till.clock.now_ms()
        enqueue(act, at_ms=now_ms, printer=chosen, document=VOUCHER_SLIP, reference=item, copy=copy)


def order_reprint(till: Till, *, operator: Operator, item: ItemId, reason: str) -> None:
    """Prints the same code again, never another one, and counts it. Raises Refusal("no_slip_printer",
    "slip_not_revealable", "reason_unknown", "right_missing", "slip_unknown")."""
    operator.require(Right.REPRINT)
    if not till.slip_printer:
        raise Refusal("no_slip_printer")
    voucher = voucher_of(till.connection, item)
    require_revealable(voucher, operator, reason)
    with till.store.transaction(operator.code) as act:
        _print_again(act, till, voucher, reason)


def retry_slip(act: Act, till: Till, job: StoredJob, *, printer: str = "") -> None:
    """A slip whose printer failed: what may lie in a bin already is printed again under a new number."""
    voucher = voucher_of(act.connection, ItemId(job.reference))
    record_job(act, job.id, state="done")
    if (printer or till.slip_printer) and may(voucher.state, VoucherAct.REVEAL):
        _print_again(act, till, voucher, "not_printed", printer)


def confirm_slips(till: Till, *, operator: Operator, items: Sequence[ItemId]) -> None:
    """Whoever holds these slips can read them. Raises Refusal("slip_not_printed", "slip_unknown")."""
    operator.require(Right.SELL)
    for item in items:
        voucher = voucher_of(till.connection, item)
        if not may(voucher.state, VoucherAct.CONFIRM):
            raise Refusal("slip_not_printed", slip=voucher.number)
    with till.store.transaction(operator.code) as act:
        act.append(SlipsConfirmed(items=tuple(items)))
        for item in items:
            settle(act, document=VOUCHER_SLIP, reference=item)


def slips_of_ticket(till: Till, ticket: TicketNumber) -> tuple[SlipAtDesk, ...]:
    """The slips of a ticket, in their order."""
    return slips_at_desk(till, vouchers_of_ticket(till.connection, ticket))


def ticket_slips(till: Till, ticket: TicketNumber) -> TicketSlips:
    """The slips of a ticket and how far their printer came."""
    return TicketSlips(slips_of_ticket(till, ticket), failed_slips(till), bool(till.slip_printer))


def slips_to_collect(till: Till, token: PersonToken | None = None) -> tuple[SlipAtDesk, ...]:
    """Slips that were paid and that nobody said were handed over: a person's, or everybody's, as the closing lists."""
    persons = all_tokens(till.connection, token) if token else None
    return slips_at_desk(till, to_collect(till.connection, persons))


def slips_at_desk(till: Till, vouchers: Sequence[Voucher]) -> tuple[SlipAtDesk, ...]:
    """The slips of these codes, as the desk speaks of them."""
    found = []
    for voucher in vouchers:
        entry = journal.entry_at(till.connection, voucher.position)
        if entry is None:
            raise Bug("voucher_without_entry", item=voucher.item)
        product = till.catalogue.products.get(voucher.product)
        at = local_datetime(entry.at_ms, entry.offset_min)
        found.append(SlipAtDesk(voucher, product.label if product else voucher.product, at))
    return tuple(found)


def _print_again(act: Act, till: Till, voucher: Voucher, reason: str, printer: str = "") -> None:
    if voucher.reveals:
        act.append(SlipReprintOrdered(item=voucher.item, copy=voucher.reveals, reason=reason))
    enqueue_slip(act, till, voucher.item, copy=voucher.reveals, printer=printer)
