"""What the desk says of things with a number of their own, as plain functions: tests reach them without a window."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.counter.equipment_list import ListedThing
from pos_app.counter.remind_loans import DueLoan
from pos_app.domain.equipment import ItemState
from pos_app.domain.facts import EquipmentLent, LoanEnded
from pos_app.domain.tender import TenderKind
from pos_app.equipment_sentences import ITEM_STATES
from pos_app.i18n import date, money, ngettext
from pos_app.i18n import gettext as _


def state_words(one: ListedThing) -> str:
    return _("on loan, late") if one.late else _(ITEM_STATES[one.thing.state.value])


def state_tone(one: ListedThing) -> str:
    if one.late:
        return "bad"
    return {ItemState.IN_STOCK: "good", ItemState.LENT: "warn"}.get(one.thing.state, "")


def due_words(one: ListedThing) -> str:
    return date(one.loan.due_on) if one.loan else ""


def days_words(one: DueLoan) -> str:
    """How long it still lasts, or since when it is late."""
    if one.late:
        return ngettext("late by {count} day", "late by {count} days", -one.days).format(count=-one.days)
    if not one.days:
        return _("today")
    return ngettext("{count} day left", "{count} days left", one.days).format(count=one.days)


def reminded_words(one: DueLoan) -> str:
    return date(one.loan.reminded_on) if one.loan.reminded_on else ""


def late_words(found: Sequence[ListedThing]) -> str:
    """How many loans are late; nothing where none is."""
    late = sum(one.late for one in found)
    return ngettext("{count} loan is late", "{count} loans are late", late).format(count=late) if late else ""


def held_words(found: Sequence[ListedThing]) -> str:
    """What somebody has on loan and bought here, a line each; nothing where that is nothing."""
    on_loan = [_lent_line(one) for one in found if one.loan]
    bought = [_("Bought: {article} …{end}").format(article=one.article, end=one.thing.end) for one in _bought(found)]
    return "\n".join((*on_loan, *bought))


def reminder_words(found: Sequence[ListedThing]) -> str:
    """What the bar of the sale page says of loans, in a few words."""
    lent = [one for one in found if one.loan]
    if any(one.late for one in lent):
        return late_words(lent)
    if not lent:
        return ""
    return ngettext("{count} thing on loan", "{count} things on loan", len(lent)).format(count=len(lent))


def lent_words(fact: EquipmentLent) -> str:
    """What the desk says once a loan is recorded."""
    recorded = _("Loan no. {number} recorded, its contract is printing.").format(number=fact.loan)
    if not fact.deposit_cents:
        return recorded
    return f"{recorded} {_take(fact.tender).format(amount=money(fact.deposit_cents))}"


def ended_words(fact: LoanEnded) -> str:
    """What the desk says once a loan is over."""
    over = _("Loan no. {number} is over, its slip is printing.").format(number=fact.loan)
    if not fact.given_back_cents:
        return over
    return f"{over} {_give(fact.tender).format(amount=money(fact.given_back_cents))}"


def _lent_line(one: ListedThing) -> str:
    text = _("On loan, late since {day}: {article} …{end}") if one.late else _("On loan until {day}: {article} …{end}")
    line = text.format(day=due_words(one), article=one.article, end=one.thing.end)
    reminded_on = one.loan.reminded_on if one.loan else None
    return _("{line} (reminded on {day})").format(line=line, day=date(reminded_on)) if reminded_on else line


def _bought(found: Sequence[ListedThing]) -> list[ListedThing]:
    return [one for one in found if one.thing.state is ItemState.SOLD]


def _take(tender: TenderKind) -> str:
    return _("Take {amount} in cash.") if tender is TenderKind.CASH else _("Take {amount} by card or cheque.")


def _give(tender: TenderKind) -> str:
    return _("Give {amount} back in cash.") if tender is TenderKind.CASH else _("Give {amount} back by card or cheque.")
