"""What is said of loans: conditions and reasons in words, and errors as sentences (pos_app.sentences)."""

from __future__ import annotations

import datetime as dt

from pos_app.domain.facts import EquipmentLent, Fact, LoanEnded, LoanProlonged, LoanReminded
from pos_app.i18n import N_, date, money
from pos_app.i18n import gettext as _

CONDITIONS: dict[str, str] = {
    "good": N_("in good condition"),
    "worn": N_("worn, works well"),
    "damaged": N_("damaged"),
    "incomplete": N_("incomplete"),
    "lost": N_("lost"),
}
"""As what a thing goes out or comes back (pos_app.domain.equipment.RETURN_CONDITIONS, LOST)."""

KEEP_WORDS: dict[str, str] = {
    "damaged": N_("damaged"),
    "incomplete": N_("incomplete"),
    "lost": N_("lost"),
    "late": N_("came back late"),
}
"""Why a deposit is kept (pos_app.domain.equipment.KEEP_REASONS)."""

LOAN_SENTENCES: dict[str, str] = {
    "not_lent": N_("“{product}” is not lent here: head office sets which articles are."),
    "loan_unknown": N_("This loan is not known here."),
    "loan_ended": N_("Loan no. {loan} is over: its deposit was given back or kept then. Nothing was recorded."),
    "loan_day_wrong": N_("Choose a day from {first_on} to {last_on}. Nothing was recorded."),
    "deposit_wrong": N_("Check the deposit and how it is left. Nothing was recorded."),
    "deposit_too_much": N_("The deposit was {deposit_cents}: no more than that goes back. Nothing was recorded."),
    "deposit_way_back": N_("A deposit goes back as it was left, or as head office allows. Nothing was recorded."),
    "loan_without_person": N_("Choose to whom it is lent: a person or a structure."),
    "keep_reason": N_("Say why a part of the deposit is kept."),
    "keeping_not_allowed": N_("Only an employee or a coordinator keeps a deposit. Nothing was recorded."),
    "condition_unknown": N_("Say in which condition it is."),
    "person_has_loan": N_(
        "Something is still on loan to this person: take it back, or write it down as lost, then erase. Nothing was "
        "erased."
    ),
}


def loan_detail(fact: Fact) -> str:
    """What an entry about a loan says beside its kind; empty for other facts."""
    match fact:
        case EquipmentLent():
            deposit = _("deposit {amount}").format(amount=money(fact.deposit_cents))
            return f"{loan_number(fact.loan)} · {deposit}"
        case LoanEnded():
            given_back = _("{amount} given back").format(amount=money(fact.given_back_cents))
            return f"{loan_number(fact.loan)} · {_(CONDITIONS[fact.condition])} · {given_back}"
        case LoanProlonged() | LoanReminded():
            return loan_number(fact.loan)
        case _:
            return ""


def loan_words(fact: EquipmentLent | LoanEnded | LoanProlonged | LoanReminded) -> str:
    """What happened, in a line of the drawer's day or of somebody's history."""
    match fact:
        case EquipmentLent():
            until = date(dt.date.fromisoformat(fact.due_on))
            words = _("Lent until {day}, loan no. {number}, deposit {amount}")
            return words.format(day=until, number=fact.loan, amount=money(fact.deposit_cents))
        case LoanEnded():
            words = _("Loan no. {number} ended, {condition}: {amount} given back")
            condition = _(CONDITIONS[fact.condition])
            return words.format(number=fact.loan, condition=condition, amount=money(fact.given_back_cents))
        case LoanProlonged():
            until = date(dt.date.fromisoformat(fact.due_on))
            return _("Loan no. {number} prolonged until {day}").format(number=fact.loan, day=until)
        case LoanReminded():
            until = date(dt.date.fromisoformat(fact.due_on))
            return _("Reminded of loan no. {number}, due on {day}").format(number=fact.loan, day=until)


def loan_number(loan: int) -> str:
    return _("loan no. {number}").format(number=loan)
