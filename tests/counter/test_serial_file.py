"""Serial numbers out of a file: the named column, or the only one; which is neither is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.counter.serial_file import serials_of_file
from tests.counter.people_work import refusal


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("IMEI;modele\n490154203237518;A3\n;A3\n356938035643809;A3\n", ("490154203237518", "356938035643809")),
        ("modele,N° de série\nA3,SN-1\nA4,SN-2\n", ("SN-1", "SN-2")),
        ("490154203237518\n356938035643809\n", ("490154203237518", "356938035643809")),
        ("numero\nSN-1\n", ("SN-1",)),
    ],
)
def test_the_column_of_numbers_is_found(tmp_path: Path, content: str, found: tuple[str, ...]) -> None:
    path = tmp_path / "don.csv"
    path.write_text(content, encoding="utf-8")
    assert serials_of_file(path) == found


@pytest.mark.parametrize("content", ["A3;490154203237518\nA4;356938035643809\n", "IMEI;SN\n1;2\n"])
def test_a_file_whose_column_nobody_can_tell_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "don.csv"
    path.write_text(content, encoding="utf-8")
    with refusal("serial_column_unknown"):
        serials_of_file(path)
