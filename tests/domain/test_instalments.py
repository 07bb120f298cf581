"""Paying in parts: tables that an accountant can read. Amounts in cents."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.domain.accounting import Accounts, piece_of
from pos_app.domain.facts import Goods, RefundRecorded, SaleRecorded, SoldLine, TenderTaken
from pos_app.domain.facts.refunds import FirstTicket, TenderReturned
from pos_app.domain.identifiers import (
    BasketId,
    IncarnationId,
    ItemId,
    OperatorCode,
    ProductCode,
    TicketNumber,
    is_plan_id,
    plan_id,
)
from pos_app.domain.instalments import (
    CREDIT,
    ON_ACCOUNT,
    Due,
    Paid,
    PlanWords,
    due_instalments,
    hands_over,
    instalment_lines,
    kept_cents,
    lines_given_back,
    machine_of,
    require_instalment,
    schedule,
)
from pos_app.domain.laptop_rule import HandedOver
from pos_app.domain.money import net_of_gross_cents
from pos_app.domain.refusals import Refusal
from pos_app.domain.tally import totals_of
from pos_app.domain.tender import TenderKind
from pos_app.domain.totals import vat_totals
from tests.domain.test_accounting import closed

FIRST = dt.date(2026, 11, 23)
WORDS = PlanWords("Acompte", "Acomptes versés", "Reste à payer", "Trop versé", "Retenue")
DUE = due_instalments(15_000, number=3, first_on=FIRST, days_between=30)


def machine(price_cents: int = 15_000, *, rate_bp: int = 0) -> SoldLine:
    return SoldLine(
        product=ProductCode("ORDI"), family="ORDINATEUR", label="Ordinateur", quantity=1, unit_cents=price_cents,
        gross_cents=price_cents, net_cents=net_of_gross_cents(price_cents, rate_bp=rate_bp),
        vat="TVA-20" if rate_bp else "EXO-261", rate_bp=rate_bp, saving_cents=0, items=(ItemId("0" * 32),),
    )  # fmt: skip


def paid(*amounts: int, rate_bp: int = 0) -> list[Paid]:
    return [
        Paid(TicketNumber(f"MRS1-{number:06d}"), cents, net_of_gross_cents(cents, rate_bp=rate_bp))
        for number, cents in enumerate(amounts, start=1)
    ]


@pytest.mark.parametrize(
    ("price_cents", "number", "parts"),
    [
        (15_000, 3, [5_000, 5_000, 5_000]),
        (10_000, 3, [3_334, 3_333, 3_333]),
        (10_001, 4, [2_501, 2_500, 2_500, 2_500]),
        (10_000, 1, [10_000]),
    ],
)
def test_parts_are_equal_and_the_first_takes_the_cents_left_over(
    price_cents: int, number: int, parts: list[int]
) -> None:
    due = due_instalments(price_cents, number=number, first_on=FIRST, days_between=30)
    assert [one.amount_cents for one in due] == parts
    assert [(one.due_on - FIRST).days for one in due] == [30 * index for index in range(number)]


@pytest.mark.parametrize("number", [0, -1, 101])
def test_a_price_is_not_cut_into_nothing(number: int) -> None:
    with pytest.raises(Refusal):
        due_instalments(100, number=number, first_on=FIRST, days_between=30)


@pytest.mark.parametrize(
    # paid so far, days after the first, then: left, late, what is due next (amount, in how many days from the first)
    ("amounts", "days", "left", "late", "following"),
    [
        ([], 0, 15_000, 0, (5_000, 0)),
        ([], 1, 15_000, 5_000, (5_000, 0)),
        ([5_000], 29, 10_000, 0, (5_000, 30)),
        ([5_000], 30, 10_000, 0, (5_000, 30)),
        ([5_000], 31, 10_000, 5_000, (5_000, 30)),
        ([5_000, 2_000], 31, 8_000, 3_000, (3_000, 30)),
        ([8_000], 31, 7_000, 2_000, (2_000, 30)),
        ([12_000], 31, 3_000, 0, (3_000, 60)),
        ([15_000], 400, 0, 0, None),
        ([10_000, 5_000, 5_000], 0, 0, 0, None),
    ],
)
def test_what_is_left_late_and_next(
    amounts: list[int], days: int, left: int, late: int, following: tuple[int, int] | None
) -> None:
    found = schedule(DUE, paid(*amounts), FIRST + dt.timedelta(days=days))
    assert (found.left_cents, found.late_cents) == (left, late)
    expected = Due(FIRST + dt.timedelta(days=following[1]), following[0]) if following else None
    assert found.next_due == expected
    assert found.over_cents == max(0, sum(amounts) - 15_000), "two tills that did not know of each other"


@pytest.mark.parametrize(
    ("amount_cents", "left_cents", "code"),
    [
        (5_001, 5_000, "instalment_too_high"),
        (0, 5_000, "instalment_not_positive"),
        (-1, 5_000, "instalment_not_positive"),
        (100, 0, "plan_is_paid"),
    ],
)
def test_an_instalment_that_is_not_due_is_refused(amount_cents: int, left_cents: int, code: str) -> None:
    with pytest.raises(Refusal) as told:
        require_instalment(amount_cents, left_cents)
    assert told.value.code == code


@pytest.mark.parametrize(
    ("rule", "earlier", "amount_cents", "left_cents", "over"),
    [
        (HandedOver.AFTER_LAST, [], 5_000, 15_000, False),
        (HandedOver.AFTER_LAST, [5_000, 5_000], 5_000, 5_000, True),
        (HandedOver.AFTER_LAST, [], 15_000, 15_000, True),
        (HandedOver.AFTER_FIRST, [], 5_000, 15_000, True),
        (HandedOver.AFTER_FIRST, [5_000], 5_000, 10_000, False),
    ],
)
def test_the_machine_changes_hands_when_the_rule_says(
    rule: HandedOver, earlier: list[int], amount_cents: int, left_cents: int, over: bool
) -> None:
    assert hands_over(rule, paid(*earlier), amount_cents=amount_cents, left_cents=left_cents) is over


def lines_of(rule: HandedOver, amounts: list[int], *, rate_bp: int = 0) -> list[tuple[SoldLine, ...]]:
    """The lines of each ticket of a whole plan."""
    price, delivered = sum(amounts), False
    before: list[Paid] = []
    tickets: list[tuple[SoldLine, ...]] = []
    for number, cents in enumerate(amounts, start=1):
        left = price - sum(one.amount_cents for one in before)
        delivers = not delivered and hands_over(rule, before, amount_cents=cents, left_cents=left)
        lines = instalment_lines(
            machine(price, rate_bp=rate_bp), before, cents, WORDS, delivered=delivered, delivers=delivers
        )
        net = sum(line.net_cents for line in lines if line.family == ON_ACCOUNT and line.gross_cents > 0)
        before.append(Paid(TicketNumber(f"MRS1-{number:06d}"), cents, net))
        delivered = delivered or delivers
        tickets.append(lines)
    return tickets


def told(lines: tuple[SoldLine, ...]) -> list[tuple[str, int, int]]:
    return [(line.family, line.gross_cents, line.net_cents) for line in lines]


def test_an_advance_is_a_debt_until_the_last_payment_sells_the_machine() -> None:
    first, second, last = lines_of(HandedOver.AFTER_LAST, [5_000, 5_000, 5_000])
    assert told(first) == told(second) == [(ON_ACCOUNT, 5_000, 5_000)]
    assert told(last) == [("ORDINATEUR", 15_000, 15_000), (ON_ACCOUNT, -10_000, -10_000)]
    assert [machine_of(lines) for lines in (first, second)] == [None, None]
    assert machine_of(last) == "0" * 32


def test_handed_over_first_the_rest_is_a_claim() -> None:
    first, second, last = lines_of(HandedOver.AFTER_FIRST, [5_000, 5_000, 5_000])
    assert told(first) == [("ORDINATEUR", 15_000, 15_000), (CREDIT, -10_000, -10_000)]
    assert told(second) == told(last) == [(CREDIT, 5_000, 5_000)]


@pytest.mark.parametrize("rule", list(HandedOver))
@pytest.mark.parametrize("amounts", [[5_000, 5_000, 5_000], [3_334, 3_333, 3_333], [9_999, 1], [10_001], [33] * 7])
@pytest.mark.parametrize("rate_bp", [0, 550, 2_000])
def test_a_whole_plan_comes_to_one_sale(rule: HandedOver, amounts: list[int], rate_bp: int) -> None:
    """Whatever the parts: money in, the sale once, its tax to the cent, and no advance or claim is left."""
    tickets = lines_of(rule, amounts, rate_bp=rate_bp)
    assert [sum(line.gross_cents for line in lines) for lines in tickets] == amounts
    price = sum(amounts)
    every = [line for lines in tickets for line in lines]
    sums = dict.fromkeys(("ORDINATEUR", ON_ACCOUNT, CREDIT), (0, 0))
    for line in every:
        gross, net = sums[line.family]
        sums[line.family] = (gross + line.gross_cents, net + line.net_cents)
    assert sums == {
        "ORDINATEUR": (price, net_of_gross_cents(price, rate_bp=rate_bp)), ON_ACCOUNT: (0, 0), CREDIT: (0, 0),
    }  # fmt: skip
    assert all(line.gross_cents == line.quantity * line.unit_cents for line in every)


def test_tax_is_due_when_an_advance_is_received() -> None:
    (first, *_rest) = lines_of(HandedOver.AFTER_LAST, [6_000, 6_000], rate_bp=2_000)
    assert [(vat.vat, vat.tax_cents) for vat in vat_totals(first)] == [("TVA-20", 1_000)]


def test_tax_is_due_whole_when_the_machine_is_handed_over_first() -> None:
    first, second = lines_of(HandedOver.AFTER_FIRST, [6_000, 6_000], rate_bp=2_000)
    assert [(vat.vat, vat.tax_cents) for vat in vat_totals(first)] == [("", 0), ("TVA-20", 2_000)]
    assert [(vat.vat, vat.tax_cents) for vat in vat_totals(second)] == [("", 0)]


def _sale(lines: tuple[SoldLine, ...], number: int) -> SaleRecorded:
    total = sum(line.gross_cents for line in lines)
    return SaleRecorded(
        ticket=TicketNumber(f"MRS1-{number:06d}"), number=number, day=1, basket=BasketId(f"{number:032x}"),
        lines=lines, vat=vat_totals(lines), total_cents=total, saving_cents=0,
        tenders=(TenderTaken(tender=TenderKind.CASH, amount_cents=total),), change_cents=0, receipt=True,
    )  # fmt: skip


def _refund(sale: SaleRecorded, number: int, kept: int) -> RefundRecorded:
    lines = lines_given_back(sale.lines, WORDS, kept=kept, goods=Goods.SHELF)
    total = sum(line.gross_cents for line in lines)
    return RefundRecorded(
        ticket=TicketNumber(f"MRS1-{number:06d}"), number=number, day=1,
        first=FirstTicket(ticket=sale.ticket, incarnation=IncarnationId("0" * 64), seq=1), reason="changed_mind",
        lines=lines, vat=vat_totals(lines), total_cents=total, saving_cents=0,
        tenders=(TenderReturned(tender=TenderKind.CASH, amount_cents=total, paid_by=TenderKind.CASH),),
    )  # fmt: skip


def booked(facts: list[SaleRecorded | RefundRecorded]) -> dict[str, int]:
    """The piece of a day of these tickets: account and balance, debits above zero."""
    totals = totals_of([(OperatorCode("OP-1"), fact) for fact in facts])
    lines = piece_of(closed(totals), Accounts())
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.account.number] = sums.get(line.account.number, 0) + line.debit_cents - line.credit_cents
    return {account: cents for account, cents in sums.items() if cents}


@pytest.mark.parametrize(
    ("rule", "amounts", "balances"),
    [
        (HandedOver.AFTER_LAST, [6_000], {"530000": 6_000, "419100": -5_000, "445710": -1_000}),
        (HandedOver.AFTER_LAST, [6_000, 6_000], {"530000": 12_000, "707000": -10_000, "445710": -2_000}),
        (
            HandedOver.AFTER_FIRST,
            [6_000],
            {"530000": 6_000, "411000": 6_000, "707000": -10_000, "445710": -2_000},
        ),
        (HandedOver.AFTER_FIRST, [6_000, 6_000], {"530000": 12_000, "707000": -10_000, "445710": -2_000}),
    ],
)
def test_the_accounts_of_a_plan(rule: HandedOver, amounts: list[int], balances: dict[str, int]) -> None:
    """At 20 %: advances are at 4191, the claim at 411, the sale at 707 when the machine is handed over."""
    tickets = lines_of(rule, [6_000, 6_000], rate_bp=2_000)[: len(amounts)]
    assert booked([_sale(lines, number) for number, lines in enumerate(tickets, start=1)]) == balances


@pytest.mark.parametrize(
    ("percent", "paid_cents", "kept"),
    [(100, 5_000, 0), (90, 5_000, 500), (90, 3_333, 333), (0, 5_000, 5_000), (67, 1, 0)],
)
def test_what_is_kept_of_a_plan_given_up_is_rounded_down(percent: int, paid_cents: int, kept: int) -> None:
    assert kept_cents(paid_cents, percent) == kept


@pytest.mark.parametrize(
    ("percent", "balances"),
    [(100, {}), (90, {"530000": 600, "708800": -600}), (0, {"530000": 6_000, "708800": -6_000})],
)
def test_a_plan_given_up_leaves_nothing_but_what_the_rule_keeps(percent: int, balances: dict[str, int]) -> None:
    (first, _last) = lines_of(HandedOver.AFTER_LAST, [6_000, 6_000], rate_bp=2_000)
    sale = _sale(first, 1)
    assert booked([sale, _refund(sale, 2, kept_cents(6_000, percent))]) == balances


@pytest.mark.parametrize("rule", list(HandedOver))
def test_a_machine_that_comes_back_undoes_every_ticket_of_its_plan(rule: HandedOver) -> None:
    sales = [_sale(lines, n) for n, lines in enumerate(lines_of(rule, [6_000, 5_000, 1_000], rate_bp=2_000), start=1)]
    refunds = [_refund(sale, 10 + sale.number, 0) for sale in reversed(sales)]
    assert booked([*sales, *refunds]) == {}
    goods = {line.goods for refund in refunds for line in refund.lines if line.items}
    assert goods == {Goods.SHELF}


@pytest.mark.parametrize("random", [0, 1, 12_345_678_901, 10**11 - 1])
def test_a_plan_has_a_number_with_a_check_digit(random: int) -> None:
    made = plan_id(random)
    assert is_plan_id(made)
    assert not is_plan_id(made[:-1] + str((int(made[-1]) + 1) % 10))
    assert not is_plan_id(made[:-1])
