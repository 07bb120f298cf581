"""The pages of computers and keys over every point: where each is, its history, and moving one to another till."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.refusals import Refusal
from pos_app.equipment_sentences import ITEM_REASONS, ITEM_STATES
from pos_app.i18n import N_
from pos_app.office.code_grants import tills_that_take
from pos_app.office.machine_transfers import ask_transfer, transfers, withdraw_transfer
from pos_app.office.machines import (
    A_PAGE,
    MachineFilter,
    events_of,
    every_machine,
    machine_at,
    machines,
    models_known,
)
from pos_app.office.office import Office
from pos_app.office.pages.asking import asked, query_of
from pos_app.office.pages.code_pages import product_labels
from pos_app.office.pages.refused import or_not_found
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    language_of,
    page,
    record_act,
    require_right,
    sentence,
    to_keep,
)
from pos_app.office.pages.tables import csv_of
from pos_app.office.rights import Right

ItemPath = Annotated[str, PathParameter(pattern="^[0-9a-f]{32}$")]
STATES = {**ITEM_STATES, "on_its_way": N_("on its way")}
REASONS = {
    **ITEM_REASONS,
    "sent": N_("sent to another point"),
    "lost": N_("lost on loan"),
    "exchanged_gone": N_("exchanged, not for sale"),
    "written_off": N_("given back, not for sale"),
}
"""Why a thing is gone."""
ACTS = {
    "received": N_("Came in"),
    "arrived": N_("Arrived from another point"),
    "sent": N_("Sent to another point"),
    "withdrawn": N_("Withdrawn"),
    "found": N_("Found again"),
    "reserved": N_("Reserved"),
    "released": N_("Reservation ended"),
    "planned": N_("Paid in instalments"),
    "lent": N_("Lent"),
    "came_back": N_("Came back from a loan"),
    "lost": N_("Lost on loan"),
    "exchanged": N_("Exchanged under warranty, back in stock"),
    "exchanged_gone": N_("Exchanged under warranty"),
    "given_instead": N_("Given in exchange"),
    "passport": N_("Passport written"),
    "sold": N_("Sold"),
    "taken_back": N_("Taken back"),
    "written_off": N_("Taken back, not for sale"),
}
"""What an entry says of a thing."""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What the address asks for; `page` from 0."""

    point: Annotated[str, msgspec.Meta(max_length=60)] = ""
    state: Annotated[str, msgspec.Meta(max_length=20)] = ""
    product: Annotated[str, msgspec.Meta(max_length=40)] = ""
    text: Annotated[str, msgspec.Meta(max_length=40)] = ""
    page: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0

    @property
    def wanted(self) -> MachineFilter:
        return MachineFilter(self.point, self.state, self.product, self.text)


class TransferForm(msgspec.Struct, frozen=True, kw_only=True):
    """The till where a thing is to go."""

    till: int
    _csrf_token: str = ""


class Machines(Controller):
    """Every thing with a number of its own; only how the number ends is known here."""

    path = "/materiel"
    guards = [require_right(Right.STOCK_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def every(self, request: PageRequest, office: InOffice) -> Template:
        search = asked(request, Search)
        with office.database.transaction() as connection:
            found, count = machines(connection, search.wanted, page=search.page)
            points = [name for (name,) in connection.execute("SELECT name FROM point ORDER BY name")]
            return page(
                request,
                office,
                "machines.html",
                search=search,
                machines=found,
                count=count,
                points=points,
                products=models_known(connection),
                labels=product_labels(connection),
                states=STATES,
                reasons=REASONS,
                transfers=transfers(connection),
                before=query_of(search, page=search.page - 1) if search.page else None,
                after=query_of(search, page=search.page + 1) if (search.page + 1) * A_PAGE < count else None,
                query=query_of(search, page=0),
            )

    @get("/tableau.csv", sync_to_thread=True)
    def table(self, request: PageRequest, office: InOffice) -> Response[bytes]:
        language = language_of(request)
        say = language.gettext
        headings = [
            say(each)
            for each in (
                N_("Article"), N_("Model"), N_("Number ends in"), N_("Point"), N_("Till"), N_("State"), N_("Delivery"),
                N_("Since"),
            )
        ]  # fmt: skip
        with office.database.transaction() as connection:
            labels = product_labels(connection)
            rows = [
                (
                    labels.get(one.product, one.product),
                    one.passport_told.model if one.passport_told else "",
                    one.ending,
                    one.point,
                    one.till,
                    say(STATES[one.state]),
                    one.batch,
                    language.moment(one.moved_ms, office.clock.offset_min()),
                )
                for one in every_machine(connection, asked(request, Search).wanted)
            ]
        return to_keep(csv_of(headings, rows), "materiel.csv", "text/csv; charset=utf-8")

    @get("/{item:str}", sync_to_thread=True)
    def one(self, request: PageRequest, office: InOffice, item: ItemPath) -> Template:
        return _one(request, office, item)

    @post("/{item:str}/transfert", guards=[require_right(Right.STOCK_MANAGE)], sync_to_thread=True, status_code=200)
    def ask(
        self, request: PageRequest, office: InOffice, item: ItemPath, data: URLEncodedBody[TransferForm]
    ) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                ask_transfer(connection, item=item, to_till=data.till, now_ms=office.clock.now_ms())
                record_act(request, connection, "machine.transfer_asked", item, str(data.till))
        except Refusal as refusal:
            return _one(request, office, item, refusal=refusal)
        return Redirect(f"/materiel/{item}", status_code=303)

    @post("/transferts/{item:str}/retirer", guards=[require_right(Right.STOCK_MANAGE)], sync_to_thread=True)
    def withdraw(self, request: PageRequest, office: InOffice, item: ItemPath) -> Redirect:
        with or_not_found(), office.database.transaction() as connection:
            withdraw_transfer(connection, item, now_ms=office.clock.now_ms())
            record_act(request, connection, "machine.transfer_withdrawn", item)
        return Redirect("/materiel", status_code=303)


def _one(request: PageRequest, office: Office, item: str, *, refusal: Refusal | None = None) -> Template:
    with office.database.transaction() as connection:
        machine = machine_at(connection, item)
        if machine is None:
            raise NotFoundException
        return page(
            request,
            office,
            "machine.html",
            machine=machine,
            passport=machine.passport_told,
            events=events_of(connection, item),
            acts=ACTS,
            tills=[(till, name) for till, name in tills_that_take(connection) if till != machine.till_id],
            labels=product_labels(connection),
            states=STATES,
            reasons=REASONS,
            moving=[each for each in transfers(connection) if each.item == item],
            refused=sentence(request, refusal),
            status_code=422 if refusal else 200,
        )
