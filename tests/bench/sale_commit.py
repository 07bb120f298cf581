"""A whole sale against a raw one-row commit in plain SQLite, both in WAL with synchronous FULL on one file system.

The sale is what the desk waits for: three lines and a payment as a signed, chained entry, its ticket, stock, drawer,
totals and print job, encrypted. What the till does afterwards, while nobody waits (checkpoint), is not timed.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.counter.open_till import OpenedTill, abandon_till, open_till
from pos_app.counter.receive_stock import receive_stock
from pos_app.counter.sell import sell
from tests.bench.row import PeerMissingError, Row, side_by_side
from tests.store.syncs import syncs_before_each_answer
from tests.tills import TemplateTill, basket_of, cash, copy_of, keys_of, make_template

PER_ROUND = 20
CODES = ("CARTE-30", "CARTE-2H", "ATELIER")


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        template = make_template(root / "template")
        sales, raw = Sales(template, root / "timed"), RawCommits(root / "raw.db")
        yield side_by_side(
            "sale_commit",
            unit="ms",
            ours=sales.milliseconds_each,
            reference=raw.milliseconds_each,
            reference_name="raw one-row SQLite commit",
            goal=2.0,
            rounds=61,
        )
        sales.close()
        raw.close()
        yield _fsyncs(template, root / "traced")


def _fsyncs(template: TemplateTill, root: Path) -> Row:
    strace = shutil.which("strace")
    if not strace:
        raise PeerMissingError("strace is not installed")
    counts = syncs_before_each_answer(template, copy_of(template, root), sales=22, strace=Path(strace))
    return Row("sale_fsyncs", "", max(counts), 1, "one sync before the desk is answered", goal=1)


class Sales:
    """A till that sells, as its storage thread does."""

    def __init__(self, template: TemplateTill, root: Path) -> None:
        folder = copy_of(template, root)
        self._opened: OpenedTill = open_till(folder, keys_of(template, folder), clock=SystemClock())
        self._operator = template.volunteer
        self._numbers = itertools.count(1)
        for code in CODES[:2]:
            receive_stock(self._opened.till, operator=template.coordinator, product=code, quantity=90_000)

    def milliseconds_each(self) -> float:
        till, took_s = self._opened.till, 0.0
        for number in itertools.islice(self._numbers, PER_ROUND):
            basket = basket_of(till, *CODES, number=number)
            begun = time.perf_counter()
            sell(till, operator=self._operator, basket=basket, tenders=cash(900), receipt=True)
            took_s += time.perf_counter() - begun
            till.store.checkpoint()
        return took_s * 1000 / PER_ROUND

    def close(self) -> None:
        abandon_till(self._opened)


class RawCommits:
    """The least that a durable commit costs here: one row in plain SQLite."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, said TEXT)")

    def commit(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO kept (said) VALUES ('one row')")
        self._connection.execute("COMMIT")

    def milliseconds_each(self) -> float:
        begun = time.perf_counter()
        for _ in range(PER_ROUND):
            self.commit()
        return (time.perf_counter() - begun) * 1000 / PER_ROUND

    def close(self) -> None:
        self._connection.close()
