"""Facts about the drawer between two closings: what went in and out of it, what was counted, what was put right."""

from __future__ import annotations

import enum
from typing import ClassVar

from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.facts.sales import TenderTaken
from pos_app.domain.identifiers import ItemId, OperatorCode, TicketNumber
from pos_app.domain.tender import TenderKind


class CashMove(enum.StrEnum):
    """From where to where cash goes. `IN` and `OUT` change what the charity has, the others only where it lies."""

    IN = "in"
    OUT = "out"
    TO_SAFE = "to_safe"
    FROM_SAFE = "from_safe"
    TO_BANK = "to_bank"


DRAWER_SIGN = {
    CashMove.IN: 1,
    CashMove.OUT: -1,
    CashMove.TO_SAFE: -1,
    CashMove.FROM_SAFE: 1,
    CashMove.TO_BANK: 0,
}
SAFE_SIGN = {
    CashMove.IN: 0,
    CashMove.OUT: 0,
    CashMove.TO_SAFE: 1,
    CashMove.FROM_SAFE: -1,
    CashMove.TO_BANK: -1,
}


class CashMoved(Fact, frozen=True):
    """Cash moved without a sale. `number` counts the till's cash slips; `reason` is a code."""

    kind: ClassVar[str] = "cash_moved.1"
    day: int
    number: int
    move: CashMove
    amount_cents: int
    reason: str

    @property
    def drawer_cents(self) -> int:
        """What the drawer gained."""
        return DRAWER_SIGN[self.move] * self.amount_cents

    @property
    def safe_cents(self) -> int:
        """What the safe gained."""
        return SAFE_SIGN[self.move] * self.amount_cents


class DrawerOpened(Fact, frozen=True):
    """The drawer was opened without a sale. `reason` is a code."""

    kind: ClassVar[str] = "drawer_opened.1"
    day: int
    reason: str


class Pieces(Part, frozen=True):
    """So many notes or coins of one denomination."""

    denomination_cents: int
    count: int


class TenderCounted(Part, frozen=True):
    """What was counted of a means of payment that is not cash: cheques, vouchers, or the card terminal's own total."""

    tender: TenderKind
    expected_cents: int
    counted_cents: int


class CashCounted(Fact, frozen=True):
    """The drawer was counted (JET code 170). It changes nothing: a difference is accepted by an entry of its own.

    `expected_cents` is what the journal said then; `blind` tells that the person did not see it. `others` are the
    means of payment that were counted beside cash.
    """

    kind: ClassVar[str] = "cash_counted.1"
    day: int
    pieces: tuple[Pieces, ...]
    counted_cents: int
    expected_cents: int
    blind: bool
    others: tuple[TenderCounted, ...] = ()

    @property
    def difference_cents(self) -> int:
        """Above zero where there is more than expected."""
        return self.counted_cents - self.expected_cents


class CashDifferenceAccepted(Fact, frozen=True):
    """The drawer holds so much more (or less, below zero) than expected, and somebody took note. `reason` is a code."""

    kind: ClassVar[str] = "cash_difference_accepted.1"
    day: int
    difference_cents: int
    reason: str


class DrawerHandedOver(Fact, frozen=True):
    """Whoever made this entry gave the drawer to `to`, who agreed with a PIN; `drawer_cents` were in it."""

    kind: ClassVar[str] = "drawer_handed_over.1"
    day: int
    to: OperatorCode
    drawer_cents: int


class TenderCorrected(Fact, frozen=True):
    """The payment of a ticket was keyed under the wrong means: a minus and a plus of it, of one amount, and no more.

    `day` is the one in which it is booked, never that of a closed ticket. `reason` is a code.
    """

    kind: ClassVar[str] = "tender_corrected.1"
    day: int
    ticket: TicketNumber
    taken_back: TenderTaken
    taken: TenderTaken
    reason: str

    @property
    def cash_cents(self) -> int:
        """What the drawer gained."""
        gained = self.taken.amount_cents if self.taken.tender is TenderKind.CASH else 0
        lost = self.taken_back.amount_cents if self.taken_back.tender is TenderKind.CASH else 0
        return gained - lost


class AidVoucherNoted(Fact, frozen=True):
    """What an aid voucher taken for a ticket says: it is a claim on its issuer (a structure's code).

    Its number is kept beside the journal, by `item`. `expires_on` is an ISO date or empty.
    """

    kind: ClassVar[str] = "aid_voucher_noted.1"
    item: ItemId
    ticket: TicketNumber
    issuer: str
    amount_cents: int
    expires_on: str = ""


class AidVouchersClaimed(Fact, frozen=True):
    """The list of these vouchers was sent to their issuer, to be paid."""

    kind: ClassVar[str] = "aid_vouchers_claimed.1"
    issuer: str
    items: tuple[ItemId, ...]
    total_cents: int
