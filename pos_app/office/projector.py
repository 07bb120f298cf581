"""The thread that brings projections up to date beside the requests: pushes first, figures when they pause."""

from __future__ import annotations

from pos_app.clock import Clock
from pos_app.domain.refusals import Unavailable
from pos_app.office.database import OfficeDatabase
from pos_app.office.projections import project_till, tills_behind
from pos_app.office.scrubbing import scrub_if_due
from pos_app.office.woken_thread import WokenThread

QUIET_S = 0.2
"""A batch is seldom alone: figures are made once this long passes without another one."""
LONGEST_WAIT_S = 2.0
"""... and at the latest so long after the first."""
RETRY_S = 10
TURN_S = 0.0005
"""After so long this thread lets a request go on (sys.setswitchinterval): Python's own 5 ms would be waited for at each
of the dozen turns of a request."""


class Projector(WokenThread):
    """Woken when entries were stored. A till is worked on by one process at a time."""

    def __init__(self, database: OfficeDatabase, *, clock: Clock) -> None:
        super().__init__("projections", retry_s=RETRY_S)
        self._database = database
        self._clock = clock

    def _run(self) -> None:
        while True:
            self._woken.wait()
            self._wait_for_quiet()
            if self._stopped.is_set():
                return
            try:
                catch_up(self._database)
                scrub_if_due(self._database, now_ms=self._clock.now_ms())
            except Exception as error:  # noqa: BLE001  # the edge of the thread
                self._failed(error)

    def _wait_for_quiet(self) -> None:
        for _ in range(round(LONGEST_WAIT_S / QUIET_S)):
            self._woken.clear()
            if self._stopped.wait(QUIET_S) or not self._woken.is_set():
                return


def catch_up(database: OfficeDatabase) -> None:
    """Projects every till that is behind, each in a transaction of its own: one till's trouble delays no other.

    Raises Unavailable, and ExceptionGroup with what went wrong once every till had its turn.
    """
    with database.transaction() as connection:
        behind = tills_behind(connection)
    troubles: list[Exception] = []
    for till in behind:
        try:
            with database.transaction() as connection:
                project_till(connection, till=till)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  # told below, after the other tills
            troubles.append(error)
    if troubles:
        raise ExceptionGroup("projections failed", troubles)
