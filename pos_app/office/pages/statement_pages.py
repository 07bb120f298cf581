"""The pages of statements to operators: what one would say now, making it, taking it away as a table and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import PathParameter, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.refusals import Refusal
from pos_app.i18n import N_
from pos_app.office.activations import suppliers
from pos_app.office.office import Office
from pos_app.office.pages.code_pages import product_labels
from pos_app.office.pages.language import Language
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
from pos_app.office.reconciliation import months_of_codes
from pos_app.office.rights import Right
from pos_app.office.statements import (
    LATE,
    SOLD,
    TAKEN_BACK,
    Statement,
    make_statement,
    next_statement,
    statement_of,
    statements,
)
from pos_app.printing.statement_sheet import StatementSheet, statement_pdf

WHAT = {
    SOLD: N_("Sold in the month"),
    LATE: N_("Sold earlier, told since"),
    TAKEN_BACK: N_("Correction: given back or contested since"),
}
"""What a line of a statement counts."""
InSupplier = Annotated[str, QueryParameter(name="fournisseur", max_length=80)]
InMonth = Annotated[str, QueryParameter(name="mois", pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$")]
NumberPath = Annotated[int, PathParameter(gt=0, lt=2**62)]


class StatementForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whose statement of which month is to be kept for good."""

    supplier: str
    month: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
    although_late: bool = False
    _csrf_token: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose month is looked at."""

    supplier: str
    month: str


class Statements(Controller):
    """What is owed, month by month; a statement that was made stands."""

    path = "/codes/releves"
    guards = [require_right(Right.CODES_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def every(self, request: PageRequest, office: InOffice, supplier: InSupplier = "", month: InMonth = "") -> Template:
        """With a month: what a statement would say now."""
        return _statements(request, office, asked=_Asked(supplier, month) if month else None)

    @post("/faire", guards=[require_right(Right.CODES_MANAGE)], sync_to_thread=True, status_code=200)
    def make(self, request: PageRequest, office: InOffice, data: URLEncodedBody[StatementForm]) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                number = make_statement(
                    connection,
                    supplier=data.supplier,
                    month=data.month,
                    now_ms=office.clock.now_ms(),
                    offset_min=office.clock.offset_min(),
                    although_late=data.although_late,
                )
                record_act(request, connection, "codes.stated", data.supplier, data.month)
        except Refusal as refusal:
            return _statements(request, office, asked=_Asked(data.supplier, data.month), refusal=refusal)
        return Redirect(f"/codes/releves/{number}", status_code=303)

    @get("/{number:int}", sync_to_thread=True)
    def one(self, request: PageRequest, office: InOffice, number: NumberPath) -> Template:
        statement, labels = _stored(office, number)
        return page(request, office, "statement.html", statement=statement, labels=labels, what=WHAT)

    @get("/{number:int}/tableau.csv", sync_to_thread=True)
    def table(self, request: PageRequest, office: InOffice, number: NumberPath) -> Response[bytes]:
        sheet = _sheet(*_stored(office, number), language_of(request), office)
        return to_keep(csv_of(sheet.columns, sheet.rows), f"releve-{number}.csv", "text/csv; charset=utf-8")

    @get("/{number:int}/releve.pdf", sync_to_thread=True)
    def paper(self, request: PageRequest, office: InOffice, number: NumberPath) -> Response[bytes]:
        sheet = _sheet(*_stored(office, number), language_of(request), office)
        return to_keep(statement_pdf(sheet), f"releve-{number}.pdf", "application/pdf")


def _stored(office: Office, number: int) -> tuple[Statement, dict[str, str]]:
    with or_not_found(), office.database.transaction() as connection:
        return statement_of(connection, number), product_labels(connection)


def _statements(
    request: PageRequest, office: Office, *, asked: _Asked | None = None, refusal: Refusal | None = None
) -> Template:
    with office.database.transaction() as connection:
        following = None
        if asked is not None:
            following = next_statement(
                connection,
                supplier=asked.supplier,
                month=asked.month,
                now_ms=office.clock.now_ms(),
                offset_min=office.clock.offset_min(),
            )
        return page(
            request,
            office,
            "statements.html",
            statements=statements(connection),
            suppliers=suppliers(connection),
            months=months_of_codes(connection),
            asked=asked,
            following=following,
            labels=product_labels(connection),
            what=WHAT,
            refused=sentence(request, refusal),
            status_code=422 if refusal else 200,
        )


def _sheet(statement: Statement, labels: dict[str, str], language: Language, office: Office) -> StatementSheet:
    say = language.gettext
    made = language.moment(statement.made_ms, office.clock.offset_min())
    notes = [
        say(N_("Made on {at}: it stands. What arrives later is a correction in the next one.")).format(at=made),
        say(N_("Owed: each code that was sold, gifts included, and that nobody contests.")),
    ]
    if statement.late:
        notes.append(say(N_("Not all in: {tills}.")).format(tills=", ".join(statement.late)))
    rows = [
        (
            labels.get(line.product, line.product),
            say(WHAT[line.what]),
            language.number(line.codes),
            language.money(line.cents),
        )
        for line in statement.lines
    ]
    total = (say(N_("Together")), "", language.number(statement.codes), language.money(statement.cents))
    return StatementSheet(
        title=say(N_("Statement of recharge codes no. {number}")).format(number=statement.id),
        subtitle=f"{statement.supplier} · {statement.month[5:]}/{statement.month[:4]}",
        author=say(N_("Head office")),
        notes=notes,
        columns=(say(N_("Article")), say(N_("What")), say(N_("Codes")), say(N_("Paid at the desks"))),
        rows=[*rows, total],
    )
