"""Printers as a coordinator sets them up: what each prints, and where paper goes then."""

from __future__ import annotations

import msgspec
import pytest

from pos_app.counter.open_till import OpenedTill
from pos_app.counter.printers import keep_printer, load_printers, remove_printer
from pos_app.counter.sell import sell
from pos_app.counter.ticket_dossier import print_dossier
from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.domain.operator import Operator
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.store.parameters import read_parameter
from pos_app.store.print_jobs import latest
from tests.counter.code_work import refused, sell_codes
from tests.tills import basket_of, cash

THERMAL = PrinterSetUp(id="", name="Tickets", kind=PrinterKind.NETWORK, address="192.0.2.7")
OFFICE = PrinterSetUp(id="", name="Bureau", kind=PrinterKind.SYSTEM, address="ipp://localhost/printers/bureau")


def keep(till: Till, operator: Operator, setup: PrinterSetUp, *prints: PaperUse) -> PrinterSetUp:
    return keep_printer(till, operator=operator, setup=msgspec.structs.replace(setup, prints=prints))


def sold(till: Till, operator: Operator, *, number: int = 1) -> str:
    basket = basket_of(till, "CARTE-30", number=number)
    return sell(till, operator=operator, basket=basket, tenders=cash(250), receipt=True).ticket


def printers_of_jobs(till: Till) -> list[tuple[str, str]]:
    return [(job.document, job.printer) for job in latest(till.connection, limit=0)]


def test_without_a_printer_paper_goes_to_the_folder_and_no_slip_prints(till: Till, volunteer: Operator) -> None:
    sold(till, volunteer)
    sell_codes(till, volunteer, "NET-500M", number=2)
    assert printers_of_jobs(till) == [("receipt", PDF_FOLDER)]


def test_each_paper_goes_to_the_printer_that_was_chosen_for_it(
    till: Till, volunteer: Operator, coordinator: Operator
) -> None:
    thermal = keep(till, coordinator, THERMAL, PaperUse.RECEIPTS, PaperUse.SLIPS)
    office = keep(till, coordinator, OFFICE, PaperUse.SHEETS)
    ticket = sold(till, volunteer)
    sell_codes(till, volunteer, "NET-500M", number=2)
    print_dossier(till, operator=coordinator, ticket=ticket)
    assert printers_of_jobs(till) == [
        ("receipt", thermal.id), ("voucher_slip", thermal.id), ("ticket_dossier", office.id)
    ]  # fmt: skip


def test_one_printer_prints_one_kind_of_paper(till: Till, coordinator: Operator) -> None:
    first = keep(till, coordinator, THERMAL, PaperUse.RECEIPTS, PaperUse.SLIPS)
    second = keep(till, coordinator, OFFICE, PaperUse.RECEIPTS)
    assert [(one.id, one.prints) for one in till.printers] == [
        (first.id, (PaperUse.SLIPS,)), (second.id, (PaperUse.RECEIPTS,))
    ]  # fmt: skip


def test_what_is_set_up_is_there_at_the_next_start(opened: OpenedTill, coordinator: Operator) -> None:
    kept = keep(opened.till, coordinator, THERMAL, PaperUse.SLIPS)
    opened.till.printers, opened.till.slip_printer = (), ""
    assert load_printers(opened.till) == (kept,)
    assert opened.till.slip_printer == kept.id


def test_a_change_keeps_the_id_that_jobs_name(till: Till, coordinator: Operator) -> None:
    kept = keep(till, coordinator, THERMAL, PaperUse.RECEIPTS)
    moved = keep_printer(till, operator=coordinator, setup=msgspec.structs.replace(kept, address="192.0.2.8:9101"))
    assert till.printers == (moved,)
    assert moved.id == kept.id


def test_an_id_is_never_given_again(till: Till, coordinator: Operator) -> None:
    first = keep(till, coordinator, THERMAL)
    remove_printer(till, operator=coordinator, printer=first.id)
    assert keep(till, coordinator, THERMAL).id != first.id


def test_what_waited_for_a_removed_printer_needs_hands_and_the_next_paper_goes_to_the_folder(
    till: Till, volunteer: Operator, coordinator: Operator
) -> None:
    thermal = keep(till, coordinator, THERMAL, PaperUse.RECEIPTS)
    sold(till, volunteer)
    remove_printer(till, operator=coordinator, printer=thermal.id)
    sold(till, volunteer, number=2)
    jobs = latest(till.connection, limit=0)
    assert [(job.printer, job.state, job.error) for job in jobs] == [
        (thermal.id, "failed", "printer_removed"), (PDF_FOLDER, "waiting", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "printer_name_missing"),
        ({"name": "bureau"}, "printer_name_taken"),
        ({"address": ""}, "printer_address_missing"),
        ({"width_mm": 70}, "printer_width_unknown"),
        ({"prints": (PaperUse.SHEETS,)}, "printer_cannot_print"),
        ({"kind": PrinterKind.SYSTEM, "prints": (PaperUse.SLIPS,)}, "printer_cannot_print"),
        ({"id": "printer-99"}, "printer_unknown"),
    ],
)
def test_a_set_up_that_cannot_be_is_refused(
    till: Till, coordinator: Operator, changes: dict[str, object], code: str
) -> None:
    keep(till, coordinator, OFFICE)
    setup = msgspec.structs.replace(THERMAL, **changes)
    assert refused(lambda: keep_printer(till, operator=coordinator, setup=setup)) == code
    assert [one.name for one in till.printers] == ["Bureau"]


def test_only_a_coordinator_sets_printers_up(till: Till, volunteer: Operator) -> None:
    assert refused(lambda: keep_printer(till, operator=volunteer, setup=THERMAL)) == "right_missing"
    assert refused(lambda: remove_printer(till, operator=volunteer, printer="printer-1")) == "right_missing"


def test_no_code_is_kept_with_the_printers(till: Till, coordinator: Operator, volunteer: Operator) -> None:
    keep(till, coordinator, THERMAL, PaperUse.SLIPS)
    sell_codes(till, volunteer, "NET-500M")
    kept = read_parameter(till.connection, "printers", type=dict, default={})
    assert set(kept) == {"last", "printers"}
