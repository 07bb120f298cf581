"""The accountant's files: one balanced piece a day, in the FEC's layout and as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.counter.accounts import accounts, choose_account, listed_accounts
from pos_app.counter.close_day import close_day
from pos_app.counter.export_accounts import export_accounts
from pos_app.counter.make_archive import ClosedPeriod
from pos_app.counter.move_cash import move_cash
from pos_app.counter.open_day import open_day
from pos_app.counter.till import Till
from pos_app.domain.accounting import FEC_FIELDS
from pos_app.domain.facts import AccountsExported, CashMove
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import PosError, Refusal
from tests.counter.test_close_day import sold
from tests.tills import kinds_of


@pytest.fixture
def closed(till: Till, coordinator: Operator) -> ClosedPeriod:
    for _ in range(2):
        if not till.store.state.last_day:
            open_day(till, operator=coordinator, float_cents=5000)
        sold(till, coordinator, "CARTE-30", "ORDI")
        move_cash(till, operator=coordinator, move=CashMove.TO_SAFE, amount_cents=8000, reason="evening")
        move_cash(till, operator=coordinator, move=CashMove.TO_BANK, amount_cents=1000, reason="deposit")
        close_day(till, operator=coordinator)
    return ClosedPeriod("", 1, 2)


def rows_of(path: Path) -> list[dict[str, str]]:
    heading, *lines = path.read_bytes().decode("iso8859_15").split("\r\n")
    assert tuple(heading.split("\t")) == FEC_FIELDS
    return [dict(zip(FEC_FIELDS, line.split("\t"), strict=True)) for line in lines if line]


def cents(text: str) -> int:
    return int(text.replace(",", ""))


def test_each_closing_is_a_balanced_piece_under_the_name_that_the_tax_office_asks(
    till: Till, coordinator: Operator, closed: ClosedPeriod, tmp_path: Path
) -> None:
    exported = export_accounts(till, operator=coordinator, period=closed, folder=tmp_path)
    assert (exported.fec.name, exported.pieces) == ("123456789FEC20261123.txt", 2)
    rows = rows_of(exported.fec)
    for piece in ("MRS1-Z-0001", "MRS1-Z-0002"):
        lines = [row for row in rows if row["PieceRef"] == piece]
        assert sum(cents(row["Debit"]) for row in lines) == sum(cents(row["Credit"]) for row in lines) > 0
    assert exported.table.read_text(encoding="utf-8").startswith(";".join(FEC_FIELDS[:3]))
    assert kinds_of(till.connection)[-1] == AccountsExported.kind.removesuffix(".1")


def test_the_accountant_s_own_numbers_are_used(
    till: Till, coordinator: Operator, closed: ClosedPeriod, tmp_path: Path
) -> None:
    before = accounts(till)
    fact = choose_account(till, operator=coordinator, name="drawer", number=" 531100 ", label="Caisse Marseille")
    assert (fact.account, fact.number, fact.previous) == ("drawer", "531100", before.drawer.number)
    rows = rows_of(export_accounts(till, operator=coordinator, period=closed, folder=tmp_path).fec)
    assert {row["CompteNum"] for row in rows if row["CompteLib"] == "Caisse Marseille"} == {"531100"}


def test_families_and_suppliers_have_accounts_of_their_own(till: Till, coordinator: Operator) -> None:
    for name, number in (("family:CARTE", "707100"), ("supplier:Bouygues", "401BOUY")):
        choose_account(till, operator=coordinator, name=name, number=number, label="À part")
    used = accounts(till)
    assert (used.of_family("CARTE").number, used.suppliers["Bouygues"].number) == ("707100", "401BOUY")
    listed = {one.name: one.account.number for one in listed_accounts(till, operator=coordinator)}
    assert (listed["family:CARTE"], listed["family:ATELIER"], listed["sales"]) == ("707100", "707000", "707000")


@pytest.mark.parametrize(
    ("name", "number", "label", "code"),
    [
        ("drawer", "707000", "Caisse", "account_number_wrong"),
        ("drawer", "53", "Caisse", "account_number_wrong"),
        ("drawer", "53\t100", "Caisse", "account_number_wrong"),
        ("sales", "531000", "Ventes", "account_number_wrong"),
        ("sales", "707000", "", "account_label_wrong"),
        ("sales", "707000", "V" * 61, "account_label_wrong"),
        ("families", "707000", "Ventes", "account_unknown"),
        ("drawer", "530000", "Caisse", "account_unchanged"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    till: Till, coordinator: Operator, name: str, number: str, label: str, code: str
) -> None:
    before, used = till.store.position, accounts(till)
    with pytest.raises(Refusal, check=lambda refused: refused.code == code):
        choose_account(till, operator=coordinator, name=name, number=number, label=label)
    assert (till.store.position, accounts(till)) == (before, used)


def test_only_who_sets_the_till_up_chooses_accounts(till: Till, volunteer: Operator) -> None:
    with pytest.raises(Refusal, check=lambda refused: refused.code == "right_missing"):
        choose_account(till, operator=volunteer, name="drawer", number="531100", label="Caisse")


def test_what_cannot_be_exported_is_refused(
    till: Till, coordinator: Operator, volunteer: Operator, closed: ClosedPeriod, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    sold(till, coordinator, "CARTE-30")
    for operator, period, folder, code in (
        (volunteer, closed, tmp_path, "right_missing"),
        (coordinator, ClosedPeriod("", 1, 3), tmp_path, "period_not_closed"),
        (coordinator, closed, tmp_path / "file", "export_failed"),
    ):
        with pytest.raises(PosError) as refused:
            export_accounts(till, operator=operator, period=period, folder=folder)
        assert refused.value.code == code
