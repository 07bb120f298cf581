"""Taking in an operator's file of codes: checked, shown, counted, sealed in slices, received in one transaction.

Everything slow runs in the caller's thread; the storage thread is asked for short slices, between which it sells.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from typing import Protocol, TypeVar

from pos_app.counter.code_stock import products_with_codes
from pos_app.counter.dates import today
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Product
from pos_app.domain.code_file import Batch, CheckedFile, Delivery, Matching, Row, RowFault, check_rows
from pos_app.domain.facts import LotOrigin, LotReceived
from pos_app.domain.identifiers import IncarnationId, LotId, ProductCode, code_of_lot, lot_id
from pos_app.domain.operator import Operator, Right
from pos_app.domain.programme import Rules
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

SMALLEST_SLICE, SLICE, LARGEST_SLICE = 16, 64, 128
"""Codes in one transaction."""
LONG_NS = 2_000_000
"""A slice that took longer is followed by a shorter one: DESIGN.md allows the storage thread 5 ms."""
LOOKED_UP = 256
MOST_CODES = 1_000_000
CHECKPOINT_EVERY = 1_024
"""Codes between two checkpoints, so that none has much to move."""

_Result = TypeVar("_Result")


class Run(Protocol):
    """Runs an act on the till and waits for its result: on the storage thread, between its other acts."""

    def __call__(self, act: Callable[[Till], _Result], /) -> _Result: ...


@dataclass(frozen=True, slots=True)
class ReceivedLot:
    """A lot that was taken in."""

    lot: LotId
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class _Seal:
    """For whom codes are sealed."""

    box: VoucherBox
    till: IncarnationId
    incarnation: IncarnationId
    now_ms: int


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A delivery on its way in: its codes with their keyed hashes, in the order of these, which tells nothing."""

    lot: LotId
    delivery: Delivery
    codes: tuple[tuple[bytes, VoucherCode], ...]
    checksum: str


def check_codes(run: Run, *, operator: Operator, rows: Sequence[Row], matching: Matching, batch: Batch) -> CheckedFile:
    """What the rows of a file hold, each compared with its rule and with every code ever received here.

    Raises Refusal("right_missing", "codes_not_guarded", "file_without_codes", "too_many_codes").
    """
    operator.require(Right.IMPORT_CODES)
    if len(rows) > MOST_CODES:
        raise Refusal("too_many_codes", most=MOST_CODES)
    clear_unfinished(run)
    box, products, rules, day = run(_what_is_known)
    checked = check_rows(rows[matching.heading :], matching, batch, products=products, rules=rules, today=day)
    if not checked.count and not checked.faults:
        raise Refusal("file_without_codes")
    lines = {
        box.known(code): line
        for delivery in checked.deliveries
        for code, line in zip(delivery.codes, delivery.lines, strict=True)
    }
    again = [
        RowFault(lines[each], "received_before")
        for some in _slices(list(lines), LOOKED_UP)
        for each in run(partial(_known, hashes=some))
    ]
    return replace(checked, faults=tuple(sorted((*checked.faults, *again), key=lambda fault: fault.line)))


def receive_codes(
    run: Run,
    *,
    operator: Operator,
    checked: CheckedFile,
    counted: int,
    progress: Callable[[int], object] = lambda _done: None,
) -> tuple[ReceivedLot, ...]:
    """Takes in every code of a checked file, or none: `counted` is how many the delivery note says.

    `progress` hears how many are sealed. Raises Refusal("lot_count_differs", "codes_at_fault",
    "codes_received_before", "import_interrupted", "right_missing", "codes_not_guarded").
    """
    operator.require(Right.IMPORT_CODES)
    if checked.faults:
        raise Refusal("codes_at_fault", count=len(checked.faults))
    if counted != checked.count or not counted:
        raise Refusal("lot_count_differs", counted=counted, found=checked.count)
    clear_unfinished(run)
    seal = run(_seal)
    arriving = [_sorted(seal, delivery) for delivery in checked.deliveries]
    run(lambda till: _begin(till, [each.lot for each in arriving]))
    try:
        _write(run, seal, arriving, progress)
        run(lambda till: _receive(till, operator, seal, arriving))
    except Refusal:
        clear_unfinished(run)
        raise
    return tuple(ReceivedLot(each.lot, each.delivery) for each in arriving)


def clear_unfinished(run: Run) -> None:
    """Removes what a power cut or a refusal left of a file: nobody received it."""
    for lot in run(lambda till: unfinished_lots(till.connection)):
        while run(partial(_remove, lot=lot)):
            pass


def _what_is_known(till: Till) -> tuple[VoucherBox, dict[ProductCode, Product], Rules, dt.date]:
    till.vault.require_guarded()
    return till.vault.box, products_with_codes(till), till.rules, today(till)


def _known(till: Till, hashes: Sequence[bytes]) -> list[bytes]:
    return known_among(till.connection, hashes)


def _seal(till: Till) -> _Seal:
    till.vault.require_guarded()
    first = journal.incarnations(till.connection)[0][1]
    return _Seal(till.vault.box, first, till.store.head.incarnation, till.clock.now_ms())


def _sorted(seal: _Seal, delivery: Delivery) -> _Sorted:
    hashed = sorted(((seal.box.known(code), code) for code in delivery.codes), key=itemgetter(0))
    lot = lot_id(at_ms=seal.now_ms, random=secrets.token_bytes(6))
    return _Sorted(lot, delivery, tuple(hashed), seal.box.checksum(known for known, _code in hashed))


def _begin(till: Till, lots: Sequence[LotId]) -> None:
    with till.store.transaction() as act:
        for lot in lots:
            begin_lot(act, lot)


def _write(run: Run, seal: _Seal, arriving: Sequence[_Sorted], progress: Callable[[int], object]) -> None:
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


def _sealed(seal: _Seal, lot: LotId, index: int, known: bytes, code: VoucherCode) -> SealedCode:
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


def _receive(till: Till, operator: Operator, seal: _Seal, arriving: Sequence[_Sorted]) -> None:
    """A branch or a restore meanwhile would leave codes that are sealed for an incarnation that is no more."""
    if till.store.head.incarnation != seal.incarnation:
        raise Refusal("import_interrupted")
    with till.store.transaction(operator.code) as act:
        for each in arriving:
            delivery = each.delivery
            act.append(
                LotReceived(
                    lot=each.lot,
                    product=delivery.product,
                    supplier=delivery.supplier,
                    expires_on=delivery.expires_on,
                    count=len(each.codes),
                    checksum=each.checksum,
                    origin=LotOrigin.IMPORTED,
                    incarnation=seal.incarnation,
                )
            )
            finish_lot(act, each.lot)


def _remove(till: Till, lot: LotId) -> bool:
    with till.store.transaction() as act:
        return remove_unfinished(act, lot, most=SLICE)


_Each = TypeVar("_Each")


def _slices(whole: Sequence[_Each], size: int) -> Iterator[Sequence[_Each]]:
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
