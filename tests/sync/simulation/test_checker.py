"""A checker counts only when planted faults make it fail: each of these is found within a few histories."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from pos_app.office.office import Office
from tests.sync.simulation import mutants
from tests.sync.simulation.mutants import PLANTED, Mutant
from tests.sync.simulation.test_simulation import replayed
from tests.tills import TemplateTill

TRIED = 60
FAMILY = 5
FAMILIES = ("JOURNAL", "CODES", "PAPER", "FIGURES", "CAPS", "FLOW", "CLOCKS", "SECRETS")


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(
    plant: Mutant,
    templates: tuple[TemplateTill, ...],
    another_office: Callable[[], AbstractContextManager[Office]],
    tmp_path: Path,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("")  # what a planted fault makes the program say is no failure of the test
    for seed in range(100, 100 + TRIED):
        root = tmp_path / str(seed)
        root.mkdir()
        with pytest.MonkeyPatch.context() as patch, another_office() as office:
            plant(patch)
            rules = {fault.partition(" ")[0] for fault in replayed(seed, templates, office, root)[0]}
        if rules & set(PLANTED[plant]):
            return
    pytest.fail(f"not found in {TRIED} histories")


def test_every_rule_has_planted_faults_and_every_family_five() -> None:
    found = {rule for rules in PLANTED.values() for rule in rules}
    assert found >= {f"I{number}" for number in range(1, 19)} - {"I13"}
    assert all(len(getattr(mutants, family)) >= FAMILY for family in FAMILIES)
    assert all(re.fullmatch(r"I\d+", rule) for rule in found)
