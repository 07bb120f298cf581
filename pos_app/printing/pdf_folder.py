"""The printer that every till has: a folder of PDF files, one for each receipt."""

from __future__ import annotations

from pathlib import Path

from pos_app.domain.refusals import Unavailable
from pos_app.durable_file import write_durably
from pos_app.printing.documents.receipt import Receipt


class PdfFolder:
    """Writes `MRS1-000482.pdf` and `MRS1-000482-duplicata-1.pdf`, each whole or not at all.

    A job repeated after a power cut writes the same bytes to the same name.
    """

    repeatable = True

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder

    def print(self, document: Receipt) -> None:
        """Raises Unavailable("print_folder_unavailable", folder)."""
        from pos_app.printing.receipt_slip import receipt_pdf

        content = receipt_pdf(document)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_durably(self._folder / f"{document.name}.pdf", content)
        except OSError as error:
            raise Unavailable("print_folder_unavailable", folder=str(self._folder)) from error
