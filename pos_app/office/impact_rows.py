"""The rows of impact that follow from a ticket: what each of its lines brought, to whom, under which right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pos_app.domain.facts import Beneficiary, RefundRecorded, SaleRecorded
from pos_app.office.people_rows import Row, Told, month_at_desk

TABLE = "impact_line"
COLUMNS = (
    "till, incarnation, seq, part, month, person, programme, right_number, refund, product, family, quantity,"
    " saving_cents, gift_saving_cents"
)
_MONTH = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")


def rows_of_ticket(ticket: SaleRecorded | RefundRecorded, told: Told) -> Iterator[Row]:
    """One for each line. The month is the one that the sale counted in, else that of the desk's clock."""
    of = ticket.beneficiary
    whom: tuple[str, str, int] = (of.person, of.programme, of.right) if isinstance(of, Beneficiary) else ("", "", 0)
    month = _month(ticket, told)
    for part, line in enumerate(ticket.lines):
        yield (
            *told.place,
            part,
            month,
            *whom,
            isinstance(ticket, RefundRecorded),
            line.product,
            line.family,
            line.quantity,
            line.saving_cents,
            line.gift_saving_cents,
        )


def is_possible_ticket(ticket: SaleRecorded | RefundRecorded) -> bool:
    """Whether its lines can be kept: no character that PostgreSQL has none for, no count beyond all."""
    of = ticket.beneficiary
    texts = [text for line in ticket.lines for text in (line.product, line.family)]
    if isinstance(of, Beneficiary):
        texts.append(of.programme)
    return "\0" not in "".join(texts) and all(
        abs(line.quantity) < 2**31 and max(abs(line.saving_cents), abs(line.gift_saving_cents)) < 10**12
        for line in ticket.lines
    )


def _month(ticket: SaleRecorded | RefundRecorded, told: Told) -> str:
    of = ticket.beneficiary
    said = of.month if isinstance(of, Beneficiary) else ticket.month if isinstance(ticket, SaleRecorded) else ""
    if _MONTH.fullmatch(said):
        return said
    return month_at_desk(told.at_ms, told.offset_min)
