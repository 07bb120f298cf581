"""The status strip in words: connected or not, what waits here, the last sync, who and where."""

from __future__ import annotations

import datetime

import msgspec

from pos_app.clock import Clock, local_datetime, local_now
from pos_app.counter.contact import ContactNow
from pos_app.counter.parted import Parted
from pos_app.counter.status import TillStatus
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


def contact_words(status: TillStatus) -> tuple[str, ...]:
    """What is out of the ordinary between this till and head office, one sentence each: what head office asks for,
    what a long silence switched off, and a clock that is wrong."""
    contact = status.contact
    said = {
        _("Head office asks for a newer program on this computer. Everything is sent all the same."): status.office_asks
        == "upgrade",
        _(
            "Head office asks this till to join again: key the code that it gives. Everything is kept here."
        ): status.office_asks == "re_enrol",
        _words_of_silence(contact): contact.too_old,
        _(
            "This computer's clock went back while it was off: its battery may be dead. Set date and time."
        ): contact.clock_behind,
        _clock_words(contact.clock_ahead_ms): contact.clock_ahead_ms and not contact.clock_behind,
    }
    return tuple(words for words, holds in said.items() if holds)


def _words_of_silence(contact: ContactNow) -> str:
    days = ngettext("{count} day", "{count} days", contact.days).format(count=contact.days)
    words = _("Head office was last heard of {days} ago: names are hidden and codes are not sold until the next sync.")
    doubt = _("Most of that was counted by this computer's clock while it was off: if its date is wrong, set it.")
    return f"{words.format(days=days)} {doubt}" if contact.by_clock else words.format(days=days)


def _clock_words(ahead_ms: int) -> str:
    """How far the clock is off head office's, in words."""
    off = time_words(abs(ahead_ms))
    if ahead_ms > 0:
        return _("This computer's clock is {time} ahead of head office's. Set date and time.").format(time=off)
    return _("This computer's clock is {time} behind head office's. Set date and time.").format(time=off)


def time_words(ms: int) -> str:
    """ "12 minutes", "5 hours", "3 days": the largest that fits."""
    minutes = ms // 60_000
    if minutes < 120:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = minutes // 60
    if hours < 48:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("{count} day", "{count} days", hours // 24).format(count=hours // 24)


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
