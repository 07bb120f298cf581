"""Means of payment, and how they settle a total."""

from __future__ import annotations

import enum
from collections.abc import Sequence

import msgspec

from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.refusals import Refusal


class TenderKind(enum.StrEnum):
    """How a part of the total is paid. Only cash gives change."""

    CASH = "cash"
    CARD = "card"
    AID_VOUCHER = "aid_voucher"
    CHEQUE = "cheque"


class Tender(msgspec.Struct, frozen=True):
    """An amount in cents handed over by one means of payment."""

    kind: TenderKind
    amount_cents: int


class Settlement(msgspec.Struct, frozen=True):
    """Tenders that cover a total: one per kind, what was handed over, and the change in cash."""

    tenders: tuple[Tender, ...]
    change_cents: int


def left_to_pay_cents(total_cents: int, tenders: Sequence[Tender]) -> int:
    """What is still due; never under zero."""
    return max(0, total_cents - sum(tender.amount_cents for tender in tenders))


def settle(total_cents: int, tenders: Sequence[Tender]) -> Settlement:
    """Settles `total_cents` with `tenders`, several of one kind added up.

    Raises Refusal("amount_too_large", "tender_not_positive", "paid_too_little", "tender_over_total"): a card, a
    cheque or an aid voucher never exceeds what cash does not cover, since no change is given on them.
    """
    sums = dict.fromkeys(TenderKind, 0)
    for tender in tenders:
        if tender.amount_cents <= 0:
            raise Refusal("tender_not_positive")
        if tender.amount_cents > LARGEST_AMOUNT_CENTS:
            raise Refusal("amount_too_large", text="")
        sums[tender.kind] += tender.amount_cents
    without_change_cents = sum(cents for kind, cents in sums.items() if kind is not TenderKind.CASH)
    if without_change_cents > total_cents:
        raise Refusal("tender_over_total", over_cents=without_change_cents - total_cents)
    paid_cents = without_change_cents + sums[TenderKind.CASH]
    if paid_cents < total_cents:
        raise Refusal("paid_too_little", missing_cents=total_cents - paid_cents)
    if paid_cents > total_cents and without_change_cents == total_cents:
        raise Refusal("cash_not_needed")
    kept = tuple(Tender(kind, cents) for kind, cents in sums.items() if cents)
    return Settlement(kept, paid_cents - total_cents)
