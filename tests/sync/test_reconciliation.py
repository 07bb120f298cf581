"""Codes reconciled with their operator: by lot and month, against the activation file, stated and corrected later."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.counter.sell import Sold
from pos_app.office.activations import (
    activated_not_sold,
    files_taken,
    sold_not_activated,
    suppliers,
    take_activations,
    unknown_activations,
)
from pos_app.office.code_history import code_known, find_code, history_of
from pos_app.office.code_projections import SOLD
from pos_app.office.impact import Period
from pos_app.office.office import Office
from pos_app.office.reconciliation import months_of_codes, reconciled_lots, tills_with_codes_not_in
from pos_app.office.statements import StatedLine, make_statement, next_statement, statement_of, statements
from tests.clock import ManualClock
from tests.counter.people_work import refusal
from tests.sync.office_codes import (
    FIRST,
    HAD,
    LEAST,
    PRODUCT,
    contest_and_replace,
    load_codes,
    sell_codes,
    states,
)
from tests.sync.syncing_till import SyncingTill
from tests.tills import fake_code

MONTH = "2026-11"
DECEMBER_MS = int(dt.datetime(2026, 12, 2, 12, tzinfo=dt.UTC).timestamp()) * 1000


@pytest.fixture
def sold(short: SyncingTill, office: Office) -> list[Sold]:
    """Three codes of head office were sold in November."""
    short.sync()
    tickets = sell_codes(short, 3)
    short.sync()
    states(office)
    return tickets


def supplier_of(office: Office) -> str:
    with office.database.transaction() as connection:
        return suppliers(connection)[0]


def activate(office: Office, *rows: str, heading: str = "code;date", name: str = "activations.csv") -> int:
    """How many rows the operator's file had that could not be taken."""
    supplier = supplier_of(office)
    with office.database.transaction() as connection:
        read = take_activations(
            connection,
            office.codes,
            content="\n".join([heading, *rows]).encode(),
            name=name,
            supplier=supplier,
            now_ms=office.clock.now_ms(),
        )
    return len(read.faults)


def state(office: Office, month: str, *, although_late: bool = False) -> int:
    supplier = supplier_of(office)
    with office.database.transaction() as connection:
        return make_statement(
            connection,
            supplier=supplier,
            month=month,
            now_ms=office.clock.now_ms(),
            offset_min=60,
            although_late=although_late,
        )


def test_a_month_says_what_came_what_was_given_sold_contested_and_owed(
    short: SyncingTill, office: Office, sold: list[Sold]
) -> None:
    contest_and_replace(short, sold[0])
    short.sync()
    states(office)
    with office.database.transaction() as connection:
        assert months_of_codes(connection) == [MONTH]
        (row,) = reconciled_lots(connection, Period(MONTH), offset_min=60)
        assert reconciled_lots(connection, Period("2026-10"), offset_min=60) == []
        assert reconciled_lots(connection, Period(), supplier="another", offset_min=60) == []
    assert (row.received, row.allocated, row.sold, row.replaced, row.owed) == (HAD, LEAST, 4, 1, 3)
    assert row.cents == sum(each.total_cents for each in sold)


def test_what_was_activated_and_not_sold_or_sold_and_not_activated_is_listed_with_its_ticket(
    office: Office, sold: list[Sold]
) -> None:
    first, unsold = fake_code(PRODUCT, FIRST), fake_code(PRODUCT, FIRST + 20)
    assert activate(office, f"{first};20/11/2026", f"{unsold};20/11/2026", "9999999999999999;20/11/2026") == 0
    supplier = supplier_of(office)
    with office.database.transaction() as connection:
        (not_sold,) = activated_not_sold(connection, supplier)
        not_activated = sold_not_activated(connection, supplier, offset_min=60)
        (file,) = files_taken(connection)
        ((line, ending, _day),) = unknown_activations(connection, file=file.id)
        (row,) = reconciled_lots(connection, Period(MONTH), offset_min=60)
    assert (not_sold.number, not_sold.state, not_sold.till) == (20, "available", "")
    assert (file.rows, file.unknown, line, ending) == (3, 1, 4, "")
    assert (row.activated, row.activated_not_sold) == (2, 1)
    assert not_activated == []  # sold after the last day of which the file tells
    activate(office, f"{fake_code(PRODUCT, FIRST + 1)};30/11/2026", name="later.csv")
    with office.database.transaction() as connection:
        (missing,) = sold_not_activated(connection, supplier, offset_min=60)
    assert (missing.number, missing.ticket, missing.till) == (2, sold[2].ticket, "Marseille · Caisse 1")


def test_no_code_of_an_activation_file_is_kept(office: Office, sold: list[Sold]) -> None:
    activate(office, f"{fake_code(PRODUCT, FIRST)};20/11/2026")
    with office.database.transaction() as connection:
        text = str(connection.execute("SELECT string_agg(a::text, ' ') FROM activation AS a").fetchone())
    assert fake_code(PRODUCT, FIRST) not in text


