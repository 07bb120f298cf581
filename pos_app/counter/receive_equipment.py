"""Things with a number of their own that come in: one after another under a scanner, or a list; all or none."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from pos_app.counter.till import Till
from pos_app.domain.catalogue import Product, Tracking
from pos_app.domain.facts import EquipmentReceived, ReceivedItem
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.serial_numbers import SerialNumber, read_serial
from pos_app.store.equipment import keep_serials, thing_with_serial

LARGEST_DELIVERY = 500
"""Things in one entry."""
LONGEST_BATCH = 40


def receive_equipment(
    till: Till, *, operator: Operator, product: str, serials: Sequence[str], batch: str = ""
) -> tuple[ItemId, ...]:
    """Takes things of one article in, each by its number, in the order given; returns their ids.

    The numbers themselves are kept nowhere: a keyed hash knows each again, and its last four characters are readable.

    Raises Refusal("product_unknown", "not_told_apart", "serials_missing", "too_many_things", "batch_too_long"), and,
    with the `line` of the list, Refusal("serial_wrong", "serial_twice", "serial_known"): nothing was taken in then.
    """
    operator.require(Right.RECEIVE_STOCK)
    known = told_apart_product(till, product)
    if len(batch) > LONGEST_BATCH or not (batch.isprintable() or not batch):
        raise Refusal("batch_too_long", most=LONGEST_BATCH)
    lines = read_serials(serials)
    numbers = tuple(lines)
    with till.store.transaction(operator.code) as act:
        hashes = [till.vault.box.known_serial(number) for number in numbers]
        for number, each in zip(numbers, hashes, strict=True):
            if thing_with_serial(act.connection, each) is not None:
                raise Refusal("serial_known", line=lines[number], end=number.last_four)
        items = tuple(ItemId(secrets.token_hex(16)) for _number in numbers)
        keep_serials(act, list(zip(hashes, items, strict=True)))
        act.append(
            EquipmentReceived(
                product=known.code,
                items=tuple(
                    ReceivedItem(item=item, end=number.last_four, kind=number.kind.value)
                    for item, number in zip(items, numbers, strict=True)
                ),
                batch=batch,
            )
        )
    return items


def read_serials(serials: Sequence[str]) -> dict[SerialNumber, int]:
    """The numbers of a list in their order, each with its line; empty lines are passed over.

    Raises Refusal("serials_missing", "too_many_things", "serial_wrong", "serial_twice"), naming the line.
    """
    lines = [(line, text.strip()) for line, text in enumerate(serials, start=1) if text.strip()]
    if not lines:
        raise Refusal("serials_missing")
    if len(lines) > LARGEST_DELIVERY:
        raise Refusal("too_many_things", most=LARGEST_DELIVERY)
    seen: dict[SerialNumber, int] = {}
    for line, text in lines:
        number = _read(line, text)
        if number in seen:
            raise Refusal("serial_twice", line=line, first=seen[number], end=number.last_four)
        seen[number] = line
    return seen


def told_apart_product(till: Till, code: str) -> Product:
    """The article, of which each thing has a number. Raises Refusal("product_unknown", "not_told_apart")."""
    known = till.catalogue.product(code)
    if till.catalogue.family_of(known).tracking is not Tracking.SERIAL:
        raise Refusal("not_told_apart", product=known.label)
    return known


def _read(line: int, text: str) -> SerialNumber:
    try:
        return read_serial(text)
    except Refusal as refusal:
        raise Refusal("serial_wrong", line=line, serial_reason=refusal.code) from refusal
