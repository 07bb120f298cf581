"""Reading lots and codes: what is in stock, what is drawn next, which slips wait for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pos_app.domain.facts import LotOrigin
from pos_app.domain.identifiers import (
    IncarnationId,
    ItemId,
    LotId,
    PersonToken,
    ProductCode,
    SlipNumber,
    TicketNumber,
    code_of_lot,
    slip_number,
    ticket_number,
)
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import VoucherState
from pos_app.store.opening import Connection
from pos_app.store.voucher_projections import NO_END


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot as of now: `left` of its `count` codes are in stock. `expires_on` and `sell_until` are ISO days, empty
    without end; `allocated`: by head office."""

    lot: LotId
    product: ProductCode
    supplier: str
    expires_on: str
    count: int
    left: int
    state: VoucherState
    sealed_for: IncarnationId
    held_by: IncarnationId
    sell_until: str
    allocated: bool


@dataclass(frozen=True, slots=True)
class Voucher:
    """A code that was sold: its slip is the `place`-th of `slips` of its ticket. `reveals` counts how often it was
    revealed; `ordered` is the copy that may be printed next; `replaces` a contested code, or is empty."""

    item: ItemId
    product: ProductCode
    state: VoucherState
    ticket: TicketNumber
    place: int
    slips: int
    person: PersonToken
    reveals: int
    ordered: int
    replaces: str
    position: int

    @property
    def number(self) -> SlipNumber:
        return slip_number(self.ticket, self.place)

    @property
    def is_ordered(self) -> bool:
        """Whether a copy may be printed that was not yet: the first one, or a reprint."""
        return self.reveals == self.ordered


_LOT = (
    "lot, product, supplier, expires_on, count, count - drawn + (SELECT count(*) FROM voucher WHERE"
    " item >= voucher_lot.lot AND item < voucher_lot.lot || 'g' AND voucher.state = 'in_stock'),"
    " state, sealed_for, held_by, sell_until, origin"
)
_FOR_SALE = "voucher_lot.state = 'in_stock' AND held_by = ? AND min(expires_on, sell_until) >= ?"
_UNSOLD = f"{_FOR_SALE} AND drawn < count"
_BACK = f"FROM voucher JOIN voucher_lot ON lot = substr(item, 1, 24) WHERE voucher.state = 'in_stock' AND {_FOR_SALE}"
"""Codes whose money was given back before anybody saw them."""
_VOUCHER = (
    "SELECT item, product, state, series, number, place,"
    " (SELECT max(place) FROM voucher AS other WHERE other.series = voucher.series AND other.number = voucher.number),"
    " person, reveals, ordered, replaces, position FROM voucher"
)


def codes_for_sale(connection: Connection, *, holder: IncarnationId, today: str) -> dict[str, int]:
    """How many codes may be sold today, by product."""
    rows = connection.execute(
        f"SELECT product, sum(left) FROM (SELECT product, count - drawn AS left FROM voucher_lot WHERE {_UNSOLD}"
        f" UNION ALL SELECT voucher.product, 1 {_BACK}) GROUP BY product",
        (holder, today, holder, today),
    )
    return dict(rows.fetchall())


def next_codes(
    connection: Connection, product: ProductCode, quantity: int, *, holder: IncarnationId, today: str
) -> tuple[ItemId, ...]:
    """The codes that leave the stock next, the oldest expiry first, among them those that came back before the others;
    fewer than `quantity` where no more are left."""
    back = connection.execute(
        f"SELECT item {_BACK} AND voucher.product = ? ORDER BY expires_on, item LIMIT ?",
        (holder, today, product, quantity),
    )
    found = [ItemId(item) for (item,) in back]
    rows = connection.execute(
        f"SELECT lot, drawn, count FROM voucher_lot WHERE product = ? AND {_UNSOLD} ORDER BY expires_on, position",
        (product, holder, today),
    )
    for lot, drawn, count in rows:
        taken = min(count - drawn, quantity - len(found))
        found += [code_of_lot(LotId(lot), index) for index in range(drawn, drawn + taken)]
        if len(found) == quantity:
            break
    return tuple(found)


