"""What goes back, in cents: parts of a line add up to the line, and money goes back the way it came."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.facts import FirstTicket, Goods, RefundedLine, RefundRecorded, SaleRecorded, SoldLine
from pos_app.domain.identifiers import BasketId, IncarnationId, ProductCode, TicketNumber
from pos_app.domain.money import net_of_gross_cents
from pos_app.domain.refund import Return, paid_left_cents, refund_lines, require_way_back, usual_way_back
from pos_app.domain.refund_rule import RefundRule
from pos_app.domain.tender import TenderKind
from pos_app.domain.totals import vat_totals

RULE = RefundRule(by_tender={TenderKind.CHEQUE: (TenderKind.CHEQUE, TenderKind.CASH)})


def sale_of(unit_cents: int, quantity: int, rate_bp: int) -> SaleRecorded:
    gross_cents = unit_cents * quantity
    line = SoldLine(
        product=ProductCode("P"), family="F", label="Article", quantity=quantity, unit_cents=unit_cents,
        gross_cents=gross_cents, net_cents=net_of_gross_cents(gross_cents, rate_bp=rate_bp), vat="TVA",
        rate_bp=rate_bp, saving_cents=quantity * 7,
    )  # fmt: skip
    return SaleRecorded(
        ticket=TicketNumber("MRS1-000001"), number=1, day=1, basket=BasketId("b"), lines=(line,),
        vat=vat_totals([line]), total_cents=gross_cents, saving_cents=line.saving_cents, tenders=(), change_cents=0,
        receipt=False,
    )  # fmt: skip


def refund_of(lines: Sequence[RefundedLine]) -> RefundRecorded:
    first = FirstTicket(ticket=TicketNumber("MRS1-000001"), incarnation=IncarnationId("0" * 64), seq=1)
    return RefundRecorded(
        ticket=TicketNumber("MRS1-000002"), number=2, day=1, first=first, reason="mistake", lines=tuple(lines),
        vat=vat_totals(lines), total_cents=sum(line.gross_cents for line in lines), saving_cents=0, tenders=(),
    )  # fmt: skip


@given(
    unit_cents=st.integers(0, 99_999),
    parts=st.lists(st.integers(1, 9), min_size=1, max_size=6),
    rate_bp=st.sampled_from([0, 210, 550, 1000, 2000]),
)
def test_refunds_of_all_parts_of_a_line_mirror_it_to_the_cent(unit_cents: int, parts: list[int], rate_bp: int) -> None:
    sale = sale_of(unit_cents, sum(parts), rate_bp)
    refunds: list[RefundRecorded] = []
    for quantity in parts:
        refunds.append(refund_of(refund_lines(sale, refunds, [Return(0, quantity, Goods.SHELF)])))
    given_back = [line for refund in refunds for line in refund.lines]
    (line,) = sale.lines
    assert sum(one.gross_cents for one in given_back) == -line.gross_cents
    assert sum(one.net_cents for one in given_back) == -line.net_cents
    assert sum(one.saving_cents for one in given_back) == -line.saving_cents


@given(
    left=st.dictionaries(st.sampled_from(TenderKind), st.integers(1, 10_000), min_size=1),
    part=st.integers(0, 100),
    wished=st.sampled_from([None, *TenderKind]),
)
def test_the_usual_way_back_is_one_that_the_rule_allows(
    left: dict[TenderKind, int], part: int, wished: TenderKind | None
) -> None:
    amount_cents = sum(left.values()) * part // 100
    usual = usual_way_back(left, amount_cents, RULE, wished=wished)
    returned = require_way_back(left, usual, amount_cents, RULE)
    assert -sum(one.amount_cents for one in returned) == amount_cents


def test_cash_is_given_back_last() -> None:
    left = {TenderKind.CASH: 1000, TenderKind.CARD: 300}
    usual = usual_way_back(left, 500, RULE)
    assert [(one.tender, one.amount_cents) for one in usual] == [(TenderKind.CARD, 300), (TenderKind.CASH, 200)]


def test_nothing_is_left_of_what_was_not_paid() -> None:
    assert paid_left_cents(sale_of(0, 1, 0), []) == {}
