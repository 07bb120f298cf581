"""Sending a file from head office: written whole, recorded, and then given away piece by piece."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from litestar.response import Stream
from psycopg import Connection

from pos_app.archive_files import pieces
from pos_app.office.exports import Exported, keep_export
from pos_app.office.office import Office
from pos_app.office.pages.shown import PAGE_HEADERS, PageRequest, account_of, record_act


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: its name, its type, and how many rows it has."""

    name: str
    media_type: str
    rows: int


Write = Callable[[Connection, IO[bytes]], Written]


def sent(request: PageRequest, office: Office, *, what: str, scope: str, write: Write) -> Stream:
    """Writes the file as of one moment, records it, and sends it. It has no name on the disk and is gone when it was
    sent; what `write` raises leaves no record."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed once it was sent
    try:
        with office.database.transaction() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            written = write(connection, file)
        exported = Exported(
            made_ms=office.clock.now_ms(),
            made_by=account_of(request).login,
            what=what,
            scope=scope,
            rows=written.rows,
            sha256=_digest(file),
        )
        with office.database.transaction() as connection:
            keep_export(connection, exported)
            record_act(request, connection, "export.made", what, scope)
    except BaseException:
        file.close()
        raise
    headers = {**PAGE_HEADERS, "Content-Disposition": f'attachment; filename="{written.name}"'}
    return Stream(_sending(file), media_type=written.media_type, headers=headers)


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for piece in pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def _sending(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        yield from pieces(file)
