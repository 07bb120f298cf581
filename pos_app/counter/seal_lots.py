"""Codes on their way into the vault: sealed in slices, received in one transaction, or nothing of them stays.

Everything slow runs in the caller's thread; the storage thread is asked for short slices, between which it sells.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from pos_app.counter.till import Till
from pos_app.domain.facts import LotOrigin, LotReceived
from pos_app.domain.identifiers import IncarnationId, LotId, ProductCode, code_of_lot
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import VoucherCode
from pos_app.keys.voucher_box import VoucherBox
from pos_app.store import journal
from pos_app.store.sealed_codes import (
    SealedCode,
    begin_lot,
    finish_lot,
    known_among,
    remove_unfinished,
    unfinished_lots,
    write_codes,
)
from pos_app.store.till_store import Act

SMALLEST_SLICE, SLICE, LARGEST_SLICE = 16, 64, 128
"""Codes in one transaction."""
LONG_NS = 2_000_000
"""A slice that took longer is followed by a shorter one: DESIGN.md allows the storage thread 5 ms."""
CHECKPOINT_EVERY = 1_024
"""Codes between two checkpoints, so that none has much to move."""

_Result = TypeVar("_Result")


class Run(Protocol):
    """Runs an act on the till and waits for its result: on the storage thread, between its other acts."""

    def __call__(self, act: Callable[[Till], _Result], /) -> _Result: ...


@dataclass(frozen=True, slots=True)
class Seal:
    """For whom codes are sealed."""

    box: VoucherBox
    till: IncarnationId
    incarnation: IncarnationId
    now_ms: int


@dataclass(frozen=True, slots=True)
class ArrivingLot:
    """A lot on its way in: its codes with their keyed hashes, in the order in which they will be sold."""

    lot: LotId
    product: ProductCode
    supplier: str
    expires_on: str
    codes: tuple[tuple[bytes, VoucherCode], ...]
    origin: LotOrigin
    sell_until: str = ""


def seal_of(till: Till) -> Seal:
    """Raises Refusal("codes_not_guarded")."""
    till.vault.require_guarded()
    first = journal.incarnations(till.connection)[0][1]
    return Seal(till.vault.box, first, till.store.head.incarnation, till.clock.now_ms())


def receive_lots(
    run: Run,
    seal: Seal,
    arriving: Sequence[ArrivingLot],
    *,
    receive: Callable[[Till, Callable[[Act], None]], None],
    progress: Callable[[int], object] = lambda _done: None,
) -> None:
    """Writes every code, then calls `receive` on the till with what records the lots inside its transaction.

    Raises Refusal("codes_received_before", "import_interrupted"), having left nothing.
    """
    run(lambda till: _begin(till, [each.lot for each in arriving]))
    try:
        _write(run, seal, arriving, progress)
        run(lambda till: _receive(till, seal, arriving, receive))
    except Refusal:
        clear_unfinished(run)
        raise


def clear_unfinished(run: Run) -> None:
    """Removes what a power cut or a refusal left of a lot: nobody received it."""
    for lot in run(lambda till: unfinished_lots(till.connection)):
        while run(partial(_remove, lot=lot)):
            pass


def _begin(till: Till, lots: Sequence[LotId]) -> None:
    with till.store.transaction() as act:
        for lot in lots:
            begin_lot(act, lot)


def _write(run: Run, seal: Seal, arriving: Sequence[ArrivingLot], progress: Callable[[int], object]) -> None:
    """In slices as long as this computer writes within a few milliseconds: selling waits for one at most."""
    done, size, since = 0, SLICE, 0
    for each in arriving:
        start = 0
        while some := each.codes[start : start + size]:
            sealed = [_sealed(seal, each.lot, start + n, known, code) for n, (known, code) in enumerate(some)]
            took_ns = run(partial(_write_slice, sealed=sealed))
            start, done, since = start + len(sealed), done + len(sealed), since + len(sealed)
            size = _fitting(size, took_ns)
            if since >= CHECKPOINT_EVERY:
                run(lambda till: till.store.checkpoint())
                since = 0
            progress(done)


def _fitting(size: int, took_ns: int) -> int:
    """How many codes the next slice has, after one of `size` took so long."""
    if took_ns > LONG_NS:
        return max(SMALLEST_SLICE, size // 2)
    return min(LARGEST_SLICE, size * 2) if took_ns < LONG_NS // 4 else size


def _sealed(seal: Seal, lot: LotId, index: int, known: bytes, code: VoucherCode) -> SealedCode:
    item = code_of_lot(lot, index)
    return SealedCode(item, known, seal.box.seal(code, item=item, till=seal.till, incarnation=seal.incarnation))


def _write_slice(till: Till, sealed: Sequence[SealedCode]) -> int:
    """How long it took, in nanoseconds, but for its sync: that costs the same for few codes as for many."""
    with till.store.transaction() as act:
        begun_ns = time.perf_counter_ns()
        if known_among(act.connection, (code.known for code in sealed)):
            raise Refusal("codes_received_before")
        write_codes(act, sealed)
        return time.perf_counter_ns() - begun_ns


def _receive(
    till: Till,
    seal: Seal,
    arriving: Sequence[ArrivingLot],
    receive: Callable[[Till, Callable[[Act], None]], None],
) -> None:
    """A branch or a restore meanwhile would leave codes that are sealed for an incarnation that is no more."""
    if till.store.head.incarnation != seal.incarnation:
        raise Refusal("import_interrupted")

    def record(act: Act) -> None:
        for each in arriving:
            act.append(_fact(seal, each))
            finish_lot(act, each.lot)

    receive(till, record)


def _fact(seal: Seal, lot: ArrivingLot) -> LotReceived:
    return LotReceived(
        lot=lot.lot,
        product=lot.product,
        supplier=lot.supplier,
        expires_on=lot.expires_on,
        count=len(lot.codes),
        checksum=seal.box.checksum(known for known, _code in lot.codes),
        origin=lot.origin,
        incarnation=seal.incarnation,
        sell_until=lot.sell_until,
    )


def _remove(till: Till, lot: LotId) -> bool:
    with till.store.transaction() as act:
        return remove_unfinished(act, lot, most=SLICE)


_Each = TypeVar("_Each")


def slices(whole: Sequence[_Each], size: int) -> Iterator[Sequence[_Each]]:
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
