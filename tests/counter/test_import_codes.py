"""An operator's file: taken in whole or not at all, and what the issue calls bad input, one test each."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from pos_app.counter import seal_lots
from pos_app.counter.code_stock import code_stock, codes_on_hand, lot_is_whole, release_lot, withdraw_lot
from pos_app.counter.code_table import read_code_table
from pos_app.counter.import_codes import check_codes, receive_codes
from pos_app.counter.till import Till
from pos_app.counter.wipe_file import wipe_file
from pos_app.domain.code_file import Batch, CheckedFile
from pos_app.domain.facts import LotReceived, LotWithdrawn
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import PosError, Refusal, Unavailable
from pos_app.store.rebuild import projection_rows
from pos_app.store.sealed_codes import SealedCode, unfinished_lots
from tests.counter.code_work import code_in_clear, facts_of, on, sell_codes, written
from tests.tills import CODES, fake_code

LATER = "31/12/2027"


def rows_of(
    count: int, *, first: int = 5_000, product: str = "NET-500M", day: str = LATER
) -> list[tuple[str, str, str]]:
    return [(product, fake_code(product, first + number), day) for number in range(count)]


def checked(till: Till, operator: Operator, path: Path) -> CheckedFile:
    table = read_code_table(path)
    return check_codes(on(till), operator=operator, rows=table.rows, matching=table.matching, batch=Batch())


def vault_rows(till: Till) -> list[object]:
    tables = ("sealed_code", "known_code", "unfinished_lot")
    kept = [till.connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
    return [till.store.head, projection_rows(till.connection), kept]


def test_a_file_becomes_lots_that_can_be_sold(till: Till, coordinator: Operator, tmp_path: Path) -> None:
    path = written(tmp_path / "codes.csv", rows_of(70) + rows_of(5, product="NET-2G", day=""))
    found = checked(till, coordinator, path)
    heard: list[int] = []
    lots = receive_codes(on(till), operator=coordinator, checked=found, counted=75, progress=heard.append)
    assert [len(one.delivery.codes) for one in lots] == [70, 5]
    assert heard[-1] == 75
    assert codes_on_hand(till) == {"NET-500M": CODES["NET-500M"] + 70, "NET-2G": CODES["NET-2G"] + 5}
    assert all(lot_is_whole(till, one.lot) for one in lots)
    received = facts_of(till, LotReceived)[-2:]
    assert all(fact.origin == "imported" for fact in received if isinstance(fact, LotReceived))


def test_every_code_of_the_file_is_in_the_vault_once(till: Till, coordinator: Operator, tmp_path: Path) -> None:
    rows = rows_of(130)
    found = checked(till, coordinator, written(tmp_path / "codes.csv", rows))
    (lot,) = receive_codes(on(till), operator=coordinator, checked=found, counted=130)
    items = till.connection.execute(
        "SELECT item FROM sealed_code WHERE item >= ? AND item < ?", (lot.lot, lot.lot + "g")
    ).fetchall()
    assert sorted(code_in_clear(till, item) for (item,) in items) == sorted(code for _, code, _ in rows)


def test_the_journal_and_the_ids_say_nothing_of_the_codes(till: Till, coordinator: Operator, tmp_path: Path) -> None:
    found = checked(till, coordinator, written(tmp_path / "codes.csv", rows_of(3)))
    receive_codes(on(till), operator=coordinator, checked=found, counted=3)
    payloads = b"".join(row[0] for row in till.connection.execute("SELECT payload FROM entry"))
    for _product, code, _day in rows_of(3):
        assert code.encode() not in payloads
        assert base64.b64encode(code.encode()) not in payloads


BAD_FILES = {
    "twice in one file": ([*rows_of(3), rows_of(1)[0]], "code_again"),
    "received before": ([("NET-500M", fake_code("NET-500M", 7), LATER), *rows_of(2)], "received_before"),
    "too short": ([*rows_of(2), ("NET-500M", "FAUX123", LATER)], "code_length"),
    "strange characters": ([*rows_of(2), ("NET-500M", "FAUX12345678901é", LATER)], "code_alphabet"),
    "an expired lot": (rows_of(3, day="22/11/2026"), "expired"),
    "an article without codes": (rows_of(2, product="CARTE-30"), "article_without_codes"),
}


@pytest.mark.parametrize("bad", BAD_FILES)
def test_nothing_of_a_bad_file_is_taken_in(till: Till, coordinator: Operator, tmp_path: Path, bad: str) -> None:
    rows, reason = BAD_FILES[bad]
    before = vault_rows(till)
    found = checked(till, coordinator, written(tmp_path / "codes.csv", rows))
    assert reason in {fault.reason for fault in found.faults}
    with pytest.raises(Refusal) as refused:
        receive_codes(on(till), operator=coordinator, checked=found, counted=found.count)
    assert refused.value.code == "codes_at_fault"
    assert vault_rows(till) == before


def test_the_same_code_in_two_files_is_found_without_opening_any(
    till: Till, coordinator: Operator, tmp_path: Path
) -> None:
    """Both were checked before either was taken in: the second is refused whole, and nothing half written stays."""
    first = checked(till, coordinator, written(tmp_path / "a.csv", rows_of(200)))
    second = checked(till, coordinator, written(tmp_path / "b.csv", rows_of(200, first=5_199)))
    assert not first.faults
    assert not second.faults
    receive_codes(on(till), operator=coordinator, checked=first, counted=200)
    before = vault_rows(till)
    with pytest.raises(Refusal) as refused:
        receive_codes(on(till), operator=coordinator, checked=second, counted=200)
    assert refused.value.code == "codes_received_before"
    assert vault_rows(till) == before


def test_a_file_cut_between_two_lines_is_found_by_its_count(till: Till, coordinator: Operator, tmp_path: Path) -> None:
    found = checked(till, coordinator, written(tmp_path / "codes.csv", rows_of(20)))
    before = vault_rows(till)
    with pytest.raises(Refusal) as refused:
        receive_codes(on(till), operator=coordinator, checked=found, counted=30)
    assert (refused.value.code, refused.value.params) == ("lot_count_differs", {"counted": 30, "found": 20})
    assert vault_rows(till) == before


@pytest.mark.parametrize(("kept", "reason"), [(-3, "expiry_not_a_date"), (-14, "columns_missing")])
def test_a_file_cut_inside_a_line_is_found_there(
    till: Till, coordinator: Operator, tmp_path: Path, kept: int, reason: str
) -> None:
    path = written(tmp_path / "codes.csv", rows_of(20))
    path.write_bytes(path.read_bytes()[:kept])
    (fault,) = checked(till, coordinator, path).faults
    assert (fault.line, fault.reason) == (21, reason)


def test_a_file_cut_inside_quotation_marks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text('produit;code\nNET-500M;"FAUX1234', encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_code_table(path)
    assert (refused.value.code, refused.value.params["table_reason"]) == ("table_file_wrong", "csv")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04 cut", b"\x00\x01\x02", b"%PDF-1.7\x00"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "codes.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read_code_table(path)
    assert refused.value.code in ("table_file_unusable", "file_without_codes")


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as told:
        read_code_table(tmp_path / "none.csv")
    assert told.value.code == "table_file_unreadable"


def test_a_power_cut_during_an_import_leaves_nothing_that_counts(
    till: Till, coordinator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The codes written so far were received by nobody; the next import removes them and takes the same file."""
    found = checked(till, coordinator, written(tmp_path / "codes.csv", rows_of(200)))
    whole = seal_lots._write_slice
    written_so_far: list[int] = []

    def cut(till: Till, sealed: Sequence[SealedCode]) -> int:
        if len(written_so_far) == 2:
            raise KeyboardInterrupt
        written_so_far.append(1)
        return whole(till, sealed)

    monkeypatch.setattr(seal_lots, "_write_slice", cut)
    with pytest.raises(KeyboardInterrupt):
        receive_codes(on(till), operator=coordinator, checked=found, counted=200)
    monkeypatch.undo()
    assert unfinished_lots(till.connection)
    assert codes_on_hand(till) == CODES
    again = checked(till, coordinator, tmp_path / "codes.csv")
    assert not again.faults
    receive_codes(on(till), operator=coordinator, checked=found, counted=200)
    assert unfinished_lots(till.connection) == ()
    assert codes_on_hand(till)["NET-500M"] == CODES["NET-500M"] + 200
    assert till.connection.execute("SELECT count(*) FROM known_code").fetchone() == (sum(CODES.values()) + 200,)


