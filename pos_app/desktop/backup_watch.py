"""Backs the till up once a day while it is open, whoever sells and whether or not the day is closed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from pos_app.counter.back_up_till import back_up_till, backup_is_due
from pos_app.desktop.desk import Desk

LOOK_MS = 15 * 60 * 1000


class BackupWatch(QObject):
    """Looks every quarter of an hour; a backup that fails is told and tried again at the next look."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    def look(self) -> None:
        self._desk.ask(self._desk.running.run(backup_is_due), self._begin)

    def _begin(self, is_due: object) -> None:
        if is_due:
            self._desk.ask(back_up_till(self._desk.running, reason="schedule"))
