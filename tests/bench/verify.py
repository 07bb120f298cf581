"""Verifying a journal as `pos-app verify` and its button do, against the bare loop over the same bytes in memory.

`verify_signatures`: each entry read from the encrypted database, its form, hash, link and signature.
`verify`: the same with what `pos-app verify` checks of entries beside it: every other page, that what they say can be
read, the numbers of entries and tickets, the closings.
`verify_figures`: all of `pos-app verify`: the figures replayed and compared too, and the marks.

The bare loop has every entry in memory already: hash, link, and the signatures in two threads. It reads no database and
decodes no payload. For `verify_figures` it also decodes each fact and lets it act on projections in memory.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from nacl.bindings import crypto_sign_open

from pos_app.clock import SystemClock
from pos_app.counter.check_journal import ENTRY_TABLE, check_journal
from pos_app.counter.open_till import close_till, open_till
from pos_app.domain.facts import decode_fact
from pos_app.keys.key_file import OpenKeyFile
from pos_app.ledger.audit import JournalAudit
from pos_app.ledger.chain import first_fault, opening_key
from pos_app.ledger.entry import Entry, Head, hash_of
from pos_app.settings import TillFolder
from pos_app.signature_process import SignatureProcesses
from pos_app.store import journal
from pos_app.store.opening import open_for_reading, snapshot
from pos_app.store.rebuild import Replay
from tests.bench.row import Row, side_by_side
from tests.store.long_journal import lengthen
from tests.tills import copy_of, keys_of, make_template

ENTRIES = 200_000
_SHARE = 1_000


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        template = make_template(root / "template")
        folder = copy_of(template, root)
        key_file = keys_of(template, folder)
        opened = open_till(folder, key_file, clock=SystemClock())
        lengthen(opened.till, template.coordinator, entries=ENTRIES)
        close_till(opened)
        journals = Journals(folder, key_file)
        bare, replayed = "bare hash and verify, two threads", "bare hash, verify and replay, two threads"
        yield _row("verify", journals.entries_checked, journals.bare_loop, bare, goal=0.7)
        yield _row("verify_signatures", journals.chain_checked, journals.bare_loop, bare, goal=0.8)
        yield _row("verify_figures", journals.all_checked, journals.bare_replay, replayed, goal=0.7)
        journals.close()


def _row(name: str, ours: Callable[[], float], reference: Callable[[], float], reference_name: str, goal: float) -> Row:
    return side_by_side(
        name,
        unit="entries/s",
        ours=ours,
        reference=reference,
        reference_name=reference_name,
        goal=goal,
        rounds=3,
        more_is_better=True,
    )


class Journals:
    """One long chain, verified in several ways; each says how many entries a second."""

    def __init__(self, folder: TillFolder, key_file: OpenKeyFile) -> None:
        self._folder, self._key_file = folder, key_file
        self._connection = open_for_reading(folder.database, key_file.keys.database)
        ((_number, self._incarnation, _first),) = journal.incarnations(self._connection)
        self._entries = list(journal.entries(self._connection, incarnation=self._incarnation))
        self._public_key = opening_key(self._entries[0]) or b""

    def all_checked(self) -> float:
        """Everything: entries, closings, marks, and every figure replayed."""
        begun = time.perf_counter()
        check_journal(self._folder, self._key_file)
        return len(self._entries) / (time.perf_counter() - begun)

    def entries_checked(self) -> float:
        """Every entry, by itself and among the others."""
        begun = time.perf_counter()
        database, key = self._folder.database, self._key_file.keys.database
        with snapshot(database, key, read_whole=ENTRY_TABLE) as connection, SignatureProcesses() as there:
            audit = JournalAudit(
                partial(journal.entries_between, connection), elsewhere=there.verify, helpers=there.helpers
            )
            found = journal.entries(connection, incarnation=self._incarnation)
            assert audit.follow(1, self._incarnation, found) is None
        return len(self._entries) / (time.perf_counter() - begun)

    def chain_checked(self) -> float:
        """Each entry by itself and its link to the one before."""
        begun = time.perf_counter()
        found = journal.entries(self._connection, incarnation=self._incarnation)
        before = Head.before_first(self._incarnation)
        with SignatureProcesses() as there:
            fault = first_fault(
                found, after=before, public_key=self._public_key, elsewhere=there.verify, helpers=there.helpers
            )
        assert fault is None
        return len(self._entries) / (time.perf_counter() - begun)

    def bare_loop(self) -> float:
        return self._bare(self._follow)

    def bare_replay(self) -> float:
        with Replay() as replay:

            def follow_and_replay() -> None:
                self._follow()
                for position, entry in enumerate(self._entries, 1):
                    fact = decode_fact(entry.kind, entry.payload)
                    assert fact
                    replay.hear(position, entry, fact)

            return self._bare(follow_and_replay)

    def _bare(self, beside: Callable[[], None]) -> float:
        begun = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            shares = [self._entries[at : at + _SHARE] for at in range(0, len(self._entries), _SHARE)]
            signed = [pool.submit(self._verify, share) for share in shares]
            beside()
            for each in signed:
                each.result()
        return len(self._entries) / (time.perf_counter() - begun)

    def _follow(self) -> None:
        previous = bytes(hashlib.sha256().digest_size)
        for entry in self._entries:
            assert entry.previous == previous
            previous = hash_of(entry)

    def close(self) -> None:
        self._connection.close()

    def _verify(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            crypto_sign_open(entry.signature + entry.hash, self._public_key)
