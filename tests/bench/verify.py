"""Verifying a journal as `pos-app verify` and its button do, against the bare loop: hash, link and signature.

The bare loop has every entry in memory already and two threads for the signatures, as ours; it reads no database,
decodes no payload and replays no figure.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nacl.bindings import crypto_sign_open

from pos_app.clock import SystemClock
from pos_app.counter.check_journal import check_journal
from pos_app.counter.open_till import close_till, open_till
from pos_app.keys.key_file import OpenKeyFile
from pos_app.ledger.chain import first_fault, opening_key
from pos_app.ledger.entry import Entry, Head, hash_of
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.opening import open_for_reading
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
        yield side_by_side(
            "verify",
            unit="entries/s",
            ours=journals.all_checked,
            reference=journals.bare_loop,
            reference_name="bare hash and verify, two threads",
            goal=0.7,
            rounds=3,
            more_is_better=True,
        )
        yield side_by_side(
            "verify_signatures",
            unit="entries/s",
            ours=journals.chain_checked,
            reference=journals.bare_loop,
            reference_name="bare hash and verify, two threads",
            goal=0.8,
            rounds=3,
            more_is_better=True,
        )
        journals.close()


class Journals:
    """One long chain, verified in three ways; each says how many entries a second."""

    def __init__(self, folder: TillFolder, key_file: OpenKeyFile) -> None:
        self._folder, self._key_file = folder, key_file
        self._connection = open_for_reading(folder.database, key_file.keys.database)
        ((_number, self._incarnation, _first),) = journal.incarnations(self._connection)
        self._entries = list(journal.entries(self._connection, incarnation=self._incarnation))
        self._public_key = opening_key(self._entries[0]) or b""

    def all_checked(self) -> float:
        """Everything: chains, numbers, closings, marks, and every figure replayed."""
        begun = time.perf_counter()
        check_journal(self._folder, self._key_file)
        return len(self._entries) / (time.perf_counter() - begun)

    def chain_checked(self) -> float:
        """Each entry read from the encrypted database, its form, hash, link and signature."""
        begun = time.perf_counter()
        found = journal.entries(self._connection, incarnation=self._incarnation)
        before = Head.before_first(self._incarnation)
        assert first_fault(found, after=before, public_key=self._public_key) is None
        return len(self._entries) / (time.perf_counter() - begun)

    def bare_loop(self) -> float:
        begun = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            shares = [self._entries[at : at + _SHARE] for at in range(0, len(self._entries), _SHARE)]
            signed = [pool.submit(self._verify, share) for share in shares]
            previous = bytes(hashlib.sha256().digest_size)
            for entry in self._entries:
                assert entry.previous == previous
                previous = hash_of(entry)
            for each in signed:
                each.result()
        return len(self._entries) / (time.perf_counter() - begun)

    def close(self) -> None:
        self._connection.close()

    def _verify(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            crypto_sign_open(entry.signature + entry.hash, self._public_key)
