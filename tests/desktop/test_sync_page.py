"""The sync page while a sync runs: how far it is, about how long it takes, and how to stop it."""

from __future__ import annotations

import pytest

from pos_app.desktop.pages.sync import SyncPage, progress_words
from tests.desktop.desk_work import AtDesk


@pytest.mark.parametrize(
    ("sent", "total", "took_ms", "words"),
    [
        (0, 900, 0, "0 sur 900"),
        (10, 900, 2_000, "10 sur 900"),
        (100, 900, 10_000, "100 sur 900, encore 2 minutes environ"),
        (450, 900, 30_000, "450 sur 900, encore 1 minute environ"),
        (880, 900, 60_000, "880 sur 900"),
        (900, 900, 60_000, "900 sur 900"),
    ],
)
def test_the_time_left_is_told_once_it_is_known_and_worth_it(sent: int, total: int, took_ms: int, words: str) -> None:
    assert progress_words(sent, total, took_ms=took_ms) == words


def test_a_running_sync_can_be_stopped_and_only_a_running_one(at_desk: AtDesk) -> None:
    at_desk.view.show_page("sync")
    page = at_desk.view.page("sync")
    assert isinstance(page, SyncPage)
    assert page.stop.isHidden()
    page._start()
    assert not page.stop.isHidden()
    page.stop.click()
    assert page.stop.isHidden()
    at_desk.wait(lambda: not page.outcome.isHidden())
