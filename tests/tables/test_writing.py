"""What is written for a spreadsheet never runs in it, and only its owner may read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.tables.table_file import open_table
from pos_app.tables.writing import Cell, write_table

DANGEROUS = ["=1+1", "+33612345678", "-5+cmd", "-A1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_would_be_a_formula_stands_behind_an_apostrophe_in_csv(tmp_path: Path, text: str) -> None:
    path = tmp_path / "liste.csv"
    write_table(path, ["Nom"], [[text]])
    assert f"'{text}" in path.read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("name", ["liste.csv", "liste.xlsx"])
def test_amounts_stay_numbers_also_below_zero(tmp_path: Path, name: str) -> None:
    rows: list[list[Cell]] = [["Noël", -250]]
    assert write_table(tmp_path / name, ["Nom", "Centimes"], rows) == 1
    assert [cells for _line, cells in open_table(tmp_path / name).rows()] == [("Nom", "Centimes"), ("Noël", "-250")]


@pytest.mark.parametrize("text", ["-5", "-2,50\u00a0€", "-1\u202f250,00\u00a0€"])
def test_an_amount_below_zero_is_written_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "liste.csv"
    write_table(path, ["Total"], [[text]])
    assert path.read_text(encoding="utf-8-sig").splitlines()[1] == text


def test_a_workbook_keeps_a_dangerous_text_as_text(tmp_path: Path) -> None:
    write_table(tmp_path / "liste.xlsx", ["Nom"], [["=1+1"]])
    assert [cells for _line, cells in open_table(tmp_path / "liste.xlsx").rows()][1] == ("=1+1",)


def test_only_its_owner_may_read_the_file_and_it_takes_the_old_one_s_place_whole(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(Refusal):
        write_table(path, ["Nom"], (_refuse() for _ in range(2)))
    assert path.read_text(encoding="utf-8") == "old"
    write_table(path, ["Nom"], [])
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["liste.csv"]


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write_table(tmp_path / "liste.ods", ["Nom"], [])
    assert refused.value.code == "table_kind_unknown"


def test_a_folder_that_is_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as gone:
        write_table(tmp_path / "clé USB" / "liste.csv", ["Nom"], [])
    assert gone.value.code == "table_not_written"


def _refuse() -> list[Cell]:
    raise Refusal("cancelled")
