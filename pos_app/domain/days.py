"""Days as people key them."""

from __future__ import annotations

import datetime as dt
import re

from pos_app.domain.refusals import Refusal

_FRENCH = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")


def read_day(text: str) -> dt.date:
    """The day that "31/12/2026", "31.12.2026" or "2026-12-31" says. Raises Refusal("date_wrong")."""
    keyed = text.strip()
    found = _FRENCH.fullmatch(keyed)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return dt.date(year, month, day)
        return dt.date.fromisoformat(keyed)
    except ValueError:
        raise Refusal("date_wrong", text=keyed[:20]) from None
