"""Real tills for tests: one is set up once a process, and each test works on a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pos_app.clock import Clock
from pos_app.counter.add_operator import Newcomer, add_operators, check_newcomer
from pos_app.counter.import_codes import ReceivedLot, check_codes, receive_codes
from pos_app.counter.load_rules import SHIPPED_RULES, load_rules
from pos_app.counter.open_till import OpenedTill, close_till, open_till, with_key_file
from pos_app.counter.receive_equipment import receive_equipment
from pos_app.counter.receive_stock import receive_stock
from pos_app.counter.set_up_till import TillSetup, set_up_till
from pos_app.counter.till import Till
from pos_app.counter.write_passport import write_passport
from pos_app.domain.basket import Basket, FrozenBasket
from pos_app.domain.catalogue import Product, Tracking
from pos_app.domain.code_file import Batch, Row, matching_of
from pos_app.domain.identifiers import BasketId, ItemId
from pos_app.domain.laptop import Grade, Passport, Test
from pos_app.domain.operator import Operator, Role
from pos_app.domain.tender import Tender, TenderKind
from pos_app.keys.key_file import OpenKeyFile, open_with_recovery_words
from pos_app.keys.recovery_words import RecoveryWords
from pos_app.ledger.chain import Fault, first_fault, opening_key
from pos_app.ledger.entry import Head
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.equipment import things_in_stock
from pos_app.store.opening import Connection
from tests.clock import ManualClock

_Result = TypeVar("_Result")
COORDINATOR_PIN = "135790"
VOLUNTEER_PIN = "246801"
FREE_RULES = SHIPPED_RULES.read_text(encoding="utf-8").replace(
    'reason_families = ["CARTE", "RECHARGE", "HOTSPOT", "ORDINATEUR", "TELEPHONE"]', "reason_families = []"
)
"""The shipped rules, but selling to nobody in particular asks for no reason: for tests that are not about people."""
STOCK = {"CARTE-30": 100, "CARTE-2H": 100, "CARTE-ILLIM": 100}
EQUIPMENT = {"ORDI": 2, "HOTSPOT-3G": 3}
"""Things with a number of their own that a template has in stock: `fake_serial` says them."""
CODES = {"NET-500M": 100, "NET-2G": 100}
"""Recharge codes that a template's vault holds, by product: `fake_code` says them."""
LAST_DAY = "2027-05-31"
PASSPORT = Passport(
    model="HP EliteBook 840 G5", batch="DON-2026-07", refurbisher="Ateliers du Bocage", grade=Grade.B,
    passed=tuple(Test), failed=(), certificate="AB-2026-00412", price_cents=15_000, warranty_months=24,
)  # fmt: skip
"""A machine on which everything works and whose disk was wiped."""


@dataclass(frozen=True, slots=True)
class TemplateTill:
    """A till that was set up, stocked and closed."""

    folder: TillFolder
    words: RecoveryWords
    coordinator: Operator
    volunteer: Operator


def setup(changes: Mapping[str, str] | None = None, *, role: Role = Role.COORDINATOR) -> TillSetup:
    """What the assistant asks, answered; `changes` by field."""
    first = check_newcomer(Newcomer("Claire", role, pin=COORDINATOR_PIN))
    answers = {
        "point": "Marseille",
        "till": "Caisse 1",
        "series": "MRS1",
        "legal_name": "Connexions Solidaires",
        "address": "12 rue de l'Exemple, 13003 Marseille",
        "siret": "123 456 789 00012",
    }
    return TillSetup(**(answers | dict(changes or {})), coordinator=first)


def make_template(root: Path) -> TemplateTill:
    folder = folder_in(root)
    made = set_up_till(folder, setup(), clock=ManualClock())
    opened = with_key_file(made.opened, made.opened.key_file.with_keyring_slot(bytes(32)))
    till, coordinator = opened.till, made.coordinator.operator
    volunteer = check_newcomer(Newcomer("Nadia", Role.VOLUNTEER, pin=VOLUNTEER_PIN))
    (added,) = add_operators(till, by=coordinator, newcomers=[volunteer])
    for product, quantity in STOCK.items():
        receive_stock(till, operator=coordinator, product=product, quantity=quantity)
    for product, quantity in EQUIPMENT.items():
        receive_things(till, coordinator, product, quantity)
    rows = [(product, fake_code(product, n), LAST_DAY) for product, count in CODES.items() for n in range(count)]
    receive_fake_codes(till, coordinator, rows)
    load_rules(till, operator=coordinator, text=FREE_RULES)
    close_till(opened)
    return TemplateTill(folder, made.words, coordinator, added.operator)


