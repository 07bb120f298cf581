"""How means of payment settle a total."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Tender, TenderKind, left_to_pay_cents, settle

CASH, CARD, AID, CHEQUE = TenderKind.CASH, TenderKind.CARD, TenderKind.AID_VOUCHER, TenderKind.CHEQUE


@pytest.mark.parametrize(
    ("total_cents", "tenders", "change_cents"),
    [
        (1500, [(CASH, 2000)], 500),
        (1500, [(CASH, 1500)], 0),
        (1500, [(CARD, 1500)], 0),
        (1500, [(AID, 1000), (CASH, 1000)], 500),
        (1500, [(CHEQUE, 500), (CARD, 500), (CASH, 500)], 0),
        (1500, [(CASH, 1000), (CASH, 1000)], 500),
        (0, [], 0),
    ],
)
def test_change_is_given_on_cash_only(
    total_cents: int, tenders: list[tuple[TenderKind, int]], change_cents: int
) -> None:
    settled = settle(total_cents, [Tender(kind, cents) for kind, cents in tenders])
    assert settled.change_cents == change_cents
    assert sum(t.amount_cents for t in settled.tenders) - change_cents == total_cents


@pytest.mark.parametrize(
    ("total_cents", "tenders", "code"),
    [
        (1500, [], "paid_too_little"),
        (1500, [(CASH, 1499)], "paid_too_little"),
        (1500, [(CARD, 1501)], "tender_over_total"),
        (1500, [(AID, 2000)], "tender_over_total"),
        (1500, [(AID, 1000), (CHEQUE, 600)], "tender_over_total"),
        (1500, [(CARD, 1500), (CASH, 100)], "cash_not_needed"),
        (1500, [(CASH, 0)], "tender_not_positive"),
        (1500, [(CASH, -1500)], "tender_not_positive"),
        (1500, [(CASH, 100_000_000)], "amount_too_large"),
    ],
)
def test_what_does_not_settle_is_refused_with_its_reason(
    total_cents: int, tenders: list[tuple[TenderKind, int]], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        settle(total_cents, [Tender(kind, cents) for kind, cents in tenders])
    assert refused.value.code == code


def test_a_refusal_says_how_much_is_missing() -> None:
    with pytest.raises(Refusal) as refused:
        settle(1500, [Tender(CASH, 1000)])
    assert refused.value.params == {"missing_cents": 500}


@given(
    st.integers(0, 100_000),
    st.lists(st.builds(Tender, st.sampled_from(TenderKind), st.integers(1, 100_000)), max_size=6),
)
def test_whatever_settles_balances_to_the_cent(total_cents: int, tenders: list[Tender]) -> None:
    try:
        settled = settle(total_cents, tenders)
    except Refusal:
        return
    paid_cents = sum(tender.amount_cents for tender in tenders)
    cash_cents = sum(tender.amount_cents for tender in tenders if tender.kind is CASH)
    assert settled.change_cents == paid_cents - total_cents
    assert 0 <= settled.change_cents <= cash_cents
    assert left_to_pay_cents(total_cents, tenders) == 0
