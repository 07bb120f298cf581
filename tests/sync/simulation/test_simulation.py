"""Several tills and the real head office in one process, a network that fails, crashes, wrong clocks, disks that are
put back or copied: whatever the seed, the invariants of SYNC.md hold once everything has healed.

Replay one: POS_SEEDS=17 .venv/bin/python -m pytest -q tests/sync/simulation/test_simulation.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pos_app.domain.refusals import PosError
from pos_app.office.office import Office
from tests.sync.simulation.checker import faults_of
from tests.sync.simulation.history import History
from tests.sync.simulation.network import InProcess
from tests.tills import TemplateTill


def seeds() -> list[int]:
    """POS_SEEDS is one seed, or "first-last"; 50 otherwise."""
    first, _, last = os.environ.get("POS_SEEDS", "0-49").partition("-")
    return list(range(int(first), int(last or first) + 1))


def replayed(seed: int, templates: tuple[TemplateTill, ...], office: Office, root: Path) -> tuple[list[str], list[str]]:
    """What does not hold after the history of `seed`, and what happened in it."""
    with InProcess(office) as server:
        history = History(seed, templates, office, server, root)
        try:
            history.run()
            return faults_of(history), history.log
        except PosError as error:
            return [f"I12 a till stopped: {error!r}"], history.log
        finally:
            history.close()


@pytest.mark.parametrize("seed", seeds())
def test_whatever_happens_the_invariants_hold(
    seed: int, templates: tuple[TemplateTill, ...], office: Office, tmp_path: Path
) -> None:
    faults, log = replayed(seed, templates, office, tmp_path)
    replay = f"POS_SEEDS={seed} .venv/bin/python -m pytest -q tests/sync/simulation/test_simulation.py"
    assert not faults, "\n".join([*log, *faults, replay])
