"""Machines and keys over every point: head office sees each where it is, and moves one so that never two tills may
sell it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pos_app.counter.transfer_equipment import moving_equipment, receive_sent, send_equipment
from pos_app.counter.withdraw_equipment import find_equipment_again, withdraw_equipment
from pos_app.domain.equipment import ItemState
from pos_app.domain.identifiers import ItemId
from pos_app.office.machine_transfers import ask_transfer, transfers, withdraw_transfer
from pos_app.office.machines import Machine, MachineFilter, events_of, every_machine, machine_at, machines
from pos_app.office.office import Office
from pos_app.office.projections import differing_figures, project_till, rebuild_till
from pos_app.store.equipment import thing_of
from pos_app.store.laptops import passport_of
from pos_app.store.rebuild import differing_projections
from tests.counter.laptop_work import sell_machine
from tests.counter.people_work import refusal
from tests.sync.two_points import Point, sync_all
from tests.tills import fake_serial, receive_things

Both = tuple[Point, Point]
SERIAL = fake_serial("ORDI", 77)


@pytest.fixture
def machine(both: Both, office: Office) -> ItemId:
    """A machine that came in at Marseille; head office knows."""
    (item,) = both[0].do(receive_things, both[0].coordinator, "ORDI", 1, first=77)
    together(office, *both)
    return item


def together(office: Office, *points: Point) -> None:
    """Everybody syncs, and head office draws its figures."""
    sync_all(*points)
    for till in (1, 2):
        with office.database.transaction() as connection:
            project_till(connection, till=till)


def at(office: Office, item: ItemId) -> Machine:
    with office.database.transaction() as connection:
        found = machine_at(connection, item)
    assert found is not None
    return found


def asked(office: Office, item: ItemId, *, to_till: int = 2) -> str:
    with office.database.transaction() as connection:
        return ask_transfer(connection, item=item, to_till=to_till, now_ms=office.clock.now_ms())


def moving(point: Point) -> list[tuple[bool, str, str]]:
    return [(each.arrives, each.end, each.other) for each in point.do(moving_equipment)]


def sent(point: Point, transfer: str) -> None:
    point.do(send_equipment, operator=point.coordinator, transfer=transfer)


def received(point: Point, transfer: str, scanned: str = SERIAL) -> ItemId:
    return point.do(receive_sent, operator=point.coordinator, transfer=transfer, scanned=scanned)


def state(point: Point, item: ItemId) -> ItemState:
    return point.do(lambda till: thing_of(till.connection, item).state)


def test_head_office_sees_each_machine_and_key_at_its_point_by_the_end_of_its_number(
    both: Both, office: Office, machine: ItemId
) -> None:
    with office.database.transaction() as connection:
        found, count = machines(connection, MachineFilter(), page=0)
        (one,) = every_machine(connection, MachineFilter(point="Marseille", product="ORDI", text=SERIAL[-4:]))
        assert machines(connection, MachineFilter(state="lent"), page=0) == ([], 0)
        by_model = list(every_machine(connection, MachineFilter(text="elitebook")))
    assert count == len(found) == 11
    assert (one.item, one.state, one.ending) == (machine, "in_stock", SERIAL[-4:])
    assert one.passport_told is not None
    assert one.passport_told.model in {each.passport_told.model for each in by_model if each.passport_told}
    assert SERIAL not in repr(found)


def test_a_machine_is_followed_through_what_happens_to_it(both: Both, office: Office, machine: ItemId) -> None:
    marseille, _grenoble = both
    marseille.do(withdraw_equipment, operator=marseille.coordinator, item=machine, reason="broken")
    together(office, *both)
    assert (at(office, machine).state, at(office, machine).reason) == ("gone", "broken")
    marseille.do(find_equipment_again, operator=marseille.coordinator, item=machine)
    marseille.do(sell_machine, marseille.coordinator, machine, cents=10_000)
    together(office, *both)
    assert at(office, machine).state == "sold"
    with office.database.transaction() as connection:
        told = [event.act for event in events_of(connection, machine)]
        before = list(every_machine(connection, MachineFilter()))
        rebuild_till(connection, till=1)
        assert differing_figures(connection, till=1) == ()
        assert list(every_machine(connection, MachineFilter())) == before
    assert told == ["received", "passport", "withdrawn", "found", "sold"]


def test_a_machine_moves_and_at_no_moment_may_two_tills_sell_it(both: Both, office: Office, machine: ItemId) -> None:
    marseille, grenoble = both
    transfer = asked(office, machine)
    together(office, *both)
    assert moving(marseille) == [(False, SERIAL[-4:], "Grenoble · Caisse 1")]
    assert moving(grenoble) == []
    sent(marseille, transfer)
    assert state(marseille, machine) is ItemState.GONE
    with refusal("item_sent_away"):
        marseille.do(find_equipment_again, operator=marseille.coordinator, item=machine)
    together(office, *both)
    assert (at(office, machine).state, at(office, machine).other) == ("on_its_way", "Grenoble · Caisse 1")
    together(office, grenoble)
    assert moving(grenoble) == [(True, SERIAL[-4:], "Marseille · Caisse 1")]
    assert received(grenoble, transfer) == machine
    assert state(grenoble, machine) is ItemState.IN_STOCK
    told = at(office, machine).passport_told
    assert told is not None
    assert grenoble.do(lambda till: passport_of(till.connection, machine).model) == told.model
    together(office, *both)
    assert (at(office, machine).point, at(office, machine).state) == ("Grenoble", "in_stock")
    assert moving(marseille) == moving(grenoble) == []
    grenoble.do(sell_machine, grenoble.coordinator, machine, cents=10_000)
    together(office, *both)
    assert at(office, machine).state == "sold"
    for point in both:
        assert point.do(lambda till: differing_projections(till.connection)) == ()


def test_a_machine_may_come_back_to_where_it_was(both: Both, office: Office, machine: ItemId) -> None:
    marseille, grenoble = both
    there = asked(office, machine)
    together(office, *both)
    sent(marseille, there)
    together(office, marseille)
    together(office, grenoble)
    received(grenoble, there)
    together(office, grenoble)
    back = asked(office, machine, to_till=1)
    together(office, grenoble)
    sent(grenoble, back)
    together(office, grenoble)
    together(office, marseille)
    assert received(marseille, back) == machine
    assert state(marseille, machine) is ItemState.IN_STOCK
    together(office, *both)
    assert (at(office, machine).point, at(office, machine).state) == ("Marseille", "in_stock")
    with office.database.transaction() as connection:
        assert transfers(connection) == []
        assert [each.state for each in transfers(connection, ended=True)] == ["arrived", "arrived"]
        rebuild_till(connection, till=1)
        rebuild_till(connection, till=2)
    assert (at(office, machine).point, at(office, machine).state) == ("Marseille", "in_stock")
    for point in both:
        assert point.do(lambda till: differing_projections(till.connection)) == ()


def test_another_thing_than_the_one_sent_is_not_taken_for_it(both: Both, office: Office, machine: ItemId) -> None:
    marseille, grenoble = both
    transfer = asked(office, machine)
    together(office, *both)
    sent(marseille, transfer)
    together(office, marseille)
    together(office, grenoble)
    with refusal("not_the_thing_sent"):
        received(grenoble, transfer, fake_serial("ORDI", 78))
    with refusal("transfer_gone"):
        received(grenoble, "0" * 32)
    received(grenoble, transfer)
    with refusal("transfer_gone"):
        received(grenoble, transfer)


def test_a_wish_is_withdrawn_until_it_was_followed_and_what_was_sent_all_the_same_arrives(
    both: Both, office: Office, machine: ItemId
) -> None:
    marseille, grenoble = both
    transfer = asked(office, machine)
    together(office, *both)
    with office.database.transaction() as connection:
        withdraw_transfer(connection, transfer, now_ms=2)
    sent(marseille, transfer)  # offline, before it heard
    together(office, marseille)
    together(office, grenoble)
    assert moving(grenoble) == [(True, SERIAL[-4:], "Marseille · Caisse 1")]
    with office.database.transaction() as connection, refusal("transfer_not_withdrawn"):
        withdraw_transfer(connection, transfer, now_ms=3)


def test_a_withdrawn_wish_leaves_the_till_alone(both: Both, office: Office, machine: ItemId) -> None:
    transfer = asked(office, machine)
    together(office, *both)
    with office.database.transaction() as connection:
        withdraw_transfer(connection, transfer, now_ms=2)
    together(office, *both)
    assert moving(both[0]) == []
    with refusal("transfer_gone"):
        sent(both[0], transfer)


def test_head_office_moves_only_what_is_in_stock_and_moves_nowhere(both: Both, office: Office, machine: ItemId) -> None:
    def refused(code: str, item: Sequence[str] = machine, to_till: int = 2) -> None:
        with refusal(code):
            asked(office, ItemId(str(item)), to_till=to_till)

    refused("machine_unknown", "0" * 32)
    refused("till_not_joined", to_till=9)
    refused("transfer_to_itself", to_till=1)
    asked(office, machine)
    refused("machine_moves_already")
    (other,) = both[0].do(receive_things, both[0].coordinator, "ORDI", 1, first=80)
    both[0].do(withdraw_equipment, operator=both[0].coordinator, item=other, reason="broken")
    together(office, *both)
    refused("machine_not_in_stock", other)
