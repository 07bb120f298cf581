"""What tests about people do at a point, in one word each."""

from __future__ import annotations

from msgspec.structs import replace

from pos_app.counter.change_identity import change_identity
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator
from tests.counter.people_work import samira
from tests.sync.two_points import Point
from tests.tills import basket_of, cash

Both = tuple[Point, Point]


def change(point: Point, token: PersonToken, **changes: object) -> None:
    identity = point.person(token).person.identity
    kept = {name: getattr(identity, name) for name in identity.__slots__}
    point.do(change_identity, operator=point.coordinator, token=token, identity=samira(**(kept | changes)))


def sell_to(point: Point, token: PersonToken, *codes: str) -> None:
    point.do(_sold, point.coordinator, token, codes)


def _sold(till: Till, operator: Operator, token: PersonToken, codes: tuple[str, ...]) -> None:
    basket = replace(basket_of(till, *codes, number=till.store.position), person=token)
    sell(till, operator=operator, basket=basket, tenders=cash(basket.total_cents), receipt=False)
