"""Codes of head office: given to one incarnation, sold inside their allocation only, each once (I4, I5, I7)."""

from __future__ import annotations

from pos_app.counter.allocations import code_requests
from pos_app.counter.code_stock import code_stock, release_lot
from pos_app.domain.facts import LotReceived, SaleRecorded
from pos_app.domain.refusals import Unavailable
from pos_app.office.attention import set_revoked
from pos_app.office.code_lots import recall_lot, reuse_returned, void_suspect
from pos_app.office.lot_figures import code_lots
from pos_app.office.office import Office
from pos_app.office.projections import differing_figures, rebuild_till
from pos_app.office.reference import set_parameters
from tests.clock import ManualClock
from tests.counter.people_work import refusal
from tests.sync.bad_network import BadNetwork, Direction
from tests.sync.office_codes import (
    HAD,
    LEAST,
    PRODUCT,
    give_catalogue,
    left,
    load_codes,
    on,
    sell_codes,
    states,
    withdraw,
)
from tests.sync.syncing_till import SyncingTill, alarms_of

DAY_S = 24 * 3600


def test_a_till_that_is_short_gets_a_small_lot_that_it_alone_may_sell(short: SyncingTill, office: Office) -> None:
    assert short.sync().complete
    assert left(short) == LEAST
    assert states(office) == {"allocated": LEAST, "available": HAD - LEAST}
    (fact,) = [f for e in short.entries if isinstance(f := e.fact(), LotReceived) and f.origin == "allocated"]
    assert (fact.count, fact.incarnation) == (LEAST, short.signer.incarnation)


def test_what_was_allocated_is_on_hand_sold_returned_suspect_or_void_and_topped_up_at_half(
    short: SyncingTill, office: Office
) -> None:
    """I7, at every step."""
    short.sync()
    sell_codes(short, 4)
    short.sync()
    assert states(office) == {"allocated": 6, "sold": 4, "available": HAD - LEAST}
    sell_codes(short, 1, first=5)
    short.sync()
    assert left(short) == LEAST
    assert states(office) == {"allocated": 10, "sold": 5, "available": HAD - LEAST - 5}


def test_an_allocation_comes_once_however_often_the_network_fails(short: SyncingTill, office: Office) -> None:
    """The request is stored before it is sent: cut at any byte, the same request brings the same codes."""
    for cut_after in range(2_000, 60_000, 1_900):
        with BadNetwork(office.address, cut=Direction.DOWN, cut_after=cut_after) as network:
            try:
                short.sync(address=network.address)
            except Unavailable:
                continue
        break
    short.sync()
    assert left(short) == LEAST
    assert states(office) == {"allocated": LEAST, "available": HAD - LEAST}


def test_a_request_that_has_no_answer_yet_is_the_same_request(short: SyncingTill) -> None:
    first = on(short, code_requests)
    assert {each.product for each in first} == {PRODUCT, "NET-2G"}
    assert on(short, code_requests) == first


def test_a_code_is_sold_only_inside_its_allocation(short: SyncingTill, office: Office) -> None:
    """I4: every item sold names an allocation of the incarnation that sold it, and no item is sold twice (I5)."""
    short.sync()
    sell_codes(short, LEAST)
    with refusal("product_out_of_stock"):
        sell_codes(short, 1, first=99)
    short.sync()
    items = [
        i for e in short.entries if isinstance(f := e.fact(), SaleRecorded) for line in f.lines for i in line.items
    ]
    assert len(items) == len(set(items)) == LEAST
    assert states(office)["sold"] == LEAST
    assert not {"code_not_allocated", "code_sold_twice"} & set(alarms_of(office))


def test_the_right_to_sell_ends_on_its_day_and_the_codes_are_nobody_else_s(
    short: SyncingTill, office: Office, clock: ManualClock
) -> None:
    with office.database.transaction() as connection:
        set_parameters(connection, text="sell_days = 5\n", by="Anne", now_ms=1)
    short.sync()
    clock.advance(seconds=6 * DAY_S)
    assert left(short) == 0
    with refusal("product_out_of_stock"):
        sell_codes(short, 1)
    assert states(office) == {"allocated": LEAST, "available": HAD - LEAST}