def receive_things(
    till: Till, operator: Operator, product: str, quantity: int, *, first: int = 1
) -> tuple[ItemId, ...]:
    """Takes `quantity` things of an article in, numbered from `first`."""
    serials = [fake_serial(product, number) for number in range(first, first + quantity)]
    items = receive_equipment(till, operator=operator, product=product, serials=serials)
    known = till.catalogue.product(product)
    if known.family in till.rules.laptop.families:
        for item in items:
            write_passport(
                till, operator=operator, item=item, passport=replace(PASSPORT, price_cents=known.price_cents)
            )
    return items


def fake_serial(product: str, number: int) -> str:
    return f"FAUX-{product}-{number:04d}"


def fake_code(product: str, number: int) -> str:
    """A code that nobody can use, as the shipped rules want it."""
    return f"FAUX{sum(product.encode()):04d}{number:08d}"


def receive_fake_codes(till: Till, operator: Operator, rows: Sequence[tuple[str, str, str]]) -> tuple[ReceivedLot, ...]:
    """Takes (product, code, last day) in, as an operator's file."""

    def run(act: Callable[[Till], _Result]) -> _Result:
        return act(till)

    numbered: list[Row] = [(1, ("produit", "code", "valable_jusqu_au")), *enumerate(rows, start=2)]
    checked = check_codes(run, operator=operator, rows=numbered, matching=matching_of(numbered[0][1]), batch=Batch())
    return receive_codes(run, operator=operator, checked=checked, counted=len(rows))


def folder_in(root: Path) -> TillFolder:
    return TillFolder(data=root / "data", marks=root / "marks")


def copy_of(template: TemplateTill, root: Path) -> TillFolder:
    """The template's files in a folder of the test's own."""
    folder = folder_in(root)
    shutil.copytree(template.folder.data, folder.data)
    shutil.copytree(template.folder.marks, folder.marks)
    return folder


def keys_of(template: TemplateTill, folder: TillFolder) -> OpenKeyFile:
    return open_with_recovery_words(folder.key_file, template.words)


def open_copy(template: TemplateTill, folder: TillFolder, clock: Clock) -> OpenedTill:
    return open_till(folder, keys_of(template, folder), clock=clock)


def fault_of(connection: Connection) -> Fault | None:
    """The first fault of any chain of the journal; None where all of them verify."""
    for _number, incarnation, _first in journal.incarnations(connection):
        entries = list(journal.entries(connection, incarnation=incarnation))
        public_key = opening_key(entries[0])
        assert public_key
        fault = first_fault(entries, after=Head.before_first(incarnation), public_key=public_key)
        if fault:
            return fault
    return None


def kinds_of(connection: Connection) -> list[str]:
    """What the journal says, without versions: "sale_recorded", ..."""
    return [entry.kind.rpartition(".")[0] for _, entry in journal.every_entry(connection)]


def basket_of(till: Till, *codes: str, number: int = 1) -> FrozenBasket:
    """A basket of these products; `number` tells it from the test's other ones. Of what is told apart, those in stock
    come first; one that is nowhere stands for each that is missing."""
    basket = Basket(BasketId(f"{number:032x}"))
    for code in codes:
        product = till.catalogue.product(code)
        price_cents = product.price_cents if product.open_price else None
        basket.add(product, unit_price_cents=price_cents, item=_next_thing(till, basket, product))
    return basket.freeze()


def _next_thing(till: Till, basket: Basket, product: Product) -> ItemId | None:
    if till.catalogue.family_of(product).tracking is not Tracking.SERIAL:
        return None
    taken = {line.item for line in basket.lines}
    free = (thing.item for thing in things_in_stock(till.connection, product.code) if thing.item not in taken)
    return next(free, ItemId(f"{len(basket.lines):032x}"))


def cash(cents: int) -> list[Tender]:
    return [Tender(TenderKind.CASH, cents)] if cents else []
