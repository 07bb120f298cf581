"""Codes given to tills: to one incarnation, in small lots, for a time; the same request has the same answer for ever.

A code is allocated until a signed entry of its till says sold or returned, or until its incarnation is no more: it is
suspect then. Time alone brings none back (SYNC.md § 3).
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

import msgspec
from psycopg import Connection

from pos_app.clock import local_datetime
from pos_app.domain.identifiers import IncarnationId, LotId, lot_id
from pos_app.ledger.signing import seal_for
from pos_app.office.code_box import CodeBox
from pos_app.office.incarnations import KnownTill
from pos_app.office.problems import ProblemError
from pos_app.office.reference import parameters_set
from pos_app.sync.allocation_messages import AllocatedLot, AllocationAnswer, AllocationRequest, SealedLot


def allocate(
    connection: Connection,
    box: CodeBox,
    request: AllocationRequest,
    *,
    till: KnownTill,
    incarnation: IncarnationId,
    now_ms: int,
) -> AllocationAnswer:
    """Answers a request for codes: what the till is short of, or what was given to it by hand (`code_grants`). The
    till's row is locked: its requests come one after the other.

    Raises ProblemError("revoked", "stale_incarnation").
    """
    told = connection.execute(
        "SELECT answer FROM allocation_request WHERE till = %s AND request_id = %s", (till.id, request.request_id)
    ).fetchone()
    if told:
        return msgspec.json.decode(told[0], type=AllocationAnswer)
    if till.revoked:
        raise ProblemError("revoked")
    number, public_key = _incarnation_in_force(connection, till.id, incarnation)
    codes = _chosen(connection, request, till=till.id, number=number, today=local_datetime(now_ms, 0).date())
    answer = AllocationAnswer(request_id=request.request_id)
    if codes:
        lot = _give(connection, codes, till=till.id, number=number, now_ms=now_ms)
        sealed = SealedLot(
            lot=lot.lot,
            incarnation=incarnation,
            codes=tuple(box.open(sealed, lot=of, number=n).reveal() for of, n, sealed in codes),
        )
        content = msgspec.msgpack.encode(sealed)
        answer = AllocationAnswer(
            request_id=request.request_id, lot=msgspec.structs.replace(lot, sealed=seal_for(public_key, content))
        )
    connection.execute(
        "INSERT INTO allocation_request VALUES (%s, %s, %s, %s)",
        (till.id, request.request_id, msgspec.json.encode(answer), now_ms),
    )
    return answer


_Code = tuple[str, int, bytes]


def _chosen(
    connection: Connection, request: AllocationRequest, *, till: int, number: int, today: dt.date
) -> Sequence[_Code]:
    """Those given by hand under this request, or as many as the till may have of what it is short of."""
    granted = connection.execute(
        "SELECT code_lot, count FROM code_grant WHERE till = %s AND request_id = %s", (till, request.request_id)
    ).fetchone()
    if granted:
        return _picked(connection, granted[1], today=today, lot=granted[0])
    wanted = _allowed(connection, request, till=till, number=number)
    return _picked(connection, wanted, today=today, product=request.product)


def _incarnation_in_force(connection: Connection, till: int, incarnation: IncarnationId) -> tuple[int, bytes]:
    row = connection.execute(
        "SELECT number, public_key, last_seq FROM incarnation WHERE id = %s AND till = %s",
        (bytes.fromhex(incarnation), till),
    ).fetchone()
    if row is None:
        raise ProblemError("incarnation_unknown")
    if row[2] is not None:
        raise ProblemError("stale_incarnation")
    return row[0], row[1]


def _allowed(connection: Connection, request: AllocationRequest, *, till: int, number: int) -> int:
    """What is wanted, as far as the till then holds no more of the product than head office lets any hold."""
    row = connection.execute(
        "SELECT count(*) FROM allocation JOIN code_lot ON code_lot.id = allocation.code_lot"
        " JOIN allocated_code ON allocated_code.allocation = allocation.lot"
        " WHERE till = %s AND incarnation = %s AND product = %s AND state = 'allocated'",
        (till, number, request.product),
    ).fetchone()
    assert row is not None
    return max(0, min(request.wanted, parameters_set(connection).allocation_most - int(row[0])))


def _picked(
    connection: Connection, wanted: int, *, today: dt.date, product: str = "", lot: str = ""
) -> Sequence[_Code]:
    """Codes of one lot, of the one named or of a product's the soonest to expire; those that another request is taking
    are left to it."""
    lots = connection.execute(
        "SELECT id FROM code_lot WHERE (product = %(product)s OR id = %(lot)s) AND NOT recalled"
        " AND coalesce(expires_on, 'infinity') >= %(today)s"
        " AND EXISTS (SELECT 1 FROM code WHERE code_lot = id AND state = 'available')"
        " ORDER BY expires_on NULLS LAST, id",
        {"product": product, "lot": lot, "today": today},
    ).fetchall()
    for (of,) in lots if wanted else ():
        codes = connection.execute(
            "SELECT code_lot, number, box FROM code WHERE code_lot = %s AND state = 'available' ORDER BY number"
            " LIMIT %s FOR UPDATE SKIP LOCKED",
            (of, wanted),
        ).fetchall()
        if codes:
            return codes
    return ()


def _give(connection: Connection, codes: Sequence[_Code], *, till: int, number: int, now_ms: int) -> AllocatedLot:
    """Records that these codes are the incarnation's; the lot as it will be told, not yet sealed."""
    lot: LotId = lot_id(at_ms=now_ms, random=secrets.token_bytes(6))
    row = connection.execute(
        "SELECT product, supplier, expires_on FROM code_lot WHERE id = %s", (codes[0][0],)
    ).fetchone()
    assert row is not None
    product, supplier, expires_on = row
    until = local_datetime(now_ms, 0).date() + dt.timedelta(days=parameters_set(connection).sell_days)
    sell_until = min(until, expires_on) if expires_on else until
    connection.execute(
        "INSERT INTO allocation (lot, till, incarnation, code_lot, count, sell_until, made_ms)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (lot, till, number, codes[0][0], len(codes), sell_until, now_ms),
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE code SET state = 'allocated' WHERE code_lot = %s AND number = %s",
            [(of, n) for of, n, _box in codes],
        )
        cursor.executemany(
            "INSERT INTO allocated_code (allocation, place, code_lot, number) VALUES (%s, %s, %s, %s)",
            [(lot, place, of, n) for place, (of, n, _box) in enumerate(codes)],
        )
    return AllocatedLot(
        lot=lot,
        product=product,
        supplier=supplier,
        expires_on=expires_on.isoformat() if expires_on else "",
        sell_until=sell_until.isoformat(),
        count=len(codes),
        sealed=b"",
    )
