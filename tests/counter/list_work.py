"""A till behind its storage thread, and lists to be taken in."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from pos_app.counter.people_lists.check import CheckedList
from pos_app.counter.people_lists.work import ListWork
from pos_app.counter.till import Till
from pos_app.domain.operator import Operator
from pos_app.domain.people_list import Matching
from pos_app.store import journal
from pos_app.store.opening import Connection
from pos_app.store.storage_thread import StorageThread

HEADINGS = ("Nom", "Prénom", "Année de naissance", "Téléphone", "Prescripteur", "Date du bon", "Numéro du bon", "Carte")
TIMEOUT_S = 30
_SYLLABLES = (
    "ba",
    "co",
    "di",
    "fe",
    "gu",
    "ja",
    "ko",
    "li",
    "me",
    "nu",
    "pa",
    "ro",
    "si",
    "te",
    "vu",
    "bla",
    "cro",
    "dri",
    "fle",
    "gru",
)
INDEX_TABLES = ("person_entry", "person_word", "person_number", "known_word", "known_deletion")


@dataclass(frozen=True, slots=True)
class Desk:
    """The till's storage thread and whoever works with it."""

    storage: StorageThread[Till]
    operator: Operator

    @property
    def work(self) -> ListWork:
        return ListWork(self.storage.submit)

    def opened(self, path: Path) -> tuple[ListWork, Matching]:
        work = self.work
        return work, work.open(path, operator=self.operator).result(TIMEOUT_S).matching

    def checked(self, path: Path) -> CheckedList:
        opened = self.work.open(path, operator=self.operator).result(TIMEOUT_S)
        return self.work.check(opened.table, opened.matching).result(TIMEOUT_S)

    def begin(self, path: Path) -> tuple[ListWork, Future[int]]:
        work = self.work
        opened = work.open(path, operator=self.operator).result(TIMEOUT_S)
        return work, work.take_in(opened.table, opened.matching, operator=self.operator)

    def taken_in(self, path: Path) -> int:
        return self.begin(path)[1].result(TIMEOUT_S)


def list_file(folder: Path, rows: Sequence[Sequence[str]], *, name: str = "liste.csv") -> Path:
    """A list as a French spreadsheet saves it."""
    path = folder / name
    lines = (";".join(row) for row in (HEADINGS, *rows))
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path


def row(family: str = "Diallo", given: str = "Mamadou", year: str = "1984", *more: str) -> tuple[str, ...]:
    """More cells: telephone, prescriber, day of the slip, its number, card."""
    return (family, given, year, *more)


def invented_rows(count: int) -> list[tuple[str, ...]]:
    """People of names that nobody else of them has."""
    return [
        row(_letters(number), "Awa", str(1950 + number % 50), f"06{number:08d}", f"CCAS de {_letters(number % 3)}",
            "03/11/2026")
        for number in range(count)
    ]  # fmt: skip


def _letters(number: int) -> str:
    """A name for each number, below 8000."""
    return "".join(_SYLLABLES[number // 20**place % 20] for place in range(3)).capitalize()


def index_rows(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """The index that finds people, whole."""
    return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in INDEX_TABLES}


def facts(desk: Desk, kind: str) -> list[object]:
    """What the journal says of one kind, in order."""

    def read(till: Till) -> list[object]:
        return [entry.fact() for _, entry in journal.every_entry(till.connection) if entry.kind == kind]

    return desk.storage.submit(read).result(TIMEOUT_S)
