"""An operator's file of activations: its columns by their names, each row with its day, each fault by its line."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.domain.activation_file import read_activations
from pos_app.domain.code_file import Row
from tests.counter.people_work import refusal

DAY = dt.date(2026, 11, 20)


def rows(*cells: tuple[str, ...]) -> list[Row]:
    return list(enumerate(cells, start=1))


@pytest.mark.parametrize("heading", [("Numéro de série", "Date d'activation"), ("serial", "Activated on")])
def test_serial_numbers_are_read_with_their_day(heading: tuple[str, str]) -> None:
    read = read_activations(rows(heading, ("ab-12 34", "20/11/2026"), ("AB1235", "2026-11-20")))
    assert [(each.serial, each.code, each.day) for each in read.rows] == [("AB1234", None, DAY), ("AB1235", None, DAY)]


def test_codes_are_read_where_there_is_no_serial_number_and_show_themselves_nowhere() -> None:
    read = read_activations(rows(("code", "date"), ("4821 7735 0092 6614", "20/11/2026")))
    (row,) = read.rows
    assert row.code is not None
    assert row.code.reveal() == "4821773500926614"
    assert "4821" not in repr(read)


def test_each_fault_names_its_line() -> None:
    read = read_activations(
        rows(("serial", "date"), ("A1", "x"), ("A2",), ("", "20/11/2026"), ("A3", "20/11/2026"), ("a-3", "21/11/2026"))
    )
    assert [(fault.line, fault.reason, fault.other) for fault in read.faults] == [
        (2, "day_not_a_date", 0),
        (3, "columns_missing", 0),
        (4, "nothing_activated", 0),
        (6, "activated_again", 5),
    ]


@pytest.mark.parametrize("heading", [("serial", "x"), ("x", "date"), ("4821773500926614", "2026-11-20")])
def test_a_file_that_does_not_name_its_columns_is_refused(heading: tuple[str, str]) -> None:
    with refusal("activation_columns"):
        read_activations(rows(heading, ("A1", "20/11/2026")))


def test_a_file_without_rows_is_refused() -> None:
    with refusal("activations_missing"):
        read_activations(rows(("serial", "date")))
    with refusal("activation_columns"):
        read_activations([])
