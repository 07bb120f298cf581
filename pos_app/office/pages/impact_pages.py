"""The page of impact: figures of a month, a year or all time; chart, report and table to take away; publishing a month;
what funders gave."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app import impact_words
from pos_app.domain.impact import ImpactRules
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.i18n import N_
from pos_app.office.funds import Fund, FundKind, add_fund, funds_of
from pos_app.office.impact import ImpactReport, Period, Row, impact_report, months_known, publish_month
from pos_app.office.office import Office
from pos_app.office.pages.language import Language
from pos_app.office.pages.shown import (
    PAGE_HEADERS,
    InOffice,
    PageRequest,
    language_of,
    page,
    record_act,
    require_right,
    to_keep,
)
from pos_app.office.rights import Right
from pos_app.office.rules import rules_in_force
from pos_app.printing.charts import bar_drawing, svg_of
from pos_app.printing.documents import impact_report as documents
from pos_app.printing.impact_sheet import impact_report_pdf
from pos_app.sentences import SENTENCES
from pos_app.tables.writing import write_table

CHART_WIDTH, CHART_HEIGHT = 920, 220
FUND_KINDS = {
    FundKind.OPTION: N_("Solidarity option of customers"),
    FundKind.CITY: N_("City"),
    FundKind.DONOR: N_("Donor"),
    FundKind.OTHER: N_("Other"),
}
InPeriod = Annotated[str, QueryParameter(name="periode", pattern=r"^([0-9]{4}(-(0[1-9]|1[0-2]))?)?$")]


class PublishForm(msgspec.Struct, frozen=True, kw_only=True):
    """The month to freeze; `although_late` where some tills are not all in and it is to be so all the same."""

    month: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
    although_late: bool = False
    _csrf_token: str = ""


class FundForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a funder gave for a month, as it is typed."""

    month: str
    funder: str
    kind: FundKind
    amount: str
    _csrf_token: str = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A report with the rules by which it was counted, and what says it in the reader's language."""

    report: ImpactReport
    rules: ImpactRules
    document: documents.ImpactReport


