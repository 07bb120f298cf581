"""Aid vouchers that were taken: claims on those who issued them."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.identifiers import ItemId, TicketNumber
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class AidVoucher:
    """`issuer` is a structure's code; `expires_on` an ISO date or empty; `number` what is printed on it."""

    item: ItemId
    ticket: TicketNumber
    issuer: str
    issuer_name: str
    expires_on: str
    amount_cents: int
    number: str


def keep_number(act: Act, item: ItemId, number: str) -> None:
    act.connection.execute("INSERT INTO aid_voucher_number VALUES (?, ?)", (item, number))


def unclaimed(connection: Connection) -> tuple[AidVoucher, ...]:
    """The vouchers to claim, by issuer, the first to expire first."""
    rows = connection.execute(
        "SELECT v.item, v.ticket, v.issuer, coalesce(s.name, v.issuer), v.expires_on, v.amount_cents,"
        " coalesce(n.number, '') FROM aid_voucher v LEFT JOIN structure s ON s.code = v.issuer"
        " LEFT JOIN aid_voucher_number n ON n.item = v.item WHERE v.claimed_position = 0"
        " ORDER BY 4, v.expires_on = '', v.expires_on, v.position"
    )
    return tuple(AidVoucher(*row) for row in rows)


def noted_cents(connection: Connection, ticket: TicketNumber) -> int:
    """What of a ticket the vouchers on file cover."""
    row = connection.execute("SELECT coalesce(sum(amount_cents), 0) FROM aid_voucher WHERE ticket = ?", (ticket,))
    return int(row.fetchone()[0])


def number_known(connection: Connection, *, issuer: str, number: str) -> bool:
    """Whether a voucher of this issuer with this number was taken before."""
    row = connection.execute(
        "SELECT 1 FROM aid_voucher JOIN aid_voucher_number USING (item) WHERE issuer = ? AND number = ?",
        (issuer, number),
    ).fetchone()
    return row is not None
