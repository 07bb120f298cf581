"""What the desk says of the drawer, as plain functions: tests reach them without a window."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.cash_words import CASH_MOVES, CASH_REASONS
from pos_app.counter.day_report import CashLine, Suspect
from pos_app.counter.evening import Evening
from pos_app.domain.cash_count import Hint, Slip
from pos_app.domain.facts import (
    CashCounted,
    CashDifferenceAccepted,
    CashMoved,
    DrawerHandedOver,
    DrawerOpened,
    EquipmentLent,
    LoanEnded,
    TenderCorrected,
)
from pos_app.domain.money import SMALLEST_NOTE_CENTS
from pos_app.i18n import NO_BREAK, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.loan_words import loan_words
from pos_app.printing.tender_words import tender_label


def difference_words(difference_cents: int) -> str:
    """ "13,00 € are missing.", "There are 2,00 € too much.", or that it agrees."""
    if not difference_cents:
        return _("The count agrees.")
    text = _("{amount} too much in the drawer.") if difference_cents > 0 else _("{amount} missing from the drawer.")
    return text.format(amount=money(abs(difference_cents)))


def other_count_words(counted: CashCounted | None) -> Iterator[str]:
    """What was counted beside cash and is not what was keyed: the terminal's total, cheques, aid vouchers."""
    for other in counted.others if counted else ():
        difference_cents = other.counted_cents - other.expected_cents
        if difference_cents:
            words = _("{tender}: {counted} counted, {expected} keyed. The closing says so.")
            yield words.format(
                tender=tender_label(other.tender),
                counted=money(other.counted_cents),
                expected=money(other.expected_cents),
            )


def hint_words(hint: Hint) -> str:
    """A likely error, as a question to whoever counted."""
    piece, other = piece_words(hint.denomination_cents), piece_words(hint.other_cents)
    return {
        Slip.TAKEN_FOR: _("Was a piece of {piece} taken for one of {other}?"),
        Slip.SWAPPED: _("Were the lines {piece} and {other} swapped?"),
        Slip.TWICE: _("Was one of {piece} counted twice?"),
        Slip.FORGOTTEN: _("Was one of {piece} forgotten?"),
    }[hint.slip].format(piece=piece, other=other)


def suspect_words(suspect: Suspect) -> str:
    """A ticket whose payment may have been keyed under the wrong means."""
    return _("{ticket}, {amount}: keyed as {tender}, was it {instead}?").format(
        ticket=suspect.ticket,
        amount=money(suspect.amount_cents),
        tender=tender_label(suspect.tender).lower(),
        instead=tender_label(suspect.instead).lower(),
    )


def piece_words(cents: int) -> str:
    """ "20 €", "50 c": a note or a coin as it is called."""
    return money(cents).replace(",00", "").replace(".00", "") if cents >= 100 else f"{cents}{NO_BREAK}c"


def is_note(cents: int) -> bool:
    return cents >= SMALLEST_NOTE_CENTS


def line_cents(line: CashLine) -> int:
    """The amount of `line_words` in cents, to sort by; nought where there is none."""
    match line.fact:
        case CashMoved() as fact:
            return fact.drawer_cents
        case CashDifferenceAccepted() as fact:
            return fact.difference_cents
        case TenderCorrected() | EquipmentLent() | LoanEnded() as fact:
            return fact.cash_cents
        case _:
            return 0


def line_words(line: CashLine) -> tuple[str, str]:
    """What happened to the drawer, and the amount it gained or lost; empty where it did neither."""
    match line.fact:
        case CashMoved() as fact:
            return _because(_(CASH_MOVES[fact.move]), fact.reason), money(fact.drawer_cents)
        case DrawerOpened() as fact:
            return _because(_("Drawer opened without a sale"), fact.reason), ""
        case CashCounted() as fact:
            counted = _("Counted {amount}").format(amount=money(fact.counted_cents))
            return f"{counted}. {difference_words(fact.difference_cents)}", ""
        case CashDifferenceAccepted() as fact:
            return _because(_("Difference noted"), fact.reason), money(fact.difference_cents)
        case TenderCorrected() as fact:
            text = _("{ticket} put right: {tender} instead of {wrong}").format(
                ticket=fact.ticket,
                tender=tender_label(fact.taken.tender).lower(),
                wrong=tender_label(fact.taken_back.tender).lower(),
            )
            return text, money(fact.cash_cents) if fact.cash_cents else ""
        case EquipmentLent() | LoanEnded() as fact:
            return loan_words(fact), money(fact.cash_cents) if fact.cash_cents else ""
        case DrawerHandedOver():
            return _("Drawer handed over"), ""
    return "", ""


def _because(what: str, reason: str) -> str:
    return _("{what}: {why}").format(what=what, why=_(CASH_REASONS[reason]))


def evening_end_words(evening: Evening, *, sync_failed: bool) -> tuple[str, str]:
    """The evening's last sentence, and its tone."""
    if not evening.enrolled:
        return _("You can switch off: everything is kept on this till."), "good"
    if not evening.unsent:
        return _("You can switch off: everything has arrived at head office."), "good"
    kept = ngettext(
        "{count} operation is kept here and will be sent tomorrow. You can switch off.",
        "{count} operations are kept here and will be sent tomorrow. You can switch off.",
        evening.unsent,
    ).format(count=evening.unsent)
    return (kept, "warn") if sync_failed else (_("Sending to head office…"), "muted")
