"""Long work over a list in a thread of its own: what it counts so far, and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pos_app.counter.own_thread import in_a_thread
from pos_app.counter.people_lists.check import CheckedList, ListChecker, OnFile, check_list, read_on_file
from pos_app.counter.people_lists.export import export_people
from pos_app.counter.people_lists.run import Submit
from pos_app.counter.people_lists.take_in import take_in
from pos_app.domain.operator import Operator, Right
from pos_app.domain.people_list import Matching, matching_of
from pos_app.domain.refusals import Refusal
from pos_app.tables.table_file import Row, TableFile, open_table

_Result = TypeVar("_Result")
FIRST_ROWS = 6


@dataclass(frozen=True, slots=True)
class OpenedList:
    """A file that can be read: its first rows, and which column seems to hold what."""

    table: TableFile
    first: tuple[tuple[str, ...], ...]
    matching: Matching


class ListWork:
    """One piece of work at a time; `done` counts rows or people meanwhile. Futures may hold what the work raises."""

    def __init__(self, submit: Submit) -> None:
        self._submit = submit
        self._stop = threading.Event()
        self.done = 0

    def cancel(self) -> None:
        """Stops after the slice at hand."""
        self._stop.set()

    def open(self, path: Path, *, operator: Operator) -> Future[OpenedList]:
        """Opens the file and guesses its columns."""

        def work() -> OpenedList:
            operator.require(Right.IMPORT_PEOPLE)
            table = open_table(path)
            rows = table.rows()
            first = tuple(cells for _line, cells in _first(rows))
            if not first:
                raise Refusal("table_file_unusable", table_reason="empty")
            return OpenedList(table, first, matching_of(first[0]))

        return self._start(work)

    def check(self, table: TableFile, matching: Matching) -> Future[CheckedList]:
        """Reads every row and writes nothing."""

        def work() -> CheckedList:
            checker = _checker(matching, read_on_file(self._submit))
            return check_list(_rows(table, matching), checker, progress=self._count, cancelled=self._stop.is_set)

        return self._start(work)

    def take_in(self, table: TableFile, matching: Matching, *, operator: Operator) -> Future[int]:
        """Writes who can be written; how many, also where it was cancelled."""

        def work() -> int:
            return take_in(
                self._submit,
                _rows(table, matching),
                _checker(matching, read_on_file(self._submit)),
                operator=operator,
                sha256=table.sha256(),
                progress=self._count,
                cancelled=self._stop.is_set,
            )

        return self._start(work)

    def export(self, path: Path, *, operator: Operator) -> Future[int]:
        """Writes everybody on file to a table; how many."""
        return self._start(lambda: export_people(self._submit, path, operator=operator))

    def _count(self, done: int) -> None:
        self.done = done

    def _start(self, work: Callable[[], _Result]) -> Future[_Result]:
        self._stop.clear()
        self.done = 0
        return in_a_thread(work)


def _checker(matching: Matching, known: OnFile) -> ListChecker:
    if not matching.is_enough:
        raise Refusal("columns_not_matched")
    return ListChecker(matching, known)


def _rows(table: TableFile, matching: Matching) -> Iterator[Row]:
    """Without the heading."""
    rows = table.rows()
    if matching.heading:
        next(rows, None)
    return rows


def _first(rows: Iterator[Row]) -> Iterator[Row]:
    for _place, row in zip(range(FIRST_ROWS), rows, strict=False):
        yield row