def test_codes_want_contact_and_a_sync_thaws_them(short: SyncingTill, clock: ManualClock) -> None:
    short.sync()
    clock.advance(seconds=30 * DAY_S)
    assert left(short) == 0
    with refusal("codes_want_contact"):
        sell_codes(short, 1)
    short.sync()
    sell_codes(short, 1)


def test_codes_of_an_incarnation_that_is_no_more_are_suspect_and_cannot_be_sold_or_released(
    short: SyncingTill, office: Office
) -> None:
    short.sync()
    sell_codes(short, 2)
    short.sync()
    short.branch_off()
    assert left(short) == 0
    lot = next(each for each in on(short, lambda owned: code_stock(owned).lots) if each.lot.allocated)
    with refusal("lot_of_office"):
        on(
            short,
            lambda owned: release_lot(
                owned, operator=short.template.coordinator, lot=lot.lot.lot, reason="nothing_lost"
            ),
        )
    short.sync()
    assert states(office) == {"suspect": 8, "sold": 2, "allocated": LEAST, "available": HAD - 2 * LEAST}
    with office.database.transaction() as connection:
        assert void_suspect(connection, lot=lot.lot.lot) == 8
    assert states(office)["void"] == 8


def test_a_late_sale_of_a_suspect_code_is_sold_all_the_same(short: SyncingTill, office: Office) -> None:
    short.sync()
    sell_codes(short, 3)
    short.branch_off()
    short.sync()
    assert states(office)["sold"] == 3
    assert states(office)["suspect"] == LEAST - 3


def test_codes_of_a_revoked_till_are_suspect_and_it_gets_no_more(short: SyncingTill, office: Office) -> None:
    known = short.sync()
    assert known.complete
    with office.database.transaction() as connection:
        set_revoked(connection, till=1, revoked=True)
    assert states(office) == {"suspect": LEAST, "available": HAD - LEAST}
    sell_codes(short, 6)
    with refusal("till_revoked"):
        short.sync()
    assert states(office)["available"] == HAD - LEAST


def test_a_recalled_lot_leaves_every_shelf_and_no_more_of_it_is_given(short: SyncingTill, office: Office) -> None:
    short.sync()
    sell_codes(short, 2)
    with office.database.transaction() as connection:
        recall_lot(connection, lot=code_lots(connection)[0].lot)
    short.sync()
    assert left(short) == 0
    assert states(office) == {"sold": 2, "returned": 8, "available": HAD - LEAST}
    short.sync()
    assert left(short) == 0


def test_codes_that_came_back_by_a_signed_entry_may_be_given_again(short: SyncingTill, office: Office) -> None:
    short.sync()
    (lot,) = [each.lot.lot for each in on(short, lambda owned: code_stock(owned).lots) if each.lot.allocated]
    on(short, lambda owned: withdraw(owned, till=short, lot=lot, reason="returned"))
    short.sync()
    assert states(office)["returned"] == LEAST
    with office.database.transaction() as connection:
        assert reuse_returned(connection, lot=lot) == LEAST
        assert reuse_returned(connection, lot=lot) == 0
    assert states(office) == {"returned": LEAST, "allocated": LEAST, "available": HAD - LEAST}


def test_states_of_codes_can_be_made_again_from_entries(short: SyncingTill, office: Office) -> None:
    short.sync()
    sell_codes(short, 3)
    short.sync()
    before = states(office)
    with office.database.transaction() as connection:
        rebuild_till(connection, till=1)
        assert differing_figures(connection, till=1) == ()
    assert states(office) == before


def test_the_database_of_head_office_holds_no_code_in_clear_and_opens_none_without_its_key(
    short: SyncingTill, office: Office
) -> None:
    short.sync()
    with office.database.transaction() as connection:
        everything = "".join(
            str(connection.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t").fetchone())
            for table in ("code", "code_lot", "allocation", "allocation_request", "entry")
        )
    assert "FAUX" not in everything
    assert b"FAUX".hex() not in everything


def test_a_code_comes_in_once_and_a_lot_whole(office: Office, till: SyncingTill) -> None:
    give_catalogue(office, till)
    load_codes(office, 5)
    with refusal("codes_at_fault"):
        load_codes(office, 7)
    assert states(office) == {"available": 5}
