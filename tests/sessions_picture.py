"""Two sessions that have places, for the README's picture of the page that follows people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pos_app.counter.dates import today
from pos_app.counter.running import RunningTill
from pos_app.counter.sessions import set_session
from pos_app.desktop.pages.support.page import SupportPage
from pos_app.domain.operator import Operator

_PLANNED = ((2, 14, 8), (9, 10, 12))
"""Days from today, hour, places."""


def show_sessions(
    page: QWidget | None, running: RunningTill, operator: Operator, wait: Callable[[Callable[[], object]], None]
) -> None:
    """Plans the sessions and waits until the page shows them."""
    assert isinstance(page, SupportPage)
    day = running.run(today).result()
    for days, hour, places in _PLANNED:
        starts = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(hour)).isoformat(timespec="minutes")
        running.run(
            set_session, operator=operator, product="ATELIER", starts=starts, minutes=120, places=places
        ).result()
    page.refresh()
    wait(lambda: page.sessions.table.rows.rowCount() == len(_PLANNED))
