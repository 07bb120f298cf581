"""The wall clock: the one place that reads it."""

from __future__ import annotations

import datetime
import time
from typing import Protocol


class Clock(Protocol):
    """Where acts get the time from; tests pass one that they set themselves."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC, as the computer believes."""
        ...

    def offset_min(self) -> int:
        """Minutes by which local time is ahead of UTC now."""
        ...


class SystemClock:
    """The computer's own clock and time zone."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def offset_min(self) -> int:
        offset = datetime.datetime.now(datetime.UTC).astimezone().utcoffset()
        return int(offset.total_seconds()) // 60 if offset else 0


def local_datetime(at_ms: int, offset_min: int) -> datetime.datetime:
    """The local date and time of an entry, without a zone: what its receipt says."""
    return datetime.datetime.fromtimestamp(at_ms // 1000 + offset_min * 60, tz=datetime.UTC).replace(tzinfo=None)


def local_midnight_ms(day: datetime.date, offset_min: int) -> int:
    """When `day` begins where local time is `offset_min` ahead of UTC."""
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    return int(midnight.timestamp()) * 1000 - offset_min * 60_000


def local_now(clock: Clock) -> datetime.datetime:
    """The local date and time by `clock`, without a zone."""
    return local_datetime(clock.now_ms(), clock.offset_min())
