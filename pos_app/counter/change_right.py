"""Renewing, suspending and ending a right; changing who follows the person; departure and death."""

from __future__ import annotations

import datetime as dt

from pos_app.counter.dates import today
from pos_app.counter.person_card import PersonAtDesk, person_at_desk
from pos_app.counter.register_person import Slip, programme_of
from pos_app.counter.till import Till
from pos_app.domain.entitlement import Entitlement, RightState, latest, period_from, renewal_period
from pos_app.domain.facts import PersonLeft, PrescriberChanged, RightChanged, RightOpened
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import PersonState
from pos_app.domain.programme import Programme
from pos_app.domain.refusals import Refusal
from pos_app.store.people import change_person
from pos_app.store.slips import use_slip
from pos_app.store.structures import structure_of
from pos_app.store.till_store import Act

SUSPEND_REASONS = ("asked_by_prescriber", "conduct", "being_checked")
END_REASONS = ("asked_by_person", "asked_by_prescriber", "moved_away")


def renew_right(till: Till, *, operator: Operator, token: str, slip: Slip) -> PersonAtDesk:
    """Renews on a new slip: the renewal continues an open right, or begins today where it is over.

    Where the programme's renewals are used up, a coordinator may begin a new referral: its count starts again.
    Raises Refusal("renewals_used", "slip_used", "slip_date_wrong", "programme_unknown", "structure_unknown").
    """
    operator.require(Right.REGISTER)
    at_desk = person_at_desk(till, token=token)
    programme = programme_of(till, slip)
    current, renewal = latest(at_desk.rights), 0
    if current is not None and current.programme == programme.code:
        renewal = current.renewals + (0 if current.state is RightState.PENDING else 1)
    if renewal > programme.renewals:
        operator.require(Right.OVERRIDE, refusal="renewals_used")
        renewal = 0
    with till.store.transaction(operator.code) as act:
        structure_of(act.connection, slip.prescriber)
        use_slip(
            act,
            token=at_desk.person.token,
            prescriber=slip.prescriber,
            number=slip.number,
            written_on=slip.written_on.isoformat(),
        )
        _open_next(act, till, at_desk, programme, renewal=renewal, prescriber=slip.prescriber)
    return person_at_desk(till, token=token)


def open_pending_renewal(till: Till, *, operator: Operator, token: str) -> PersonAtDesk:
    """A few days on an employee's word, until the prescriber's slip comes: reported the same evening.

    Raises Refusal("pending_already", "renewals_used", "no_right_to_renew").
    """
    operator.require(Right.OPEN_PENDING)
    at_desk = person_at_desk(till, token=token)
    right, programme = latest(at_desk.rights), at_desk.programme
    if right is None or programme is None:
        raise Refusal("no_right_to_renew")
    if any(each.state is RightState.PENDING for each in at_desk.rights):
        raise Refusal("pending_already")
    if right.renewals >= programme.renewals:
        raise Refusal("renewals_used")
    begins = max(today(till), right.ends_on + dt.timedelta(days=1))
    with till.store.transaction(operator.code) as act:
        act.append(
            RightOpened(
                person=at_desk.person.token,
                number=_next_number(at_desk),
                programme=programme.code,
                starts_on=begins.isoformat(),
                ends_on=(begins + dt.timedelta(days=till.rules.exception.pending_days - 1)).isoformat(),
                renewal=right.renewals + 1,
                prescriber=right.prescriber,
                pending=True,
            )
        )
    return person_at_desk(till, token=token)


def suspend_right(till: Till, *, operator: Operator, token: str, reason: str) -> PersonAtDesk:
    """Raises Refusal("no_right_to_change", "reason_unknown")."""
    return _change(till, operator, token, RightState.SUSPENDED, reason, SUSPEND_REASONS)


def resume_right(till: Till, *, operator: Operator, token: str) -> PersonAtDesk:
    """Raises Refusal("no_right_to_change")."""
    return _change(till, operator, token, RightState.OPEN, "resumed", ("resumed",))


def end_right(till: Till, *, operator: Operator, token: str, reason: str) -> PersonAtDesk:
    """Raises Refusal("no_right_to_change", "reason_unknown")."""
    return _change(till, operator, token, RightState.ENDED, reason, END_REASONS)


def change_prescriber(till: Till, *, operator: Operator, token: str, prescriber: str) -> PersonAtDesk:
    """Another structure follows the person. Raises Refusal("structure_unknown", "no_right_to_change")."""
    operator.require(Right.REGISTER)
    at_desk = person_at_desk(till, token=token)
    right = _right(at_desk)
    with till.store.transaction(operator.code) as act:
        structure_of(act.connection, prescriber)
        act.append(PrescriberChanged(person=at_desk.person.token, number=right.number, prescriber=prescriber))
        change_person(act, at_desk.person, {"prescriber": prescriber}, at_ms=till.clock.now_ms())
    return person_at_desk(till, token=token)


def person_left(till: Till, *, operator: Operator, token: str, state: PersonState) -> PersonAtDesk:
    """The person departed or died: rights that run end with it."""
    operator.require(Right.CHANGE_RIGHTS)
    at_desk = person_at_desk(till, token=token)
    with till.store.transaction(operator.code) as act:
        act.append(PersonLeft(person=at_desk.person.token, state=state.value))
        for right in at_desk.rights:
            if right.state is not RightState.ENDED and right.ends_on >= today(till):
                act.append(
                    RightChanged(
                        person=at_desk.person.token,
                        number=right.number,
                        state=RightState.ENDED.value,
                        reason=state.value,
                    )
                )
        change_person(act, at_desk.person, {"state": state.value}, at_ms=till.clock.now_ms())
    return person_at_desk(till, token=token)


def _open_next(
    act: Act, till: Till, at_desk: PersonAtDesk, programme: Programme, *, renewal: int, prescriber: str
) -> None:
    current = latest(at_desk.rights)
    pending = current is not None and current.state is RightState.PENDING
    if current is None or current.programme != programme.code:
        starts_on, ends_on = period_from(today(till), programme)
    elif pending:
        starts_on, ends_on = period_from(current.starts_on, programme)
    else:
        starts_on, ends_on = renewal_period(current, programme, today(till))
    act.append(
        RightOpened(
            person=at_desk.person.token,
            number=current.number if pending and current else _next_number(at_desk),
            programme=programme.code,
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
            renewal=renewal,
            prescriber=prescriber,
        )
    )


def _change(
    till: Till, operator: Operator, token: str, state: RightState, reason: str, reasons: tuple[str, ...]
) -> PersonAtDesk:
    operator.require(Right.CHANGE_RIGHTS)
    if reason not in reasons:
        raise Refusal("reason_unknown")
    at_desk = person_at_desk(till, token=token)
    right = _right(at_desk)
    with till.store.transaction(operator.code) as act:
        act.append(RightChanged(person=at_desk.person.token, number=right.number, state=state.value, reason=reason))
    return person_at_desk(till, token=token)


def _right(at_desk: PersonAtDesk) -> Entitlement:
    if at_desk.right is None:
        raise Refusal("no_right_to_change")
    return at_desk.right


def _next_number(at_desk: PersonAtDesk) -> int:
    return 1 + max((right.number for right in at_desk.rights), default=0)
