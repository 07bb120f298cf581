"""Tables as others write them: found out, read row by row, refused with a reason where they are none."""

from __future__ import annotations

import datetime as dt
import resource
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.tables import table_file, workbook
from pos_app.tables.table_file import open_table

TWO = [("Nom", "Année"), ("Noël", "1980")]


def texts(path: Path) -> list[tuple[str, ...]]:
    return [cells for _line, cells in open_table(path).rows()]


def written(folder: Path, content: bytes, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_encoding_and_the_separator_are_found_out(tmp_path: Path, encoding: str, separator: str) -> None:
    content = "".join(separator.join(row) + "\r\n" for row in TWO).encode(encoding)
    assert texts(written(tmp_path, content)) == TWO


def test_a_euro_sign_of_windows_is_read(tmp_path: Path) -> None:
    assert texts(written(tmp_path, "Prix;Nom\n5 €;Zoé\n".encode("cp1252")))[1] == ("5 €", "Zoé")


def test_a_letter_of_windows_far_down_a_long_file_is_read_as_one(tmp_path: Path) -> None:
    content = b"Nom;Annee\n" + b"Martin;1980\n" * 60_000 + "Noël;1981\n".encode("cp1252")
    assert texts(written(tmp_path, content))[-1] == ("Noël", "1981")


def test_quotes_hold_separators_and_new_lines_and_lines_are_those_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, b'Nom;Adresse\n"Martin";"1; rue\ndu Port"\n\nDiallo;x\n')
    assert list(open_table(path).rows()) == [
        (1, ("Nom", "Adresse")), (3, ("Martin", "1; rue\ndu Port")), (5, ("Diallo", "x")),
    ]  # fmt: skip


def test_a_row_may_be_shorter_or_longer_than_its_heading(tmp_path: Path) -> None:
    assert texts(written(tmp_path, b"a;b;c\n1\n1;2;3;4\n;;\n")) == [("a", "b", "c"), ("1",), ("1", "2", "3", "4")]


def test_a_comma_in_a_name_is_no_separator_where_semicolons_are(tmp_path: Path) -> None:
    assert texts(written(tmp_path, b"nom;annee\nMartin, Luc;1980\nDurand, Eve;1981\n"))[1] == ("Martin, Luc", "1980")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
        (b"PK\x03\x04 not a zip at all", "workbook"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        texts(written(tmp_path, content))
    assert (refused.value.code, refused.value.params["table_reason"]) == ("table_file_unusable", reason)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b'a;b\n1;"2\n3;4\n', 4, "csv"),
        (b"a;b\n1;2\n" + b"\n" * 70_000 + b"3;\x00\n", 70_003, "nul"),
        (b"a;b\n1;" + b"x" * 10_001 + b"\n", 2, "cell_too_long"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, line: int, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        texts(written(tmp_path, content))
    assert refused.value.params == {"line": line, "table_reason": reason}


def test_a_workbook_gives_its_first_sheet_with_days_and_whole_numbers(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Nom", "Année", "Bon"])
        sheet.write_row(2, 0, ["Noël", 1980])
        sheet.write_datetime(2, 2, dt.date(2026, 11, 3), day)
        book.add_worksheet("autre").write(0, 0, "rien")
    assert list(open_table(path).rows()) == [(1, ("Nom", "Année", "Bon")), (3, ("Noël", "1980", "2026-11-03"))]


def test_a_workbook_that_unpacks_to_more_than_memory_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with pytest.raises(Refusal) as refused:
        texts(path)
    assert refused.value.params["table_reason"] == "too_large"


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(Refusal) as refused:
        texts(path)
    assert refused.value.params["table_reason"] == "workbook"


def test_limits_are_those_of_a_small_computer() -> None:
    assert workbook.LARGEST_UNPACKED_BYTES <= table_file.LARGEST_BYTES


def test_a_file_that_went_away_or_changed_meanwhile_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, b"a;b\n1;2\n")
    table = open_table(path)
    rows = table.rows()
    next(rows)
    path.write_bytes(b"a;b\n1;2\n3;4\n")
    with pytest.raises(Refusal) as refused:
        list(rows)
    assert refused.value.code == "table_file_changed"
    path.unlink()
    with pytest.raises(Unavailable) as gone:
        list(table.rows())
    assert gone.value.code == "table_file_unreadable"


def test_a_file_of_200_megabytes_is_never_in_memory_whole(tmp_path: Path) -> None:
    path = tmp_path / "grande.csv"
    row = b"Martin;Jean-Baptiste;1980;0612345678;CCAS de Marseille;03/11/2026;" + b"x" * 140 + b"\n"
    with path.open("wb") as file:
        for _ in range(1_000):
            file.write(row * 1_000)
    assert path.stat().st_size > 200_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _row in open_table(path).rows()) == 1_000_000
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 40 * 1024
