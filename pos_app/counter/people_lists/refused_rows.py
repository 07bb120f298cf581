"""The rows of a list that were left out, as a table to be corrected and taken in again: the reason beside each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pos_app.counter.people_lists.check import RowProblem
from pos_app.i18n import gettext as _
from pos_app.sentences import say
from pos_app.tables.writing import Cell, write_table


def save_refused_rows(path: Path, headings: Sequence[str], problems: Sequence[RowProblem]) -> int:
    """Writes them as they were, with their line and reason last. Raises what `write_table` raises."""
    width = max((len(problem.cells) for problem in problems), default=0)
    first = (*headings, *[""] * (width - len(headings)), _("Line"), _("Why it was left out"))
    return write_table(path, first, (_row(problem, width) for problem in problems))


def _row(problem: RowProblem, width: int) -> tuple[Cell, ...]:
    return *problem.cells, *[""] * (width - len(problem.cells)), problem.line, say(problem.refusal)
