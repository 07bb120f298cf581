"""One till that sends ten thousand entries to head office as it runs in production, and how quickly they go in."""

from __future__ import annotations

import time

from pos_app.office.projector import catch_up
from pos_app.sync.wire import MOST_ENTRIES
from tests.load.processes import RunningOffice
from tests.office.remote_till import RemoteTill

ENTRIES = 10_000


def pushed(running: RunningOffice, *, till: str) -> float:
    """Entries a second, from the first byte sent to the last acknowledgement.

    Waits afterwards until the figures are made of them, so that they burden no other round, on either side.
    """
    with RemoteTill(running.office, till=till) as remote:
        remote.sell(ENTRIES - 1)
        remote.enrol()
        remote.hello()
        begun = time.perf_counter()
        for start in range(0, ENTRIES, MOST_ENTRIES):
            remote.push(remote.entries[start : start + MOST_ENTRIES])
        took_s = time.perf_counter() - begun
    catch_up(running.office.database)
    return ENTRIES / took_s
