"""Codes at head office in tests: lots of invented codes, and where each code is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from pos_app.counter.code_stock import code_stock, codes_on_hand, withdraw_lot
from pos_app.counter.contest_code import contest_code, replace_code
from pos_app.counter.reveal_code import reveal_on_screen
from pos_app.counter.sell import Sold, sell
from pos_app.counter.slips import slips_of_ticket
from pos_app.counter.till import Till
from pos_app.domain.code_file import Batch, Row, matching_of
from pos_app.office.code_lots import check_lot, receive_lots
from pos_app.office.office import Office
from pos_app.office.projections import project_till
from pos_app.office.reference import set_catalogue
from pos_app.store.parameters import catalogue_text
from tests.sync.syncing_till import PATIENCE_S, SyncingTill
from tests.tills import basket_of, cash, fake_code

_Result = TypeVar("_Result")
LEAST, HAD = 10, 30
"""What a till gets at first, and what head office has (`short`)."""

PRODUCT = "NET-500M"
FIRST = 5_000
"""Numbers of head office's codes begin here: a template's own come before."""


def give_catalogue(office: Office, till: SyncingTill) -> None:
    """Head office has the catalogue that this till has."""
    text = till.storage.submit(lambda owned: catalogue_text(owned.connection)).result(PATIENCE_S)
    assert text
    with office.database.transaction() as connection:
        set_catalogue(connection, text=text, by="Anne", now_ms=office.clock.now_ms())


def load_codes(office: Office, count: int, *, product: str = PRODUCT, first: int = FIRST, last_day: str = "") -> str:
    """A lot of codes comes in at head office."""
    rows: list[Row] = [
        (1, ("produit", "code", "valable_jusqu_au")),
        *((n + 2, (product, fake_code(product, first + n), last_day)) for n in range(count)),
    ]
    with office.database.transaction() as connection:
        now_ms = office.clock.now_ms()
        checked = check_lot(
            connection, office.codes, rows=rows, matching=matching_of(rows[0][1]), batch=Batch(), now_ms=now_ms
        )
        (lot,) = receive_lots(connection, office.codes, checked=checked, counted=count, note="BL 1", now_ms=now_ms)
    return lot


def states(office: Office) -> Counter[str]:
    """How many codes are in each state; checks on the way that each allocation has all of its codes (I7)."""
    with office.database.transaction() as connection:
        tills = [till for (till,) in connection.execute("SELECT id FROM till")]
    for till in tills:
        with office.database.transaction() as connection:
            project_till(connection, till=till)
    with office.database.transaction() as connection:
        wrong = connection.execute(
            "SELECT lot FROM allocation WHERE count <> (SELECT count(*) FROM allocated_code WHERE allocation = lot)"
        ).fetchall()
        assert not wrong
        rows = connection.execute("SELECT state, count(*) FROM allocated_code GROUP BY state").fetchall()
        (free,) = connection.execute("SELECT count(*) FROM code WHERE state = 'available'").fetchone() or (0,)
    return Counter({**dict(rows), "available": free})


def make_short(till: SyncingTill, office: Office) -> None:
    """A joined till has nothing left of its own codes; head office has some."""
    give_catalogue(office, till)
    for lot in on(till, lambda owned: code_stock(owned).lots):
        on(till, partial(withdraw, till=till, lot=lot.lot.lot, reason="returned"))
    load_codes(office, HAD)


def on(till: SyncingTill, act: Callable[[Till], _Result]) -> _Result:
    return till.storage.submit(act).result(PATIENCE_S)


def withdraw(owned: Till, *, till: SyncingTill, lot: str, reason: str) -> int:
    return withdraw_lot(owned, operator=till.template.coordinator, lot=lot, reason=reason)  # type: ignore[arg-type]


def sell_codes(till: SyncingTill, count: int, *, first: int = 1) -> list[Sold]:
    def one(owned: Till, *, number: int) -> Sold:
        basket = basket_of(owned, PRODUCT, number=900_000 + number)
        tenders = cash(basket.lines[0].unit_price_cents)
        return sell(owned, operator=till.template.volunteer, basket=basket, tenders=tenders, receipt=False)

    return [on(till, partial(one, number=n)) for n in range(first, first + count)]


def left(till: SyncingTill) -> int:
    return on(till, codes_on_hand).get(PRODUCT, 0)


def contest_and_replace(till: SyncingTill, sold: Sold) -> None:
    """The operator refuses the code of a ticket, and the person gets another one."""
    (slip,) = on(till, lambda owned: slips_of_ticket(owned, sold.ticket))

    def act(owned: Till) -> None:
        coordinator = till.template.coordinator
        reveal_on_screen(owned, operator=coordinator, item=slip.item)
        contest_code(owned, operator=coordinator, item=slip.item, reason="already_used")
        replace_code(owned, operator=coordinator, item=slip.item)

    on(till, act)
