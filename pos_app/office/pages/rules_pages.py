"""The pages of programmes and parameters: what they are, what they become and from which day, and which tills know."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.clock import local_now
from pos_app.domain.days import read_day
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.office_parameters import OfficeParameters
from pos_app.domain.refusals import Refusal
from pos_app.domain.rules_text import ProgrammeChange
from pos_app.i18n import N_
from pos_app.office.changes_due import Change, cancel_change, changes_due, require_possible, set_change
from pos_app.office.office import Office
from pos_app.office.pages.catalogue_pages import MANAGES, VersionPath
from pos_app.office.pages.reference_figures import reach_of
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    account_of,
    page,
    record_act,
    require_right,
    sentence,
    to_keep,
)
from pos_app.office.reference import document_of, parameters_set, rules_set, rules_text, versions_of
from pos_app.office.rights import Right
from pos_app.sync.reference_messages import PARAMETERS, RULES

Number = Annotated[int, msgspec.Meta(ge=0, le=99_999)]
PARAMETER_WORDS = {
    "contact_days": N_("Codes of head office are sold for so many days after the last contact"),
    "allocation_days": N_("A till is given codes for so many days of sales"),
    "allocation_least": N_("The fewest codes given at once"),
    "allocation_most": N_("The most codes given at once"),
    "sell_days": N_("Codes given may be sold for so many days"),
}


class ProgrammeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a programme becomes, as it is typed, and from which day."""

    code: Annotated[str, msgspec.Meta(max_length=40)]
    months: Number
    renewals: Number
    grace_days: Number
    cap: str
    from_on: str
    confirmed: bool = False
    _csrf_token: str = ""


class ParametersForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the parameters become, and from which day."""

    contact_days: Number
    allocation_days: Number
    allocation_least: Number
    allocation_most: Number
    sell_days: Number
    from_on: str
    confirmed: bool = False
    _csrf_token: str = ""


class CancelForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which change to come is taken back."""

    change: Annotated[int, msgspec.Meta(gt=0, lt=2**62)]
    _csrf_token: str = ""


class Programmes(Controller):
    """Programmes and parameters of every till."""

    path = "/programmes"
    guards = [require_right(Right.CATALOGUE_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def overview(self, request: PageRequest, office: InOffice) -> Template:
        return _overview(request, office)

    @get("/versions/{version:int}", sync_to_thread=True)
    def version(self, office: InOffice, version: VersionPath) -> Response[bytes]:
        with office.database.transaction() as connection:
            document = document_of(connection, RULES, version=version)
        if document is None:
            raise NotFoundException
        return to_keep(document.text.encode(), f"regles-{version}.toml", "text/plain; charset=utf-8")

    @post("/", guards=[MANAGES], sync_to_thread=True, status_code=200)
    def set_programme(
        self, request: PageRequest, office: InOffice, data: URLEncodedBody[ProgrammeForm]
    ) -> Redirect | Template:
        try:
            change = ProgrammeChange(
                code=data.code,
                months=data.months,
                renewals=data.renewals,
                grace_days=data.grace_days,
                monthly_cap_cents=parse_amount_cents(data.cap),
            )
        except Refusal as refusal:
            return _overview(request, office, refusal=refusal)
        return _set(request, office, change, data)

    @post("/parametres", guards=[MANAGES], sync_to_thread=True, status_code=200)
    def set_parameters(
        self, request: PageRequest, office: InOffice, data: URLEncodedBody[ParametersForm]
    ) -> Redirect | Template:
        numbers = {name: getattr(data, name) for name in OfficeParameters.__struct_fields__}
        return _set(request, office, OfficeParameters(**numbers), data)

    @post("/annuler", guards=[MANAGES], sync_to_thread=True, status_code=200)
    def cancel(self, request: PageRequest, office: InOffice, data: URLEncodedBody[CancelForm]) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                cancel_change(connection, data.change)
                record_act(request, connection, "rules.change_cancelled", f"#{data.change}")
        except Refusal as refusal:
            return _overview(request, office, refusal=refusal)
        return Redirect("/programmes", status_code=303)


def _set(
    request: PageRequest, office: Office, change: Change, data: ProgrammeForm | ParametersForm
) -> Redirect | Template:
    """Shows who gets it when; once that is confirmed, sets it."""
    today = local_now(office.clock).date()
    try:
        from_on = read_day(data.from_on)
        with office.database.transaction() as connection:
            if not data.confirmed:
                require_possible(connection, change)
                return _preview(request, office, change, data, from_on)
            by = account_of(request).login
            set_change(connection, change, from_on=from_on, today=today, by=by, now_ms=office.clock.now_ms())
            subject = change.code if isinstance(change, ProgrammeChange) else PARAMETERS
            record_act(
                request, connection, "rules.changed", subject, f"{from_on} {msgspec.json.encode(change).decode()}"
            )
    except Refusal as refusal:
        return _overview(request, office, refusal=refusal)
    return Redirect("/programmes", status_code=303)


def _preview(
    request: PageRequest, office: Office, change: Change, data: ProgrammeForm | ParametersForm, from_on: dt.date
) -> Template:
    name = RULES if isinstance(change, ProgrammeChange) else PARAMETERS
    with office.database.transaction() as connection:
        document = document_of(connection, name)
        rules, parameters = rules_set(connection), parameters_set(connection)
        reach = reach_of(connection, name, document) if document else ()
    was = rules.of(change.code) if isinstance(change, ProgrammeChange) else parameters
    fields = [field for field in change.__struct_fields__ if field != "code"]
    return page(
        request,
        office,
        "rules_preview.html",
        programme=change.code if isinstance(change, ProgrammeChange) else "",
        fields=[(field, getattr(was, field), getattr(change, field)) for field in fields],
        data={field: getattr(data, field) for field in data.__struct_fields__ if not field.startswith("_")},
        day=from_on,
        at_once=from_on <= local_now(office.clock).date(),
        reach=reach,
        parameter_words=PARAMETER_WORDS,
    )


def _overview(request: PageRequest, office: Office, *, refusal: Refusal | None = None) -> Template:
    with office.database.transaction() as connection:
        rules, parameters = rules_set(connection), parameters_set(connection)
        document = document_of(connection, RULES)
        reach = reach_of(connection, RULES, document) if document else ()
        due = changes_due(connection)
        versions = versions_of(connection, RULES)
        text = rules_text(connection)
    return page(
        request,
        office,
        "programmes.html",
        rules=rules,
        parameters=msgspec.structs.asdict(parameters),
        parameter_words=PARAMETER_WORDS,
        document=document,
        reach=reach,
        due=[(each, each.change if isinstance(each.change, ProgrammeChange) else None) for each in due],
        versions=versions,
        text=text,
        tomorrow=(local_now(office.clock).date() + dt.timedelta(days=1)).isoformat(),
        today=local_now(office.clock).date().isoformat(),
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )
