"""A code that its operator refuses: contested, and replaced by another one."""

from __future__ import annotations

from pos_app.counter.cases import open_case_of_code
from pos_app.counter.code_contact import seller_of_codes
from pos_app.counter.dates import today
from pos_app.counter.slips import SlipAtDesk, enqueue_slip, slips_at_desk
from pos_app.counter.till import Till
from pos_app.domain.facts import CodeContested, CodeReplaced
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import CONTEST_REASONS, VoucherAct, may
from pos_app.store.structures import structure_with_token
from pos_app.store.vault import contested, next_codes, voucher_of


def contest_code(till: Till, *, operator: Operator, item: ItemId, reason: str) -> None:
    """Records that the operator refuses a code that was handed over; where a person has it, a case follows it up.

    Raises Refusal("reason_unknown", "slip_not_contestable", "slip_unknown", "right_missing").
    """
    operator.require(Right.SELL)
    if reason not in CONTEST_REASONS:
        raise Refusal("reason_unknown")
    voucher = voucher_of(till.connection, item)
    if not may(voucher.state, VoucherAct.CONTEST):
        raise Refusal("slip_not_contestable", slip=voucher.number)
    with till.store.transaction(operator.code) as act:
        act.append(CodeContested(item=item, reason=reason))
        if voucher.person and structure_with_token(act.connection, voucher.person) is None:
            open_case_of_code(act, till, person=voucher.person, item=item)


def replace_code(till: Till, *, operator: Operator, item: ItemId) -> SlipAtDesk:
    """Gives another code of the same product for a contested one, at no price; its slip prints as any other.

    Raises Refusal("slip_not_contested", "product_out_of_stock", "right_missing", "slip_unknown").
    """
    operator.require(Right.REPLACE_CODES)
    holder = seller_of_codes(till)
    with till.store.transaction(operator.code) as act:
        voucher = voucher_of(act.connection, item)
        if not may(voucher.state, VoucherAct.REPLACE):
            raise Refusal("slip_not_contested", slip=voucher.number)
        day = today(till).isoformat()
        found = next_codes(act.connection, voucher.product, 1, holder=holder, today=day)
        if not found:
            label = till.catalogue.product(voucher.product).label
            raise Refusal("product_out_of_stock", product=label, on_hand=0, wanted=1)
        act.append(CodeReplaced(item=item, by=found[0]))
        enqueue_slip(act, till, found[0], copy=0)
        return slips_at_desk(till, (voucher_of(act.connection, found[0]),))[0]


def contested_slips(till: Till) -> tuple[SlipAtDesk, ...]:
    """The codes that their operator refuses and that nothing replaced yet, oldest first."""
    return slips_at_desk(till, contested(till.connection))
