"""The sheet on which is sold by hand while the till is down: its number, its lines, and how a line is named."""

from __future__ import annotations

import datetime as dt
import re

from pos_app.domain.facts import LateSale
from pos_app.domain.refusals import Refusal

LINES = 20
"""Of one sheet: what fits an A4 page, written by hand."""
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LETTERS = 4
_OLDEST_DAYS = 366
_LINE = re.compile(rf"([{ALPHABET}]{{{NUMBER_LETTERS}}})-?([0-9]{{1,2}})")


def late_sale(*, paper: str, claimed_on: dt.date, today: dt.date) -> LateSale:
    """A sale from the line `paper` ("7K3Q-04") of a sheet, made on `claimed_on` as the sheet says.

    Raises Refusal("paper_line_wrong"), Refusal("late_day_wrong") for a day to come or more than a year ago.
    """
    found = _LINE.fullmatch(paper.strip().upper())
    if found is None or not 1 <= int(found[2]) <= LINES:
        raise Refusal("paper_line_wrong", lines=LINES)
    if not 0 <= (today - claimed_on).days <= _OLDEST_DAYS:
        raise Refusal("late_day_wrong")
    return LateSale(paper=f"{found[1]}-{int(found[2]):02d}", claimed_on=claimed_on.isoformat())


def next_line(paper: str) -> str:
    """The line after a line; empty after the last one of a sheet."""
    number, _, line = paper.partition("-")
    return f"{number}-{int(line) + 1:02d}" if int(line) < LINES else ""
