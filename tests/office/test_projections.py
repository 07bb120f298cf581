"""Figures follow from stored entries; what has no meaning here is parked and delays nobody (SYNC.md, I14)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pos_app.ledger import canonical
from pos_app.office.office import Office
from pos_app.office.projections import differing_figures, project_till, rebuild_till
from pos_app.office.projector import catch_up
from tests.office.held import resigned, stored
from tests.office.remote_till import RemoteTill, refund_of, sale


def test_an_unknown_kind_is_stored_acknowledged_and_parked(office: Office, till: RemoteTill) -> None:
    """A newer till: never refused for its age (I14: it delays nothing else)."""
    till.sell(1)
    newer = resigned(till, till.sell(1)[0], kind="laptop_reserved.7")
    till.entries[-1] = newer
    till.sell(1)
    answer = till.push(till.entries)
    assert [(parked.seq, parked.reason) for parked in answer.parked] == [(3, "kind_unknown")]
    assert stored(office, till) == till.entries
    catch_up(office.database)
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM ticket").fetchone() == (2,)


def test_an_impossible_meaning_is_parked_too(office: Office, till: RemoteTill) -> None:
    odd = resigned(till, till.sell(1)[0], payload=b'{"ticket":7}')
    till.entries[-1] = odd
    till.push(till.entries)
    catch_up(office.database)
    with office.database.transaction() as connection:
        assert connection.execute("SELECT seq, reason FROM parked").fetchall() == [(2, "payload_unreadable")]
    assert stored(office, till) == till.entries


@pytest.mark.parametrize("change", [{"total_cents": 2**53 - 1}, {"day": 2**40}, {"ticket": "MRS1\0"}])
def test_i14_a_sale_that_no_till_can_make_is_parked_and_delays_nobody(
    office: Office, till: RemoteTill, change: dict[str, object]
) -> None:
    odd = resigned(till, till.sell(1)[0], payload=canonical.encode(replace(sale(number=1, cents=250), **change)))
    till.entries[-1] = odd
    till.sell(1)
    till.push(till.entries)
    catch_up(office.database)
    with office.database.transaction() as connection:
        assert connection.execute("SELECT seq, reason FROM parked").fetchall() == [(2, "value_out_of_range")]
        assert connection.execute("SELECT count(*) FROM ticket").fetchone() == (1,)


def test_the_figures_of_one_till_in_trouble_delay_no_other(office: Office, till: RemoteTill) -> None:
    till.sell(1)
    till.push(till.entries)
    with RemoteTill(office, till="Caisse 2") as other, office.database.transaction() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (0x70726F, till.id))
        other.enrol()
        other.hello()
        other.sell(2)
        other.push(other.entries)
        with office.database.transaction() as second:
            project_till(second, till=other.id)
            assert second.execute("SELECT count(*) FROM ticket WHERE till = %s", (other.id,)).fetchone() == (2,)


def test_projections_made_again_from_the_entries_are_the_same(office: Office, till: RemoteTill) -> None:
    till.sell(30)
    for start in range(0, 31, 7):
        till.push(till.entries[start : start + 7])
        catch_up(office.database)
    with office.database.transaction() as connection:
        before = connection.execute("SELECT * FROM ticket ORDER BY till, incarnation, seq").fetchall()
        rebuild_till(connection, till=till.id)
        after = connection.execute("SELECT * FROM ticket ORDER BY till, incarnation, seq").fetchall()
    assert len(before) == 30
    assert after == before


def test_a_refund_takes_off_head_office_s_figures_what_it_gave_back(office: Office, till: RemoteTill) -> None:
    """A ticket in minus in the same series: sums need no case of their own, and its cash is below zero."""
    first = till.sell(1)[0]
    till.write([refund_of(first, number=2), refund_of(first, number=3, quantity=-1)])
    till.push(till.entries)
    catch_up(office.database)
    with office.database.transaction() as connection:
        rows = connection.execute("SELECT articles, total_cents, cash_cents FROM ticket ORDER BY seq").fetchall()
        assert rows == [(1, 250, 250), (-1, -250, -250)]
        assert connection.execute("SELECT seq, reason FROM parked").fetchall() == [(4, "value_out_of_range")]
        assert differing_figures(connection, till=till.id) == ()
