"""Verifying the signatures of a chain beside the rest of the work: batch by batch, elsewhere, in whatever order they
get done; the first wrong one is told all the same."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from pos_app.ledger.ed25519 import NONE_WRONG, SIGNATURE_BYTES, SIGNED_BYTES, Verify, verify_here
from pos_app.ledger.entry import Entry


@dataclass(frozen=True, slots=True)
class _Batch:
    first_seq: int
    signed: bytes


class SignatureQueue:
    """The signatures of one chain, in the order of its entries. `elsewhere` runs in `helpers` threads of its own.

    What the helpers do not keep up with is verified by whoever adds to the queue, so that nobody waits for the other.
    """

    BATCH, SHORT, WAITING = 256, 4_096, 6
    """Entries of a batch; of a chain that is not worth a helper; batches that a helper may be behind."""

    def __init__(self, public_key: bytes, *, elsewhere: Verify = verify_here, helpers: int = 1) -> None:
        self._public_key, self._elsewhere, self._helpers = public_key, elsewhere, helpers
        self._filling = bytearray()
        self._next_seq, self._added = 0, 0
        self._kept: list[_Batch] = []
        self._given: deque[tuple[_Batch, Future[int]]] = deque()
        self._pool: ThreadPoolExecutor | None = None
        self._wrong: list[int] = []

    def add(self, entry: Entry) -> bool:
        """Queues the signature of the next entry; True once any signature is known to be wrong."""
        if len(entry.signature) != SIGNATURE_BYTES:
            self._wrong.append(entry.seq)
            return True
        self._filling += entry.signature
        self._filling += entry.hash
        self._next_seq = entry.seq + 1
        return len(self._filling) == self.BATCH * SIGNED_BYTES and self._batch_filled()

    def first_wrong(self) -> int:
        """The seq of the first wrong signature of all that were queued, 0 where there is none."""
        self._kept.append(self._filled())
        while self._given:
            batch, future = self._given.pop()
            if future.cancel():
                self._verify(batch)
            else:
                self._hear(batch, future.result())
        while self._kept:
            self._verify(self._kept.pop())
        return min(self._wrong, default=0)

    def __enter__(self) -> SignatureQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _batch_filled(self) -> bool:
        self._kept.append(self._filled())
        self._added += self.BATCH
        if self._added >= self.SHORT:
            self._give()
        return bool(self._wrong)

    def _filled(self) -> _Batch:
        signed, self._filling = bytes(self._filling), bytearray()
        return _Batch(self._next_seq - len(signed) // SIGNED_BYTES, signed)

    def _give(self) -> None:
        """To the helpers, as long as they keep up; what they have done is heard."""
        self._pool = self._pool or ThreadPoolExecutor(self._helpers, thread_name_prefix="signatures")
        while self._given and self._given[0][1].done():
            batch, future = self._given.popleft()
            self._hear(batch, future.result())
        for batch in self._kept:
            if len(self._given) < self.WAITING * self._helpers:
                self._given.append((batch, self._pool.submit(self._elsewhere, self._public_key, batch.signed)))
            else:
                self._verify(batch)
        self._kept = []

    def _verify(self, batch: _Batch) -> None:
        self._hear(batch, verify_here(self._public_key, batch.signed))

    def _hear(self, batch: _Batch, index: int) -> None:
        if index != NONE_WRONG:
            self._wrong.append(batch.first_seq + index)
