"""One balanced piece for each closed day: tables that an accountant can read."""

from __future__ import annotations

import msgspec
import pytest

from pos_app.domain.accounting import Account, Accounts, fec_row, piece_of
from pos_app.domain.facts import DayClosed, DrawerReport, FamilyTotal, SupplierTotal, TenderTotal, Totals, VatTotal
from pos_app.domain.refusals import Bug
from pos_app.domain.tally import totals_of
from pos_app.domain.tender import TenderKind

DRAWER = DrawerReport(
    opened_cents=5000, opened_gap_cents=0, sales_cents=1250, in_cents=0, out_cents=0, to_safe_cents=0,
    from_safe_cents=0, difference_cents=0, left_cents=6250, counted=True,
)  # fmt: skip


def sold(cash: int, card: int, *, families: dict[str, tuple[int, int]]) -> Totals:
    """Totals of a day; `families` by code: (gross, net)."""
    gross, net = sum(g for g, _ in families.values()), sum(n for _, n in families.values())
    return msgspec.structs.replace(
        totals_of(()),
        total_cents=gross,
        vat=(VatTotal(vat="V", rate_bp=2000, gross_cents=gross, net_cents=net, tax_cents=gross - net),),
        families=tuple(FamilyTotal(family=f, quantity=1, gross_cents=g, net_cents=n) for f, (g, n) in families.items()),
        tenders=(
            TenderTotal(tender=TenderKind.CARD, payments=1, amount_cents=card),
            TenderTotal(tender=TenderKind.CASH, payments=1, amount_cents=cash),
        ),
    )


def closed(totals: Totals, **drawer: int) -> DayClosed:
    return DayClosed(
        day=3, entries=(), totals=totals, drawer=msgspec.structs.replace(DRAWER, **drawer), perpetual_cents=0,
        perpetual_absolute_cents=0, software="x",
    )  # fmt: skip


def booked(day: DayClosed, accounts: Accounts | None = None) -> list[tuple[str, int, int]]:
    return [
        (line.account.number, line.debit_cents, line.credit_cents) for line in piece_of(day, accounts or Accounts())
    ]


def test_sales_are_credited_net_by_family_and_payments_debited_by_means() -> None:
    own = Accounts(families={"ORDINATEUR": Account("707100", "Ordinateurs")})
    totals = sold(1250, 12000, families={"CARTE": (1250, 1250), "ORDINATEUR": (12000, 10000)})
    assert booked(closed(totals), own) == [
        ("511500", 12000, 0),
        ("530000", 1250, 0),
        ("707000", 0, 1250),
        ("707100", 0, 10000),
        ("445710", 0, 2000),
    ]


def test_what_is_sold_on_behalf_of_a_supplier_is_owed_to_them_with_its_tax_and_is_no_sale_of_ours() -> None:
    totals = msgspec.structs.replace(
        sold(3600, 2400, families={"CARTE": (3600, 3000), "RECHARGE": (2400, 2000)}),
        suppliers=(
            SupplierTotal(supplier="Orange", family="CARTE", gross_cents=1200, net_cents=1000),
            SupplierTotal(supplier="Orange", family="RECHARGE", gross_cents=600, net_cents=500),
            SupplierTotal(supplier="SFR", family="RECHARGE", gross_cents=1800, net_cents=1500),
        ),
    )
    own = Accounts(suppliers={"SFR": Account("467110", "SFR, ventes pour son compte")})
    assert booked(closed(totals), own) == [
        ("511500", 2400, 0),
        ("530000", 3600, 0),
        ("707000", 0, 2000),
        ("445710", 0, 400),
        ("467100", 0, 1800),
        ("467110", 0, 1800),
    ]


@pytest.mark.parametrize(
    ("drawer", "lines"),
    [
        ({"opened_gap_cents": 5000}, [("530000", 5000, 0), ("580000", 0, 5000)]),
        ({"in_cents": 700}, [("530000", 700, 0), ("471000", 0, 700)]),
        ({"out_cents": 700}, [("530000", 0, 700), ("471000", 700, 0)]),
        ({"to_safe_cents": 700}, [("530000", 0, 700), ("531000", 700, 0)]),
        ({"from_safe_cents": 700}, [("530000", 700, 0), ("531000", 0, 700)]),
        ({"difference_cents": 200}, [("530000", 200, 0), ("758000", 0, 200)]),
        ({"difference_cents": -200}, [("530000", 0, 200), ("658000", 200, 0)]),
        ({"to_bank_cents": 900}, [("580000", 900, 0), ("531000", 0, 900)]),
    ],
)
def test_what_moves_through_the_drawer_is_no_turnover(
    drawer: dict[str, int], lines: list[tuple[str, int, int]]
) -> None:
    assert booked(closed(totals_of(()), **drawer)) == lines


def test_a_day_of_refunds_is_booked_on_the_other_side() -> None:
    totals = sold(-1250, 0, families={"CARTE": (-1250, -1250)})
    assert booked(closed(totals)) == [("530000", 0, 1250), ("707000", 1250, 0)]


def test_a_day_where_nothing_moved_has_no_piece() -> None:
    assert booked(closed(totals_of(()))) == []


def test_a_piece_that_does_not_balance_is_a_bug() -> None:
    with pytest.raises(Bug):
        booked(closed(sold(1, 0, families={"CARTE": (1250, 1250)})))


def test_a_line_has_the_eighteen_fields_with_a_decimal_comma() -> None:
    (line, _other) = piece_of(closed(totals_of(()), in_cents=123_456), Accounts())
    row = fec_row(line, series="MRS1", day=3, date="20261123", label="Clôture")
    assert row == (
        "CA", "Caisse MRS1", "3", "20261123", "530000", "Caisse", "", "", "MRS1-Z-0003", "20261123", "Clôture",
        "1234,56", "0,00", "", "", "20261123", "", "",
    )  # fmt: skip
