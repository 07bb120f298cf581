"""The pages of who may sign in at the tills: over every point, with role, last day and last time; ending somebody's
access everywhere at once."""

from __future__ import annotations

import secrets
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.identifiers import OperatorCode, operator_code
from pos_app.domain.operator import Operator, Role
from pos_app.domain.refusals import Refusal
from pos_app.i18n import N_
from pos_app.office.office import Office
from pos_app.office.pages import figures
from pos_app.office.pages.asking import asked, query_of
from pos_app.office.pages.reference_figures import at_tills, operators_known
from pos_app.office.pages.shown import InOffice, PageRequest, page, record_act, require_right, sentence
from pos_app.office.reference import remove_everywhere, set_operator
from pos_app.office.rights import Right

ROLES = {
    Role.VOLUNTEER: N_("Volunteer"),
    Role.EMPLOYEE: N_("Employee"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.AUDITOR: N_("Auditor"),
}
OperatorPath = Annotated[str, PathParameter(pattern=r"^[A-Za-z0-9-]{1,20}$")]
MANAGES = require_right(Right.OPERATORS_MANAGE)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Who is looked for."""

    code: Annotated[str, msgspec.Meta(max_length=20)] = ""
    point: Annotated[int, msgspec.Meta(ge=0, lt=2**31)] = 0
    removed: bool = False
    after: Annotated[str, msgspec.Meta(max_length=20)] = ""


class OperatorForm(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in, as it is typed; an empty code is made."""

    first_name: str
    role: Role
    code: str = ""
    ends_on: str = ""
    point: str = ""
    _csrf_token: str = ""


class Operators(Controller):
    """Operators of the tills, across points."""

    path = "/operateurs"
    guards = [require_right(Right.OPERATORS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def overview(self, request: PageRequest, office: InOffice) -> Template:
        return _overview(request, office)

    @post("/", guards=[MANAGES], sync_to_thread=True, status_code=200)
    def save(self, request: PageRequest, office: InOffice, data: URLEncodedBody[OperatorForm]) -> Redirect | Template:
        code = OperatorCode(data.code.strip().upper()) or operator_code(secrets.token_bytes(16))
        operator = Operator(code, " ".join(data.first_name.split()), data.role, data.ends_on.strip() or None)
        try:
            with office.database.transaction() as connection:
                set_operator(connection, operator=operator, point=data.point)
                record_act(request, connection, "operator.set", code, f"{data.role.value} {data.ends_on}".strip())
        except Refusal as refusal:
            return _overview(request, office, refusal=refusal, typed=data)
        return Redirect(f"/operateurs/{code}", status_code=303)

    @get("/{code:str}", sync_to_thread=True)
    def operator(self, request: PageRequest, office: InOffice, code: OperatorPath) -> Template:
        with office.database.transaction() as connection:
            found, _following = operators_known(connection, after="", point=0, code=code, with_removed=True)
            tills = at_tills(connection, code)
            points = figures.till_names(connection)
        if not found:
            raise NotFoundException
        return page(request, office, "operator.html", one=found[0], at=tills, tills=points, roles=ROLES)

    @post("/{code:str}/fin", guards=[MANAGES], sync_to_thread=True, status_code=200)
    def end(self, request: PageRequest, office: InOffice, code: OperatorPath) -> Redirect:
        with office.database.transaction() as connection:
            remove_everywhere(connection, code=OperatorCode(code))
            record_act(request, connection, "operator.ended", code)
        return Redirect(f"/operateurs/{code}", status_code=303)


def _overview(
    request: PageRequest, office: Office, *, refusal: Refusal | None = None, typed: OperatorForm | None = None
) -> Template:
    wanted = asked(request, Wanted)
    with office.database.transaction() as connection:
        operators, following = operators_known(
            connection,
            after=wanted.after,
            point=wanted.point,
            code=wanted.code.strip().upper(),
            with_removed=wanted.removed,
        )
        tills = figures.till_names(connection)
    return page(
        request,
        office,
        "operators.html",
        operators=operators,
        wanted=wanted,
        following=query_of(wanted, after=following) if following else "",
        tills=tills,
        roles=ROLES,
        typed=typed,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )
