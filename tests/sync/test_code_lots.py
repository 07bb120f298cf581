"""Lots of codes as people at head office see and give them: where each code is, and codes given by hand."""

from __future__ import annotations

import datetime as dt
from functools import partial

from pos_app.office.attention import set_revoked
from pos_app.office.code_grants import grant_codes, grants_waiting
from pos_app.office.code_lots import recall_lot, void_suspect
from pos_app.office.lot_figures import code_lot, code_lots, ending_codes, given_of, suspect_lots
from pos_app.office.office import Office
from tests.counter.people_work import refusal
from tests.sync.office_codes import HAD, LEAST, contest_and_replace, left, load_codes, sell_codes, states
from tests.sync.syncing_till import SyncingTill


def test_codes_given_by_hand_come_at_the_next_sync_once_and_beyond_what_a_till_asks_for(
    short: SyncingTill, office: Office
) -> None:
    short.sync()
    with office.database.transaction() as connection:
        (lot,) = code_lots(connection)
        grant_codes(connection, lot=lot.lot, till=1, count=15, now_ms=office.clock.now_ms())
        assert [waiting.count for waiting in grants_waiting(connection, lot.lot)] == [15]
    short.sync()
    short.sync()
    assert left(short) == LEAST + 15
    assert states(office) == {"allocated": LEAST + 15, "available": HAD - LEAST - 15}
    with office.database.transaction() as connection:
        assert not grants_waiting(connection, lot.lot)
        assert code_lot(connection, lot.lot).adds_up


def test_codes_are_given_by_hand_only_as_far_as_there_are_some(short: SyncingTill, office: Office) -> None:
    with office.database.transaction() as connection:
        (lot,) = code_lots(connection)
        give = partial(grant_codes, connection, lot=lot.lot, till=1, count=5, now_ms=office.clock.now_ms())
        with refusal("lot_has_fewer"):
            give(count=HAD + 1)
        with refusal("too_many_codes"):
            give(count=0)
        with refusal("till_not_joined"):
            give(till=99)
        with refusal("lot_unknown"):
            give(lot="0" * 24)
        recall_lot(connection, lot=lot.lot)
        with refusal("lot_recalled"):
            give()


def test_a_lot_says_where_each_of_its_codes_is(short: SyncingTill, office: Office) -> None:
    """I7, lot by lot, contested and replaced ones told apart."""
    short.sync()
    first, *_others = sell_codes(short, 3)
    contest_and_replace(short, first)
    short.sync()
    assert states(office) == {"allocated": LEAST - 4, "sold": 4, "available": HAD - LEAST}
    with office.database.transaction() as connection:
        (lot,) = code_lots(connection)
        (given,) = given_of(connection, lot.lot)
    assert (lot.count, lot.available, lot.allocated, lot.on_hand) == (HAD, HAD - LEAST, LEAST, LEAST - 4)
    assert (lot.sold, lot.contested, lot.replaced, lot.owed) == (3, 0, 1, 3)
    assert lot.adds_up
    assert (given.till, given.allocated, given.taken) == ("Marseille · Caisse 1", LEAST, True)


def test_codes_that_end_soon_are_listed_with_who_has_them(short: SyncingTill, office: Office) -> None:
    load_codes(office, 4, first=9_000, last_day="2026-12-31")
    short.sync()
    with office.database.transaction() as connection:
        assert ending_codes(connection, until=dt.date(2026, 12, 1)) == []
        found = ending_codes(connection, until=dt.date(2026, 12, 31))
    assert [(each.till, each.codes) for each in found] == [("Marseille · Caisse 1", 4)]


def test_suspect_codes_are_listed_until_the_operator_has_blocked_them(short: SyncingTill, office: Office) -> None:
    short.sync()
    with office.database.transaction() as connection:
        set_revoked(connection, till=1, revoked=True)
        ((given, lot),) = suspect_lots(connection)
        assert given.suspect == LEAST
        assert void_suspect(connection, lot=given.allocation) == LEAST
        assert suspect_lots(connection) == []
        found = code_lot(connection, lot)
    assert (found.void, found.expired, found.adds_up) == (LEAST, 0, True)


def test_a_code_that_replaces_another_stands_for_its_ticket_and_its_price(short: SyncingTill, office: Office) -> None:
    short.sync()
    (sold,) = sell_codes(short, 1)
    contest_and_replace(short, sold)
    short.sync()
    states(office)
    with office.database.transaction() as connection:
        rows = connection.execute(
            "SELECT trouble, ticket, cents FROM allocated_code WHERE state = 'sold' ORDER BY trouble"
        ).fetchall()
    assert rows == [("", sold.ticket, sold.total_cents), ("replaced", sold.ticket, 0)]
