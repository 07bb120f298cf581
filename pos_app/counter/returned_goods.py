"""What may become of goods that come back, by how the family's stock is kept: each kind of tracking has its rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pos_app.counter.till import Till
from pos_app.domain.catalogue import Tracking
from pos_app.domain.facts import Goods, SoldLine
from pos_app.domain.refund import Return
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import VoucherState
from pos_app.store.vault import voucher_of

ReturnRule = Callable[[Till, SoldLine, Return], tuple[Goods, ...]]
"""What may become of the goods of a line, the usual first; given what is to come back. Raises Refusal."""


def _counted(_till: Till, _sold: SoldLine, _returned: Return) -> tuple[Goods, ...]:
    """A physical card or a thing by number: sold again if it is as new; a card that was never handed over."""
    return (Goods.SHELF, Goods.WRITTEN_OFF, Goods.NONE)


def _untracked(_till: Till, _sold: SoldLine, _returned: Return) -> tuple[Goods, ...]:
    """A workshop seat: nothing comes back."""
    return (Goods.NONE,)


def _code(till: Till, _sold: SoldLine, returned: Return) -> tuple[Goods, ...]:
    """A recharge code: sold again only if nobody ever saw it; else its money is given back and the code is void."""
    states = {voucher_of(till.connection, item).state for item in returned.items}
    unseen = states == {VoucherState.SOLD}
    return (Goods.SHELF, Goods.WRITTEN_OFF) if unseen else (Goods.WRITTEN_OFF,)


def _thing(_till: Till, _sold: SoldLine, _returned: Return) -> tuple[Goods, ...]:
    """A thing with a number: that very one comes back, to be sold again or not; without it, it stays the person's."""
    return (Goods.SHELF, Goods.WRITTEN_OFF, Goods.NONE)


RETURN_RULES: Mapping[Tracking, ReturnRule] = MappingProxyType(
    {
        Tracking.NONE: _untracked,
        Tracking.COUNTED: _counted,
        Tracking.CODE: _code,
        Tracking.SERIAL: _thing,
    },
)


def goods_choices(till: Till, sold: SoldLine, returned: Return) -> tuple[Goods, ...]:
    """What may become of what comes back of a line. Of a family that the catalogue no longer has, nothing is shelved.

    Raises what the family's rule raises.
    """
    family = till.catalogue.families.get(sold.family)
    if family is None:
        return (Goods.WRITTEN_OFF, Goods.NONE)
    return RETURN_RULES[family.tracking](till, sold, returned)


def require_goods(till: Till, sold: SoldLine, returned: Return) -> None:
    """Raises Refusal("goods_not_returnable") where the family's rule does not let them become what is asked."""
    if returned.goods not in goods_choices(till, sold, returned):
        raise Refusal("goods_not_returnable", product=sold.label)
