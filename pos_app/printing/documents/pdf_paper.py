"""A paper that is a PDF already: what is written aside of the queue, such as a sheet about a person."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PdfPaper:
    """`name` is what its job is called where a print service shows one: nobody's name."""

    name: str
    content: bytes = field(repr=False)
