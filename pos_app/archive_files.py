"""Writing an archive's files from entries, and the ZIP that holds them."""

from __future__ import annotations

import csv
import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Protocol, TextIO

import msgspec

from pos_app.clock import local_datetime
from pos_app.domain.facts import FACTS, Fact
from pos_app.durable_file import sync_folder
from pos_app.ledger.archive_format import (
    ABOUT,
    ENTRIES,
    MANIFEST,
    NOTICE,
    PUBLIC_KEY,
    SIGNATURE,
    TABLES,
    About,
    Row,
    entry_line,
    public_key_pem,
    rows_of,
)
from pos_app.ledger.entry import Entry
from pos_app.ledger.signing import Signer
from pos_app.settings import RESOURCES

NOTICE_OF_TILL = RESOURCES / "archive-notice.fr.txt"
NOTICE_OF_OFFICE = RESOURCES / "archive-notice-office.fr.txt"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The same archive has the same bytes: its date stands in what is signed."""
_PIECE_BYTES = 1 << 20
_FORMULAS = ("=", "+", "@")


class TextSink(Protocol):
    """Where rows are written."""

    def write(self, text: str, /) -> int: ...


class TableWriter:
    """The archive's tables, written row by row as its entries come."""

    def __init__(self, files: Mapping[str, TextSink]) -> None:
        self._rows = {name: csv.writer(file, delimiter=";", lineterminator="\r\n") for name, file in files.items()}
        for name, columns in TABLES.items():
            self._rows[name].writerow(columns)

    def write(self, entry: Entry, fact: Fact | None = None) -> None:
        """The rows of an entry; `fact` is what it says, where that was read already."""
        if entry.kind not in FACTS:
            return
        at = local_datetime(entry.at_ms, entry.offset_min).strftime("%Y-%m-%d %H:%M:%S")
        for name, row in rows_of(entry, fact or entry.fact(), at=at):
            self._rows[name].writerow(_safe(row))


def _safe(row: Row) -> Row:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    return tuple(f"'{value}" if isinstance(value, str) and value[:1] in _FORMULAS else value for value in row)


def write_entries(folder: Path, entries: Iterable[Entry]) -> int:
    """Writes the entries and the tables that follow from them into `folder`; returns how many entries there were."""
    with ExitStack() as opened:
        tables = TableWriter({name: opened.enter_context(open_table(folder / name)) for name in TABLES})
        lines = opened.enter_context((folder / ENTRIES).open("wb"))
        written = 0
        for entry in entries:
            lines.write(entry_line(entry) + b"\n")
            tables.write(entry)
            written += 1
    return written


def open_table(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def write_signed(folder: Path, about: About, *, signer: Signer, notice_file: Path = NOTICE_OF_TILL) -> None:
    """Adds what explains and proves the files in `folder`: notice, public key, manifest, signature."""
    (folder / ABOUT).write_bytes(msgspec.json.format(msgspec.json.encode(about), indent=1) + b"\n")
    (folder / PUBLIC_KEY).write_bytes(public_key_pem(signer.public_key))
    facts = {name: str(value) for name, value in msgspec.structs.asdict(about).items()}
    notice = notice_file.read_text(encoding="utf-8").format(**facts, incarnation=signer.incarnation)
    (folder / NOTICE).write_text(notice, encoding="utf-8")
    manifest = "".join(f"{digest_of(path)}  {path.name}\n" for path in sorted(folder.iterdir())).encode()
    (folder / MANIFEST).write_bytes(manifest)
    (folder / SIGNATURE).write_bytes(signer.sign(manifest))


def zip_folder(folder: Path, target: Path) -> None:
    """Puts the files of `folder` into the ZIP `target`, whole and synced, or not at all. Raises OSError."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in sorted(folder.iterdir()):
                    _add(archive, path)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
        sync_folder(target.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def digest_of(path: Path) -> str:
    """A file's SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in pieces(file):
            digest.update(piece)
    return digest.hexdigest()


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE_BYTES):
        yield piece


def _add(archive: zipfile.ZipFile, path: Path) -> None:
    member = zipfile.ZipInfo(path.name, _ZIP_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(member, "w", force_zip64=True) as target:
        for piece in pieces(source):
            target.write(piece)
