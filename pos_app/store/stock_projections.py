"""What follows from the journal about the shelf: counted stock, its movements, transfers, campaigns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pos_app.domain.facts import (
    CampaignSet,
    Fact,
    Goods,
    MovedStock,
    RefundRecorded,
    SoldLine,
    StockArrived,
    StockCounted,
    StockLost,
    StockRanShort,
    StockReceived,
    StockSent,
    TicketRecorded,
)
from pos_app.store.opening import Connection

TABLES: tuple[str, ...] = ("stock", "campaign", "stock_move", "stock_transfer")


def ticket_recorded(connection: Connection, fact: TicketRecorded) -> None:
    """A sale takes from the shelf, a refund puts back what goes on it; both move what campaigns gave.

    Only an article with a row is counted: one that never came in gets it from the shortage before its sale.
    """
    lines: Iterable[SoldLine] = fact.lines
    if isinstance(fact, RefundRecorded):
        lines = [line for line in fact.lines if line.goods is Goods.SHELF]
    connection.executemany(
        "UPDATE stock SET on_hand = on_hand - ? WHERE product = ?", [(line.quantity, line.product) for line in lines]
    )
    gifts = [(line.quantity, line.given_cents, line.gift_saving_cents, line.gift) for line in fact.lines if line.gift]
    if gifts:
        connection.executemany(
            "UPDATE campaign SET given = given + ?, given_cents = given_cents + ?, saved_cents = saved_cents + ?"
            " WHERE code = ?",
            gifts,
        )


def _ran_short(connection: Connection, _position: int, fact: StockRanShort) -> None:
    connection.execute("INSERT OR IGNORE INTO stock VALUES (?, 0)", (fact.product,))


def _received(connection: Connection, position: int, fact: StockReceived) -> None:
    _move(connection, position, fact.product, fact.quantity)


def _counted(connection: Connection, position: int, fact: StockCounted) -> None:
    _move(connection, position, fact.product, fact.counted - fact.expected)


def _lost(connection: Connection, position: int, fact: StockLost) -> None:
    _move(connection, position, fact.product, -fact.quantity)


def _sent(connection: Connection, position: int, fact: StockSent) -> None:
    _transfer(connection, position, fact.number, fact.articles, sign=-1)


def _arrived(connection: Connection, position: int, fact: StockArrived) -> None:
    _transfer(connection, position, fact.number, fact.articles, sign=1)


def _transfer(connection: Connection, position: int, number: str, articles: Iterable[MovedStock], *, sign: int) -> None:
    for moved in articles:
        _move(connection, position, moved.product, sign * moved.quantity)
        connection.execute(
            "INSERT INTO stock_transfer VALUES (?, ?, ?, ?, ?)",
            (number, int(sign > 0), moved.product, moved.quantity, position),
        )


def _move(connection: Connection, position: int, product: str, change: int) -> None:
    (on_hand,) = connection.execute(
        "INSERT INTO stock VALUES (?, ?) ON CONFLICT (product) DO UPDATE SET on_hand = on_hand + excluded.on_hand"
        " RETURNING on_hand",
        (product, change),
    ).fetchone()
    connection.execute("INSERT INTO stock_move VALUES (?, ?, ?, ?)", (position, product, change, on_hand))


def _campaign_set(connection: Connection, _position: int, fact: CampaignSet) -> None:
    connection.execute(
        "INSERT INTO campaign (code, products, budget_cents, starts_on, ends_on) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (code) DO UPDATE SET products = excluded.products, budget_cents = excluded.budget_cents,"
        " starts_on = excluded.starts_on, ends_on = excluded.ends_on",
        (fact.code, " ".join(fact.products), fact.budget_cents, fact.starts_on, fact.ends_on),
    )


WRITES: Mapping[type[Fact], Callable[[Connection, int, Any], None]] = {
    StockRanShort: _ran_short,
    StockReceived: _received,
    StockCounted: _counted,
    StockLost: _lost,
    StockSent: _sent,
    StockArrived: _arrived,
    CampaignSet: _campaign_set,
}
