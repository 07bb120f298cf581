"""The till's own figures of impact: read from its journal in parts, counted by the rules in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app import i18n
from pos_app.clock import local_datetime
from pos_app.counter.people_lists.run import Submit
from pos_app.counter.till import Till
from pos_app.domain.facts import Beneficiary, PersonsMerged, RefundRecorded, SaleRecorded
from pos_app.domain.impact import ImpactCounting, ImpactRules, ProductSold
from pos_app.domain.merges import MergeAct, resolved
from pos_app.i18n import gettext as _
from pos_app.ledger.entry import Entry
from pos_app.store import journal
from pos_app.store.structures import structures

if TYPE_CHECKING:
    from pos_app.printing.documents.impact_report import ImpactReport

_PART = 100
"""Entries read at once: a slice of the storage thread."""
_KINDS = tuple(kind.kind for kind in (SaleRecorded, RefundRecorded, PersonsMerged))


@dataclass(frozen=True, slots=True)
class TillImpact:
    """What this till's journal brought, by month; `issuer` says whose till it is."""

    counting: ImpactCounting
    rules: ImpactRules
    issuer: str

    @property
    def periods(self) -> tuple[str, ...]:
        """All time (""), the years, the months, the newest first."""
        months = sorted(self.counting.months, reverse=True)
        years = sorted({month[:4] for month in months}, reverse=True)
        return ("", *years, *months)


def till_impact(submit: Submit, *, cancelled: Callable[[], bool] = lambda: False) -> TillImpact:
    """Counts the journal; each part is a slice of the storage thread."""
    rules, issuer, buyers = submit(_known).result()
    entries = list(_entries(submit, cancelled))
    merges = [
        MergeAct(entry.at_ms, entry.incarnation, entry.seq, fact.gone, fact.kept)
        for entry in entries
        if isinstance(fact := entry.fact(), PersonsMerged)
    ]
    kept = resolved(merges)
    counting = ImpactCounting()
    for entry in entries:
        fact = entry.fact()
        if isinstance(fact, SaleRecorded | RefundRecorded):
            of = fact.beneficiary
            person = kept.get(of.person, of.person) if isinstance(of, Beneficiary) else ""
            _take(counting, entry, fact, "" if person in buyers else person)
    return TillImpact(counting, rules, issuer)


def impact_document(impact: TillImpact, period: str) -> ImpactReport:
    """The report of a period, in the language in force."""
    from pos_app.printing.documents.impact_report import month_name, report_of

    months = [month for month in impact.counting.months if month.startswith(period)]
    subtitle = month_name(period) if len(period) > len("2026") else period or _("Since the beginning")
    return report_of(
        name=f"impact-{period or 'total'}",
        subtitle=subtitle,
        author=impact.issuer,
        whole=impact.counting.figures(impact.rules, period),
        parts={"by_month": tuple((month, impact.counting.figures(impact.rules, month)) for month in months)},
        notes=(_("What this till sold. Head office counts all points together, each person once."),),
        rules=impact.rules,
        speaker=i18n,
    )


def write_impact(report: ImpactReport, path: Path) -> None:
    """Writes the report as a PDF, or its figures as a table, by the name of the file.

    Raises Refusal("table_kind_unknown"), Unavailable("table_not_written").
    """
    from pos_app.domain.refusals import Unavailable
    from pos_app.durable_file import write_durably
    from pos_app.printing.impact_sheet import impact_report_pdf
    from pos_app.tables.writing import write_table

    if path.suffix.lower() != ".pdf":
        write_table(path, (report.title, report.subtitle), report.as_rows())
        return
    try:
        write_durably(path, impact_report_pdf(report))
    except OSError as error:
        raise Unavailable("table_not_written", name=path.name) from error


def _known(till: Till) -> tuple[ImpactRules, str, frozenset[str]]:
    from pos_app.counter.status import status

    issuer = status(till).issuer
    buyers = frozenset(str(one.token) for one in structures(till.connection))
    return till.rules.impact, f"{issuer.legal_name} · {issuer.point} · {issuer.till}", buyers


def _entries(submit: Submit, cancelled: Callable[[], bool]) -> Iterator[Entry]:
    position = 0
    while not cancelled() and (part := submit(partial(_part, after=position)).result()):
        position = part[-1][0]
        yield from (entry for _position, entry in part)


def _part(till: Till, *, after: int) -> list[tuple[int, Entry]]:
    return journal.of_kinds(till.connection, _KINDS, after_position=after, limit=_PART)


def _take(counting: ImpactCounting, entry: Entry, fact: SaleRecorded | RefundRecorded, person: str) -> None:
    of = fact.beneficiary
    said = of.month if isinstance(of, Beneficiary) else fact.month if isinstance(fact, SaleRecorded) else ""
    month = said or local_datetime(entry.at_ms, entry.offset_min).strftime("%Y-%m")
    ticket = fact.ticket if isinstance(fact, SaleRecorded) else ""
    for line in fact.lines:
        sold = ProductSold(line.product, line.family, line.quantity, line.saving_cents, line.gift_saving_cents)
        counting.take(month=month, person=person, ticket=ticket, line=sold)
