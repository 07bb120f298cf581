"""One sync is one connection: a TLS handshake costs a slow line more than the sale it carries."""

from __future__ import annotations

from pos_app.office.office import Office
from tests.sync.bad_network import BadNetwork
from tests.sync.syncing_till import SyncingTill


def test_all_requests_of_a_sync_share_one_connection(till: SyncingTill, office: Office) -> None:
    till.sell(3)
    with BadNetwork(office.address) as network:
        till.sync(address=network.address)
        assert network.connections == 1
