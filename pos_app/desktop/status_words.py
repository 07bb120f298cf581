"""The status strip in words: connected or not, what waits here, the last sync, who and where."""

from __future__ import annotations

import datetime

import msgspec

from pos_app.clock import Clock, local_datetime, local_now
from pos_app.counter.status import Parted, TillStatus
from pos_app.domain.operator import Operator, Role
from pos_app.i18n import clock_time, date, date_time, ngettext
from pos_app.i18n import gettext as _


class StripWords(msgspec.Struct, frozen=True):
    """`calm` is false where something waits here and could not be sent, or the journal goes on beside another one."""

    state: str
    waiting: str
    last_sync: str
    who: str
    calm: bool


def strip_words(status: TillStatus, operator: Operator | None, *, online: bool | None, clock: Clock) -> StripWords:
    """`online` is how the last contact went, None where there was none since the start."""
    if status.parted is not None and status.parted.reason == "fork":
        state = _("Call head office")
    elif not status.enrolled:
        state = _("Alone")
    elif online is False:
        state = _("Offline")
    elif online:
        state = _("Connected")
    else:
        state = _("Ready")
    return StripWords(
        state=state,
        waiting=waiting_words(status.unsent),
        last_sync=last_sync_words(status.last_sync_ms, clock) if status.enrolled else "",
        who=_who(status, operator),
        calm=(not status.enrolled or online is not False) and status.parted is None,
    )


def parted_words(parted: Parted | None, clock: Clock) -> str:
    """That the till's journal goes on beside another one, why, and what to do; empty where it does not."""
    if parted is None:
        return ""
    since = date_time(local_datetime(parted.at_ms, clock.offset_min()))
    return {
        "fork": _(
            "Head office holds other operations under this till's numbers: its disk was put back, or the till was "
            "copied to a second computer. Since {since} it goes on as {series}; what differs is kept apart at head "
            "office. Sell on one computer only, and call head office."
        ),
        "restored": _(
            "This till came back with an older state: a copy was put back, or the end of its journal was lost. Since "
            "{since} it goes on in a new chain, as {series}. Call head office."
        ),
        "mark_missing": _(
            "Nothing outside the database told where this till's journal ended. Since {since} it goes on as {series}, "
            "with numbers that were never used. Call head office."
        ),
    }[parted.reason].format(since=since, series=parted.series)


def waiting_words(unsent: int) -> str:
    if not unsent:
        return _("Everything has arrived at head office.")
    return ngettext(
        "{count} operation kept here, nothing is lost.", "{count} operations kept here, nothing is lost.", unsent
    ).format(count=unsent)


def last_sync_words(at_ms: int, clock: Clock) -> str:
    """ "Last sync yesterday at 19 h 42." """
    if not at_ms:
        return _("Never synchronised yet.")
    then = local_datetime(at_ms, clock.offset_min())
    today = local_now(clock).date()
    at = clock_time(then)
    if then.date() == today:
        return _("Last sync today at {time}.").format(time=at)
    if then.date() == today - datetime.timedelta(days=1):
        return _("Last sync yesterday at {time}.").format(time=at)
    return _("Last sync on {day} at {time}.").format(day=date(then.date()), time=at)


def role_words(role: Role) -> str:
    return {
        Role.VOLUNTEER: _("volunteer"),
        Role.EMPLOYEE: _("employee"),
        Role.COORDINATOR: _("coordinator"),
        Role.AUDITOR: _("auditor"),
    }[role]


def _who(status: TillStatus, operator: Operator | None) -> str:
    where = f"{status.issuer.point} · {status.issuer.till.lower()}"
    return f"{where} · {operator.first_name} ({role_words(operator.role)})" if operator else where
