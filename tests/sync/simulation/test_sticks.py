"""Sticks among networks that fail, crashes and disks that are put back: the invariants hold all the same.

Replay one: POS_STICK_SEEDS=7 .venv/bin/python -m pytest -q tests/sync/simulation/test_sticks.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pos_app.office.office import Office
from tests.sync.simulation.checker import faults_of
from tests.sync.simulation.network import InProcess
from tests.sync.simulation.sticks import SticksHistory
from tests.tills import TemplateTill


def seeds() -> list[int]:
    """POS_STICK_SEEDS is one seed, or "first-last"; 16 otherwise."""
    first, _, last = os.environ.get("POS_STICK_SEEDS", "0-15").partition("-")
    return list(range(int(first), int(last or first) + 1))


@pytest.mark.parametrize("seed", seeds())
def test_whatever_sticks_do_the_invariants_hold(
    seed: int, templates: tuple[TemplateTill, ...], office: Office, tmp_path: Path
) -> None:
    with InProcess(office) as server:
        history = SticksHistory(seed, templates, office, server, tmp_path)
        try:
            history.run()
            faults = faults_of(history)
        finally:
            history.close()
    replay = f"POS_STICK_SEEDS={seed} .venv/bin/python -m pytest -q tests/sync/simulation/test_sticks.py"
    assert not faults, "\n".join([*history.log, *faults, replay])
