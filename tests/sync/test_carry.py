"""A till that has a network carries the parcel of one that has none: opaque, whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from pos_app.domain.refusals import Unavailable
from pos_app.office.attention import set_revoked
from pos_app.office.office import Office
from pos_app.office.take_in import AGAIN, TAKEN
from pos_app.sync.carried_messages import Carried
from pos_app.sync.carry import carry
from tests.sync.bad_network import BadNetwork, Direction
from tests.sync.sticks import parcel_of, refused, take
from tests.sync.syncing_till import SyncingTill, alarms_of
from tests.sync.two_points import Point

CUTS = 8


def carried_by(carrier: SyncingTill, parcel: bytes, *, address: str = "", **more: Any) -> tuple[Carried, bytes]:
    office = carrier.office
    return carry(
        replace(office, address=address or office.address),
        carrier.outbox,
        parcel,
        sign=carrier.signer.sign,
        series="GRE1",
        now_ms=carrier.clock.now_ms(),
        **more,
    )


@pytest.fixture
def without(both: tuple[Point, Point]) -> SyncingTill:
    """The till that has no network."""
    till = both[0].till
    till.sell(3)
    return till


@pytest.fixture
def carrier(both: tuple[Point, Point]) -> SyncingTill:
    return both[1].till


def test_the_answer_comes_back_and_the_till_has_all_that_a_sync_brings(
    without: SyncingTill, carrier: SyncingTill, office: Office
) -> None:
    heard: list[tuple[int, int]] = []
    carried, answer = carried_by(carrier, parcel_of(without).data, progress=lambda *counts: heard.append(counts))
    assert carried.said == TAKEN
    assert heard[-1] == (len(answer), len(answer))
    assert take(without, answer).complete
    assert without.outbox.unsent() == 0
    assert without.sync().sent == 0
    assert alarms_of(office) == []


def test_a_carrier_of_its_own_syncs_as_before(without: SyncingTill, carrier: SyncingTill) -> None:
    carrier.sell(2)
    carried_by(carrier, parcel_of(without).data)
    assert carrier.sync().complete
    assert take(without, carried_by(carrier, parcel_of(without).data)[1]).complete


def test_an_answer_longer_than_a_piece_comes_whole(
    without: SyncingTill, carrier: SyncingTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.office.carried_answers.PIECE_BYTES", 100)
    heard: list[int] = []
    _carried, answer = carried_by(carrier, parcel_of(without).data, progress=lambda done, _total: heard.append(done))
    assert len(heard) == -(-len(answer) // 100)
    assert take(without, answer).complete


@pytest.mark.parametrize("direction", list(Direction))
def test_cut_anywhere_and_carried_again_each_entry_arrives_once(
    without: SyncingTill, carrier: SyncingTill, office: Office, direction: Direction
) -> None:
    parcel = parcel_of(without).data
    with BadNetwork(office.address) as network:
        carried_by(carrier, parcel, address=network.address)
    whole = network.passed[direction]
    for cut in range(1, whole, whole // CUTS):
        with (
            BadNetwork(office.address, cut=direction, cut_after=cut) as network,
            pytest.raises(Unavailable, match="office_"),
        ):
            carried_by(carrier, parcel, address=network.address)
    carried, answer = carried_by(carrier, parcel)
    assert carried.said == AGAIN
    assert take(without, answer).complete
    assert without.sync().complete
    assert alarms_of(office) == []


def test_nobody_but_the_till_itself_takes_its_answer_in(
    without: SyncingTill, carrier: SyncingTill, office: Office
) -> None:
    _carried, answer = carried_by(carrier, parcel_of(without).data)
    assert refused(lambda: take(carrier, answer)) == "answer_of_other_till"


def test_what_is_wrong_with_the_file_is_named_by_whoever_finds_it(
    without: SyncingTill, carrier: SyncingTill, office: Office
) -> None:
    parcel = parcel_of(without).data
    assert refused(lambda: carried_by(carrier, parcel[:-1])) == "file_cut"
    assert refused(lambda: carried_by(carrier, b"x" + parcel[1:])) == "file_not_ours"
    with office.database.transaction() as connection:
        connection.execute("UPDATE till SET secret = sha256(secret) WHERE id = %s", (int(without.office.till),))
    assert refused(lambda: carried_by(carrier, parcel)) == "parcel_not_genuine"


def test_a_revoked_till_carries_nothing(without: SyncingTill, carrier: SyncingTill, office: Office) -> None:
    with office.database.transaction() as connection:
        set_revoked(connection, till=int(carrier.office.till), revoked=True)
    assert refused(lambda: carried_by(carrier, parcel_of(without).data)) == "till_revoked"
