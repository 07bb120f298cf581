"""What a till and head office say to each other of recharge codes, and of machines that move (SYNC.md § 2 and 3). No
code travels in clear."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pos_app.domain.identifiers import ItemId, LotId
from pos_app.domain.voucher import VoucherCode
from pos_app.sync.people_messages import ChangeId, Code, Item, Text
from pos_app.sync.wire import Answer, Count, IncarnationName, Message

MOST_CODES = 1_000
"""In one allocation: an answer holds them."""

Lot = Annotated[LotId, msgspec.Meta(pattern="^[0-9a-f]{24}$(?!\n)")]
Day = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$(?!\n)")]


class AllocationRequest(Message, frozen=True):
    """A till wants codes of a product and has `on_hand`. Its id is stored before it is sent: sent again, it has the
    same answer for ever."""

    request_id: ChangeId
    product: Code
    wanted: Annotated[int, msgspec.Meta(ge=1, le=MOST_CODES)]
    on_hand: Count


class AllocatedLot(Answer, frozen=True):
    """`count` codes that this incarnation alone may sell, until `sell_until`. `expires_on` is the last day on which
    they can be used, empty where there is none; `sealed` is a sealed box of `SealedLot` for the till's key."""

    lot: Lot
    product: Code
    supplier: Text
    expires_on: Day
    sell_until: Day
    count: Count
    sealed: bytes


class AllocationAnswer(Answer, frozen=True):
    """Without a lot where nothing is left to give; the next wish then goes under another id."""

    request_id: ChangeId
    lot: AllocatedLot | msgspec.UnsetType = msgspec.UNSET


class RecallItem(Item, frozen=True):
    """Head office wants what is left of a lot back."""

    lot: Lot


class GrantItem(Item, frozen=True):
    """Head office gives codes by hand: the till asks for `wanted` of `product` under this id, as it asks for others."""

    request_id: ChangeId
    product: Code
    wanted: Annotated[int, msgspec.Meta(ge=1, le=MOST_CODES)]


class PassportTold(Answer, frozen=True):
    """What the till that had a machine wrote of it, as `domain.facts.PassportWritten`."""

    model: Text
    grade: Text
    price_cents: Annotated[int, msgspec.Meta(ge=0, le=10**9)]
    warranty_months: Annotated[int, msgspec.Meta(ge=0, le=1_200)]
    batch: Text = ""
    refurbisher: Text = ""
    passed: tuple[Text, ...] = ()
    failed: tuple[Text, ...] = ()
    certificate: Text = ""


class MachineItem(Item, frozen=True):
    """A thing with a number of its own moves. `act`: "send", this till is asked to send it to `other`; "receive", it is
    on its way from `other`; "none", what was said of this transfer before holds no longer."""

    transfer: ChangeId
    act: Code
    item: Annotated[ItemId, msgspec.Meta(pattern="^[0-9a-f]{32}$(?!\n)")]
    product: Code
    ending: Text
    kind: Code
    other: Text
    passport: PassportTold | msgspec.UnsetType = msgspec.UNSET


class SealedLot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The inside of a sealed box: codes in their order, and what they were sealed for."""

    lot: LotId
    incarnation: IncarnationName
    codes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"SealedLot({self.lot}, {len(self.codes)} codes)"

    def opened(self) -> tuple[VoucherCode, ...]:
        return tuple(VoucherCode(code) for code in self.codes)


CODE_FEEDS: dict[str, type[Item]] = {"recalls": RecallItem, "grants": GrantItem, "machines": MachineItem}
