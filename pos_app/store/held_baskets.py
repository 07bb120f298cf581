"""Baskets put aside: kept until they are resumed, on disk, so that a power cut does not lose them."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from pos_app.domain.basket import FrozenBasket
from pos_app.domain.identifiers import BasketId, OperatorCode
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class HeldBasket:
    """A basket put aside, by whom and when."""

    at_ms: int
    operator: OperatorCode
    basket: FrozenBasket


def put_aside(act: Act, held: HeldBasket) -> None:
    act.tables.table("held_basket").upsert(
        {
            "basket": held.basket.id,
            "at_ms": held.at_ms,
            "operator": held.operator,
            "content": msgspec.json.encode(held.basket),
        },
        pk="basket",
    )


def take_back(act: Act, basket: BasketId) -> FrozenBasket:
    """The basket, no longer held. Raises Refusal("held_basket_gone")."""
    row = act.connection.execute("DELETE FROM held_basket WHERE basket = ? RETURNING content", (basket,)).fetchone()
    if row is None:
        raise Refusal("held_basket_gone")
    return msgspec.json.decode(row[0], type=FrozenBasket)


def held_baskets(connection: Connection) -> tuple[HeldBasket, ...]:
    """Oldest first."""
    rows = connection.execute("SELECT at_ms, operator, content FROM held_basket ORDER BY at_ms, basket")
    return tuple(
        HeldBasket(at_ms, OperatorCode(operator), msgspec.json.decode(content, type=FrozenBasket))
        for at_ms, operator, content in rows
    )
