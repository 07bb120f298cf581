"""The page of impact: the till's own figures, each with how it is counted; by month, as a chart, a table, a file."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.counter.impact import TillImpact, impact_document, till_impact, write_impact
from pos_app.counter.own_thread import in_a_thread
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.impact.chart import HEIGHT, WIDTH, Chart
from pos_app.desktop.theme import theme
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.page import Page
from pos_app.desktop.widgets.table import Table
from pos_app.i18n import gettext as _

if TYPE_CHECKING:
    from pos_app.printing.documents.impact_report import ImpactReport

COLUMNS = 5


@dataclass(frozen=True, slots=True)
class _Shown:
    report: ImpactReport
    svg: str


class ImpactPage(Page):
    """The period is chosen at the top; F8 writes what is shown as a report (.pdf) or a table (.csv, .xlsx)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Impact"))
        self._impact: TillImpact | None = None
        self._report: ImpactReport | None = None
        self.period = combo(_("Period"), ())
        self.period.currentIndexChanged.connect(self._count)
        self.export = key_button(_("Export…"), "F8", self._choose_file, shortcut="F8")
        self.heading.addWidget(self.period)
        self.heading.addWidget(self.export)
        self.figures = QGridLayout()
        self.figures.setSpacing(12)
        self.chart = Chart()
        self.months: Table | None = None
        self.notes = label(role="muted", wrap=True)
        inside = QWidget()
        self._stack = QVBoxLayout(inside)
        self._stack.setContentsMargins(0, 0, 8, 0)
        self._stack.setSpacing(14)
        self._stack.addLayout(self.figures)
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.notes)
        self._stack.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        self.body.addWidget(scroll, 1)

    def refresh(self) -> None:
        """Counts the journal again, in parts, away from the window."""
        submit = self.desk.running.in_background
        future: Future[TillImpact] = in_a_thread(lambda: till_impact(submit))
        self.desk.ask(future, self._show_periods, self.tell)

    def export_to(self, path: Path) -> None:
        """Writes the period that is shown."""
        report = self._report
        if report is None:
            return
        done = _("Written to {path}.").format(path=path)
        future = self.desk.running.compute(lambda: write_impact(report, path))
        self.desk.ask(future, lambda _none: self.notice.show_text(done, "good"), self.tell)

    def _show_periods(self, impact: TillImpact) -> None:
        chosen = chosen_value(self.period)
        self._impact = impact
        self.period.blockSignals(True)
        self.period.clear()
        for period in impact.periods:
            self.period.addItem(_period_words(period), period)
        self.period.setCurrentIndex(max(0, self.period.findData(chosen)))
        self.period.blockSignals(False)
        self._count()

    def _count(self) -> None:
        impact, period = self._impact, chosen_value(self.period)
        if impact is None:
            return
        accent, ink = (int(colour.removeprefix("#"), 16) for colour in (theme().accent, theme().muted))

        def shown() -> _Shown:
            from pos_app.printing.charts import bar_drawing, svg_of

            report = impact_document(impact, period)
            drawing = bar_drawing(report.chart, width=WIDTH, height=HEIGHT, accent=accent, ink=ink)
            return _Shown(report, svg_of(drawing))

        self.desk.ask(self.desk.running.compute(shown), self._show, self.tell)

    def _show(self, shown: _Shown) -> None:
        self._report = shown.report
        self._clear_figures()
        for place, figure in enumerate(shown.report.figures):
            self.figures.addWidget(_card(figure.label, figure.value, figure.definition), *divmod(place, COLUMNS))
        bars = ", ".join(f"{bar.label} {bar.written}" for bar in shown.report.chart.bars)
        self.chart.show_drawing(shown.svg, f"{shown.report.chart_heading}: {bars}")
        self.chart.setVisible(len(shown.report.chart.bars) > 1)
        self._show_months(shown.report)
        definitions = [f"{figure.label} – {figure.definition}" for figure in shown.report.figures]
        self.notes.setText("\n".join([*shown.report.notes, "", *definitions]))

    def _show_months(self, report: ImpactReport) -> None:
        if not report.tables:
            return
        table = report.tables[0]
        if self.months is None:
            self.months = Table(table.columns, name=table.heading, right=frozenset(range(1, len(table.columns))))
            self._stack.insertWidget(2, self.months)
        self.months.show_rows(table.rows)
        self.months.setFixedHeight(40 * min(13, len(table.rows) + 1) + 12)

    def _clear_figures(self) -> None:
        while (item := self.figures.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _choose_file(self) -> None:
        if self._report is None:
            return
        dialog = QFileDialog(self, _("Export…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._report.name}.pdf")
        dialog.fileSelected.connect(lambda path: self.export_to(Path(path)))
        dialog.open()


def _card(words: str, value: str, definition: str) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "card")
    card.setToolTip(definition)
    card.setAccessibleName(f"{words} {value}")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.addWidget(label(words, role="muted"))
    inside.addWidget(label(value, size=24, bold=True))
    return card


def _period_words(period: str) -> str:
    """ "Since the beginning", "2026", "11/2026"."""
    year, hyphen, month = period.partition("-")
    return f"{month}/{year}" if hyphen else year or _("Since the beginning")
