"""Tables that sort, filter and export, at the size of a large point's year."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos_app.desktop.widgets.row_table import Column, RowTable
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import choose, stock


def test_a_table_is_exported_as_it_is_shown_and_no_cell_is_a_formula(at_desk: AtDesk, tmp_path: Path) -> None:
    page = stock(at_desk)
    choose(at_desk, page, "carte")
    page.counted.export_to(tmp_path / "stock.csv")
    at_desk.wait((tmp_path / "stock.csv").exists)
    rows = list(csv.reader((tmp_path / "stock.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["CARTE-30", "CARTE-2H", "CARTE-ILLIM"]
    page.counted.export_to(tmp_path / "nowhere" / "stock.csv")
    at_desk.wait(lambda: "n’a pas pu être écrit" in page.notice.text)
    table = RowTable([Column("A", str)], name="a")
    table.show_rows(["=1+1", "-5"])
    assert table.rows.as_table() == (["A"], [["=1+1"], ["-5"]])


@pytest.mark.usefixtures("application")
def test_fifty_thousand_rows_sort_and_filter_within_a_moment() -> None:
    """A person waits for nothing above half a second; measured generously, for machines that are busy."""
    columns = [Column("Number", str, by=int, right=True), Column("Name", lambda row: f"Élément n{row % 997:03d}")]
    table = RowTable(columns, name="many")
    took = {}
    acts: dict[str, Callable[[], object]] = {
        "show": lambda: table.show_rows(range(50_000)),
        "sort": lambda: table.sortByColumn(1, Qt.SortOrder.DescendingOrder),
        "first filter": lambda: table.filter("element n42"),
        "filter": lambda: table.filter("element n421"),
    }
    for name, act in acts.items():
        begun = time.perf_counter()
        act()
        took[name] = time.perf_counter() - begun
    assert table.rows.rowCount() > 0
    assert all("n421" in str(table.rows.index(row, 1).data()) for row in range(table.rows.rowCount()))
    assert max(took.values()) < 2, took
