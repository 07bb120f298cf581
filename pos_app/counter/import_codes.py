"""Taking in an operator's file of codes: checked, shown, counted, sealed in slices, received in one transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter

from pos_app.counter.code_stock import products_with_codes
from pos_app.counter.dates import today
from pos_app.counter.seal_lots import ArrivingLot, Run, Seal, clear_unfinished, receive_lots, seal_of, slices
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Product
from pos_app.domain.code_file import Batch, CheckedFile, Delivery, Matching, Row, RowFault, check_rows
from pos_app.domain.facts import LotOrigin
from pos_app.domain.identifiers import LotId, ProductCode, lot_id
from pos_app.domain.operator import Operator, Right
from pos_app.domain.programme import Rules
from pos_app.domain.refusals import Refusal
from pos_app.keys.voucher_box import VoucherBox
from pos_app.store.sealed_codes import known_among
from pos_app.store.till_store import Act

LOOKED_UP = 256
MOST_CODES = 1_000_000


@dataclass(frozen=True, slots=True)
class ReceivedLot:
    """A lot that was taken in."""

    lot: LotId
    delivery: Delivery


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
        for some in slices(list(lines), LOOKED_UP)
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
    seal = run(seal_of)
    arriving = [_arriving(seal, delivery) for delivery in checked.deliveries]

    def receive(till: Till, record: Callable[[Act], None]) -> None:
        with till.store.transaction(operator.code) as act:
            record(act)

    receive_lots(run, seal, arriving, receive=receive, progress=progress)
    return tuple(ReceivedLot(lot.lot, delivery) for lot, delivery in zip(arriving, checked.deliveries, strict=True))


def _what_is_known(till: Till) -> tuple[VoucherBox, dict[ProductCode, Product], Rules, dt.date]:
    till.vault.require_guarded()
    return till.vault.box, products_with_codes(till), till.rules, today(till)


def _known(till: Till, hashes: Sequence[bytes]) -> list[bytes]:
    return known_among(till.connection, hashes)


def _arriving(seal: Seal, delivery: Delivery) -> ArrivingLot:
    """In the order of the codes' keyed hashes, which tells nothing."""
    hashed = sorted(((seal.box.known(code), code) for code in delivery.codes), key=itemgetter(0))
    return ArrivingLot(
        lot=lot_id(at_ms=seal.now_ms, random=secrets.token_bytes(6)),
        product=delivery.product,
        supplier=delivery.supplier,
        expires_on=delivery.expires_on,
        codes=tuple(hashed),
        origin=LotOrigin.IMPORTED,
    )
