"""The papers of a machine, made from the ledger when they print: label, delivery slip, plan."""

from __future__ import annotations

from pos_app import SOFTWARE
from pos_app.clock import local_datetime
from pos_app.counter.exchange_laptop import warranty_end_of
from pos_app.counter.laptop_sale import DELIVERY_SLIP
from pos_app.counter.laptops import Machine, machine_at
from pos_app.counter.open_plan import PLAN_CONTRACT
from pos_app.counter.plan_payment import paper_of
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.identifiers import ItemId
from pos_app.domain.laptop import Passport
from pos_app.domain.laptop_rule import HandedOver
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger.entry import Entry
from pos_app.printing.documents.laptop_papers import DeliverySlip, LaptopLabel, PlanContract
from pos_app.store import journal
from pos_app.store.equipment import thing_of
from pos_app.store.laptops import first_of_ticket, plan_position, plan_with
from pos_app.store.operators import shown_name
from pos_app.store.tickets import issuer_at

LAPTOP_LABEL = "laptop_label"
LAPTOP_PAPERS = frozenset({LAPTOP_LABEL, DELIVERY_SLIP, PLAN_CONTRACT})


def print_laptop_paper(till: Till, *, operator: Operator, item: ItemId, document: str) -> None:
    """Prints a paper of a machine, again where it was: none of them is worth anything by itself.

    Raises Refusal("passport_missing", "item_not_sold", "machine_without_plan").
    """
    operator.require(Right.REPRINT)
    machine = machine_at(till, item)
    _passport(machine)
    reference = str(item)
    if document == PLAN_CONTRACT:
        if machine.plan is None:
            raise Refusal("machine_without_plan", number=machine.number)
        reference = machine.plan.plan
    if document == DELIVERY_SLIP and not thing_of(till.connection, item).ticket:
        raise Refusal("item_not_sold", end=machine.serial_end)
    with till.store.transaction(operator.code) as act:
        print_later(act, till, document=document, reference=reference)


def laptop_document(till: Till, document: str, reference: str) -> LaptopLabel | DeliverySlip | PlanContract:
    """The paper of a print job."""
    if document == LAPTOP_LABEL:
        return _label(till, ItemId(reference))
    if document == DELIVERY_SLIP:
        return _delivery(till, ItemId(reference))
    return _contract(till, reference)


def _label(till: Till, item: ItemId) -> LaptopLabel:
    machine = machine_at(till, item)
    return LaptopLabel(
        issuer=issuer_at(till.connection, till.store.position),
        number=machine.number,
        product=machine.product.label,
        passport=_passport(machine),
        serial_end=machine.serial_end,
        software=SOFTWARE,
    )


def _delivery(till: Till, item: ItemId) -> DeliverySlip:
    """As of the entry that handed the machine over: a sale, the payment of a plan, an exchange."""
    machine, thing = machine_at(till, item), thing_of(till.connection, item)
    entry = _entry(till, thing.position)
    first = first_of_ticket(till.connection, item, thing.ticket)
    return DeliverySlip(
        issuer=issuer_at(till.connection, thing.position),
        ticket=thing.ticket,
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        person=machine.holder,
        number=machine.number,
        product=machine.product.label,
        passport=_passport(machine),
        serial_end=machine.serial_end,
        warranty_until=warranty_end_of(till, thing),
        software=SOFTWARE,
        instead_of=f"…{thing_of(till.connection, first).end}" if first != item else "",
    )


def _contract(till: Till, number: str) -> PlanContract:
    plan = plan_with(till.connection, number)
    machine = machine_at(till, plan.item)
    position = plan_position(till.connection, plan.plan)
    entry = _entry(till, position)
    return PlanContract(
        issuer=issuer_at(till.connection, position),
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        person=machine.holder,
        product=machine.product.label,
        passport=_passport(machine),
        serial_end=machine.serial_end,
        paper=paper_of(plan),
        due=plan.due,
        after_first=plan.handed_over is HandedOver.AFTER_FIRST,
        refund_percent=plan.refund_percent,
        software=SOFTWARE,
    )


def _passport(machine: Machine) -> Passport:
    if machine.passport is None:
        raise Refusal("passport_missing")
    return machine.passport


def _entry(till: Till, position: int) -> Entry:
    entry = journal.entry_at(till.connection, position)
    if entry is None:
        raise Bug("machine_without_entry", position=position)
    return entry
