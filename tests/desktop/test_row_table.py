"""Tables that sort, filter and export, at the size of a large point's year."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.operator import Role
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import choose, stock

MANY = 50_000


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
def test_fifty_thousand_rows_put_each_cell_into_words_once_and_only_those_that_a_filter_reads() -> None:
    """Sorting reads one key a row and filtering the words of the first time: what is typed next reads none."""
    said: Counter[str] = Counter()

    def named(row: int) -> str:
        said["words"] += 1
        return f"Élément n{row % 997:03d}"

    def by_name(row: int) -> int:
        said["key"] += 1
        return row % 997

    columns: list[Column[int]] = [Column("Number", str, by=int, right=True), Column("Name", named, by=by_name)]
    table = RowTable(columns, name="many")
    table.show_rows(range(MANY))
    assert said["words"] < 1_000, "only what a window shows is put into words"
    table.rows.sort(1, Qt.SortOrder.DescendingOrder)
    assert (said["key"], said["words"] < 1_000) == (MANY, True)
    said.clear()
    table.filter("element n42")
    assert MANY <= said["words"] < MANY + 1_000
    said.clear()
    table.filter("element n421")
    assert said["words"] < 1_000
    assert table.rows.rowCount() == MANY // 997
    assert all("n421" in str(table.rows.index(row, 1).data()) for row in range(table.rows.rowCount()))


@pytest.mark.usefixtures("application")
def test_what_is_exported_is_put_into_words_by_whoever_writes_it_as_it_was_shown() -> None:
    said: list[int] = []

    def number(row: int) -> str:
        said.append(row)
        return str(row)

    columns: list[Column[int]] = [Column("Number", number)]
    table = RowTable(columns, name="kept")
    table.show_rows([3, 1, 2])
    table.rows.sort(0)
    said.clear()
    kept = table.rows.kept()
    assert not said
    table.show_rows([9])
    assert kept() == (["Number"], [["1"], ["2"], ["3"]])


def test_a_volunteer_takes_no_list_out_of_the_till(at_desk: AtDesk, tmp_path: Path) -> None:
    page = stock(at_desk)
    assert page.counted.export.isVisible()
    assert at_desk.desk.operator is not None
    volunteer = replace(at_desk.desk.operator, role=Role.VOLUNTEER)
    at_desk.desk.signed_in(volunteer)
    page = stock(at_desk)
    assert not page.counted.export.isVisible()
    page.counted.export_to(tmp_path / "stock.csv")
    assert not (tmp_path / "stock.csv").exists()