def lots(connection: Connection) -> tuple[Lot, ...]:
    """Every lot that still has codes in stock or came in lately, the soonest to expire first."""
    rows = connection.execute(
        f"SELECT {_LOT} FROM voucher_lot ORDER BY state <> 'in_stock' OR drawn = count, expires_on, position"
    )
    return tuple(_lot(row) for row in rows)


def lot_of(connection: Connection, lot: LotId) -> Lot:
    """Raises Refusal("lot_unknown")."""
    known = lot_on_file(connection, lot)
    if known is None:
        raise Refusal("lot_unknown")
    return known


def lot_on_file(connection: Connection, lot: LotId) -> Lot | None:
    """A lot that came in here, whatever became of it."""
    row = connection.execute(f"SELECT {_LOT} FROM voucher_lot WHERE lot = ?", (lot,)).fetchone()
    return _lot(row) if row else None


def codes_sold_since(connection: Connection, at_ms: int) -> dict[str, int]:
    """How many codes were sold since then, by product."""
    rows = connection.execute(
        "SELECT product, count(*) FROM voucher JOIN entry USING (position) WHERE at_ms >= ? GROUP BY product", (at_ms,)
    )
    return dict(rows.fetchall())


def checksum_of_lot(connection: Connection, lot: LotId) -> str:
    """The keyed checksum that the journal keeps of a lot's codes."""
    return str(connection.execute("SELECT checksum FROM voucher_lot WHERE lot = ?", (lot,)).fetchone()[0])


def voucher_of(connection: Connection, item: ItemId) -> Voucher:
    """A code that was sold here. Raises Refusal("slip_unknown")."""
    row = connection.execute(f"{_VOUCHER} WHERE item = ?", (item,)).fetchone()
    if row is None:
        raise Refusal("slip_unknown")
    return _voucher(row)


def vouchers_of_ticket(connection: Connection, ticket: TicketNumber) -> tuple[Voucher, ...]:
    """The codes of one ticket, in the order of its slips."""
    series, _, number = ticket.rpartition("-")
    rows = connection.execute(f"{_VOUCHER} WHERE series = ? AND number = ? ORDER BY place", (series, int(number)))
    return tuple(_voucher(row) for row in rows)


def to_collect(connection: Connection, persons: Iterable[PersonToken] | None = None) -> tuple[Voucher, ...]:
    """Codes that were paid and that nobody said were handed over, oldest first; of `persons`, or of everybody."""
    waiting = "state IN ('sold', 'printed')"
    if persons is None:
        rows = connection.execute(f"{_VOUCHER} WHERE {waiting} ORDER BY position, place").fetchall()
    else:
        rows = [
            row
            for person in persons
            for row in connection.execute(f"{_VOUCHER} WHERE {waiting} AND person = ? ORDER BY position", (person,))
        ]
    return tuple(_voucher(row) for row in rows)


def contested(connection: Connection) -> tuple[Voucher, ...]:
    """Codes that their operator refuses, oldest first."""
    return tuple(_voucher(row) for row in connection.execute(f"{_VOUCHER} WHERE state = 'contested' ORDER BY position"))


def _lot(row: tuple[str, str, str, str, int, int, str, str, str, str, str]) -> Lot:
    lot, product, supplier, expires_on, count, left, state, sealed_for, held_by, sell_until, origin = row
    return Lot(
        LotId(lot),
        ProductCode(product),
        supplier,
        "" if expires_on == NO_END else expires_on,
        count,
        left,
        VoucherState(state),
        IncarnationId(sealed_for),
        IncarnationId(held_by),
        "" if sell_until == NO_END else sell_until,
        origin == LotOrigin.ALLOCATED,
    )


def _voucher(row: tuple[str, str, str, str, int, int, int, str, int, int, str, int]) -> Voucher:
    item, product, state, series, number, place, slips, person, reveals, ordered, replaces, position = row
    return Voucher(
        ItemId(item),
        ProductCode(product),
        VoucherState(state),
        ticket_number(series=series, number=number),
        place,
        slips,
        PersonToken(person),
        reveals,
        ordered,
        replaces,
        position,
    )
