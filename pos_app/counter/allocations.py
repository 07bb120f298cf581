"""Codes of head office at the till: asked for in small lots, taken into the vault as one entry, sent back at its wish.

A request is stored before it is sent, for the incarnation that sends it; whatever is cut, the same request brings the
same codes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

import msgspec

from pos_app.counter.code_stock import codes_on_hand, products_with_codes
from pos_app.counter.contact import contact_now
from pos_app.counter.parameters_of_office import office_parameters
from pos_app.counter.seal_lots import ArrivingLot, Run, Seal, clear_unfinished, receive_lots, seal_of
from pos_app.counter.till import Till
from pos_app.domain.facts import AllocationRefused, LotOrigin
from pos_app.domain.identifiers import IncarnationId, LotId, ProductCode
from pos_app.domain.refusals import Bug, Refusal
from pos_app.store.opening import Connection
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.store.till_store import Act
from pos_app.store.vault import codes_sold_since, lot_on_file
from pos_app.sync.allocation_messages import AllocatedLot, AllocationAnswer, AllocationRequest, GrantItem, SealedLot

_PENDING = "code_requests"
_LOOKED_BACK_DAYS = 14
_DAY_MS = 24 * 3600 * 1000


class _Pending(msgspec.Struct, frozen=True):
    """A request that has no answer yet, and the incarnation that may have one."""

    request: AllocationRequest
    incarnation: IncarnationId


def code_requests(till: Till) -> tuple[AllocationRequest, ...]:
    """What to ask for now: what has no answer yet, and each product of which less than half of its stock is left.

    Durable when this returns. Nothing where codes are switched off.
    """
    if not till.vault.guarded or till.store.state.retired_position:
        return ()
    holder = till.store.head.incarnation
    pending = [each for each in _pending(till.connection) if each.incarnation == holder]
    asked = {each.request.product for each in pending}
    new = [_Pending(request, holder) for request in _wishes(till) if request.product not in asked]
    if new or len(pending) != len(_pending(till.connection)):
        with till.store.transaction() as act:
            write_parameter(act, _PENDING, (*pending, *new))
    return tuple(each.request for each in (*pending, *new))


def take_grant(till: Till, act: Act, item: GrantItem) -> None:
    """Head office gives codes by hand: they are asked for with the next ones. Nothing where codes are switched off."""
    if not till.vault.guarded or any(each.request.request_id == item.request_id for each in _pending(act.connection)):
        return
    request = AllocationRequest(
        request_id=item.request_id,
        product=item.product,
        wanted=item.wanted,
        on_hand=codes_on_hand(till).get(item.product, 0),
    )
    write_parameter(act, _PENDING, (*_pending(act.connection), _Pending(request, till.store.head.incarnation)))


def take_codes(run: Run, request: AllocationRequest, answer: AllocationAnswer) -> None:
    """Takes the codes of an answer into the vault, whole, and forgets its request. Again, it changes nothing."""
    if answer.request_id != request.request_id:
        raise Bug("allocation_of_other_request")
    lot = answer.lot
    if isinstance(lot, msgspec.UnsetType) or run(lambda till: lot_on_file(till.connection, lot.lot)):
        run(lambda till: _answered(till, request))
        return
    clear_unfinished(run)
    try:
        seal = run(seal_of)
        receive_lots(
            run,
            seal,
            [_arriving(seal, lot, run(lambda till: till.store.unseal(lot.sealed)))],
            receive=lambda till, record: _received(till, request, record),
        )
    except (Refusal, Bug) as error:
        why = error.code
        run(lambda till: _refused(till, request, lot.lot, why))


def _wishes(till: Till) -> list[AllocationRequest]:
    set_by = office_parameters(till.connection)
    since_ms = till.clock.now_ms() - _LOOKED_BACK_DAYS * _DAY_MS
    sold, left = codes_sold_since(till.connection, since_ms), codes_on_hand(till)
    if contact_now(till).too_old:
        return []
    wishes = []
    for product in products_with_codes(till):
        usual = -(-sold.get(product, 0) * set_by.allocation_days // _LOOKED_BACK_DAYS)
        target = min(max(usual, set_by.allocation_least), set_by.allocation_most)
        on_hand = left.get(product, 0)
        if on_hand * 2 <= target:
            wishes.append(
                AllocationRequest(
                    request_id=secrets.token_hex(16), product=product, wanted=target - on_hand, on_hand=on_hand
                )
            )
    return wishes


def _arriving(seal: Seal, lot: AllocatedLot, content: bytes) -> ArrivingLot:
    """Raises Bug("allocation_unreadable") where the box is for another lot or incarnation than it says."""
    try:
        sealed = msgspec.msgpack.decode(content, type=SealedLot)
    except (msgspec.DecodeError, ValueError):
        raise Bug("allocation_unreadable") from None
    codes = sealed.opened()
    if (sealed.lot, sealed.incarnation, len(codes)) != (lot.lot, seal.incarnation, lot.count):
        raise Bug("allocation_unreadable")
    return ArrivingLot(
        lot=lot.lot,
        product=ProductCode(lot.product),
        supplier=lot.supplier,
        expires_on=lot.expires_on,
        codes=tuple((seal.box.known(code), code) for code in codes),
        origin=LotOrigin.ALLOCATED,
        sell_until=lot.sell_until,
    )


def _received(till: Till, request: AllocationRequest, record: Callable[[Act], None]) -> None:
    with till.store.transaction() as act:
        record(act)
        _forget(act, request)


def _refused(till: Till, request: AllocationRequest, lot: LotId, why: str) -> None:
    with till.store.transaction() as act:
        act.append(AllocationRefused(lot=lot, why=why))
        _forget(act, request)


def _answered(till: Till, request: AllocationRequest) -> None:
    with till.store.transaction() as act:
        _forget(act, request)


def _forget(act: Act, request: AllocationRequest) -> None:
    left = tuple(each for each in _pending(act.connection) if each.request.request_id != request.request_id)
    write_parameter(act, _PENDING, left)


def _pending(connection: Connection) -> tuple[_Pending, ...]:
    return read_parameter(connection, _PENDING, type=tuple[_Pending, ...], default=())
