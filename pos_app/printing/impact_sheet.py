"""Writing the report of impact as A4 pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.printing.a4 import WIDTH, Column, Pages
from pos_app.printing.charts import bar_drawing
from pos_app.printing.documents.impact_report import ImpactReport
from pos_app.printing.fonts import BOLD
from pos_app.printing.pdf import pdf_of
from pos_app.printing.sheets import A4

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_CHART_HEIGHT = 150
_SHARES = (0.16, 0.13, 0.09, 0.15, 0.1, 0.14, 0.1, 0.13)
"""Of the width: the name of a part, then its figures (pos_app.impact_words.ROW_FIELDS)."""


def impact_report_pdf(report: ImpactReport) -> bytes:
    """The report: what must be known first, then figures, chart, tables, and how each figure was counted."""

    def draw(canvas: Canvas) -> None:
        pages = Pages(canvas, f"{report.author} · {report.title} · {report.subtitle}")
        pages.title(report.title)
        pages.text(report.subtitle, size=12)
        for note in report.notes:
            pages.space(4)
            pages.text(note)
        pages.space(8)
        for figure in report.figures:
            pages.space(2)
            pages.text(f"{figure.label} : {figure.value}", size=12, font=BOLD)
        if report.chart.bars:
            pages.heading(report.chart_heading)
            pages.drawing(bar_drawing(report.chart, width=int(WIDTH), height=_CHART_HEIGHT))
        for table in report.tables:
            pages.heading(table.heading)
            columns = [
                Column(heading, share, right=bool(place))
                for place, (heading, share) in enumerate(zip(table.columns, _SHARES, strict=True))
            ]
            pages.table(columns, table.rows)
        pages.heading(report.definitions_heading)
        for figure in report.figures:
            pages.space(3)
            pages.text(f"{figure.label} : {figure.definition}")

    return pdf_of(draw, page_size=A4, title=report.title, author=report.author)
