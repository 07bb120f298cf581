"""The pages: points and tills, one till, a new till and its code, signing in and out."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, Router, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery, PathParameter, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.refusals import Refusal
from pos_app.office.attention import mark_alarms_seen, set_revoked, till_name
from pos_app.office.office import Office
from pos_app.office.pages import figures
from pos_app.office.pages.access_pages import Access
from pos_app.office.pages.account_pages import Accounts
from pos_app.office.pages.audit_pages import AuditLog
from pos_app.office.pages.cash_pages import Cash
from pos_app.office.pages.catalogue_pages import Catalogue
from pos_app.office.pages.closing_pages import ClosingCodes
from pos_app.office.pages.code_import_pages import CodeImport
from pos_app.office.pages.code_pages import Codes
from pos_app.office.pages.diagnosis_pages import Diagnoses
from pos_app.office.pages.errors import PAGE_ERRORS
from pos_app.office.pages.export_pages import Exports
from pos_app.office.pages.fec_account_pages import FecAccounts
from pos_app.office.pages.health import by_need
from pos_app.office.pages.impact_pages import Impact
from pos_app.office.pages.journal_pages import Journal
from pos_app.office.pages.lost_pages import LostTills
from pos_app.office.pages.machine_pages import Machines
from pos_app.office.pages.notice_pages import Notices
from pos_app.office.pages.operator_pages import Operators
from pos_app.office.pages.people_pages import Exceptions, People
from pos_app.office.pages.qr import qr_drawing
from pos_app.office.pages.reconciliation_pages import Reconciliation
from pos_app.office.pages.right_pages import PeopleByRight
from pos_app.office.pages.rules_pages import Programmes
from pos_app.office.pages.session_pages import OwnSession
from pos_app.office.pages.shown import InOffice, PageRequest, account_of, page, record_act, require_right
from pos_app.office.pages.statement_pages import Statements
from pos_app.office.pages.stick_pages import Sticks
from pos_app.office.pages.supply_pages import Supply
from pos_app.office.pages.ticket_pages import Tickets
from pos_app.office.rights import Right

TillPath = Annotated[int, PathParameter(gt=0, lt=2**31)]


class NewTillForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the form of a new till sends; the token beside it is checked before."""

    point: str
    till: str
    _csrf_token: str = ""


class SeenForm(msgspec.Struct, frozen=True, kw_only=True):
    """The newest alarm that the person saw."""

    last: int
    _csrf_token: str = ""


class RevocationForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the till is to be revoked, or to be trusted again."""

    revoked: bool
    _csrf_token: str = ""


class Overview(Controller):
    """What is seen after signing in."""

    path = "/"
    guards = [require_right(Right.POINTS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def overview(self, request: PageRequest, office: InOffice) -> Template:
        with office.database.transaction() as connection:
            tills = figures.all_tills(connection)
        needs = by_need(tills, now_ms=office.clock.now_ms())
        return page(request, office, "overview.html", needs=needs, points=figures.by_point(tills))


class Tills(Controller):
    """One till, and new ones."""

    path = "/caisses"
    guards = [require_right(Right.POINTS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/nouvelle", guards=[require_right(Right.TILLS_MANAGE)], sync_to_thread=True)
    def form(
        self, request: PageRequest, office: InOffice, point: FromQuery[str] = "", till: FromQuery[str] = ""
    ) -> Template:
        return _new_till_form(request, office, point=point, till=till)

    @post("/nouvelle", guards=[require_right(Right.TILLS_MANAGE)], sync_to_thread=True, status_code=200)
    def make(self, request: PageRequest, office: InOffice, data: URLEncodedBody[NewTillForm]) -> Template:
        try:
            made = office.add_till(point=data.point, till=data.till, by=account_of(request).login)
        except Refusal as refusal:
            return _new_till_form(request, office, point=data.point, till=data.till, refusal=refusal)
        return page(request, office, "code.html", made=made, code=str(made.code), qr=qr_drawing(str(made.code)))

    @get("/{till:int}", sync_to_thread=True)
    def till(
        self,
        request: PageRequest,
        office: InOffice,
        till: TillPath,
        before: Annotated[str | None, QueryParameter(pattern=r"^[0-9]{1,9}\.[0-9]{1,18}$")] = None,
    ) -> Template:
        after = figures.Place(*(int(part) for part in before.split("."))) if before else None
        with office.database.transaction() as connection:
            row = figures.one_till(connection, till)
            if row is None:
                raise NotFoundException
            tickets, following = figures.tickets(connection, till, after=after)
            return page(
                request,
                office,
                "till.html",
                till=row,
                incarnations=figures.incarnations(connection, till),
                alarms=figures.alarms(connection, till),
                totals=figures.totals(connection, till),
                days=figures.last_days(connection, till),
                tickets=tickets,
                first_page=after is None,
                following=following,
            )

    @post("/{till:int}/vu", guards=[require_right(Right.TILLS_MANAGE)], sync_to_thread=True)
    def seen(self, request: PageRequest, office: InOffice, till: TillPath, data: URLEncodedBody[SeenForm]) -> Redirect:
        with office.database.transaction() as connection:
            mark_alarms_seen(connection, till=till, last=data.last, now_ms=office.clock.now_ms())
            record_act(request, connection, "till.alarms_seen", till_name(connection, till))
        return Redirect(f"/caisses/{till}", status_code=303)

    @post("/{till:int}/revocation", guards=[require_right(Right.TILLS_MANAGE)], sync_to_thread=True)
    def revoke(
        self, request: PageRequest, office: InOffice, till: TillPath, data: URLEncodedBody[RevocationForm]
    ) -> Redirect:
        try:
            with office.database.transaction() as connection:
                set_revoked(connection, till=till, revoked=data.revoked)
                act = "till.revoked" if data.revoked else "till.trusted"
                record_act(request, connection, act, till_name(connection, till))
        except Refusal:
            raise NotFoundException from None
        return Redirect(f"/caisses/{till}", status_code=303)


def _new_till_form(
    request: PageRequest, office: Office, *, point: str, till: str, refusal: Refusal | None = None
) -> Template:
    with office.database.transaction() as connection:
        points = figures.by_point(figures.all_tills(connection))
    return page(
        request,
        office,
        "new_till.html",
        point=point,
        till=till,
        points=points,
        refusal=refusal,
        status_code=422 if refusal else 200,
    )


CONTROLLERS: tuple[type[Controller], ...] = (
    Access,
    OwnSession,
    Overview,
    Tills,
    LostTills,
    Tickets,
    Journal,
    Notices,
    Cash,
    ClosingCodes,
    Exports,
    FecAccounts,
    Catalogue,
    Programmes,
    Operators,
    Sticks,
    Codes,
    CodeImport,
    Reconciliation,
    Statements,
    Machines,
    Supply,
    People,
    PeopleByRight,
    Exceptions,
    Impact,
    Diagnoses,
    Accounts,
    AuditLog,
)
"""Every page of head office: each has the guard of a right, and each form its act in the audit log."""


LARGEST_FORM_BYTES = 1024 * 1024
"""A form; pages that take files in say for themselves how large one may be."""


def pages_router() -> Router:
    """Every page, with its headers and its own errors."""
    return Router(
        path="/",
        route_handlers=CONTROLLERS,
        exception_handlers=PAGE_ERRORS,
        request_max_body_size=LARGEST_FORM_BYTES,
        include_in_schema=False,
    )
