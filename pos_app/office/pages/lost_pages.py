"""The page of a till that is lost or stolen: everything to do and to know, in the order in which it is done."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.i18n import N_
from pos_app.office.attention import till_name
from pos_app.office.lost_tills import (
    codes_held,
    declare_found,
    declare_lost,
    enter_paper_ticket,
    lost_till,
    paper_tickets,
    suspect_code_rows,
    withdraw_paper_ticket,
)
from pos_app.office.office import Office
from pos_app.office.pages import figures
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    account_of,
    language_of,
    page,
    record_act,
    require_right,
    sentence,
    to_keep,
)
from pos_app.office.pages.ticket_pages import TENDERS
from pos_app.office.reference import parameters_set
from pos_app.office.rights import Right
from pos_app.tables.writing import write_table

TillPath = Annotated[int, PathParameter(gt=0, lt=2**31)]
PaperPath = Annotated[int, PathParameter(gt=0, lt=2**62)]
GUARDS = {
    "keyring": N_("the system's keyring, opened by the desktop password"),
    "passphrase": N_("an opening passphrase (Argon2id)"),
    "recovery": N_("the recovery sheet alone"),
    "": N_("not known: the till has not said so yet"),
}
_COLUMNS = (N_("Article"), N_("Supplier"), N_("Delivery note"), N_("End of the number"), N_("Code"))
_MANAGE = [require_right(Right.TILLS_MANAGE)]


class PaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket found on paper, as it is typed."""

    ticket: Annotated[str, msgspec.Meta(max_length=40)]
    sold_on: dt.date
    amount: Annotated[str, msgspec.Meta(max_length=20)]
    tender: TenderKind
    _csrf_token: str = ""


class LostTills(Controller):
    """A till that is gone."""

    path = "/caisses/{till:int}/perte"
    guards = [require_right(Right.POINTS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def facts(self, request: PageRequest, office: InOffice, till: TillPath) -> Template:
        return _lost(request, office, till)

    @post("/", guards=_MANAGE, sync_to_thread=True)
    def declare(self, request: PageRequest, office: InOffice, till: TillPath) -> Redirect:
        try:
            with office.database.transaction() as connection:
                declare_lost(connection, till=till, by=account_of(request).login, now_ms=office.clock.now_ms())
                record_act(request, connection, "till.declared_lost", till_name(connection, till))
        except Refusal:
            raise NotFoundException from None
        return Redirect(f"/caisses/{till}/perte", status_code=303)

    @post("/retrouvee", guards=_MANAGE, sync_to_thread=True)
    def found(self, request: PageRequest, office: InOffice, till: TillPath) -> Redirect:
        try:
            with office.database.transaction() as connection:
                declare_found(connection, till=till)
                record_act(request, connection, "till.trusted", till_name(connection, till))
        except Refusal:
            raise NotFoundException from None
        return Redirect(f"/caisses/{till}", status_code=303)

    @post("/codes", guards=[require_right(Right.CODES_MANAGE)], sync_to_thread=True, status_code=200)
    def codes(self, request: PageRequest, office: InOffice, till: TillPath) -> Response[bytes]:
        """The suspect codes in clear, for the operator to block."""
        language = language_of(request)
        with office.database.transaction() as connection, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "codes.csv"
            rows = suspect_code_rows(connection, office.codes, till=till)
            count = write_table(path, [language.gettext(words) for words in _COLUMNS], rows)
            content = path.read_bytes()
            record_act(request, connection, "codes.suspect_listed", till_name(connection, till), str(count))
        return to_keep(content, f"codes-suspects-{till}.csv", "text/csv; charset=utf-8")

    @post("/tickets", guards=_MANAGE, sync_to_thread=True, status_code=200)
    def enter(
        self, request: PageRequest, office: InOffice, till: TillPath, data: URLEncodedBody[PaperForm]
    ) -> Redirect | Template:
        try:
            total_cents = parse_amount_cents(data.amount)
            with office.database.transaction() as connection:
                enter_paper_ticket(
                    connection,
                    till=till,
                    ticket=data.ticket,
                    sold_on=data.sold_on,
                    total_cents=total_cents,
                    tender=data.tender,
                    by=account_of(request).login,
                    now_ms=office.clock.now_ms(),
                )
                record_act(
                    request, connection, "till.paper_entered", till_name(connection, till), data.ticket.strip().upper()
                )
        except Refusal as refusal:
            return _lost(request, office, till, refusal=refusal, typed=data)
        return Redirect(f"/caisses/{till}/perte#papier", status_code=303)

    @post("/tickets/{paper:int}/retrait", guards=_MANAGE, sync_to_thread=True)
    def withdraw(self, request: PageRequest, office: InOffice, till: TillPath, paper: PaperPath) -> Redirect:
        try:
            with office.database.transaction() as connection:
                ticket = withdraw_paper_ticket(connection, till=till, paper=paper, by=account_of(request).login)
                record_act(request, connection, "till.paper_withdrawn", till_name(connection, till), ticket)
        except Refusal:
            raise NotFoundException from None
        return Redirect(f"/caisses/{till}/perte#papier", status_code=303)


def _lost(
    request: PageRequest,
    office: Office,
    till: int,
    *,
    refusal: Refusal | None = None,
    typed: PaperForm | None = None,
) -> Template:
    with office.database.transaction() as connection:
        row = figures.one_till(connection, till)
        if row is None:
            raise NotFoundException
        return page(
            request,
            office,
            "lost.html",
            till=row,
            lost=lost_till(connection, till=till, now_ms=office.clock.now_ms()),
            codes=codes_held(connection, till=till),
            papers=paper_tickets(connection, till=till),
            tenders=TENDERS,
            guards=GUARDS,
            contact_days=parameters_set(connection).contact_days,
            typed=typed,
            refused=sentence(request, refusal),
            status_code=422 if refusal else 200,
        )
