"""Orders to suppliers: what was ordered, what came of it from lots and from what tills took in, what is late."""

from __future__ import annotations

import datetime as dt
import secrets

import pytest

from pos_app.domain.facts import EquipmentReceived, ReceivedItem, StockReceived
from pos_app.domain.identifiers import ItemId, ProductCode
from pos_app.office.office import Office
from pos_app.office.projections import differing_figures
from pos_app.office.projector import catch_up
from pos_app.office.supply import (
    Order,
    Wanted,
    arrivals,
    cancel_order,
    count_for_line,
    expect_later,
    make_order,
    order_of,
    orders,
    receipts_of,
)
from tests.counter.people_work import refusal
from tests.office.remote_till import RemoteTill

SENT, EXPECTED = dt.date(2026, 11, 2), dt.date(2026, 11, 16)
LATER = dt.date(2026, 12, 1)


def ordered(office: Office, *lines: Wanted, supplier: str = "Ateliers du Bocage", expected: dt.date = EXPECTED) -> int:
    with office.database.transaction() as connection:
        return make_order(
            connection,
            supplier=supplier,
            note="BC 12",
            sent_on=SENT,
            expected_on=expected,
            lines=lines or (Wanted("CARTE-30", 100, "Marseille"), Wanted("ORDI", 2, "Marseille")),
            now_ms=1,
        )


def order(office: Office, number: int) -> Order:
    with office.database.transaction() as connection:
        return order_of(connection, number)


@pytest.fixture
def delivered(office: Office, till: RemoteTill) -> RemoteTill:
    """Sixty cards and two machines came in at Marseille."""
    items = tuple(ReceivedItem(item=ItemId(secrets.token_hex(16)), end=f"000{n}", kind="own") for n in (1, 2))
    till.write(
        [
            StockReceived(product=ProductCode("CARTE-30"), quantity=60),
            EquipmentReceived(product=ProductCode("ORDI"), items=items, batch="DON 7"),
        ]
    )
    till.push(till.entries)
    catch_up(office.database)
    return till


def link(office: Office, number: int, *, line: int, product: str) -> None:
    with office.database.transaction() as connection:
        (found,) = arrivals(connection, product)
        count_for_line(connection, order=number, line=line, arrival=found.key, now_ms=2)


def test_an_order_is_sent_partly_received_and_received(office: Office, delivered: RemoteTill) -> None:
    number = ordered(office)
    assert order(office, number).state(SENT) == "sent"
    link(office, number, line=2, product="ORDI")
    assert order(office, number).state(SENT) == "partly"
    assert order(office, number).state(LATER) == "late"
    link(office, number, line=1, product="CARTE-30")
    found = order(office, number)
    assert [(line.quantity, line.received, line.is_whole) for line in found.lines] == [(100, 60, False), (2, 2, True)]
    with office.database.transaction() as connection:
        told = [(each.line, each.quantity, each.where, each.batch) for each in receipts_of(connection, number)]
    assert told == [(1, 60, "Marseille · Caisse 1", ""), (2, 2, "Marseille · Caisse 1", "DON 7")]


def test_what_came_in_counts_for_one_line_only(office: Office, delivered: RemoteTill) -> None:
    number = ordered(office)
    with office.database.transaction() as connection:
        (found,) = arrivals(connection, "ORDI")
        count_for_line(connection, order=number, line=2, arrival=found.key, now_ms=2)
        with refusal("arrival_unknown"):
            count_for_line(connection, order=number, line=2, arrival=found.key, now_ms=2)
        with refusal("arrival_unknown"):
            count_for_line(connection, order=number, line=1, arrival=found.key, now_ms=2)
        with refusal("order_unknown"):
            count_for_line(connection, order=number, line=9, arrival=found.key, now_ms=2)
        assert arrivals(connection, "ORDI") == []


def test_goods_that_came_in_follow_from_the_entries(office: Office, delivered: RemoteTill) -> None:
    with office.database.transaction() as connection:
        assert differing_figures(connection, till=delivered.id) == ()
        connection.execute("UPDATE goods_in SET quantity = 61")
        assert differing_figures(connection, till=delivered.id) == ("goods_in",)


def test_another_day_is_told_and_an_order_is_cancelled_once(office: Office, till: RemoteTill) -> None:
    number = ordered(office)
    with office.database.transaction() as connection:
        expect_later(connection, number, expected_on=LATER)
        with refusal("order_wrong"):
            expect_later(connection, number, expected_on=SENT - dt.timedelta(days=1))
    assert order(office, number).state(LATER) == "sent"
    with office.database.transaction() as connection:
        cancel_order(connection, number, now_ms=3)
        with refusal("order_unknown"):
            cancel_order(connection, number, now_ms=3)
        assert [each.state(LATER) for each in orders(connection)] == ["cancelled"]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("order_wrong", (Wanted("", 1),)),
        ("order_wrong", (Wanted("ORDI", 0),)),
        ("order_wrong", (Wanted("ORDI", 1),) * 21),
        ("point_unknown", (Wanted("ORDI", 1, "Nowhere"),)),
    ],
)
def test_an_order_that_cannot_be_is_refused_whole(
    office: Office, till: RemoteTill, code: str, lines: tuple[Wanted, ...]
) -> None:
    with refusal(code):
        ordered(office, *lines)
    with refusal("order_wrong"):
        ordered(office, supplier=" ")
    with refusal("order_wrong"):
        ordered(office, expected=SENT - dt.timedelta(days=1))
    with office.database.transaction() as connection:
        assert orders(connection) == []
