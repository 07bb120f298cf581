"""The medium between a till and head office: a stick that is pulled out holds a file whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Bug, Refusal, Unavailable
from pos_app.durable_file import write_durably
from pos_app.i18n import gettext as _
from pos_app.sync.carried_file import LARGEST_FILE_BYTES, Cover, Kind, kind_of, read

SUFFIX = ".pos"
_BEGINNING = 64
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class StickFile:
    """A file of ours on a medium. `fault` is the code of what is wrong with it, and then there is no cover."""

    path: Path
    kind: Kind
    cover: Cover | None
    fault: str = ""


def files_on(folder: Path) -> tuple[StickFile, ...]:
    """The files of ours in `folder`, the newest first; those that are damaged at the end.

    Raises Unavailable("stick_removed").
    """
    with _named_faults(folder):
        found = [each for path in sorted(folder.glob(f"*{SUFFIX}")) if (each := _looked_at(path)) is not None]
        list(folder.iterdir())  # a folder that is gone has no files to glob: that is no empty stick
    return tuple(sorted(found, key=lambda each: -(each.cover.made_ms if each.cover else 0)))


def answer_on(folder: Path, *, incarnation: IncarnationId) -> Path:
    """The newest answer for `incarnation`; where there is none, what stands in its place, which then says why it is
    none. Raises Refusal("no_answer_there") and Unavailable("stick_removed")."""
    answers = [each for each in files_on(folder) if each.kind is Kind.ANSWER]
    ours = [each for each in answers if each.cover and each.cover.to == incarnation]
    if not answers:
        raise Refusal("no_answer_there", folder=str(folder))
    return (ours or answers)[0].path


def parcels_on(folder: Path, *, except_of: str) -> tuple[Path, ...]:
    """The newest parcel of each till but the one with the public key `except_of`; damaged ones too, which say so.

    Raises Refusal("no_parcel_there") and Unavailable("stick_removed").
    """
    newest: dict[str, Path] = {}
    for each in files_on(folder):
        if each.kind is Kind.PARCEL and (each.cover is None or each.cover.by != except_of):
            newest.setdefault(each.cover.by if each.cover else str(each.path), each.path)
    if not newest:
        raise Refusal("no_parcel_there", folder=str(folder))
    return tuple(newest.values())


def write_to_stick(folder: Path, data: bytes) -> Path:
    """Writes a file of ours under its name into `folder` and reads it back; where it lies.

    Raises Unavailable("stick_full", "stick_removed", "stick_read_only", "stick_unreliable"): nothing of it then stays.
    """
    kind = kind_of(data)
    if kind is None:
        raise Bug("file_not_ours")
    path = folder / file_name(read(data, kind).cover, kind)
    with _named_faults(folder):
        write_durably(path, data)
        if _read_back(path) != data:
            path.unlink()
            raise Unavailable("stick_unreliable", folder=str(folder))
    return path


def read_from_stick(path: Path) -> bytes:
    """Raises Unavailable("stick_removed", ...) and Refusal("file_not_ours")."""
    with _named_faults(path.parent):
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise Refusal("file_not_ours")
        return path.read_bytes()


def file_name(cover: Cover, kind: Kind) -> str:
    """Such as "pos-app-MRS1-00012-to-head-office.pos", in the language of the desk; it says nothing but whose it is."""
    way = _("to-head-office") if kind is Kind.PARCEL else _("from-head-office")
    series = "".join(letter for letter in cover.series if letter.isalnum()) or "X"
    return f"pos-app-{series}-{cover.number:05d}-{way}{SUFFIX}"


def _looked_at(path: Path) -> StickFile | None:
    """Only what begins as ours is read whole."""
    with path.open("rb") as file:
        kind = kind_of(file.read(_BEGINNING))
    if kind is None:
        return None
    try:
        return StickFile(path, kind, read(read_from_stick(path), kind).cover)
    except Refusal as refusal:
        return StickFile(path, kind, None, refusal.code)


def _read_back(path: Path) -> bytes:
    """From the medium itself, where the system lets go of what it still has in memory."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


@contextmanager
def _named_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable("stick_full", folder=str(folder)) from error
        if error.errno in _READ_ONLY:
            raise Unavailable("stick_read_only", folder=str(folder)) from error
        raise Unavailable("stick_removed", folder=str(folder)) from error
