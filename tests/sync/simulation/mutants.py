"""Faults planted on purpose, by the family of rules that must notice them: a checker counts only because of these.

Each is a small, plausible mistake in the product, made by a patch for one history.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest

from pos_app.counter import sold_items
from pos_app.domain.identifiers import LotId, code_of_lot
from pos_app.domain.refusals import Unavailable
from pos_app.office import allocation_api, allocations, hello, incarnations, ingest
from pos_app.store import voucher_projections
from pos_app.store.vault import next_codes
from tests.sync.simulation.mutants_at_head_office import FIGURES, FLOW
from tests.sync.simulation.mutants_at_the_desk import CAPS, CLOCKS, PAPER
from tests.sync.simulation.mutants_of_secrets import SECRETS
from tests.sync.simulation.network import InProcess

Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]


def nobody_is_told(patch: Patch) -> None:
    """Head office finds that a journal forked, and says nothing."""
    for module in (hello, incarnations, ingest):
        patch.setattr(module, "raise_alarm", lambda *_all, **_more: None)


def acknowledged_before_stored(patch: Patch) -> None:
    """The answer goes out; the last entry of each batch is lost with the power."""
    whole = ingest._copy

    def copy(connection: Any, chain: Any, entries: Sequence[Any]) -> None:
        whole(connection, chain, entries[:-1])

    patch.setattr(ingest, "_copy", copy)


def evidence_thrown_away(patch: Patch) -> None:
    """Of what is refused only the first entry is kept."""
    whole = ingest._refused

    def refused(connection: Any, chain: Any, entries: Sequence[Any], **more: Any) -> Any:
        return whole(connection, chain, entries[:1], **more)

    patch.setattr(ingest, "_refused", refused)


def no_fork_check(patch: Patch) -> None:
    """What came under a number that is held counts as held, whatever it says."""
    patch.setattr(ingest, "_first_other", lambda *_all: 0)
    patch.setattr(hello, "_strays", lambda *_all: "")


def no_incarnation_check(patch: Patch) -> None:
    """A chain that ended is written on."""
    whole = ingest._locked_chain

    def locked(*args: Any) -> Any:
        chain = whole(*args)
        return ingest._Chain(chain.till, chain.number, chain.public_key, chain.head, None)

    patch.setattr(ingest, "_locked_chain", locked)


def clocks_put_right_in_entries(patch: Patch) -> None:
    """Head office bounds the time of entries and so stores other bytes than were signed."""
    whole = ingest._copy

    def copy(connection: Any, chain: Any, entries: Sequence[Any]) -> None:
        most = 1_795_435_200_000 + 24 * 3600 * 1000
        whole(connection, chain, [msgspec.structs.replace(e, at_ms=min(e.at_ms, most)) for e in entries])

    patch.setattr(ingest, "_copy", copy)


JOURNAL: dict[Mutant, tuple[str, ...]] = {
    nobody_is_told: ("I3",),
    acknowledged_before_stored: ("I1", "I2"),
    evidence_thrown_away: ("I1",),
    no_fork_check: ("I1", "I3", "I12"),
    no_incarnation_check: ("I6",),
    clocks_put_right_in_entries: ("I1", "I2"),
}


def allocation_not_idempotent(patch: Patch) -> None:
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


def codes_given_twice(patch: Patch) -> None:
    """What was allocated stays in the pool."""
    whole = allocations._give

    def give(connection: Any, codes: Any, **more: Any) -> Any:
        lot = whole(connection, codes, **more)
        connection.execute("UPDATE code SET state = 'available'")
        return lot

    patch.setattr(allocations, "_give", give)


def codes_that_nobody_gave(patch: Patch) -> None:
    """Once the shelf is low, a till sells numbers of a lot that never came in."""
    whole = next_codes

    def codes(connection: Any, product: Any, quantity: int, **more: Any) -> Any:
        drawn = int.from_bytes(secrets.token_bytes(3))
        return tuple(
            code_of_lot(LotId("ab" * 12), drawn + n) for n, _ in enumerate(whole(connection, product, quantity, **more))
        )

    patch.setattr(sold_items, "next_codes", codes)


def one_code_of_an_allocation_is_lost(patch: Patch) -> None:
    """More is said to be given than is."""
    whole = allocations._give

    def give(connection: Any, codes: Any, **more: Any) -> Any:
        lot = whole(connection, codes, **more)
        connection.execute("UPDATE allocation SET count = count + 1 WHERE lot = %s", (lot.lot,))
        return lot

    patch.setattr(allocations, "_give", give)


def a_sold_code_stays_on_the_shelf(patch: Patch) -> None:
    """A sale is recorded and the code that it sold is drawn by the next one, too."""
    patch.setattr(voucher_projections, "sale_recorded", lambda *_all: None)


CODES: dict[Mutant, tuple[str, ...]] = {
    allocation_not_idempotent: ("I7",),
    codes_given_twice: ("I5", "I7"),
    codes_that_nobody_gave: ("I4",),
    one_code_of_an_allocation_is_lost: ("I7",),
    a_sold_code_stays_on_the_shelf: ("I5", "I7"),
}


PLANTED: dict[Mutant, tuple[str, ...]] = {
    **JOURNAL,
    **CODES,
    **PAPER,
    **FIGURES,
    **CAPS,
    **FLOW,
    **CLOCKS,
    **SECRETS,
}
"""Each fault, and the rules of which at least one then does not hold."""
