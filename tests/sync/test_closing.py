"""A till that closes for good: settled first, sells nothing more, and head office knows that nothing more comes."""

from __future__ import annotations

import pytest

from pos_app.counter.code_stock import code_stock
from pos_app.counter.retire_till import retire_till
from pos_app.domain.facts import TillRetired
from pos_app.office.code_lots import reuse_returned
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.store.rebuild import differing_projections
from pos_app.sync.client import GapError, MalformedError
from pos_app.sync.wire import Closing
from tests.office.remote_till import RemoteTill
from tests.sync.office_codes import HAD, LEAST, on, states
from tests.sync.sticks import by_stick, refused
from tests.sync.syncing_till import SyncingTill, alarms_of, held_by


def closed_at(office: Office) -> list[int]:
    with office.database.transaction() as connection:
        return [ms for (ms,) in connection.execute("SELECT closed_ms FROM incarnation ORDER BY number")]


def retire(till: SyncingTill) -> None:
    on(till, lambda owned: retire_till(owned, operator=till.template.coordinator))


def test_a_till_with_something_to_settle_does_not_close(till: SyncingTill) -> None:
    till.sell(1)
    assert refused(lambda: retire(till)) == "day_to_close_first"
    volunteer = till.template.volunteer
    assert refused(lambda: on(till, lambda owned: retire_till(owned, operator=volunteer))) == "right_missing"


def test_nothing_is_sold_afterwards_and_it_closes_once(till: SyncingTill) -> None:
    retire(till)
    assert refused(lambda: till.sell(1)) == "till_retired"
    assert refused(lambda: retire(till)) == "till_retired"
    assert [isinstance(entry.fact(), TillRetired) for entry in till.entries].count(True) == 1


def test_head_office_knows_with_the_next_sync_and_holds_all_of_it(till: SyncingTill, office: Office) -> None:
    retire(till)
    assert till.sync().complete
    assert closed_at(office) == [office.clock.now_ms()]
    assert held_by(office) == till.entries
    assert till.outbox.closed_for_good() is None
    assert till.sync().complete, "starting it again to read its journal is no alarm"
    assert alarms_of(office) == []


def test_a_stick_tells_it_too(till: SyncingTill, office: Office) -> None:
    retire(till)
    assert by_stick(till, office).complete
    assert closed_at(office) == [office.clock.now_ms()]
    assert till.outbox.closed_for_good() is None


def test_codes_that_are_left_come_back_and_a_person_decides_whether_they_are_given_again(
    short: SyncingTill, office: Office
) -> None:
    short.sync()
    retire(short)
    assert not [lot for lot in on(short, code_stock).lots if lot.for_sale]
    assert short.sync().complete
    assert states(office) == {"returned": LEAST, "available": HAD - LEAST}
    with office.database.transaction() as connection:
        (lot,) = connection.execute("SELECT lot FROM allocation").fetchone() or ("",)
        reuse_returned(connection, lot=lot)
    assert states(office)["available"] == HAD


def test_that_a_till_closed_follows_from_its_journal_alone(till: SyncingTill) -> None:
    retire(till)

    assert on(till, lambda owned: owned.store.state.retired_position)
    assert on(till, lambda owned: differing_projections(owned.connection)) == ()


def test_only_the_entry_that_closed_a_till_closes_it(office: Office, server: OfficeServer) -> None:
    with RemoteTill(office) as till:
        till.enrol()
        till.hello()
        till.sell(2)
        till.push(till.entries)
        incarnation = till.signer.incarnation
        with pytest.raises(MalformedError):
            till.client.close_for_good(incarnation, Closing(seq=3, hash=till.head.hash.hex()))
        till.write([TillRetired(last_day=1)])
        last = Closing(seq=till.head.seq, hash=till.head.hash.hex())
        with pytest.raises(GapError):
            till.client.close_for_good(incarnation, last)
        till.push(till.entries[3:])
        told = till.client.close_for_good(incarnation, last)
        assert till.client.close_for_good(incarnation, last) == told
        assert closed_at(office) == [told.closed_ms]
