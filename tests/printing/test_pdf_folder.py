"""The printer that is a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import pytest

from pos_app.domain.refusals import Unavailable
from pos_app.printing.pdf_folder import PdfFolder
from pos_app.printing.writers import document_pdf
from tests.printing.specimens import MIXED_SALE, MOCK_SALE, receipt


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_document_is_a_file_by_its_name_in_a_folder_that_is_made(tmp_path: Path) -> None:
    printer = PdfFolder("pdf_folder", tmp_path / "receipts" / "2026")
    for copy in (0, 1, 2):
        printer.print(receipt(copy=copy))
    folder = tmp_path / "receipts" / "2026"
    assert names_in(folder) == ["MRS1-000482-duplicata-1.pdf", "MRS1-000482-duplicata-2.pdf", "MRS1-000482.pdf"]
    assert (folder / "MRS1-000482.pdf").read_bytes() == document_pdf(receipt())


def test_a_job_repeated_after_a_power_cut_leaves_one_file_untouched(tmp_path: Path) -> None:
    printer = PdfFolder("pdf_folder", tmp_path)
    printer.print(receipt())
    before = (tmp_path / "MRS1-000482.pdf").stat()
    printer.print(receipt())
    after = (tmp_path / "MRS1-000482.pdf").stat()
    assert names_in(tmp_path) == ["MRS1-000482.pdf"]
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_a_power_cut_left_of_a_document_goes_when_its_job_is_repeated(tmp_path: Path) -> None:
    (tmp_path / ".MRS1-000482.pdf.k2j4x9aa").write_bytes(b"%PDF-1.3 cut in the middle")
    (tmp_path / ".MRS1-000483.pdf.p0o9i8uu").write_bytes(b"another job's")
    PdfFolder("pdf_folder", tmp_path).print(receipt())
    assert names_in(tmp_path) == [".MRS1-000483.pdf.p0o9i8uu", "MRS1-000482.pdf"]


def test_another_document_of_the_same_name_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "MRS1-000482.pdf").write_bytes(b"of another till")
    printer = PdfFolder("pdf_folder", tmp_path)
    for sale in (MOCK_SALE, MIXED_SALE, MOCK_SALE):
        printer.print(receipt(sale))
    assert (tmp_path / "MRS1-000482.pdf").read_bytes() == b"of another till"
    assert (tmp_path / "MRS1-000482 (2).pdf").read_bytes() == document_pdf(receipt(MOCK_SALE))
    assert (tmp_path / "MRS1-000482 (3).pdf").read_bytes() == document_pdf(receipt(MIXED_SALE))
    assert len(names_in(tmp_path)) == 3


def test_a_folder_that_cannot_be_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "receipts").write_text("a file where the folder should be")
    with pytest.raises(Unavailable) as refused:
        PdfFolder("pdf_folder", tmp_path / "receipts").print(receipt())
    assert refused.value.code == "print_folder_unavailable"
    assert refused.value.params == {"folder": str(tmp_path / "receipts")}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_is_unavailable_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file that is opened for writing is one on a disk that has no room."""
    real = os.fdopen

    def on_a_full_disk(descriptor: int, mode: str) -> IO[bytes]:
        os.close(descriptor)
        opened: IO[bytes] = real(os.open("/dev/full", os.O_WRONLY), mode)
        return opened

    monkeypatch.setattr(os, "fdopen", on_a_full_disk)
    with pytest.raises(Unavailable) as refused:
        PdfFolder("pdf_folder", tmp_path).print(receipt())
    assert refused.value.code == "print_folder_unavailable"
    assert names_in(tmp_path) == []
