"""Recharge codes: the value that nobody sees by accident, and what may happen to one."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

from pos_app.domain.refusals import Bug

SHOWN_GROUP = 4
"""A code is read in groups of so many characters (mocks/slip.png)."""

REVEAL_REASONS = ("unreadable", "not_printed", "lost")
"""Why a code that was already revealed is revealed again."""
CONTEST_REASONS = ("already_used", "unknown_to_operator", "wrong_credit")
"""What the operator answered to a code."""
WITHDRAWAL_REASONS = ("expired", "returned", "recalled")
RELEASE_REASONS = ("checked_with_operator", "nothing_lost")
"""Why codes that an older copy of this till may have sold can be sold after all."""


class VoucherCode:
    """A code in clear. It shows itself as `***`; only `reveal` says it, for paper, the screen and the vault."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    @property
    def groups(self) -> tuple[str, ...]:
        """The code in clear, in groups of four."""
        return tuple(self._text[i : i + SHOWN_GROUP] for i in range(0, len(self._text), SHOWN_GROUP))

    def __repr__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VoucherCode) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> NoReturn:
        raise Bug("code_is_not_copied")


class VoucherState(enum.StrEnum):
    """`PRINTED`: revealed, on paper or on the screen, and nobody has said yet that it can be read. `VOID`: its money
    was given back, and nobody is shown it any more."""

    IN_STOCK = "in_stock"
    SOLD = "sold"
    PRINTED = "printed"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    REPLACED = "replaced"
    EXPIRED = "expired"
    RETURNED = "returned"
    VOID = "void"


class VoucherAct(enum.StrEnum):
    """What may be done with a code."""

    SELL = "sell"
    REVEAL = "reveal"
    CONFIRM = "confirm"
    CONTEST = "contest"
    REPLACE = "replace"
    EXPIRE = "expire"
    RETURN = "return"
    TAKE_BACK = "take_back"
    WRITE_OFF = "write_off"


TO_COLLECT = frozenset({VoucherState.SOLD, VoucherState.PRINTED})
"""Paid, and not known to be in the person's hands: the same code waits for them."""

TRANSITIONS: Mapping[tuple[VoucherState, VoucherAct], VoucherState] = MappingProxyType(
    {
        (VoucherState.IN_STOCK, VoucherAct.SELL): VoucherState.SOLD,
        (VoucherState.IN_STOCK, VoucherAct.EXPIRE): VoucherState.EXPIRED,
        (VoucherState.IN_STOCK, VoucherAct.RETURN): VoucherState.RETURNED,
        (VoucherState.SOLD, VoucherAct.REVEAL): VoucherState.PRINTED,
        (VoucherState.PRINTED, VoucherAct.REVEAL): VoucherState.PRINTED,
        (VoucherState.CONFIRMED, VoucherAct.REVEAL): VoucherState.PRINTED,
        (VoucherState.PRINTED, VoucherAct.CONFIRM): VoucherState.CONFIRMED,
        (VoucherState.PRINTED, VoucherAct.CONTEST): VoucherState.CONTESTED,
        (VoucherState.CONFIRMED, VoucherAct.CONTEST): VoucherState.CONTESTED,
        (VoucherState.CONTESTED, VoucherAct.REPLACE): VoucherState.REPLACED,
        (VoucherState.SOLD, VoucherAct.TAKE_BACK): VoucherState.IN_STOCK,
        (VoucherState.SOLD, VoucherAct.WRITE_OFF): VoucherState.VOID,
        (VoucherState.PRINTED, VoucherAct.WRITE_OFF): VoucherState.VOID,
        (VoucherState.CONFIRMED, VoucherAct.WRITE_OFF): VoucherState.VOID,
        (VoucherState.CONTESTED, VoucherAct.WRITE_OFF): VoucherState.VOID,
    }
)
"""Everything that is not here does not happen: no way leads back into the stock once a code was revealed."""


def next_state(state: VoucherState, act: VoucherAct) -> VoucherState:
    """Where `act` leads from `state`. Raises Bug("voucher_act_impossible"): acts are refused before they come here."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise Bug("voucher_act_impossible", state=state.value, act=act.value) from None


def may(state: VoucherState, act: VoucherAct) -> bool:
    """Whether `act` is possible in `state`."""
    return (state, act) in TRANSITIONS