def test_a_file_with_a_wrong_row_and_the_same_file_again_change_nothing(office: Office, sold: list[Sold]) -> None:
    assert activate(office, "x", f"{fake_code(PRODUCT, FIRST)};20/11/2026") == 1
    with office.database.transaction() as connection:
        assert files_taken(connection) == []
    activate(office, f"{fake_code(PRODUCT, FIRST)};20/11/2026")
    with refusal("activations_taken"):
        activate(office, f"{fake_code(PRODUCT, FIRST)};20/11/2026")


def test_a_code_that_comes_after_the_operator_told_of_it_is_matched_then(office: Office, sold: list[Sold]) -> None:
    late = fake_code(PRODUCT, 8_000)
    activate(office, f"{late};20/11/2026")
    load_codes(office, 1, first=8_000)
    with office.database.transaction() as connection:
        assert [each.number for each in activated_not_sold(connection, supplier_of(office))] == [0]


def test_a_code_is_found_and_its_whole_history_told_without_showing_it(
    short: SyncingTill, office: Office, sold: list[Sold]
) -> None:
    contest_and_replace(short, sold[0])
    short.sync()
    states(office)
    activate(office, f"{fake_code(PRODUCT, FIRST)};20/11/2026")
    with office.database.transaction() as connection:
        lot, number = find_code(connection, office.codes, fake_code(PRODUCT, FIRST))
        known = code_known(connection, lot=lot, number=number)
        told = history_of(connection, lot=lot, number=number, offset_min=60)
        with refusal("code_unknown"):
            find_code(connection, office.codes, "nothing")
        with refusal("code_unknown"):
            code_known(connection, lot=lot, number=HAD)
    assert (known.state, known.trouble, known.activated_on) == ("sold", "replaced", dt.date(2026, 11, 20))
    assert [each.act for each in told] == ["allocated", "received", SOLD, "shown", "contested", "replaced"]
    assert [each.detail for each in told if each.act == SOLD] == [sold[0].ticket]
    assert fake_code(PRODUCT, FIRST) not in repr((known, told))


def test_a_statement_stands_and_what_comes_later_corrects_the_next(
    short: SyncingTill, office: Office, sold: list[Sold], clock: ManualClock
) -> None:
    cents = sold[0].total_cents
    with refusal("month_not_over"):
        state(office, MONTH)
    clock.at_ms = DECEMBER_MS
    with refusal("tills_not_in"):
        state(office, MONTH)
    short.sync()
    first = state(office, MONTH)
    with refusal("month_already_stated"):
        state(office, MONTH)
    contest_and_replace(short, sold[0])  # a code stated as owed is contested in December, and another one given for it
    sell_codes(short, 2, first=10)
    short.sync()
    states(office)
    clock.at_ms = DECEMBER_MS + 31 * 24 * 3600 * 1000
    short.sync()
    second = state(office, "2026-12")
    with office.database.transaction() as connection:
        assert statement_of(connection, first).lines == (StatedLine(PRODUCT, "sold", 3, 3 * cents),)
        made = statement_of(connection, second)
        assert made.lines == (
            StatedLine(PRODUCT, "sold", 3, 3 * cents),
            StatedLine(PRODUCT, "taken_back", -1, -cents),
        )
        assert (made.codes, made.cents) == (2, 2 * cents)
        assert [each.id for each in statements(connection)] == [second, first]
    clock.at_ms = DECEMBER_MS + 65 * 24 * 3600 * 1000
    short.sync()
    with refusal("nothing_to_state"):
        state(office, "2027-01")


def test_a_sale_that_arrives_after_its_month_was_stated_is_added_to_the_next(
    short: SyncingTill, office: Office, sold: list[Sold], clock: ManualClock
) -> None:
    sell_codes(short, 1, first=10)  # in November, not sent
    clock.at_ms = DECEMBER_MS
    first = state(office, MONTH, although_late=True)
    short.sync()
    states(office)
    with office.database.transaction() as connection:
        assert statement_of(connection, first).late == ("Marseille · Caisse 1",)
        following = next_statement(
            connection, supplier=supplier_of(office), month="2026-12", now_ms=clock.at_ms, offset_min=60
        )
    assert following.lines == (StatedLine(PRODUCT, "late", 1, sold[0].total_cents),)


def test_tills_whose_entries_are_not_all_in_are_named(
    short: SyncingTill, office: Office, sold: list[Sold], clock: ManualClock
) -> None:
    with office.database.transaction() as connection:
        assert tills_with_codes_not_in(connection, Period(), now_ms=clock.at_ms, offset_min=60) == []
        two_days_on = clock.at_ms + 2 * 24 * 3600 * 1000
        (late,) = tills_with_codes_not_in(connection, Period(), now_ms=two_days_on, offset_min=60)
    assert (late.name, late.behind) == ("Marseille · Caisse 1", 0)
