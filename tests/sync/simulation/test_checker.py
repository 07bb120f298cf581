"""A checker counts only when planted faults make it fail: each of these is found within a few histories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pos_app.domain.refusals import Unavailable
from pos_app.office import allocation_api, allocations, hello, incarnations, ingest
from pos_app.office.feeds import read_feed
from pos_app.office.office import Office
from tests.sync.simulation.history import History
from tests.sync.simulation.network import InProcess
from tests.sync.simulation.test_simulation import replayed
from tests.tills import TemplateTill


def nobody_is_told(patch: pytest.MonkeyPatch) -> None:
    """Head office finds that a journal forked, and says nothing."""
    for module in (hello, incarnations, ingest):
        patch.setattr(module, "raise_alarm", lambda *_all, **_more: None)


def acknowledged_before_stored(patch: pytest.MonkeyPatch) -> None:
    """The answer goes out; the last entry of each batch is lost with the power."""
    whole = ingest._copy

    def copy(connection: Any, chain: Any, entries: Sequence[Any]) -> None:
        whole(connection, chain, entries[:-1])

    patch.setattr(ingest, "_copy", copy)


def allocation_not_idempotent(patch: pytest.MonkeyPatch) -> None:
    """The same request again is given other codes; the network cuts the first answer."""
    whole = allocations.allocate

    def allocate(connection: Any, *args: Any, **more: Any) -> Any:
        connection.execute("DELETE FROM allocation_request")
        return whole(connection, *args, **more)

    patch.setattr(allocation_api, "allocate", allocate)
    deliver, cut = InProcess.deliver, [True]

    def cutting(self: InProcess, method: str, path: str, *more: Any) -> Any:
        answer = deliver(self, method, path, *more)
        if path == "/v1/allocations" and cut[0]:
            cut[0] = False
            raise Unavailable("office_unreachable", address="simulated")
        return answer

    patch.setattr(InProcess, "deliver", cutting)


def codes_given_twice(patch: pytest.MonkeyPatch) -> None:
    """What was allocated stays in the pool."""
    whole = allocations._give

    def give(connection: Any, codes: Any, **more: Any) -> Any:
        lot = whole(connection, codes, **more)
        connection.execute("UPDATE code SET state = 'available'")
        return lot

    patch.setattr(allocations, "_give", give)


def feed_that_skips(patch: pytest.MonkeyPatch) -> None:
    """A reader is not shown what came first."""

    def read(connection: Any, name: str, **more: Any) -> Any:
        page = read_feed(connection, name, **more)
        return msgspec.structs.replace(page, items=page.items[1:]) if name == "catalogue" else page

    patch.setattr("pos_app.office.people_api.read_feed", read)


def evidence_thrown_away(patch: pytest.MonkeyPatch) -> None:
    """Of what is refused only the first entry is kept."""
    whole = ingest._refused

    def refused(connection: Any, chain: Any, entries: Sequence[Any], **more: Any) -> Any:
        return whole(connection, chain, entries[:1], **more)

    patch.setattr(ingest, "_refused", refused)


def never_heals(patch: pytest.MonkeyPatch) -> None:
    """The network is good again and no till notices."""
    patch.setattr(History, "heal", lambda self: self.network.heal())


PLANTED: dict[Callable[[pytest.MonkeyPatch], None], tuple[str, ...]] = {
    nobody_is_told: ("I3",),
    acknowledged_before_stored: ("I1", "I2"),
    allocation_not_idempotent: ("I7",),
    codes_given_twice: ("I5", "I7"),
    feed_that_skips: ("I15",),
    evidence_thrown_away: ("I1",),
    never_heals: ("I1", "I12"),
}
"""Each fault, and the rules of which at least one then does not hold."""
TRIED = 15


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(
    plant: Callable[[pytest.MonkeyPatch], None],
    templates: tuple[TemplateTill, ...],
    another_office: Callable[[], AbstractContextManager[Office]],
    tmp_path: Path,
) -> None:
    for seed in range(100, 100 + TRIED):
        root = tmp_path / str(seed)
        root.mkdir()
        with pytest.MonkeyPatch.context() as patch, another_office() as office:
            plant(patch)
            rules = {fault.partition(" ")[0] for fault in replayed(seed, templates, office, root)[0]}
        if rules & set(PLANTED[plant]):
            return
    pytest.fail(f"not found in {TRIED} histories")
