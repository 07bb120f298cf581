"""500 tills that send 300 entries each at the same moment, to one server process: how long until all is acknowledged,
and how much more memory the process holds at its fullest than at rest.

The clients and the server share the machine. A till that is told to come later does so after what Retry-After says,
and no later than real ones do.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.row import Row
from tests.load.evening import Evening, spend_evening
from tests.load.prepared import prepared_tills
from tests.load.processes import running_office

TILLS, ENTRIES = 500, 300
_GOAL_S = 20
_MEMORY_GOAL = 3.0


def rows() -> Iterator[Row]:
    evening = _evening()
    yield Row(
        name="tills_500",
        unit="s",
        ours=evening.took_s,
        reference=_GOAL_S,
        reference_name="20 s",
        goal=1,
    )
    yield Row(
        name="tills_500_memory",
        unit="MB",
        ours=evening.memory_most_mb,
        reference=evening.memory_before_mb,
        reference_name="the same process at rest",
        goal=_MEMORY_GOAL,
    )


def _evening() -> Evening:
    prepared = prepared_tills(TILLS, entries=ENTRIES, seed=0)
    with tempfile.TemporaryDirectory() as name, running_office(Path(name)) as running:
        evening = spend_evening(running, prepared, window_s=0, whole=False)
    if evening.wrong or evening.told.refused:
        raise AssertionError(evening.wrong + evening.told.refused)
    return evening