def test_codes_need_a_coordinator_and_a_guarded_key_file(
    till: Till, coordinator: Operator, volunteer: Operator, tmp_path: Path
) -> None:
    path = written(tmp_path / "codes.csv", rows_of(2))
    with pytest.raises(Refusal) as refused:
        checked(till, volunteer, path)
    assert refused.value.code == "right_missing"
    till.vault = type(till.vault)(till.vault.box, False, till.vault.marks, till.vault.save_mark)
    with pytest.raises(Refusal) as refused:
        checked(till, coordinator, path)
    assert refused.value.code == "codes_not_guarded"
    assert codes_on_hand(till) == {}


def test_a_wiped_file_is_gone_and_its_bytes_were_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path / "codes.csv", rows_of(50))
    with path.open("rb") as held_open:
        wipe_file(path)
        left = held_open.read()
    assert list(tmp_path.iterdir()) == []
    assert b"FAUX" not in left
    with pytest.raises(Unavailable) as told:
        wipe_file(path)
    assert told.value.code == "file_not_wiped"


def test_what_is_left_of_a_lot_is_sent_back_or_written_off_once_it_expired(
    till: Till, coordinator: Operator, volunteer: Operator
) -> None:
    sell_codes(till, volunteer, "NET-500M")
    (lot,) = (one.lot for one in code_stock(till).lots if one.lot.product == "NET-500M")
    with pytest.raises(Refusal) as refused:
        withdraw_lot(till, operator=coordinator, lot=lot.lot, reason="expired")
    assert refused.value.code == "lot_not_expired"
    assert withdraw_lot(till, operator=coordinator, lot=lot.lot, reason="returned") == CODES["NET-500M"] - 1
    assert facts_of(till, LotWithdrawn) == [LotWithdrawn(lot=lot.lot, count=99, reason="returned")]
    assert "NET-500M" not in codes_on_hand(till)
    for act in (
        lambda: withdraw_lot(till, operator=coordinator, lot=lot.lot, reason="returned"),
        lambda: release_lot(till, operator=coordinator, lot=lot.lot, reason="nothing_lost"),
    ):
        with pytest.raises(PosError) as told:
            act()
        assert told.value.code == "lot_empty"


