"""A primary and its synchronous standby, set up by the scripts of installers/office: nothing acknowledged is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from pos_app.office.check import check_tills
from tests.load.evening import spend_evening
from tests.load.prepared import prepared_tills
from tests.load.processes import running_office
from tests.load.simulated_till import Told
from tests.office.cluster import clusters, office_url

ANSWERED_BEFORE = 60
"""Requests; each of the twelve tills has then a part of its journal in, and far from all."""


def test_the_primary_killed_while_tills_send_loses_and_doubles_nothing(
    tmp_path: Path, expected_log: Callable[[str], None]
) -> None:
    """Each till checks at its next hello that all it was ever told of as safe is held by the server that took over."""
    for said in ("error connecting", "discarding closed connection", "reconnection attempt"):
        expected_log(said)
    prepared = prepared_tills(12, entries=600, seed=5, batch=20)
    with clusters(5501, 5502) as (primary, standby):
        primary.create()
        primary.script("primary")
        standby.script("standby", primary.sockets, str(primary.port))
        primary.script("synchronous", "on")
        told_enough = threading.Event()

        def lose_the_primary(told: Told) -> None:
            while told.answers[200] < ANSWERED_BEFORE:
                told_enough.wait(0.02)
            primary.kill()
            standby.script("promote", "--old-primary-is-off")

        url = office_url(primary, standby)
        with running_office(tmp_path, servers=2, database_url=url) as running:
            evening = spend_evening(running, prepared, window_s=0, faster=30, whole=False, meanwhile=lose_the_primary)
            checked = list(check_tills(running.office.database))
        assert (evening.wrong, evening.told.refused) == ([], [])
        assert evening.told.answers[503] + sum(evening.told.cuts.values()) > 0
        assert [each.refusal for each in checked] == [None] * len(prepared)

        primary.script("standby", standby.sockets, str(standby.port))
        primary.script("standby", standby.sockets, str(standby.port))  # again: it is one already
        standby.script("synchronous", "on")
        assert standby.ask("SELECT sync_state FROM pg_stat_replication") == "sync"
        started = standby.ask("SELECT pg_postmaster_start_time()")
        standby.script("promote", "--old-primary-is-off")  # again: it is the primary already
        assert standby.ask("SELECT pg_postmaster_start_time()") == started
        assert primary.ask("SELECT pg_is_in_recovery()") == "t"
