"""What simulated tills send, made and signed before the clock runs: a journal, and the manifest at its end."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice

import msgspec
import zstandard

from pos_app.domain.facts import Fact, SyncManifest
from pos_app.domain.identifiers import OperatorCode
from pos_app.ledger.chain import next_entry
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signing import Signer
from pos_app.sync.wire import MOST_ENTRIES, EntriesPush, Manifest
from tests.ledger.chains import START_MS, opened_by
from tests.office.remote_till import sale

_CENTS = 250


@dataclass(frozen=True, slots=True)
class Batch:
    """The body of a push, and the head that the incarnation has once it is in."""

    body: bytes
    entries: int
    head: Head


@dataclass(frozen=True, slots=True)
class PreparedTill:
    """A signing key and what it signed. The last of `batches` is the entry that says `manifest`."""

    seed: bytes
    batches: tuple[Batch, ...]
    manifest: Manifest

    @property
    def entries(self) -> int:
        return sum(batch.entries for batch in self.batches)

    @property
    def head(self) -> Head:
        return self.batches[-1].head


def prepared_tills(count: int, *, entries: int, seed: int, batch: int = MOST_ENTRIES) -> list[PreparedTill]:
    """`count` tills with `entries` entries each and one more, the manifest. The same `seed` makes the same bytes."""
    make = partial(_prepared, entries=entries, batch=batch)
    seeds = [sha256(f"load {seed} {number}".encode()).digest() for number in range(count)]
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(make, seeds, chunksize=max(1, count // 16)))


def _prepared(seed: bytes, *, entries: int, batch: int) -> PreparedTill:
    signer = Signer(seed)
    facts: list[Fact] = [opened_by(signer), *(sale(number=number, cents=_CENTS) for number in range(1, entries))]
    journal = _written(facts, after=Head.before_first(signer.incarnation), signer=signer)
    head = journal[-1].head
    figures = {"last_seq": head.seq, "tickets": entries - 1, "total_cents": _CENTS * (entries - 1)}
    proof = _written([SyncManifest(first_seq=1, **figures, head=head.hash.hex())], after=head, signer=signer)
    return PreparedTill(seed, (*_batches(journal, batch), _packed(proof)), Manifest(**figures, head=head.hash.hex()))


def _written(facts: Sequence[Fact], *, after: Head, signer: Signer) -> list[Entry]:
    entries = []
    for fact in facts:
        entry = next_entry(
            fact,
            after=after,
            at_ms=START_MS + after.seq * 1000,
            offset_min=60,
            operator=OperatorCode("OP-LOAD"),
            signer=signer,
        )
        entries.append(entry)
        after = entry.head
    return entries


def _batches(entries: Sequence[Entry], size: int) -> list[Batch]:
    rest = iter(entries)
    return [_packed(some) for some in iter(lambda: list(islice(rest, size)), [])]


def _packed(entries: Sequence[Entry]) -> Batch:
    content = msgspec.msgpack.encode(EntriesPush(entries=tuple(entries)))
    return Batch(zstandard.ZstdCompressor(level=3).compress(content), len(entries), entries[-1].head)