def test_lots_that_end_soon_are_announced_and_expired_ones_are_not_for_sale(
    till: Till, coordinator: Operator, volunteer: Operator
) -> None:
    assert code_stock(till).ending == ()
    till.clock.advance(seconds=150 * 24 * 3600)  # type: ignore[attr-defined]  # a clock that tests set
    assert {one.label for one in code_stock(till).ending} == {"Recharge 500 Mo", "Recharge 2 Go"}
    assert all(one.for_sale for one in code_stock(till).ending)
    till.clock.advance(seconds=60 * 24 * 3600)  # type: ignore[attr-defined]  # the same
    assert codes_on_hand(till) == {}
    assert all(one.expired and not one.for_sale for one in code_stock(till).lots)
    with pytest.raises(Refusal) as refused:
        sell_codes(till, volunteer, "NET-500M")
    assert (refused.value.code, refused.value.params["on_hand"]) == ("product_out_of_stock", 0)
    lot = code_stock(till).lots[0].lot
    assert withdraw_lot(till, operator=coordinator, lot=lot.lot, reason="expired") == 100


def test_a_workbook_is_read_and_a_code_that_it_rounded_is_no_code(
    till: Till, coordinator: Operator, tmp_path: Path
) -> None:
    """A spreadsheet keeps fifteen digits of a number: sixteen that look right would be somebody else's code."""
    path = tmp_path / "codes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate([("produit", "code"), *(row[:2] for row in rows_of(3))]):
            sheet.write_row(line, 0, row)
        sheet.write_row(4, 0, ("NET-500M", 4_821_773_500_926_614))
    found = checked(till, coordinator, path)
    assert found.count == 3
    assert [(fault.line, fault.reason) for fault in found.faults] == [(5, "code_rounded")]
