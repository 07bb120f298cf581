"""The small form of `make load`: twenty tills press within seconds, and everything is at both ends afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.load.evening import spend_evening
from tests.load.prepared import prepared_tills
from tests.load.processes import running_office

MEMORY_MB = 200
"""What twenty tills may cost a server process above what it holds at rest, with room to spare: 20 MB were seen."""


@pytest.mark.parametrize("servers", [1, 2])
def test_many_tills_press_the_button_and_all_arrives_once(tmp_path: Path, servers: int) -> None:
    prepared = prepared_tills(20, entries=40, seed=1, batch=25)
    with running_office(tmp_path, servers=servers) as running:
        evening = spend_evening(running, prepared, window_s=1, faster=30, seed=1, alternating=servers > 1)
    assert (evening.wrong, evening.told.refused) == ([], [])
    assert evening.entries == 20 * 41
    assert evening.memory_most_mb < evening.memory_before_mb + MEMORY_MB
