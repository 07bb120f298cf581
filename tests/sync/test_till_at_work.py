"""A whole till and a whole head office: joining, the timer's thread, what is kept of each sync, and closing."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace

from pos_app.counter.known_office import OFFICE, OfficeKnown
from pos_app.counter.open_till import abandon_till
from pos_app.counter.record_sync import KEPT, sync_history
from pos_app.counter.running import RunningTill
from pos_app.counter.sell import sell
from pos_app.counter.status import TillStatus, status
from pos_app.counter.till import Till
from pos_app.counter.till_events import SyncEnded, TillEvent
from pos_app.domain.refusals import Unavailable
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer, bound_socket
from pos_app.settings import TillFolder
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.sync.outcome import Synced
from tests.clock import ManualClock
from tests.sync.bad_network import BadNetwork
from tests.sync.syncing_till import held_by
from tests.tills import TemplateTill, basket_of, cash, keys_of, kinds_of, open_copy

PATIENCE_S = 20
PROMPT_S = 10
"""Far above what closing takes, far below the minute that an answer is waited for."""


class AtWork:
    """A running till; `ended` are the outcomes of its syncs."""

    def __init__(self, template: TemplateTill, folder: TillFolder, clock: ManualClock) -> None:
        self.template = template
        self.ended: queue.SimpleQueue[Synced | BaseException] = queue.SimpleQueue()
        self.till = RunningTill(folder, keys_of(template, folder), clock=clock, listener=self._hear)
        self._sold = 0

    def _hear(self, event: TillEvent) -> None:
        if isinstance(event, SyncEnded):
            self.ended.put(event.outcome)

    def join(self, office: Office) -> Synced | BaseException:
        code = str(office.add_till(point="Marseille", till="Caisse 1").code)
        self.till.join_head_office(operator=self.template.coordinator, code=code).result(PATIENCE_S)
        return self.ended.get(timeout=PATIENCE_S)

    def sync(self) -> Synced | BaseException:
        self.till.synchronise()
        return self.ended.get(timeout=PATIENCE_S)

    def sell(self) -> None:
        def act(till: Till) -> None:
            self._sold += 1
            basket = basket_of(till, "CARTE-30", number=self._sold)
            sell(till, operator=self.template.volunteer, basket=basket, tenders=cash(250), receipt=False)

        self.till.run(act).result(PATIENCE_S)

    def go_by(self, network: BadNetwork) -> None:
        """From now on head office is reached through `network`."""

        def act(till: Till) -> None:
            known = read_parameter(till.connection, OFFICE, type=OfficeKnown, default=OfficeKnown())
            with till.store.transaction() as writing:
                write_parameter(writing, OFFICE, msgspec.structs.replace(known, address=network.address))

        self.till.run(act).result(PATIENCE_S)

    @property
    def status(self) -> TillStatus:
        return self.till.run(status).result(PATIENCE_S)

    @property
    def history(self) -> list[tuple[int, str]]:
        """(sent, error) of the last syncs, newest first."""
        return [(each.sent, each.error) for each in self.till.run(sync_history).result(PATIENCE_S)]


@pytest.fixture
def at_work(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[AtWork]:
    made = AtWork(template, folder, clock)
    yield made
    made.till.stop()


def test_a_till_that_joins_sends_everything_it_had_by_itself(
    at_work: AtWork, office: Office, server: OfficeServer, clock: ManualClock
) -> None:
    at_work.sell()
    outcome = at_work.join(office)
    assert isinstance(outcome, Synced)
    assert outcome.complete
    shown = at_work.status
    assert (shown.enrolled, shown.unsent, shown.office.point) == (True, 0, "Marseille · Caisse 1")
    assert shown.last_sync_ms == clock.now_ms()
    assert at_work.history == [(outcome.sent, "")]
    kinds = [entry.kind.partition(".")[0] for entry in held_by(office)]
    assert {"sale_recorded", "till_enrolled", "sync_manifest"} <= set(kinds)


def test_what_failed_is_kept_by_its_code_and_the_last_good_one_stays(
    at_work: AtWork, office: Office, server: OfficeServer, clock: ManualClock
) -> None:
    at_work.sell()  # the first sale also opens the day
    at_work.join(office)
    good = clock.now_ms()
    server.stop()
    at_work.sell()
    clock.advance(seconds=60)
    failed = at_work.sync()
    assert isinstance(failed, Unavailable)
    assert at_work.history[0] == (0, "office_unreachable")
    assert at_work.status.last_sync_ms == good
    assert at_work.status.unsent == 1
    back = OfficeServer(office, bound_socket("127.0.0.1", int(office.address.rpartition(":")[2])))
    try:
        assert at_work.sync() == Synced(sent=1, unsent=0)
    finally:
        back.stop()
    assert (at_work.status.unsent, at_work.status.last_sync_ms) == (0, clock.now_ms())


def test_the_history_keeps_the_newest(at_work: AtWork, office: Office, server: OfficeServer) -> None:
    at_work.join(office)
    for _ in range(KEPT + 2):
        at_work.sync()
    assert at_work.history == [(0, "")] * KEPT


def test_selling_goes_on_while_head_office_keeps_the_till_waiting(
    at_work: AtWork, office: Office, server: OfficeServer
) -> None:
    at_work.join(office)
    at_work.sell()
    with BadNetwork(office.address, stall_after=2_500) as network:
        at_work.go_by(network)
        at_work.till.synchronise()
        assert network.stalled.wait(PATIENCE_S)
        at_work.sell()
        at_work.sell()
        assert at_work.ended.empty(), "the sync was over before anything was sold"
        network.resume()
        assert isinstance(at_work.ended.get(timeout=PATIENCE_S), Synced)
        assert isinstance(at_work.sync(), Synced)
    assert [entry.kind.partition(".")[0] for entry in held_by(office)].count("sale_recorded") == 3


def test_closing_does_not_wait_for_a_head_office_that_hangs(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, office: Office, server: OfficeServer
) -> None:
    """Whoever closes the window goes home; the sync that was cut is kept as such, and the rest goes tomorrow."""
    at_work = AtWork(template, folder, clock)
    at_work.join(office)
    at_work.sell()
    with BadNetwork(office.address, stall_after=2_500) as network:
        at_work.go_by(network)
        at_work.till.synchronise()
        assert network.stalled.wait(PATIENCE_S)
        closer = threading.Thread(target=at_work.till.stop)
        closer.start()
        closer.join(PROMPT_S)
        still_waiting = closer.is_alive()
        network.resume()
        closer.join()
        assert not still_waiting
        outcome = at_work.ended.get(timeout=1)
    assert isinstance(outcome, Synced)
    assert replace(outcome, unsent=0) == Synced(sent=0, unsent=0, cancelled=True)
    opened = open_copy(template, folder, clock)
    kept, kinds = sync_history(opened.till), kinds_of(opened.till.connection)
    abandon_till(opened)
    assert kept[0].error == "sync_cancelled"
    assert kinds[-2:] == ["till_stopped", "till_started"]
