"""What the journal says of a person, in words: the record on the screen and the sheet that is handed over."""

from __future__ import annotations

import datetime as dt

from pos_app.domain.entitlement import RightState
from pos_app.domain.equipment import label_of
from pos_app.domain.facts import (
    CaseClosed,
    CaseOpened,
    CaseStepTaken,
    DataHandedOver,
    EquipmentLent,
    Fact,
    LaptopExchanged,
    LaptopReserved,
    LoanEnded,
    LoanProlonged,
    LoanReminded,
    PersonChanged,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    PersonsMerged,
    PlanOpened,
    PrescriberChanged,
    RightChanged,
    RightOpened,
)
from pos_app.domain.person import PersonState
from pos_app.domain.refusals import Bug
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.loan_words import loan_words
from pos_app.support_words import CASE_ABOUT, CASE_OUTCOMES, CASE_STEPS


def event_words(fact: Fact) -> str:
    """One line. Raises Bug("event_without_words") for a fact that is not about a person."""
    match fact:
        case PersonRegistered():
            return _("Registered")
        case PersonChanged():
            return _("Corrected: {fields}").format(fields=", ".join(field_words(name) for name in fact.fields))
        case RightOpened() | RightChanged() | PrescriberChanged():
            return _right_words(fact)
        case PersonLeft():
            return person_state_words(fact.state)
        case PersonsMerged():
            return _("Two records were found to be of one person and joined")
        case PersonErased():
            return _("Identity erased")
        case DataHandedOver():
            return _("A copy of the data was handed over")
        case EquipmentLent() | LoanEnded() | LoanProlonged() | LoanReminded():
            return loan_words(fact)
        case _:
            return _machine_words(fact)


def _machine_words(fact: Fact) -> str:
    match fact:
        case LaptopReserved():
            until = date(dt.date.fromisoformat(fact.until))
            return _("Computer {number} reserved until {day}").format(number=label_of(fact.item), day=until)
        case PlanOpened():
            told = _("Computer {number} to be paid in instalments, plan {plan}")
            return told.format(number=label_of(fact.item), plan=fact.plan)
        case LaptopExchanged():
            told = _("Computer {number} exchanged for {other} under warranty")
            return told.format(number=label_of(fact.item), other=label_of(fact.by))
        case _:
            return _case_words(fact)


def _case_words(fact: Fact) -> str:
    match fact:
        case CaseOpened():
            return _("Case opened: {about}").format(about=_(CASE_ABOUT[fact.about]))
        case CaseStepTaken():
            return _("Case: {step}").format(step=_(CASE_STEPS[fact.step]))
        case CaseClosed():
            return _("Case closed: {outcome}").format(outcome=_(CASE_OUTCOMES[fact.outcome]))
        case _:
            raise Bug("event_without_words", kind=fact.kind)


def field_words(name: str) -> str:
    """A field of an identity."""
    return {
        "given_name": _("first name"),
        "family_name": _("family name"),
        "year_of_birth": _("year of birth"),
        "language": _("language"),
        "phone": _("telephone"),
        "prescriber": _("referred by"),
        "state": _("situation"),
        "card": _("card"),
    }[name]


def right_state_words(state: str) -> str:
    return {
        RightState.OPEN: _("open"),
        RightState.PENDING: _("waiting for the slip"),
        RightState.SUSPENDED: _("suspended"),
        RightState.ENDED: _("ended"),
    }[RightState(state)]


def person_state_words(state: str) -> str:
    return {
        PersonState.ACTIVE: _("Comes here"),
        PersonState.DEPARTED: _("Moved away"),
        PersonState.DECEASED: _("Deceased"),
    }[PersonState(state)]


def _right_words(fact: RightOpened | RightChanged | PrescriberChanged) -> str:
    match fact:
        case RightOpened():
            return _opened_words(fact)
        case RightChanged():
            return _("Right no. {number}: {state}").format(number=fact.number, state=right_state_words(fact.state))
        case PrescriberChanged():
            return _("Right no. {number}: followed by another structure").format(number=fact.number)


def _opened_words(fact: RightOpened) -> str:
    days = {
        "number": fact.number,
        "first": date(dt.date.fromisoformat(fact.starts_on)),
        "last": date(dt.date.fromisoformat(fact.ends_on)),
    }
    if fact.pending:
        return _("Right no. {number} waiting for the slip, from {first} to {last}").format(**days)
    if fact.renewal:
        return _("Right no. {number} renewed, from {first} to {last}").format(**days)
    return _("Right no. {number} opened, from {first} to {last}").format(**days)
