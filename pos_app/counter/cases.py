"""Cases that are followed: opened, moved on step by step, closed. Notes lie beside the journal."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from pos_app.counter.dates import today
from pos_app.counter.holders import holder_name
from pos_app.counter.till import Till
from pos_app.domain.facts import CaseClosed, CaseOpened, CaseStepTaken
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.support import CaseAbout, CaseOutcome, CaseStep, checked_amounts, checked_note
from pos_app.ledger.entry import Entry
from pos_app.store.people import person_of, touch_person
from pos_app.store.structures import structure_with_code
from pos_app.store.support import Case, case_of, every_case, keep_note, notes_of, steps_of
from pos_app.store.till_store import Act

FIRST_STEP_DAYS = 7
"""When a case that opens by itself is looked at."""


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case with whom it is about; `late` where its day is past. `name` says that the person was erased."""

    case: Case
    name: str
    late: bool
    due_today: bool


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """A case with its steps and what was written about each, in order."""

    case: Case
    first_note: str
    steps: tuple[tuple[CaseStep, str], ...]


def open_case(
    till: Till,
    *,
    operator: Operator,
    person: PersonToken,
    about: CaseAbout,
    due_on: dt.date,
    note: str = "",
    bill_cents: int = 0,
) -> ItemId:
    """Follows a case of somebody on file from now on.

    Raises Refusal("person_unknown", "person_erased", "due_day_past", "note_too_long", "amount_too_large").
    """
    operator.require(Right.FOLLOW_CASES)
    kept = checked_note(note)
    checked_amounts(bill_cents)
    _require_ahead(till, due_on)
    found = person_of(till.connection, person)
    with till.store.transaction(operator.code) as act:
        case = _opened(act, found.token, about, due_on, bill_cents=bill_cents)
        keep_note(act, case, position=act.end.position, note=kept)
        touch_person(act, found.token, at_ms=till.clock.now_ms())
    return case


def open_case_of_code(act: Act, till: Till, *, person: PersonToken, item: ItemId) -> None:
    """A code that its operator refuses is followed by itself, inside the act that contests it."""
    due_on = today(till) + dt.timedelta(days=FIRST_STEP_DAYS)
    _opened(act, person, CaseAbout.CONTESTED_CODE, due_on, item=item)


def take_step(
    till: Till, *, operator: Operator, case: ItemId, step: CaseStep, due_on: dt.date, note: str = ""
) -> Entry:
    """Something was done; `due_on` is when it is looked at again.

    Raises Refusal("case_unknown", "case_closed", "due_day_past", "note_too_long").
    """
    operator.require(Right.FOLLOW_CASES)
    kept = checked_note(note)
    _require_ahead(till, due_on)
    with till.store.transaction(operator.code) as act:
        person = _require_open(act, case).person
        entry = act.append(CaseStepTaken(case=case, person=person, step=step.value, due_on=due_on.isoformat()))
        keep_note(act, case, position=act.end.position, note=kept)
    return entry


def close_case(
    till: Till,
    *,
    operator: Operator,
    case: ItemId,
    outcome: CaseOutcome,
    bill_cents: int = 0,
    recovered_cents: int = 0,
    referred_to: str = "",
    note: str = "",
) -> Entry:
    """Ends a case. A case that is referred names the structure that goes on with it.

    Raises Refusal("case_unknown", "case_closed", "referral_missing", "amount_too_large").
    """
    operator.require(Right.FOLLOW_CASES)
    kept = checked_note(note)
    checked_amounts(bill_cents, recovered_cents)
    if outcome is CaseOutcome.REFERRED and not referred_to:
        raise Refusal("referral_missing")
    if referred_to and structure_with_code(till.connection, referred_to) is None:
        raise Refusal("referral_missing")
    with till.store.transaction(operator.code) as act:
        person = _require_open(act, case).person
        entry = act.append(
            CaseClosed(
                case=case,
                person=person,
                outcome=outcome.value,
                bill_cents=bill_cents,
                recovered_cents=recovered_cents,
                referred_to=referred_to,
            )
        )
        keep_note(act, case, position=act.end.position, note=kept)
    return entry


def cases_at_desk(till: Till, *, operator: Operator) -> tuple[ListedCase, ...]:
    """Every case, those that are due first. Raises Refusal("right_missing")."""
    operator.require(Right.FOLLOW_CASES)
    now = today(till).isoformat()
    return tuple(_listed(till, case, now) for case in every_case(till.connection))


def case_history(till: Till, *, operator: Operator, case: ItemId) -> CaseHistory:
    """The steps of a case. Raises Refusal("right_missing", "case_unknown")."""
    operator.require(Right.FOLLOW_CASES)
    known = case_of(till.connection, case)
    notes = notes_of(till.connection, case)
    steps = tuple((step, notes.get(position, "")) for position, step in steps_of(till.connection, case))
    return CaseHistory(known, notes.get(known.opened, ""), steps)


def _opened(
    act: Act, person: PersonToken, about: CaseAbout, due_on: dt.date, *, item: str = "", bill_cents: int = 0
) -> ItemId:
    case = ItemId(secrets.token_hex(16))
    act.append(
        CaseOpened(
            case=case,
            person=person,
            about=about.value,
            due_on=due_on.isoformat(),
            item=item,
            bill_cents=bill_cents,
        )
    )
    return case


def _require_open(act: Act, case: ItemId) -> Case:
    known = case_of(act.connection, case)
    if known.outcome is not None:
        raise Refusal("case_closed")
    return known


def _require_ahead(till: Till, due_on: dt.date) -> None:
    if due_on < today(till):
        raise Refusal("due_day_past")


def _listed(till: Till, case: Case, now: str) -> ListedCase:
    name = holder_name(till, case.person)
    is_open = case.outcome is None
    return ListedCase(case, name, late=is_open and case.due_on < now, due_today=is_open and case.due_on == now)
