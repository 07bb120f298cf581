"""The printer that every till has: a folder of PDF files, one for each document."""

from __future__ import annotations

from collections.abc import Iterator
from glob import escape
from itertools import count
from pathlib import Path

from pos_app.domain.refusals import Bug, Unavailable
from pos_app.durable_file import write_durably
from pos_app.printing.jobs import Document


class PdfFolder:
    """Writes `MRS1-000482.pdf` and `MRS1-000482-duplicata-1.pdf`, each whole or not at all.

    A job repeated after a power cut finds its own bytes there and writes nothing. A file of that name that says
    something else (another till's, in a folder they share) stays as it is: ours becomes `MRS1-000482 (2).pdf`.
    """

    repeatable = True
    carries_codes = False

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder

    def print(self, document: Document) -> None:
        """Raises Unavailable("print_folder_unavailable", folder), Bug("code_into_a_file") for a voucher slip."""
        from pos_app.printing.writers import carries_codes, document_pdf

        if carries_codes(document):
            raise Bug("code_into_a_file")
        content = document_pdf(document)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = next(path for path in self._names_for(document) if not _says_otherwise(path, content))
            _clear_cut_writes(path)
            if not path.exists():
                write_durably(path, content)
        except OSError as error:
            raise Unavailable("print_folder_unavailable", folder=str(self.folder)) from error

    def _names_for(self, document: Document) -> Iterator[Path]:
        yield self.folder / f"{document.name}.pdf"
        for number in count(2):
            yield self.folder / f"{document.name} ({number}).pdf"


def _says_otherwise(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def _clear_cut_writes(path: Path) -> None:
    """Whatever a power cut left of an earlier try (pos_app.durable_file); the queue repeats the job that was cut."""
    for part in path.parent.glob(f".{escape(path.name)}.*"):
        part.unlink(missing_ok=True)
