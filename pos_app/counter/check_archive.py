"""Verifying an archive: its signature, each file's hash, every entry, its closings, and that its tables are those that
its entries give. `sha256sum` and `openssl` verify the first two alone (resources/archive-notice.fr.txt)."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from pos_app.archive_files import TableWriter, pieces
from pos_app.counter.check_journal import Progress
from pos_app.domain.facts import FACTS, Fact, RefundRecorded, SaleRecorded
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Bug, Refusal
from pos_app.i18n import gettext as _
from pos_app.i18n import money
from pos_app.ledger.archive_format import (
    ABOUT,
    ENTRIES,
    FORMAT,
    MANIFEST,
    NOTICE,
    PUBLIC_KEY,
    SIGNATURE,
    TABLES,
    About,
    entry_of_line,
    public_key_of_pem,
)
from pos_app.ledger.audit import PROGRESS_EVERY
from pos_app.ledger.chain import Fault, FaultKind, first_fault
from pos_app.ledger.closing_audit import ClosingAudit
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signing import fingerprint, signature_holds

_FILES = {NOTICE, MANIFEST, SIGNATURE, PUBLIC_KEY, ENTRIES, ABOUT, *TABLES}
_LARGEST_SMALL_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class CheckedArchive:
    """An archive without a fault. `signed_by` is the incarnation whose key signed it; amounts in cents."""

    about: About
    signed_by: IncarnationId
    sha256: str
    tickets: int
    total_cents: int


def check_archive(path: Path, *, progress: Progress = lambda _done: None) -> CheckedArchive:
    """Raises Refusal("archive_unreadable", "archive_changed", "archive_faulty"): what is wrong, and in which file."""
    with _opened(path) as archive:
        manifest = _small(archive, MANIFEST)
        public_key = public_key_of_pem(_small(archive, PUBLIC_KEY))
        if not signature_holds(public_key, manifest, _small(archive, SIGNATURE)):
            raise Refusal("archive_changed", file=MANIFEST)
        digests = _require_digests(archive, manifest)
        about = _about(archive)
        followed = _Followed(about, progress)
        followed.follow(archive)
        for name, digest in followed.table_digests().items():
            if digests[name] != digest:
                raise Refusal("archive_changed", file=name)
    if followed.entries != about.entries:
        raise Refusal("archive_changed", file=ABOUT)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return CheckedArchive(about, fingerprint(public_key), sha256, followed.tickets, followed.total_cents)


def say_archive(checked: CheckedArchive) -> Iterator[str]:
    """What the check found, in lines for a person."""
    about = checked.about
    yield _("Archive of {point}, {till} ({series}): days {first} to {last}, made on {at}").format(
        point=about.point, till=about.till, series=about.series, first=about.first_day, last=about.last_day,
        at=about.made_at,
    )  # fmt: skip
    yield _("Entries {entries}, tickets {tickets}, total {total}").format(
        entries=about.entries, tickets=checked.tickets, total=money(checked.total_cents)
    )
    yield _("Signed by chain {incarnation}: compare it with the code of a closing slip.").format(
        incarnation=checked.signed_by
    )
    yield _("The archive is intact: its signature, each file and each entry were verified.")


class _Followed:
    """The archive's entries, followed once: their chains, their closings, and the tables that they give."""

    def __init__(self, about: About, progress: Progress) -> None:
        self._about = about
        self._progress = progress
        self._digests = {name: _Digest() for name in TABLES}
        self._tables = TableWriter(self._digests)
        self._closings = ClosingAudit(lambda *_range: (), perpetual=about.perpetual_before)
        self.entries = 0
        self.tickets = 0
        self.total_cents = 0

    def follow(self, archive: zipfile.ZipFile) -> None:
        with archive.open(ENTRIES) as lines:
            entries = (entry_of_line(line) for line in lines)
            for incarnation, chain in groupby(entries, key=lambda entry: entry.incarnation):
                fault = self._fault(incarnation, chain)
                if fault:
                    raise Refusal("archive_faulty", seq=fault.seq, fault=f"{fault.kind}:{fault.detail}")

    def table_digests(self) -> dict[str, str]:
        return {name: digest.hexadecimal for name, digest in self._digests.items()}

    def _fault(self, incarnation: IncarnationId, chain: Iterator[Entry]) -> Fault | None:
        first = next(chain)
        public_key = bytes.fromhex(self._about.public_keys.get(incarnation, ""))
        before = Head(incarnation, first.seq - 1, first.previous)
        return first_fault(_again(first, chain), after=before, public_key=public_key, meaning=self._meaning_fault)

    def _meaning_fault(self, entry: Entry, fact: Fact | None) -> Fault | None:
        self.entries += 1
        if self.entries % PROGRESS_EVERY == 0:
            self._progress(self.entries)
        if entry.kind not in FACTS:
            return self._closings.hear(entry, None)
        try:
            fact = fact or entry.fact()
        except Bug as error:
            return Fault(entry.incarnation, entry.seq, FaultKind.PAYLOAD_UNREADABLE, str(error.params.get("why", "")))
        if isinstance(fact, SaleRecorded | RefundRecorded):
            self.tickets += 1
            self.total_cents += fact.total_cents
        self._tables.write(entry, fact)
        return self._closings.hear(entry, fact)


class _Digest:
    """Keeps the SHA-256 of the text that is written to it, and nothing else."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()

    def write(self, text: str, /) -> int:
        self._sha256.update(text.encode())
        return len(text)

    @property
    def hexadecimal(self) -> str:
        return self._sha256.hexdigest()


def _again(first: Entry, rest: Iterator[Entry]) -> Iterator[Entry]:
    yield first
    yield from rest


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sorted(archive.namelist()) != sorted(_FILES):
                raise Refusal("archive_unreadable", file=path.name)
            yield archive
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
        raise Refusal("archive_unreadable", file=path.name) from None


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file that is small in every archive: more is an attack on the reader."""
    with archive.open(name) as file:
        content = file.read(_LARGEST_SMALL_BYTES + 1)
    if len(content) > _LARGEST_SMALL_BYTES:
        raise Refusal("archive_unreadable", file=name)
    return content


def _require_digests(archive: zipfile.ZipFile, manifest: bytes) -> dict[str, str]:
    """The hash of each file, which is the one that the manifest says."""
    lines = [line.split("  ") for line in manifest.decode("ascii", "replace").splitlines()]
    digests = {line[1]: line[0] for line in lines if len(line) == 2}
    if set(digests) != _FILES - {MANIFEST, SIGNATURE}:
        raise Refusal("archive_changed", file=MANIFEST)
    for name, digest in digests.items():
        found = hashlib.sha256()
        with archive.open(name) as file:
            for piece in pieces(file):
                found.update(piece)
        if found.hexdigest() != digest:
            raise Refusal("archive_changed", file=name)
    return digests


def _about(archive: zipfile.ZipFile) -> About:
    try:
        about = msgspec.json.decode(_small(archive, ABOUT), type=About)
    except (msgspec.DecodeError, ValueError):
        raise Refusal("archive_unreadable", file=ABOUT) from None
    if about.format != FORMAT:
        raise Refusal("archive_unreadable", file=ABOUT)
    return about
