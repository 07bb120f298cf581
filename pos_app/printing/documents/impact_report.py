"""The report of impact: its figures, each with its definition, its chart and its tables, in words already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pos_app import impact_words
from pos_app.domain.impact import Figures, ImpactRules, shown_rows
from pos_app.i18n import N_
from pos_app.impact_words import Speaker
from pos_app.printing.charts import Bar, BarChart


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure: what it is called, what it is, how it was counted."""

    label: str
    value: str
    definition: str


@dataclass(frozen=True, slots=True)
class ReportedTable:
    """A breakdown: its heading, the names of its columns, its rows. The first column names the part."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """`title` and `subtitle` say whose figures and of when; `notes` what must be known of them, the tills that are not
    all in among it."""

    name: str
    title: str
    subtitle: str
    author: str
    figures: tuple[ReportedFigure, ...]
    chart_heading: str
    chart: BarChart
    tables: tuple[ReportedTable, ...]
    notes: tuple[str, ...]
    definitions_heading: str

    def as_rows(self) -> list[tuple[str, ...]]:
        """The figures and tables one below the other, for a spreadsheet."""
        rows: list[tuple[str, ...]] = [(figure.label, figure.value) for figure in self.figures]
        return rows + [row for table in self.tables for row in (("",), (table.heading,), table.columns, *table.rows)]


Rows = tuple[tuple[str, Figures], ...]


def report_of(
    *,
    name: str,
    subtitle: str,
    author: str,
    whole: Figures,
    parts: Mapping[str, Rows],
    notes: tuple[str, ...],
    rules: ImpactRules,
    speaker: Speaker,
) -> ImpactReport:
    """The report of `whole` and of its `parts` ("by_month", "by_point", "by_programme", "by_prescriber")."""
    say = speaker.gettext
    said = impact_words.values(whole, rules, speaker)
    figures = tuple(
        ReportedFigure(say(label), said[field], say(impact_words.DEFINITIONS[field]))
        for field, label in impact_words.NAMES.items()
    )
    return ImpactReport(
        name=name,
        title=say(N_("Impact")),
        subtitle=subtitle,
        author=author,
        figures=figures,
        chart_heading=say(N_("People helped by month")),
        chart=people_by_month(parts.get("by_month", ()), rules, speaker),
        tables=tuple(_table(part, parts[name], rules, speaker) for name, part in PARTS.items() if parts.get(name)),
        notes=(*notes, *impact_words.notes(rules, speaker)),
        definitions_heading=say(N_("How each figure is counted")),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A breakdown: its heading, what each row is, and what stands for the row without a name."""

    heading: str
    first: str
    unnamed: str = ""


MONTHS = Part(N_("By month"), N_("Month"))
PARTS = {
    "by_month": MONTHS,
    "by_point": Part(N_("By reception point"), N_("Reception point")),
    "by_programme": Part(N_("By programme"), N_("Programme"), N_("To nobody in particular")),
    "by_prescriber": Part(N_("By structure that referred"), N_("Structure"), N_("No structure known")),
}


def people_by_month(rows: Rows, rules: ImpactRules, speaker: Speaker) -> BarChart:
    """A column for each month; a dash stands where too few people are counted."""
    shown = shown_rows(rows, smallest=rules.smallest_cell, add_up=False)
    return BarChart(
        tuple(
            Bar(month_name(name), figures.people, speaker.number(figures.people))
            if figures is not None
            else Bar(month_name(name), 0, "–", hidden=True)
            for name, figures in shown
        )
    )


def month_name(month: str) -> str:
    """ "2026-11" as it is written: "11/2026"."""
    year, _hyphen, number = month.partition("-")
    return f"{number}/{year}"


def _table(part: Part, rows: Rows, rules: ImpactRules, speaker: Speaker) -> ReportedTable:
    say = speaker.gettext
    columns = (say(part.first), *(say(impact_words.NAMES[field]) for field in impact_words.ROW_FIELDS))
    written = impact_words.row_values(rows, rules, speaker, add_up=part is not MONTHS)
    return ReportedTable(
        say(part.heading),
        columns,
        tuple((month_name(name) if part is MONTHS else name or say(part.unnamed), *cells) for name, cells in written),
    )
