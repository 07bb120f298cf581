"""What the desk does about what the till's threads tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.counter import till_events
from pos_app.domain.refusals import Unavailable

if TYPE_CHECKING:
    from pos_app.desktop.desk import Desk


def hear(desk: Desk, event: object) -> None:
    """Reads again what the event made out of date, and says what somebody should know. On the GUI thread."""
    match event:
        case till_events.Recorded():
            desk.refresh_shelf()
            desk.refresh_status()
            desk.people.refresh()
        case till_events.JobChanged() | till_events.PrintersChanged():
            desk.refresh_status()
        case till_events.DrawerStuck():
            desk.notice(Unavailable("drawer_stuck"), "warn")
        case till_events.SyncProgressed(sent, total):
            desk.sync_progressed.emit(sent, total)
        case till_events.MarkFailed(folder):
            desk.notice(Unavailable("mark_failed", folder=folder), "bad")
        case till_events.SyncEnded(outcome):
            desk.refresh_status()
            desk.people.refresh()
            desk.sync_ended.emit(outcome)
