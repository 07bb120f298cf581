"""A real till in front of a real head office."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.counter.conftest import clock, folder, template
from tests.office.conftest import authority, database_url, office, postgres, server
from tests.sync.syncing_till import SyncingTill
from tests.tills import TemplateTill

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
