"""Revealing a code: on paper or on the screen. Recorded and marked first; opened last, outside the storage thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from pos_app import SOFTWARE
from pos_app.counter.till import Till
from pos_app.domain.facts import CodeShown, Fact, SlipPrinted
from pos_app.domain.identifiers import IncarnationId, ItemId, place_in_lot
from pos_app.domain.language_file import Language
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import REVEAL_REASONS, VoucherAct, VoucherCode, VoucherState, may
from pos_app.keys.voucher_box import VoucherBox
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.jobs import VOUCHER_SLIP
from pos_app.printing.languages import languages_beside_french
from pos_app.store import journal, print_jobs
from pos_app.store.people import person_of
from pos_app.store.sealed_codes import box_of
from pos_app.store.tickets import issuer_at
from pos_app.store.vault import Voucher, lot_of, voucher_of


@dataclass(frozen=True, slots=True)
class SealedSlip:
    """A slip that may be revealed, its code still closed. `open` is the last step before paper or screen."""

    item: ItemId
    till: IncarnationId
    incarnation: IncarnationId
    sealed: bytes = field(repr=False)
    box: VoucherBox
    slip_with: Callable[[VoucherCode], VoucherSlip] = field(repr=False)

    def open(self) -> VoucherSlip:
        """The slip with its code in clear, which lives as long as the caller keeps it."""
        code = self.box.open(self.sealed, item=self.item, till=self.till, incarnation=self.incarnation)
        return self.slip_with(code)


def reveal_on_paper(till: Till, *, item: ItemId, copy: int, printer: str) -> SealedSlip:
    """Records that copy `copy` of a code's slip goes to `printer` now.

    Raises Refusal("slip_already_sent") where this copy went there before, whatever came out: the desk is asked, and
    orders the same code again with a reason (SYNC.md I5). Raises Unavailable("mark_failed").
    """
    voucher = voucher_of(till.connection, item)
    till.vault.require_guarded()
    if (voucher.reveals, voucher.ordered) != (copy, copy) or not may(voucher.state, VoucherAct.REVEAL):
        raise Refusal("slip_already_sent", slip=voucher.number)
    return _revealed(till, voucher, SlipPrinted(item=item, copy=copy, printer=printer))


def reveal_on_screen(till: Till, *, operator: Operator, item: ItemId, reason: str = "") -> SealedSlip:
    """Records that a code is shown on the screen now: only where no printer prints it, or its printer failed at it.

    The first time needs no `reason`. Raises Refusal("slip_prints_on_paper", "reason_unknown", "right_missing",
    "slip_not_revealable", "slip_unknown"), Unavailable("mark_failed").
    """
    operator.require(Right.SELL)
    till.vault.require_guarded()
    voucher = voucher_of(till.connection, item)
    if till.slip_printer and item not in failed_slips(till):
        raise Refusal("slip_prints_on_paper")
    require_revealable(voucher, operator, reason)
    return _revealed(till, voucher, CodeShown(item=item, copy=voucher.reveals, reason=reason), operator)


def failed_slips(till: Till) -> frozenset[str]:
    """The items whose slip a printer failed at."""
    jobs = print_jobs.jobs_needing_hands(till.connection)
    return frozenset(job.reference for job in jobs if job.document == VOUCHER_SLIP)


def require_revealable(voucher: Voucher, operator: Operator, reason: str) -> None:
    """Whether `operator` may reveal a code (again). One that a person said can be read asks for more than a volunteer.

    Raises Refusal("slip_not_revealable", "reason_unknown", "right_missing").
    """
    if not may(voucher.state, VoucherAct.REVEAL):
        raise Refusal("slip_not_revealable", slip=voucher.number)
    if voucher.reveals and reason not in REVEAL_REASONS:
        raise Refusal("reason_unknown")
    if voucher.state is VoucherState.CONFIRMED:
        operator.require(Right.REVEAL_AGAIN)


def _revealed(till: Till, voucher: Voucher, fact: Fact, operator: Operator | None = None) -> SealedSlip:
    """Committed and marked before anybody can open it."""
    sealed = _sealed(till, voucher)
    with till.store.transaction(*((operator.code,) if operator else ())) as act:
        act.append(fact)
        if isinstance(fact, CodeShown):
            print_jobs.settle(act, document=VOUCHER_SLIP, reference=voucher.item)
    till.vault.mark_before_reveal()
    return sealed


def _sealed(till: Till, voucher: Voucher) -> SealedSlip:
    connection = till.connection
    lot = lot_of(connection, place_in_lot(voucher.item)[0])
    rule = till.rules.voucher_of(voucher.product)
    issuer, languages = issuer_at(connection, voucher.position), _languages(till, voucher)
    label = till.catalogue.products[voucher.product].label if voucher.product in till.catalogue.products else ""

    def slip_with(code: VoucherCode) -> VoucherSlip:
        return VoucherSlip(
            issuer=issuer,
            product=label or voucher.product,
            code=code,
            number=voucher.number,
            ticket=voucher.ticket,
            place=voucher.place,
            slips=voucher.slips,
            expires_on=dt.date.fromisoformat(lot.expires_on) if lot.expires_on else None,
            dial=rule.dial,
            page=rule.page,
            languages=languages,
            software=SOFTWARE,
            copy=voucher.reveals,
            replaces=bool(voucher.replaces),
        )

    return SealedSlip(
        item=voucher.item,
        till=journal.incarnations(connection)[0][1],
        incarnation=lot.sealed_for,
        sealed=box_of(connection, voucher.item),
        box=till.vault.box,
        slip_with=slip_with,
    )


def _languages(till: Till, voucher: Voucher) -> tuple[Language, ...]:
    """French, and the person's own; English where nobody knows whose the slip is."""
    return languages_beside_french(_language_of_person(till, voucher))


def _language_of_person(till: Till, voucher: Voucher) -> str:
    if not voucher.person:
        return ""
    try:
        return person_of(till.connection, voucher.person).identity.language
    except Refusal:  # erased meanwhile, or a house that buys
        return ""
