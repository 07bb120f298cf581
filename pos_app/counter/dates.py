"""The day and the month that a till is in."""

from __future__ import annotations

import datetime as dt

from pos_app.clock import local_now
from pos_app.counter.till import Till


def today(till: Till) -> dt.date:
    """The local date: days of a right are dates of the place, whatever the clock's change does to hours."""
    return local_now(till.clock).date()


def this_month(till: Till) -> str:
    """ "2026-11": the month whose cap a sale counts towards."""
    return today(till).isoformat()[:7]
