"""The evening in its steps: which one comes next follows from what is recorded, so that it can be left and taken up."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pos_app.counter.aid_vouchers import UnnotedVoucher, unnoted_vouchers
from pos_app.counter.close_day import close_day
from pos_app.counter.code_stock import CodeStock, code_stock
from pos_app.counter.day_report import DayReport, day_report
from pos_app.counter.known_office import OFFICE, OfficeKnown
from pos_app.counter.move_cash import move_cash
from pos_app.counter.till import Till
from pos_app.domain.facts import BackupMade, CashMove, DayClosed
from pos_app.domain.operator import Operator, Right
from pos_app.store.days import DayOnFile, closing_of, day_on_file, entry_there
from pos_app.store.journal import says_any
from pos_app.store.opening import Connection
from pos_app.store.outbox import acknowledged, unsent_count
from pos_app.store.parameters import read_parameter
from pos_app.store.vault import to_collect


class Step(enum.StrEnum):
    """What the coordinator does, in this order; `DONE` ends with one sentence."""

    SLIPS = "slips"
    VOUCHERS = "vouchers"
    COUNT = "count"
    DIFFERENCE = "difference"
    CLOSE = "close"
    BACKUP = "backup"
    SEND = "send"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Evening:
    """How far the evening is. `float_cents` is what the day began with, and what is proposed to stay; `closed` is the
    closing of the day that is over, None while one is open; `to_collect` counts the codes that were paid and that
    nobody said were handed over; `codes` is the vault, some lots of which may end soon."""

    step: Step
    report: DayReport
    vouchers: tuple[UnnotedVoucher, ...]
    float_cents: int
    closed: DayClosed | None
    unsent: int
    enrolled: bool
    to_collect: int
    codes: CodeStock


def evening(till: Till, *, skipped: frozenset[Step] = frozenset()) -> Evening:
    """The evening as it stands; `skipped` are steps that somebody put off."""
    connection, state = till.connection, till.store.state
    report = day_report(till)
    vouchers = unnoted_vouchers(till)
    known = read_parameter(connection, OFFICE, type=OfficeKnown, default=OfficeKnown())
    unsent, enrolled = unsent_count(connection), bool(known.address)
    waiting = len(to_collect(connection))
    last = day_on_file(connection, state.last_day) if state.last_day and not state.day else None
    if state.day:
        step = _step_of_open_day(report, waiting, vouchers, skipped)
    elif last and Step.BACKUP not in skipped and not _backed_up(connection, last):
        step = Step.BACKUP
    else:
        step = Step.SEND if enrolled and unsent else Step.DONE
    return Evening(
        step=step,
        report=report,
        vouchers=vouchers,
        float_cents=state.float_cents,
        closed=closing_of(connection, last) if last else None,
        unsent=unsent,
        enrolled=enrolled,
        to_collect=waiting,
        codes=code_stock(till),
    )


def close_evening(till: Till, *, operator: Operator, left_cents: int) -> DayClosed:
    """Puts what is above `left_cents` into the safe, with its slip, and closes the day.

    Raises what `move_cash` and `close_day` raise; the safe is not touched where the day cannot be closed.
    """
    operator.require(Right.CLOSE_DAY)
    above_cents = till.store.state.drawer_cents - left_cents
    if till.store.state.day and above_cents > 0:
        move_cash(till, operator=operator, move=CashMove.TO_SAFE, amount_cents=above_cents, reason="evening")
    return close_day(till, operator=operator)


def unfinished_evening(till: Till) -> int:
    """The day that was closed and is not backed up, or whose closing is not at head office yet: the evening was left,
    or the power went. 0 where there is none, and while a day is open."""
    connection, state = till.connection, till.store.state
    if state.day or not state.last_day:
        return 0
    last = day_on_file(connection, state.last_day)
    closing = entry_there(connection, last.closed_position)
    known = read_parameter(connection, OFFICE, type=OfficeKnown, default=OfficeKnown())
    sent = not known.address or acknowledged(connection, closing.incarnation).seq >= closing.seq
    return 0 if sent and _backed_up(connection, last) else last.day


def _backed_up(connection: Connection, day: DayOnFile) -> bool:
    return says_any(connection, (BackupMade.kind,), after_position=day.closed_position)


def _step_of_open_day(
    report: DayReport, waiting: int, vouchers: tuple[UnnotedVoucher, ...], skipped: frozenset[Step]
) -> Step:
    """Who has counted has seen the slips that wait."""
    if waiting and report.counted is None and Step.SLIPS not in skipped:
        return Step.SLIPS
    if vouchers and Step.VOUCHERS not in skipped:
        return Step.VOUCHERS
    if (report.counted is None or report.sold_since) and Step.COUNT not in skipped:
        return Step.COUNT
    return Step.DIFFERENCE if report.difference_cents else Step.CLOSE
