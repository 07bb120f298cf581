"""Taking a list of 100 000 people in: read, checked, registered with rights and signed entries, indexed."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pos_app.counter.open_till import abandon_till
from pos_app.counter.people_lists.work import ListWork
from pos_app.counter.till import Till
from pos_app.store.storage_thread import StorageThread
from tests.bench.row import Row
from tests.clock import ManualClock
from tests.people.generator import people
from tests.tills import copy_of, make_template, open_copy

PEOPLE = 100_000
LONGEST_S = 60
_HEADINGS = ("Nom", "Prénom", "Année de naissance", "Téléphone", "Prescripteur", "Date du bon")


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        path = _list(Path(name) / "liste.csv")
        took_s, count = _taken_in(Path(name), path)
    yield Row("import_100k", "s", took_s * PEOPLE / count, LONGEST_S, "a minute", goal=1)


def _list(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_HEADINGS)
        for number, one in enumerate(people(PEOPLE, seed=3)):
            year, prescriber = 1930 + number * 7 % 75, f"CCAS {number % 40}"
            writer.writerow((one.family, one.given, year, one.phone, prescriber, "03/11/2026"))
    return path


def _taken_in(folder: Path, path: Path) -> tuple[float, int]:
    """Seconds, and how many of the list could come (namesakes of one year do not)."""
    template = make_template(folder / "template")
    opened = open_copy(template, copy_of(template, folder / "till"), ManualClock())
    storage: StorageThread[Till] = StorageThread(lambda: opened.till, close_owned=lambda _till: abandon_till(opened))
    work = ListWork(storage.submit)
    begun = time.perf_counter()
    known = work.open(path, operator=template.coordinator).result()
    count = work.take_in(known.table, known.matching, operator=template.coordinator).result()
    took_s = time.perf_counter() - begun
    storage.close()
    return took_s, count
