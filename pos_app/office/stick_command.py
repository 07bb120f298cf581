"""`pos-app office take-in`: a file that a stick brought, and the answer beside it."""

from __future__ import annotations

from pathlib import Path

from pos_app.durable_file import write_durably
from pos_app.office.audit import COMMAND_LINE
from pos_app.office.command import opened
from pos_app.office.pages.language import language_named
from pos_app.office.pages.stick_words import problems_of, said_of
from pos_app.office.take_in import take_in


def take_in_file(data: Path, *, address: str, database_url: str | None, file: Path, answer: Path, language: str) -> int:
    """Says what became of `file`, and writes the answer to `answer`; 1 where a part could not be taken in."""
    with opened(data, address=address, database_url=database_url) as office:
        done = take_in(office, file.read_bytes(), carrier=COMMAND_LINE)
    write_durably(answer, done.answer)
    words = language_named(language)
    problems = problems_of(done, words)
    print(said_of(done, words), *problems, sep="\n")
    return 1 if problems else 0
