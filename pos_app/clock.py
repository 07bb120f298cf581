"""The wall clock, and how long the computer has run: the one place that reads them."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import time
from functools import cache
from pathlib import Path
from typing import Protocol

from pos_app.domain.trusted_time import Uptime

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_EPOCH = datetime.datetime(1970, 1, 1)  # noqa: DTZ001  # local times carry no zone here
_DAY_MS = 24 * 3600 * 1000


class Clock(Protocol):
    """Where acts get the time from; tests pass one that they set themselves."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC, as the computer believes."""
        ...

    def offset_min(self) -> int:
        """Minutes by which local time is ahead of UTC now."""
        ...

    def uptime(self) -> Uptime:
        """How long the computer has run; nobody can set it."""
        ...


class SystemClock:
    """The computer's own clock and time zone."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def offset_min(self) -> int:
        return time.localtime().tm_gmtoff // 60

    def uptime(self) -> Uptime:
        """Linux names each start and counts its sleep; elsewhere this program's own start is what there is."""
        counter = getattr(time, "CLOCK_BOOTTIME", None)
        if counter is None or not _boot_id():
            return Uptime(_this_process(), (time.monotonic_ns() - _PROCESS_STARTED_NS) // 1_000_000)
        return Uptime(_boot_id(), time.clock_gettime_ns(counter) // 1_000_000)


_PROCESS_STARTED_NS = time.monotonic_ns()


@cache
def _this_process() -> str:
    return secrets.token_hex(8)


@cache
def _boot_id() -> str:
    """A name of this start, which tells nothing of the computer; empty where the system has none."""
    try:
        return hashlib.sha256(_BOOT_ID.read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def local_datetime(at_ms: int, offset_min: int) -> datetime.datetime:
    """The local date and time of an entry, without a zone: what its receipt says."""
    return _EPOCH + datetime.timedelta(seconds=at_ms // 1000 + offset_min * 60)


def local_day(clock: Clock) -> int:
    """The local day by `clock`, in days since 1970: what changes at midnight, asked for many times in one act."""
    return (clock.now_ms() + clock.offset_min() * 60_000) // _DAY_MS


def local_midnight_ms(day: datetime.date, offset_min: int) -> int:
    """When `day` begins where local time is `offset_min` ahead of UTC."""
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    return int(midnight.timestamp()) * 1000 - offset_min * 60_000


def local_now(clock: Clock) -> datetime.datetime:
    """The local date and time by `clock`, without a zone."""
    return local_datetime(clock.now_ms(), clock.offset_min())
