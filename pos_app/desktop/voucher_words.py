"""Codes and their slips in words, for the pages that show them."""

from __future__ import annotations

import datetime as dt

from pos_app.counter.code_stock import CodeStock, LotAtDesk
from pos_app.counter.slips import SlipAtDesk
from pos_app.domain.voucher import VoucherState
from pos_app.i18n import date, ngettext
from pos_app.i18n import gettext as _


def slip_words(slip: SlipAtDesk) -> str:
    """ "bon 1/3 · Recharge 500 Mo"."""
    place = _("slip {place}/{slips}").format(place=slip.voucher.place, slips=slip.voucher.slips)
    return f"{place} · {slip.product}"


def state_words(slip: SlipAtDesk) -> str:
    """Where a slip stands, as the desk says it."""
    voucher = slip.voucher
    return {
        VoucherState.SOLD: _("Paid, not revealed yet"),
        VoucherState.PRINTED: _("Came out, nobody said that it can be read"),
        VoucherState.CONFIRMED: _("Handed over"),
        VoucherState.CONTESTED: _("Contested"),
        VoucherState.REPLACED: _("Replaced"),
        VoucherState.VOID: _("Refunded"),
        VoucherState.IN_STOCK: _("Back in stock"),
        VoucherState.EXPIRED: _("Expired"),
        VoucherState.RETURNED: _("Sent back"),
    }[voucher.state]


def reveal_reasons() -> list[tuple[str, str]]:
    return [
        ("unreadable", _("It cannot be read")),
        ("not_printed", _("Nothing came out")),
        ("lost", _("It was lost")),
    ]


def contest_reasons() -> list[tuple[str, str]]:
    return [
        ("already_used", _("“Already used”")),
        ("unknown_to_operator", _("“Unknown code”")),
        ("wrong_credit", _("The credit is not the right one")),
    ]


def release_reasons() -> list[tuple[str, str]]:
    return [
        ("checked_with_operator", _("The operator confirmed that none was used")),
        ("nothing_lost", _("No sale was lost: the copy was recent")),
    ]


def withdrawal_reasons() -> list[tuple[str, str]]:
    return [("returned", _("Sent back")), ("expired", _("Expired"))]


def lot_state_words(one: LotAtDesk) -> tuple[str, str]:
    """Where a lot stands, and in which tone."""
    lot = one.lot
    if lot.state is VoucherState.RETURNED:
        return _("Sent back"), "muted"
    if lot.state is VoucherState.EXPIRED:
        return _("Written off"), "muted"
    if not lot.left:
        return _("Sold out"), "muted"
    if one.expired:
        return _("Expired"), "bad"
    if one.held:
        return _("Frozen"), "bad"
    return (_("Expires soon"), "warn") if one.ends_soon else (_("For sale"), "good")


def last_day_words(expires_on: str) -> str:
    """The last day of a lot; a dash where it has none."""
    return date(dt.date.fromisoformat(expires_on)) if expires_on else "—"


def count_words(count: int) -> str:
    return ngettext("{count} code", "{count} codes", count).format(count=count)


def ending_words(stock: CodeStock) -> list[str]:
    """What is announced of lots: a sentence for each that ends soon, or has ended and still has codes."""
    return [
        _("{codes} of {article} expire on {day}.").format(
            codes=count_words(one.lot.left), article=one.label, day=last_day_words(one.lot.expires_on)
        )
        if not one.expired
        else _("{codes} of {article} expired on {day}: withdraw the lot.").format(
            codes=count_words(one.lot.left), article=one.label, day=last_day_words(one.lot.expires_on)
        )
        for one in stock.ending
    ]


def to_collect_words(count: int) -> str:
    return ngettext("To collect: {count} code", "To collect: {count} codes", count).format(count=count)
