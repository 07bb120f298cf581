"""The pages of recharge codes: lots and where their codes are, codes given by hand, called back, ending, suspect.

No page shows or exports a code.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template
from psycopg import Connection

from pos_app.clock import local_now
from pos_app.domain.refusals import Refusal
from pos_app.office.code_grants import grant_codes, grants_waiting, tills_that_take
from pos_app.office.code_lots import recall_allocation, recall_lot, reuse_returned, void_suspect
from pos_app.office.lot_figures import code_lot, code_lots, ending_codes, given_of, suspect_lots
from pos_app.office.office import Office
from pos_app.office.pages.refused import or_not_found
from pos_app.office.pages.shown import InOffice, PageRequest, page, record_act, require_right, sentence
from pos_app.office.reference import catalogue_set
from pos_app.office.rights import Right

LotPath = Annotated[str, PathParameter(pattern="^[0-9a-f]{24}$")]
ENDING_DAYS = 60


class GrantForm(msgspec.Struct, frozen=True, kw_only=True):
    """How many codes of a lot go to which till."""

    till: int
    count: int
    _csrf_token: str = ""


class Codes(Controller):
    """Lots of codes, and what is done with them."""

    path = "/codes"
    guards = [require_right(Right.CODES_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def lots(self, request: PageRequest, office: InOffice) -> Template:
        with office.database.transaction() as connection:
            lots = code_lots(connection)
            return page(request, office, "codes.html", lots=lots, labels=product_labels(connection))

    @get("/lots/{lot:str}", sync_to_thread=True)
    def lot(self, request: PageRequest, office: InOffice, lot: LotPath) -> Template:
        return _lot(request, office, lot)

    @post("/lots/{lot:str}/donner", guards=[require_right(Right.CODES_MANAGE)], sync_to_thread=True, status_code=200)
    def give(
        self, request: PageRequest, office: InOffice, lot: LotPath, data: URLEncodedBody[GrantForm]
    ) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                grant_codes(connection, lot=lot, till=data.till, count=data.count, now_ms=office.clock.now_ms())
                record_act(request, connection, "codes.given", lot, f"{data.count} > {data.till}")
        except Refusal as refusal:
            return _lot(request, office, lot, refusal=refusal, typed=data)
        return Redirect(f"/codes/lots/{lot}", status_code=303)

    @post("/lots/{lot:str}/rappel", guards=[require_right(Right.CODES_MANAGE)], sync_to_thread=True, status_code=200)
    def recall(self, request: PageRequest, office: InOffice, lot: LotPath) -> Redirect:
        with or_not_found(), office.database.transaction() as connection:
            recall_lot(connection, lot=lot)
            record_act(request, connection, "codes.lot_recalled", lot)
        return Redirect(f"/codes/lots/{lot}", status_code=303)

    @post(
        "/attributions/{lot:str}/rappel", guards=[require_right(Right.CODES_MANAGE)], sync_to_thread=True,
        status_code=200,
    )  # fmt: skip
    def call_back(self, request: PageRequest, office: InOffice, lot: LotPath) -> Redirect:
        with or_not_found(), office.database.transaction() as connection:
            recall_allocation(connection, lot=lot)
            record_act(request, connection, "codes.called_back", lot)
            return _back_to_lot(connection, lot)

    @post(
        "/attributions/{lot:str}/reprendre", guards=[require_right(Right.CODES_MANAGE)], sync_to_thread=True,
        status_code=200,
    )  # fmt: skip
    def take_back(self, request: PageRequest, office: InOffice, lot: LotPath) -> Redirect:
        with or_not_found(), office.database.transaction() as connection:
            count = reuse_returned(connection, lot=lot)
            record_act(request, connection, "codes.to_pool", lot, str(count))
            return _back_to_lot(connection, lot)

    @post(
        "/attributions/{lot:str}/annuler", guards=[require_right(Right.CODES_MANAGE)], sync_to_thread=True,
        status_code=200,
    )  # fmt: skip
    def void(self, request: PageRequest, office: InOffice, lot: LotPath) -> Redirect:
        with or_not_found(), office.database.transaction() as connection:
            count = void_suspect(connection, lot=lot)
            record_act(request, connection, "codes.void", lot, str(count))
            return _back_to_lot(connection, lot)

    @get("/fin", sync_to_thread=True)
    def ending(
        self,
        request: PageRequest,
        office: InOffice,
        days: Annotated[int, QueryParameter(name="jours", ge=0, le=3650)] = ENDING_DAYS,
    ) -> Template:
        today = local_now(office.clock).date()
        with office.database.transaction() as connection:
            return page(
                request,
                office,
                "codes_ending.html",
                days=days,
                today=today,
                ending=ending_codes(connection, until=today + dt.timedelta(days=days)),
                labels=product_labels(connection),
            )

    @get("/suspects", sync_to_thread=True)
    def suspects(self, request: PageRequest, office: InOffice) -> Template:
        with office.database.transaction() as connection:
            return page(request, office, "codes_suspect.html", suspects=suspect_lots(connection))


def product_labels(connection: Connection) -> dict[str, str]:
    """What the articles of head office's catalogue are called, by code."""
    catalogue = catalogue_set(connection)
    return {code: product.label for code, product in catalogue.products.items()} if catalogue else {}


def _lot(
    request: PageRequest,
    office: Office,
    lot: str,
    *,
    refusal: Refusal | None = None,
    typed: GrantForm | None = None,
) -> Template:
    with or_not_found(), office.database.transaction() as connection:
        return page(
            request,
            office,
            "code_lot.html",
            lot=code_lot(connection, lot),
            labels=product_labels(connection),
            given=given_of(connection, lot),
            waiting=grants_waiting(connection, lot),
            tills=tills_that_take(connection),
            today=local_now(office.clock).date(),
            typed=typed,
            refused=sentence(request, refusal),
            status_code=422 if refusal else 200,
        )


def _back_to_lot(connection: Connection, allocation: str) -> Redirect:
    row = connection.execute("SELECT code_lot FROM allocation WHERE lot = %s", (allocation,)).fetchone()
    if row is None:
        raise NotFoundException
    return Redirect(f"/codes/lots/{row[0]}", status_code=303)
