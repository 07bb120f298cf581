"""Identifiers as types, so that a till is never taken for an operator."""

from __future__ import annotations

from typing import NewType

IncarnationId = NewType("IncarnationId", str)
"""64 lower-case hexadecimal digits: SHA-256 of the incarnation's public signing key."""

OperatorCode = NewType("OperatorCode", str)
"""Short code that stands for an operator in the ledger ("OP-7Q2K"); never a name."""

ProductCode = NewType("ProductCode", str)
"""Code of a product in the catalogue ("CARTE-30")."""

BasketId = NewType("BasketId", str)
"""32 hexadecimal digits drawn when a basket begins: a basket is committed once."""

TicketNumber = NewType("TicketNumber", str)
"""Series and six digits at least, gapless in a series: "MRS1-000482"."""


def ticket_number(*, series: str, number: int) -> TicketNumber:
    """The printed form of the `number`-th ticket of `series`."""
    return TicketNumber(f"{series}-{number:06d}")
