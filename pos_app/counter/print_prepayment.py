"""A basket on paper before it is paid: an entry of its own, and a slip that is marked as no receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import local_datetime
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.basket import BasketLine, FrozenBasket
from pos_app.domain.facts import PrepaymentSlipPrinted, QuotedLine
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger.entry import Entry
from pos_app.store.days import entry_there, series_at
from pos_app.store.operators import shown_name
from pos_app.store.tickets import issuer_at

if TYPE_CHECKING:
    from pos_app.printing.documents.prepayment_slip import PrepaymentSlip

PREPAYMENT_SLIP = "prepayment_slip"
"""The document of its print job; its reference is the position of the entry."""


def print_prepayment(till: Till, *, operator: Operator, basket: FrozenBasket) -> Entry:
    """Records that `basket` is shown on paper before payment, and prints it. It is no ticket and stays in no total.

    Raises Refusal("basket_empty").
    """
    operator.require(Right.SELL)
    if not basket.lines:
        raise Refusal("basket_empty")
    with till.store.transaction(operator.code) as act:
        entry = act.append(
            PrepaymentSlipPrinted(
                basket=basket.id,
                lines=tuple(_quoted(line) for line in basket.lines),
                total_cents=basket.total_cents,
                saving_cents=sum(line.saving_cents + line.gift_saving_cents for line in basket.lines),
            )
        )
        print_later(act, till, document=PREPAYMENT_SLIP, reference=str(act.end.position))
    return entry


def prepayment_document(till: Till, position: int) -> PrepaymentSlip:
    """The slip of the entry at `position`. Raises Bug("no_prepayment_slip") where it is another kind of entry."""
    from pos_app.printing.documents.prepayment_slip import PrepaymentSlip
    from pos_app.printing.documents.receipt import control_of

    entry = entry_there(till.connection, position)
    quoted = entry.fact()
    if not isinstance(quoted, PrepaymentSlipPrinted):
        raise Bug("no_prepayment_slip", position=position)
    return PrepaymentSlip(
        issuer=issuer_at(till.connection, position),
        series=series_at(till.connection, entry),
        quoted=quoted,
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        control=control_of(entry),
        software=SOFTWARE,
    )


def _quoted(line: BasketLine) -> QuotedLine:
    return QuotedLine(
        product=line.product.code,
        label=line.product.label,
        quantity=line.quantity,
        unit_cents=line.unit_price_cents,
        gross_cents=line.gross_cents,
    )
