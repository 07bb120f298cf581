"""A real till in front of a real head office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.counter.conftest import clock, folder, template
from tests.office.conftest import authority, database_url, office, postgres, server
from tests.sync.office_codes import make_short
from tests.sync.syncing_till import SyncingTill
from tests.sync.two_points import Point, TillClock
from tests.tills import TemplateTill, copy_of, make_template

__all__ = ["authority", "clock", "database_url", "folder", "office", "postgres", "server", "template"]


@pytest.fixture
def alone(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[SyncingTill]:
    """A till that never met head office."""
    with SyncingTill(template, folder, clock) as till:
        yield till


@pytest.fixture
def till(alone: SyncingTill, office: Office, server: OfficeServer) -> SyncingTill:
    """The same, joined; head office knows of its chain and holds nothing of it yet."""
    alone.join(office)
    return alone


@pytest.fixture
def short(till: SyncingTill, office: Office) -> SyncingTill:
    """A joined till that has nothing left of its own codes; head office has some."""
    make_short(till, office)
    return till


@pytest.fixture(scope="session")
def other_template(tmp_path_factory: pytest.TempPathFactory) -> TemplateTill:
    """A second till, with keys of its own."""
    return make_template(tmp_path_factory.mktemp("other_template"))


@pytest.fixture
def marseille(template: TemplateTill, folder: TillFolder, clock: ManualClock, office: Office) -> Iterator[Point]:
    with SyncingTill(template, folder, TillClock(clock)) as till:
        yield Point(till, "Marseille")


@pytest.fixture
def grenoble(other_template: TemplateTill, tmp_path: Path, clock: ManualClock, office: Office) -> Iterator[Point]:
    with SyncingTill(other_template, copy_of(other_template, tmp_path / "grenoble"), TillClock(clock)) as till:
        yield Point(till, "Grenoble")


@pytest.fixture
def both(marseille: Point, grenoble: Point, office: Office, server: OfficeServer) -> tuple[Point, Point]:
    """Two points, joined."""
    marseille.join(office)
    grenoble.join(office)
    return marseille, grenoble