class Impact(Controller):
    """Figures over every point; each says how it was counted and whether all tills are in."""

    path = "/impact"
    guards = [require_right(Right.IMPACT_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def figures(self, request: PageRequest, office: InOffice, period: InPeriod = "") -> Template:
        return _impact(request, office, period)

    @get("/mois.svg", sync_to_thread=True)
    def chart(self, request: PageRequest, office: InOffice, period: InPeriod = "") -> Response[bytes]:
        drawing = bar_drawing(_shown(request, office, period).document.chart, width=CHART_WIDTH, height=CHART_HEIGHT)
        headers = {**PAGE_HEADERS, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return Response(svg_of(drawing).encode(), media_type="image/svg+xml", headers=headers)

    @get("/rapport.pdf", sync_to_thread=True)
    def report(self, request: PageRequest, office: InOffice, period: InPeriod = "") -> Response[bytes]:
        document = _shown(request, office, period).document
        return to_keep(impact_report_pdf(document), f"{document.name}.pdf", "application/pdf")

    @get("/chiffres.csv", sync_to_thread=True)
    def table(self, request: PageRequest, office: InOffice, period: InPeriod = "") -> Response[bytes]:
        document = _shown(request, office, period).document
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "impact.csv"
            write_table(path, (document.title, document.subtitle), document.as_rows())
            content = path.read_bytes()
        return to_keep(content, f"{document.name}.csv", "text/csv; charset=utf-8")

    @post("/publier", guards=[require_right(Right.IMPACT_PUBLISH)], sync_to_thread=True, status_code=200)
    def publish(self, request: PageRequest, office: InOffice, data: URLEncodedBody[PublishForm]) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                publish_month(
                    connection,
                    data.month,
                    rules_in_force(connection).impact,
                    now_ms=office.clock.now_ms(),
                    offset_min=office.clock.offset_min(),
                    although_late=data.although_late,
                )
                record_act(request, connection, "impact.published", data.month)
        except Refusal as refusal:
            return _impact(request, office, data.month, refusal=refusal)
        return Redirect(f"/impact?periode={data.month}", status_code=303)

    @post("/fonds", guards=[require_right(Right.IMPACT_PUBLISH)], sync_to_thread=True, status_code=200)
    def fund(self, request: PageRequest, office: InOffice, data: URLEncodedBody[FundForm]) -> Redirect | Template:
        try:
            fund = Fund(
                data.month, data.funder, data.kind, parse_amount_cents(data.amount.removeprefix("-")) * _sign(data)
            )
            with office.database.transaction() as connection:
                add_fund(connection, fund, now_ms=office.clock.now_ms())
                record_act(request, connection, "impact.fund_noted", data.month, f"{data.funder}: {fund.cents}")
        except Refusal as refusal:
            return _impact(request, office, "", refusal=refusal, typed=data)
        return Redirect(f"/impact?periode={data.month}#fonds", status_code=303)


def _sign(data: FundForm) -> int:
    return -1 if data.amount.startswith("-") else 1


def _impact(
    request: PageRequest,
    office: Office,
    period: str,
    *,
    refusal: Refusal | None = None,
    typed: FundForm | None = None,
) -> Template:
    shown = _shown(request, office, period)
    with office.database.transaction() as connection:
        months = months_known(connection)
        funds = funds_of(connection, shown.report.period)
    goals = () if period else shown.rules.goal
    language = language_of(request)
    return page(
        request,
        office,
        "impact.html",
        period=shown.report.period,
        years=sorted({month[:4] for month in months}, reverse=True),
        months=months,
        report=shown.report,
        document=shown.document,
        over=shown.report.period.is_month
        and shown.report.period.ends_ms(offset_min=office.clock.offset_min()) <= office.clock.now_ms(),
        goals=[
            (impact_words.goal_words(goal, shown.report.whole.people, shown.rules, language), goal.people)
            for goal in goals
        ],
        helped=shown.report.whole.people,
        funds=funds,
        fund_kinds=FUND_KINDS,
        given_cents=sum(fund.cents for fund in funds),
        refused=language.gettext(SENTENCES[refusal.code]).format(**refusal.params) if refusal else "",
        typed=typed,
        offset_min=office.clock.offset_min(),
        status_code=422 if refusal else 200,
    )


def _shown(request: PageRequest, office: Office, period: str) -> _Shown:
    with office.database.transaction() as connection:
        rules = rules_in_force(connection).impact
        report = impact_report(
            connection, Period(period), rules, now_ms=office.clock.now_ms(), offset_min=office.clock.offset_min()
        )
    language = language_of(request)
    document = documents.report_of(
        name=f"impact-{period or 'total'}",
        subtitle=period_words(report.period, language),
        author=language.gettext(N_("Head office")),
        whole=report.whole,
        parts={part: tuple((row.name, row.figures) for row in getattr(report, part)) for part in documents.PARTS},
        notes=_standing(report, language, office.clock.offset_min()),
        rules=rules,
        speaker=language,
    )
    return _Shown(report, rules, document)


def _rows(rows: tuple[Row, ...]) -> documents.Rows:
    return tuple((row.name, row.figures) for row in rows)


def _standing(report: ImpactReport, language: Language, offset_min: int) -> tuple[str, ...]:
    """Whether the figures may still change, and which tills are not all in."""
    late = (
        language.gettext(N_("Not all in: {tills}.")).format(tills=", ".join(report.late))
        if report.late
        else language.gettext(N_("Every till is in."))
    )
    if report.published_ms:
        at = language.moment(report.published_ms, offset_min)
        return (language.gettext(N_("Published on {at}: these figures stand.")).format(at=at), late)
    return (language.gettext(N_("Not published: these figures may still change.")), late)


def period_words(period: Period, language: Language) -> str:
    """ "11/2026", "2026", "Since the beginning"."""
    if period.is_month:
        return documents.month_name(period.name)
    return period.name or language.gettext(N_("Since the beginning"))
