"""The pages of orders to suppliers: what is late, one order with what came of it, a new one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import PathParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.clock import local_now
from pos_app.domain.days import read_day
from pos_app.domain.refusals import Refusal
from pos_app.i18n import N_
from pos_app.office.office import Office
from pos_app.office.pages.code_pages import product_labels
from pos_app.office.pages.refused import or_not_found
from pos_app.office.pages.shown import InOffice, PageRequest, page, record_act, require_right, sentence
from pos_app.office.rights import Right
from pos_app.office.supply import (
    Wanted,
    arrivals,
    cancel_order,
    count_for_line,
    expect_later,
    make_order,
    order_of,
    orders,
    receipts_of,
)

OrderPath = Annotated[int, PathParameter(gt=0, lt=2**31)]
LINES_OFFERED = 4
STATES = {
    "late": N_("late"),
    "sent": N_("sent"),
    "partly": N_("partly received"),
    "received": N_("received"),
    "cancelled": N_("cancelled"),
}


class OrderForm(msgspec.Struct, frozen=True, kw_only=True):
    """A new order as it is typed: lines whose article is left empty are none."""

    supplier: str
    note: str = ""
    sent_on: str
    expected_on: str
    product: list[str]
    quantity: list[str]
    point: list[str]
    _csrf_token: str = ""

    @property
    def lines(self) -> list[Wanted]:
        """Raises Refusal("order_wrong") for what is no number."""
        lines = []
        for product, quantity, point in zip(self.product, self.quantity, self.point, strict=False):
            if not product.strip():
                continue
            if not (quantity.strip().isascii() and quantity.strip().isdigit() and len(quantity) < 10):
                raise Refusal("order_wrong", order_field="quantity")
            lines.append(Wanted(product.strip(), int(quantity), point))
        return lines


class CountForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which delivery belongs to which line."""

    line: int
    arrival: str
    _csrf_token: str = ""


class LaterForm(msgspec.Struct, frozen=True, kw_only=True):
    """The day on which the supplier now promises the goods."""

    expected_on: str
    _csrf_token: str = ""


class Supply(Controller):
    """Orders, each line with what came of it."""

    path = "/commandes"
    guards = [require_right(Right.STOCK_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def every(self, request: PageRequest, office: InOffice) -> Template:
        today = _today(office)
        with office.database.transaction() as connection:
            found = [(order, order.state(today)) for order in orders(connection)]
            late = [each for each in found if each[1] == "late"]
            others = [each for each in found if each[1] != "late"]
            return page(
                request, office, "orders.html", orders=late + others, late=len(late), states=STATES,
                labels=product_labels(connection),
            )  # fmt: skip

    @get("/nouvelle", guards=[require_right(Right.STOCK_MANAGE)], sync_to_thread=True)
    def form(self, request: PageRequest, office: InOffice) -> Template:
        return _form(request, office)

    @post("/nouvelle", guards=[require_right(Right.STOCK_MANAGE)], sync_to_thread=True, status_code=200)
    def make(self, request: PageRequest, office: InOffice, data: URLEncodedBody[OrderForm]) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                number = make_order(
                    connection,
                    supplier=data.supplier,
                    note=data.note,
                    sent_on=read_day(data.sent_on),
                    expected_on=read_day(data.expected_on),
                    lines=data.lines,
                    now_ms=office.clock.now_ms(),
                )
                record_act(request, connection, "supply.ordered", f"#{number}", data.supplier)
        except Refusal as refusal:
            return _form(request, office, typed=data, refusal=refusal)
        return Redirect(f"/commandes/{number}", status_code=303)

    @get("/{order:int}", sync_to_thread=True)
    def one(self, request: PageRequest, office: InOffice, order: OrderPath) -> Template:
        return _one(request, office, order)

    @post("/{order:int}/recu", guards=[require_right(Right.STOCK_MANAGE)], sync_to_thread=True, status_code=200)
    def count(
        self, request: PageRequest, office: InOffice, order: OrderPath, data: URLEncodedBody[CountForm]
    ) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                count_for_line(
                    connection, order=order, line=data.line, arrival=data.arrival, now_ms=office.clock.now_ms()
                )
                record_act(request, connection, "supply.counted", f"#{order}/{data.line}", data.arrival)
        except Refusal as refusal:
            return _one(request, office, order, refusal=refusal)
        return Redirect(f"/commandes/{order}", status_code=303)

    @post("/{order:int}/date", guards=[require_right(Right.STOCK_MANAGE)], sync_to_thread=True, status_code=200)
    def later(
        self, request: PageRequest, office: InOffice, order: OrderPath, data: URLEncodedBody[LaterForm]
    ) -> Redirect | Template:
        try:
            day = read_day(data.expected_on)
            with office.database.transaction() as connection:
                expect_later(connection, order, expected_on=day)
                record_act(request, connection, "supply.later", f"#{order}", day.isoformat())
        except Refusal as refusal:
            return _one(request, office, order, refusal=refusal)
        return Redirect(f"/commandes/{order}", status_code=303)

    @post("/{order:int}/annuler", guards=[require_right(Right.STOCK_MANAGE)], sync_to_thread=True)
    def cancel(self, request: PageRequest, office: InOffice, order: OrderPath) -> Redirect:
        with or_not_found(), office.database.transaction() as connection:
            cancel_order(connection, order, now_ms=office.clock.now_ms())
            record_act(request, connection, "supply.cancelled", f"#{order}")
        return Redirect(f"/commandes/{order}", status_code=303)


def _one(request: PageRequest, office: Office, order: int, *, refusal: Refusal | None = None) -> Template:
    with or_not_found(), office.database.transaction() as connection:
        found = order_of(connection, order)
        return page(
            request,
            office,
            "order.html",
            order=found,
            state=found.state(_today(office)),
            states=STATES,
            receipts=receipts_of(connection, order),
            arrivals={
                line.line: arrivals(connection, line.product)
                for line in found.lines
                if not line.is_whole and not found.cancelled
            },
            labels=product_labels(connection),
            refused=sentence(request, refusal),
            status_code=422 if refusal else 200,
        )


def _form(
    request: PageRequest, office: Office, *, typed: OrderForm | None = None, refusal: Refusal | None = None
) -> Template:
    with office.database.transaction() as connection:
        points = [name for (name,) in connection.execute("SELECT name FROM point ORDER BY name")]
        labels = product_labels(connection)
        known = connection.execute("SELECT supplier FROM supply_order UNION SELECT supplier FROM code_lot ORDER BY 1")
        suppliers = [name for (name,) in known]
    return page(
        request,
        office,
        "new_order.html",
        typed=typed,
        points=points,
        labels=labels,
        suppliers=suppliers,
        today=_today(office),
        offered=LINES_OFFERED,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )


def _today(office: Office) -> dt.date:
    return local_now(office.clock).date()
