"""The vault as the stock page shows it: lots, what may be sold, what expires soon; codes that leave it unsold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pos_app.counter.contact import contact_now
from pos_app.counter.dates import today
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Product, Tracking
from pos_app.domain.facts import LotReleased, LotWithdrawn
from pos_app.domain.identifiers import LotId, ProductCode
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import RELEASE_REASONS, WITHDRAWAL_REASONS, VoucherState
from pos_app.store.sealed_codes import hashes_of_lot
from pos_app.store.till_store import Act
from pos_app.store.vault import Lot, checksum_of_lot, codes_for_sale, lot_of, lot_on_file, lots


@dataclass(frozen=True, slots=True)
class LotAtDesk:
    """A lot on the stock page. `expired`: its last day is past; `ends_soon`: announced; `held`: an older copy of this
    till may have sold codes of it, and nobody has said otherwise yet."""

    lot: Lot
    label: str
    expired: bool
    ends_soon: bool
    held: bool

    @property
    def for_sale(self) -> bool:
        lot = self.lot
        return lot.state is VoucherState.IN_STOCK and lot.left > 0 and not (self.expired or self.held)


@dataclass(frozen=True, slots=True)
class CodeStock:
    """The vault as of now. `guarded` is False where codes are switched off for want of a strong key slot."""

    lots: tuple[LotAtDesk, ...]
    guarded: bool

    @property
    def ending(self) -> tuple[LotAtDesk, ...]:
        """The lots that are announced: codes are left, and they expire soon or have expired."""
        return tuple(
            one
            for one in self.lots
            if one.lot.left and one.lot.state is VoucherState.IN_STOCK and (one.ends_soon or one.expired)
        )


def codes_on_hand(till: Till) -> Mapping[str, int]:
    """How many codes can be sold now, by product; none at all where codes are switched off."""
    if not till.vault.guarded or contact_now(till).too_old:
        return {}
    return codes_for_sale(till.connection, holder=till.store.head.incarnation, today=today(till).isoformat())


def code_stock(till: Till) -> CodeStock:
    """Every lot that came in here."""
    now, holder = today(till), till.store.head.incarnation
    return CodeStock(tuple(_at_desk(till, lot, now, holder) for lot in lots(till.connection)), till.vault.guarded)


def products_with_codes(till: Till) -> dict[ProductCode, Product]:
    """The articles that are codes."""
    catalogue = till.catalogue
    return {
        code: product
        for code, product in catalogue.products.items()
        if catalogue.family_of(product).tracking is Tracking.CODE
    }


def withdraw_lot(till: Till, *, operator: Operator, lot: LotId, reason: str) -> int:
    """Takes what is left of a lot off sale: expired, or sent back. Returns how many codes that were.

    Raises Refusal("reason_unknown", "lot_unknown", "lot_empty", "lot_not_expired", "right_missing").
    """
    operator.require(Right.RECEIVE_STOCK)
    if reason not in WITHDRAWAL_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        known = lot_of(act.connection, lot)
        if not known.left or known.state is not VoucherState.IN_STOCK:
            raise Refusal("lot_empty")
        if reason == "expired" and not _expired(known, today(till)):
            raise Refusal("lot_not_expired")
        act.append(LotWithdrawn(lot=lot, count=known.left, reason=reason))
    return known.left


def release_lot(till: Till, *, operator: Operator, lot: LotId, reason: str) -> None:
    """Lets this incarnation sell codes that an older copy of the till held: a coordinator answers for it.

    Raises Refusal("reason_unknown", "lot_unknown", "lot_empty", "lot_codes_lost", "right_missing"), and
    Refusal("lot_of_office") where head office allocated them: it alone knows what became of them.
    """
    operator.require(Right.RELEASE_CODES)
    if reason not in RELEASE_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        known = lot_of(act.connection, lot)
        if not known.left or known.state is not VoucherState.IN_STOCK:
            raise Refusal("lot_empty")
        if known.allocated:
            raise Refusal("lot_of_office")
        if not lot_is_whole(till, lot):
            raise Refusal("lot_codes_lost")
        act.append(LotReleased(lot=lot, incarnation=till.store.head.incarnation, reason=reason))


def take_recall(act: Act, lot: LotId) -> None:
    """Head office wants what is left of a lot back: it leaves the shelf with an entry of its own."""
    held = lot_on_file(act.connection, lot)
    if held and held.left and held.state is VoucherState.IN_STOCK:
        act.append(LotWithdrawn(lot=lot, count=held.left, reason="recalled"))


def lot_is_whole(till: Till, lot: LotId) -> bool:
    """Whether the vault holds every code of a lot as it was received, by its checksum; none is opened."""
    return till.vault.box.checksum(hashes_of_lot(till.connection, lot)) == checksum_of_lot(till.connection, lot)


def _at_desk(till: Till, lot: Lot, now: dt.date, holder: str) -> LotAtDesk:
    product = till.catalogue.products.get(lot.product)
    warn = dt.timedelta(days=till.rules.voucher_of(lot.product).warn_days)
    expired = _expired(lot, now)
    ends_soon = bool(lot.expires_on) and not expired and dt.date.fromisoformat(lot.expires_on) <= now + warn
    return LotAtDesk(lot, product.label if product else lot.product, expired, ends_soon, lot.held_by != holder)


def _expired(lot: Lot, now: dt.date) -> bool:
    return bool(lot.expires_on) and dt.date.fromisoformat(lot.expires_on) < now
