"""Machines: passports, who waits for one, sale with and without a wipe certificate."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from pos_app.counter.expired_reservations import release_expired
from pos_app.counter.laptop_papers import LAPTOP_LABEL, laptop_document, print_laptop_paper
from pos_app.counter.laptop_sale import DELIVERY_SLIP
from pos_app.counter.laptops import MachineState, machine_at, machine_list, machines, machines_of
from pos_app.counter.print_documents import receipt_for
from pos_app.counter.receive_equipment import receive_equipment
from pos_app.counter.refund import refund
from pos_app.counter.reserve_laptop import end_reservation, reserve_laptop
from pos_app.counter.sale_rules import Approval
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.counter.withdraw_equipment import withdraw_equipment
from pos_app.counter.write_passport import write_passport
from pos_app.domain.basket import Basket
from pos_app.domain.facts import Goods, PassportWritten, ReservationEnded
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.refund import GivenBack, Return
from pos_app.domain.tender import TenderKind
from pos_app.printing.documents.laptop_papers import LaptopLabel
from pos_app.store.rebuild import differing_projections
from tests.clock import ManualClock
from tests.counter.code_work import facts_of
from tests.counter.laptop_work import machine, next_basket, sale_of_ticket, sell_machine
from tests.counter.people_work import DAY_S, refusal
from tests.tills import PASSPORT, cash, fake_serial, receive_things

WORD = "urgent"
_Result = TypeVar("_Result")


def state_of(till: Till, item: ItemId) -> MachineState:
    return machine_at(till, item).state


def test_a_passport_is_an_entry_without_the_serial_number(till: Till, coordinator: Operator) -> None:
    item = machine(till, coordinator)
    fact = facts_of(till, PassportWritten)[-1]
    assert isinstance(fact, PassportWritten)
    assert (fact.item, fact.price_cents, fact.certificate) == (item, 15_000, "AB-1")
    payloads = b"".join(bytes(row[0]) for row in till.connection.execute("SELECT payload FROM entry"))
    assert fake_serial("ORDI", 1).encode() not in payloads
    found = machine_at(till, item)
    assert found.serial_end in ("0001", "0002")
    assert (found.price_cents, found.certified) == (15_000, True)


def test_a_price_under_the_floor_is_no_passport(till: Till, coordinator: Operator) -> None:
    with refusal("price_under_floor"):
        machine(till, coordinator, price_cents=9_999)
    machine(till, coordinator, price_cents=10_000)


def test_only_machines_have_passports(till: Till, coordinator: Operator) -> None:
    (phone,) = receive_equipment(till, operator=coordinator, product="MOBILE", serials=["490154203237518"])
    with refusal("no_passport_kept"):
        write_passport(till, operator=coordinator, item=phone, passport=PASSPORT)
    assert phone not in [one.item for one in machines(till)]


def test_a_machine_costs_what_its_passport_says(till: Till, coordinator: Operator) -> None:
    item = machine(till, coordinator)
    with refusal("price_changed"):
        sell_machine(till, coordinator, item, cents=14_900)
    sale = sale_of_ticket(sell_machine(till, coordinator, item))
    assert (sale.total_cents, sale.lines[0].items, sale.receipt) == (15_000, (item,), True)
    assert state_of(till, item) is MachineState.SOLD


def test_its_receipt_always_prints_and_says_the_end_of_the_warranty(till: Till, coordinator: Operator) -> None:
    item = machine(till, coordinator)
    sold_one = sell_machine(till, coordinator, item)
    assert sold_one.receipt
    jobs = till.connection.execute("SELECT document, reference FROM print_job ORDER BY id DESC LIMIT 2").fetchall()
    assert sorted(jobs) == [(DELIVERY_SLIP, item), ("receipt", sold_one.ticket)]
    receipt = receipt_for(till, sold_one.ticket)
    assert receipt.guarantee
    assert [line.warranty_until for line in receipt.lines] == ["2028-11-23"]


def test_without_a_wipe_certificate_a_coordinator_must_say_why(
    till: Till, coordinator: Operator, volunteer: Operator, employee: Operator
) -> None:
    item = machine(till, coordinator, certificate="")
    with refusal("needs_approval") as told:
        sell_machine(till, volunteer, item)
    assert told.value.params == {"rules": "certificate"}
    own = Approval(by=employee.code, reason=WORD, exception=True)
    with refusal("exception_used_up"):
        sell_machine(till, employee, item, approval=own)
    word = Approval(by=coordinator.code, reason=WORD)
    sale = sale_of_ticket(sell_machine(till, volunteer, item, approval=word))
    assert [(one.rule, one.reason, one.by) for one in sale.overrides] == [("certificate", WORD, coordinator.code)]


def test_a_machine_without_a_passport_has_no_certificate_either(till: Till, coordinator: Operator) -> None:
    (item,) = receive_equipment(till, operator=coordinator, product="ORDI", serials=["SN-NEW-1"])
    with refusal("needs_approval"):
        sell_machine(till, coordinator, item, cents=10_000)
    word = Approval(by=coordinator.code, reason=WORD)
    sale = sale_of_ticket(sell_machine(till, coordinator, item, cents=10_000, approval=word))
    assert sale.lines[0].warranty_until == "2028-11-23", "the legal guarantee runs all the same"


def test_a_reserved_machine_is_only_for_whom_it_waits(
    till: Till, coordinator: Operator, person: PersonToken, other: PersonToken
) -> None:
    item = machine(till, coordinator)
    reserved = reserve_laptop(till, operator=coordinator, item=item, person=person)
    assert reserved.until == "2026-11-30"
    found = machine_at(till, item)
    assert (found.state, found.holder) == (MachineState.RESERVED, "Samira Ben Ali")
    with refusal("machine_reserved") as told:
        reserve_laptop(till, operator=coordinator, item=item, person=other)
    assert told.value.params == {"number": found.number, "until": "2026-11-30"}
    for buyer in (other, ""):
        with refusal("item_reserved"):
            sell_machine(till, coordinator, item, person=buyer)
    assert [one.item for one in machines_of(till, person=person)] == [item]
    sell_machine(till, coordinator, item, person=person)
    assert machines_of(till, person=person) == ()
    assert differing_projections(till.connection) == ()


def test_a_reservation_ends_by_itself_after_its_day(
    till: Till, coordinator: Operator, clock: ManualClock, person: PersonToken, other: PersonToken
) -> None:
    item = machine(till, coordinator)
    reserve_laptop(till, operator=coordinator, item=item, person=person)
    clock.advance(seconds=7 * DAY_S)
    assert release_expired(till) == 0
    assert state_of(till, item) is MachineState.RESERVED, "its last day"
    clock.advance(seconds=DAY_S)
    assert release_expired(till) == 1
    assert state_of(till, item) is MachineState.FOR_SALE
    assert [fact.reason for fact in facts_of(till, ReservationEnded)] == ["expired"]  # type: ignore[attr-defined]
    reserve_laptop(till, operator=coordinator, item=item, person=other)


def test_a_sale_ends_reservations_that_are_past(
    till: Till, coordinator: Operator, clock: ManualClock, person: PersonToken
) -> None:
    item = machine(till, coordinator)
    reserve_laptop(till, operator=coordinator, item=item, person=person)
    clock.advance(seconds=8 * DAY_S)
    sell_machine(till, coordinator, item)
    assert state_of(till, item) is MachineState.SOLD
    assert differing_projections(till.connection) == ()


def test_a_reservation_is_ended_with_a_reason(till: Till, coordinator: Operator, person: PersonToken) -> None:
    item = machine(till, coordinator)
    with refusal("not_reserved"):
        end_reservation(till, operator=coordinator, item=item, reason="mistake")
    reserve_laptop(till, operator=coordinator, item=item, person=person)
    with refusal("reason_unknown"):
        end_reservation(till, operator=coordinator, item=item, reason="no idea")
    end_reservation(till, operator=coordinator, item=item, reason="person_asked")
    assert state_of(till, item) is MachineState.FOR_SALE


def test_a_sold_machine_is_not_reserved(till: Till, coordinator: Operator, person: PersonToken) -> None:
    item = machine(till, coordinator)
    sell_machine(till, coordinator, item)
    with refusal("item_not_free"):
        reserve_laptop(till, operator=coordinator, item=item, person=person)


def test_a_machine_is_withdrawn_from_the_stock_and_nobody_waits_any_more(
    till: Till, coordinator: Operator, person: PersonToken
) -> None:
    item = machine(till, coordinator)
    reserve_laptop(till, operator=coordinator, item=item, person=person)
    withdraw_equipment(till, operator=coordinator, item=item, reason="broken")
    assert state_of(till, item) is MachineState.AWAY
    assert machines_of(till, person=person) == ()
    assert differing_projections(till.connection) == ()


def test_a_label_prints_with_the_number_that_finds_the_machine(till: Till, coordinator: Operator) -> None:
    item = machine(till, coordinator)
    print_laptop_paper(till, operator=coordinator, item=item, document=LAPTOP_LABEL)
    label = laptop_document(till, LAPTOP_LABEL, item)
    assert isinstance(label, LaptopLabel)
    assert label.number == machine_at(till, item).number
    with refusal("item_not_sold"):
        print_laptop_paper(till, operator=coordinator, item=item, document=DELIVERY_SLIP)


def test_a_machine_refunded_under_warranty_can_be_sold_again(till: Till, coordinator: Operator) -> None:
    item = machine(till, coordinator)
    ticket = sell_machine(till, coordinator, item).ticket
    refund(
        till, operator=coordinator, ticket=ticket, returns=[Return(0, 1, Goods.SHELF, (item,))],
        given=[GivenBack(TenderKind.CASH, TenderKind.CASH, 15_000)], reason="warranty",
    )  # fmt: skip
    assert state_of(till, item) is MachineState.FOR_SALE


def test_a_machine_given_away_or_at_another_price_is_not_held_to_its_passport(
    till: Till, coordinator: Operator
) -> None:
    item = machine(till, coordinator)
    basket = Basket(next_basket())
    basket.add(till.catalogue.product("ORDI"), unit_price_cents=15_000, item=item)
    basket.set_price(0, 12_000, "damaged")
    sale = sell(till, operator=coordinator, basket=basket.freeze(), tenders=cash(12_000), receipt=False)
    assert sale.total_cents == 12_000


def test_a_long_list_of_machines_is_read_in_parts_and_is_whole(till: Till, coordinator: Operator) -> None:
    """Machines, keys among them, whatever their number: each once, those that came last first."""
    receive_things(till, coordinator, "ORDI", 230, first=100)
    receive_things(till, coordinator, "HOTSPOT-3G", 50, first=100)
    parts: list[int] = []

    def submit(act: Callable[[Till], _Result]) -> Future[_Result]:
        done: Future[_Result] = Future()
        done.set_result(act(till))
        parts.append(1)
        return done

    listed = machine_list(submit)
    assert listed == machines(till)
    assert len(parts) > 2
    assert len({one.item for one in listed}) == len(listed) == 232
    assert all(one.passport and one.product.code == "ORDI" for one in listed)
