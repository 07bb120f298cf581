"""Identifiers as types, so that a till is never taken for an operator."""

from __future__ import annotations

import re
from typing import NewType

_SLIP_NUMBER = re.compile(r"([A-Z]{2,6}[0-9]{1,3}[A-Z]*-[0-9]{6,})-([0-9]{1,3})")

IncarnationId = NewType("IncarnationId", str)
"""64 lower-case hexadecimal digits: SHA-256 of the incarnation's public signing key."""

OperatorCode = NewType("OperatorCode", str)
"""Short code that stands for an operator in the ledger ("OP-7Q2K"); never a name."""

_OPERATOR_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_OPERATOR_LENGTH = 6


def operator_code(random: bytes) -> OperatorCode:
    """A code for somebody new: "OP-" and six signs that nobody mistakes for others, by eight random bytes or more."""
    number, letters = int.from_bytes(random), ""
    for _place in range(_OPERATOR_LENGTH):
        number, letter = divmod(number, len(_OPERATOR_LETTERS))
        letters += _OPERATOR_LETTERS[letter]
    return OperatorCode(f"OP-{letters}")


ProductCode = NewType("ProductCode", str)
"""Code of a product in the catalogue ("CARTE-30")."""

BasketId = NewType("BasketId", str)
"""32 hexadecimal digits made when a basket begins: twelve of its time in milliseconds (so that ids sort by time
and their index grows at its end, as in RFC 9562's version 7), twenty at random. A basket is committed once."""

TicketNumber = NewType("TicketNumber", str)
"""Series and six digits at least, gapless in a series: "MRS1-000482"."""


def ticket_number(*, series: str, number: int) -> TicketNumber:
    """The printed form of the `number`-th ticket of `series`."""
    return TicketNumber(f"{series}-{number:06d}")


_TICKET = re.compile(r"[A-Z]{2,6}[0-9]+[A-Z]*-[0-9]{6,15}")


def is_ticket_number(text: str) -> bool:
    """Whether `text` is a ticket number as paper and its barcode carry it."""
    return _TICKET.fullmatch(text) is not None


def basket_id(*, at_ms: int, random: bytes) -> BasketId:
    """The id of a basket begun at `at_ms`; `random` is ten random bytes."""
    if len(random) != 10:
        raise ValueError("ten random bytes")
    return BasketId(f"{at_ms & 0xFFFFFFFFFFFF:012x}{random.hex()}")


ItemId = NewType("ItemId", str)
"""32 lower-case hexadecimal digits at random: one thing in the ledger (a recharge code, a machine, a key), never its
serial number or its code."""

LotId = NewType("LotId", str)
"""24 lower-case hexadecimal digits: twelve of the time of a delivery in milliseconds (so that its codes lie together
and at the end), twelve at random. A lot of recharge codes."""

SlipNumber = NewType("SlipNumber", str)
"""Its ticket and its place among the ticket's voucher slips: "MRS1-000482-1"; what its barcode says."""

PlanId = NewType("PlanId", str)
"""A plan of instalments on paper and in the ledger: "PV" and twelve digits, the last a check digit (Luhn)."""

PersonToken = NewType("PersonToken", str)
"""32 lower-case hexadecimal digits at random: a person, or a structure that buys, in the ledger."""

CardNumber = NewType("CardNumber", str)
"""Ten digits of a member card, the last a check digit (Luhn): nine at random, so that a card tells nothing."""


def lot_id(*, at_ms: int, random: bytes) -> LotId:
    """The id of a lot received at `at_ms`; `random` is six random bytes."""
    if len(random) != 6:
        raise ValueError("six random bytes")
    return LotId(f"{at_ms & 0xFFFFFFFFFFFF:012x}{random.hex()}")


def code_of_lot(lot: LotId, index: int) -> ItemId:
    """The id of a lot's `index`-th code, from 0: what the ledger calls it."""
    return ItemId(f"{lot}{index:08x}")


def place_in_lot(item: ItemId) -> tuple[LotId, int]:
    """The lot that a code's id names, and its index."""
    return LotId(item[:24]), int(item[24:], 16)


def slip_number(ticket: TicketNumber, place: int) -> SlipNumber:
    """The number of a ticket's `place`-th voucher slip, from 1."""
    return SlipNumber(f"{ticket}-{place}")


def read_slip_number(text: str) -> tuple[TicketNumber, int] | None:
    """The ticket and the place that a slip's barcode says; None where `text` is no slip number."""
    found = _SLIP_NUMBER.fullmatch(text.strip().upper())
    return (TicketNumber(found[1]), int(found[2])) if found else None


def plan_id(random: int) -> PlanId:
    """The plan whose eleven first digits are `random`, which is below 10¹¹."""
    digits = f"{random:011d}"
    return PlanId(f"PV{digits}{luhn_digit(digits)}")


def is_plan_id(text: str) -> bool:
    """Whether `text` can be the number of a plan."""
    digits = text[2:]
    known = len(text) == 14 and text.startswith("PV") and digits.isascii() and digits.isdigit()
    return known and int(digits[-1]) == luhn_digit(digits[:-1])


def person_token(random: bytes) -> PersonToken:
    """A token of sixteen random bytes."""
    if len(random) != 16:
        raise ValueError("sixteen random bytes")
    return PersonToken(random.hex())


def card_number(random: int) -> CardNumber:
    """The card whose nine first digits are `random`, which is below 10⁹."""
    digits = f"{random:09d}"
    return CardNumber(digits + str(luhn_digit(digits)))


def is_card_number(text: str) -> bool:
    """Whether `text` can be a card number: ten digits that fit together."""
    return len(text) == 10 and text.isascii() and text.isdigit() and int(text[-1]) == luhn_digit(text[:-1])


def luhn_digit(digits: str) -> int:
    """The digit that follows `digits` by ISO/IEC 7812-1."""
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(digits))]
    return -sum(divmod(value, 10)[0] + value % 10 for value in doubled) % 10
