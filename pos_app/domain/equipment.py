"""Things told apart by their number: what may happen to one, and the number on its label."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from types import MappingProxyType

from pos_app.domain.identifiers import ItemId
from pos_app.domain.refusals import Bug

WITHDRAWAL_REASONS = ("broken", "stolen", "missing", "sent_elsewhere", "back_to_supplier", "recycled")
"""Why a thing is no longer for sale or for lending."""
RETURN_CONDITIONS = ("good", "worn", "damaged", "incomplete")
"""As what a thing goes out on loan, or comes back."""
LOST = "lost"
"""As what it did not come back."""
KEEP_REASONS = ("damaged", "incomplete", "lost", "late")
"""Why a deposit, or a part of it, is not given back."""
_LABEL = re.compile(r"N([0-9A-F]{10})")
_LABEL_DIGITS = 10


class ItemState(enum.StrEnum):
    """`RESERVED` waits for somebody; `LENT` is out against a deposit; `GONE` is never sold or lent again here."""

    IN_STOCK = "in_stock"
    RESERVED = "reserved"
    LENT = "lent"
    SOLD = "sold"
    GONE = "gone"


class ItemAct(enum.StrEnum):
    """What may be done with a thing. `RETURN` ends a loan, `TAKE_BACK` undoes a sale."""

    RESERVE = "reserve"
    RELEASE = "release"
    SELL = "sell"
    TAKE_BACK = "take_back"
    LEND = "lend"
    RETURN = "return"
    WITHDRAW = "withdraw"
    FIND_AGAIN = "find_again"


TRANSITIONS: Mapping[tuple[ItemState, ItemAct], ItemState] = MappingProxyType(
    {
        (ItemState.IN_STOCK, ItemAct.RESERVE): ItemState.RESERVED,
        (ItemState.RESERVED, ItemAct.RESERVE): ItemState.RESERVED,
        (ItemState.RESERVED, ItemAct.RELEASE): ItemState.IN_STOCK,
        (ItemState.IN_STOCK, ItemAct.SELL): ItemState.SOLD,
        (ItemState.RESERVED, ItemAct.SELL): ItemState.SOLD,
        (ItemState.SOLD, ItemAct.TAKE_BACK): ItemState.IN_STOCK,
        (ItemState.IN_STOCK, ItemAct.LEND): ItemState.LENT,
        (ItemState.LENT, ItemAct.RETURN): ItemState.IN_STOCK,
        (ItemState.IN_STOCK, ItemAct.WITHDRAW): ItemState.GONE,
        (ItemState.RESERVED, ItemAct.WITHDRAW): ItemState.GONE,
        (ItemState.LENT, ItemAct.WITHDRAW): ItemState.GONE,
        (ItemState.SOLD, ItemAct.WITHDRAW): ItemState.GONE,
        (ItemState.GONE, ItemAct.FIND_AGAIN): ItemState.IN_STOCK,
    }
)
"""Everything that is not here does not happen: a thing is in one hand at a time."""


def next_state(state: ItemState, act: ItemAct) -> ItemState:
    """What a thing becomes. Raises Bug("item_act_impossible"): who acts asks first (`can`)."""
    if not can(state, act):
        raise Bug("item_act_impossible", state=state.value, act=act.value)
    return TRANSITIONS[state, act]


def can(state: ItemState, act: ItemAct) -> bool:
    return (state, act) in TRANSITIONS


def label_of(item: ItemId) -> str:
    """The number on a thing's label and in its barcode: "N" and the first ten digits of its id, in capitals."""
    return f"N{item[:_LABEL_DIGITS].upper()}"


def read_label(text: str) -> str | None:
    """How the id of the thing begins whose label says `text`; None where it is no label."""
    found = _LABEL.fullmatch(text.strip().upper())
    return found[1].lower() if found else None
