"""Movements of counted stock as a page lists them: with names, of articles and of people."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.till import Till
from pos_app.store.operators import shown_name
from pos_app.store.stock_moves import StockMove, stock_moves

MOST_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A movement with the names of its article and of whoever made it."""

    move: StockMove
    label: str
    operator_name: str


def stock_history(till: Till, *, limit: int = MOST_SHOWN) -> tuple[ShownMove, ...]:
    """The latest movements, newest first; an article that is gone is called by its code."""
    known, names = till.listed.products, dict[str, str]()
    shown = []
    for move in stock_moves(till.connection, limit=limit):
        if move.operator not in names:
            names[move.operator] = shown_name(till.connection, move.operator)
        label = known[move.product].label if move.product in known else move.product
        shown.append(ShownMove(move, label, names[move.operator]))
    return tuple(shown)
