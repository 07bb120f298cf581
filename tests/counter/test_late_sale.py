"""Selling by hand while the computer is dead: a sheet to print before, its lines keyed afterwards as what they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from msgspec import structs

from pos_app.counter.close_day import close_day
from pos_app.counter.events import EventFilter, events
from pos_app.counter.late_sale import check_line, paper_sheet, write_paper_sheet
from pos_app.counter.print_documents import receipt_for
from pos_app.counter.sell import Sold, sell
from pos_app.counter.till import Till
from pos_app.domain.facts import Beneficiary, DayClosed, LateSale, SaleRecorded
from pos_app.domain.operator import Operator
from pos_app.domain.paper_sheet import LINES, next_line
from pos_app.domain.refusals import Refusal
from pos_app.printing.writers import document_pdf
from pos_app.store.rebuild import differing_projections
from pos_app.store.structures import Structure
from tests.counter.people_work import registered
from tests.printing.paper import words_of
from tests.tills import basket_of, cash


def keyed(till: Till, operator: Operator, *codes: str, line: str = "7K3Q-04", day: str = "20/11/2026") -> Sold:
    late = check_line(till, operator=operator, paper=line, claimed_on=day)
    basket = basket_of(till, *codes, number=till.store.position)
    return sell(till, operator=operator, basket=basket, tenders=cash(basket.total_cents), receipt=False, late=late)


def sale_of(sold: Sold) -> SaleRecorded:
    fact = sold.entry.fact()
    assert isinstance(fact, SaleRecorded)
    return fact


def test_a_line_becomes_a_ticket_that_says_it_was_keyed_late(till: Till, coordinator: Operator) -> None:
    sold = keyed(till, coordinator, "CARTE-30", line="7k3q4")
    assert sale_of(sold).late == LateSale(paper="7K3Q-04", claimed_on="2026-11-20")
    (event,) = (one for one in events(till, operator=coordinator, wanted=EventFilter()) if one.kind == "Vente")
    assert "saisie de la ligne 7K3Q-04" in event.detail
    receipt = words_of(document_pdf(receipt_for(till, sold.ticket)))
    assert "Vendu à la main le 20/11/2026" in receipt


def test_it_is_booked_in_the_open_day_and_a_closed_one_stays_as_it_is(till: Till, coordinator: Operator) -> None:
    keyed(till, coordinator, "CARTE-30", line="7K3Q-01")
    first = close_day(till, operator=coordinator)
    keyed(till, coordinator, "CARTE-2H", line="7K3Q-02")
    keyed(till, coordinator, "CARTE-30", line="7K3Q-03", day="19/11/2026")
    second = close_day(till, operator=coordinator)
    assert (first.totals.late, first.totals.late_cents, first.totals.total_cents) == (1, 250, 250)
    assert (second.totals.late, second.totals.late_cents, second.totals.total_cents) == (2, 850, 850)
    assert second.perpetual_cents == 1100
    assert isinstance(second, DayClosed)


def test_a_line_is_keyed_once(till: Till, coordinator: Operator) -> None:
    ticket = keyed(till, coordinator, "CARTE-30").ticket
    position = till.store.position
    with pytest.raises(Refusal, match="paper_line_known") as refused:
        keyed(till, coordinator, "CARTE-30")
    assert refused.value.params == {"paper": "7K3Q-04", "ticket": ticket}
    assert till.store.position == position


def test_which_lines_are_keyed_follows_from_the_journal(till: Till, coordinator: Operator) -> None:
    keyed(till, coordinator, "CARTE-30")
    assert differing_projections(till.connection) == ()


def test_a_code_is_not_sold_by_hand(till: Till, coordinator: Operator) -> None:
    with pytest.raises(Refusal, match="late_has_codes"):
        keyed(till, coordinator, "NET-500M")


def test_a_volunteer_keys_no_paper(till: Till, volunteer: Operator) -> None:
    with pytest.raises(Refusal, match="right_missing"):
        keyed(till, volunteer, "CARTE-30")


@pytest.mark.parametrize(
    ("line", "day", "refusal"),
    [
        ("7K3Q", "20/11/2026", "paper_line_wrong"),
        ("7K3Q-00", "20/11/2026", "paper_line_wrong"),
        (f"7K3Q-{LINES + 1}", "20/11/2026", "paper_line_wrong"),
        ("Mme Martin", "20/11/2026", "paper_line_wrong"),
        ("7K3Q-04", "", "date_wrong"),
        ("7K3Q-04", "vendredi", "date_wrong"),
        ("7K3Q-04", "31/12/2026", "late_day_wrong"),
        ("7K3Q-04", "01/01/2024", "late_day_wrong"),
    ],
)
def test_what_no_sheet_says_is_refused(till: Till, coordinator: Operator, line: str, day: str, refusal: str) -> None:
    with pytest.raises(Refusal, match=refusal):
        check_line(till, operator=coordinator, paper=line, claimed_on=day)


def test_a_sale_of_last_month_counts_in_last_month_s_cap(till: Till, coordinator: Operator, ccas: Structure) -> None:
    person = registered(till, coordinator, ccas).person
    late = check_line(till, operator=coordinator, paper="7K3Q-01", claimed_on="31/10/2026")
    basket = structs.replace(basket_of(till, "CARTE-30"), person=person.token)
    told = sale_of(
        sell(till, operator=coordinator, basket=basket, tenders=cash(250), receipt=False, late=late)
    ).beneficiary
    assert isinstance(told, Beneficiary)
    assert (told.month, told.cap_before_cents, told.cap_after_cents) == ("2026-10", 3000, 2750)


def test_lines_follow_one_another_to_the_sheet_s_end() -> None:
    assert next_line("7K3Q-09") == "7K3Q-10"
    assert next_line(f"7K3Q-{LINES}") == ""


def test_a_sheet_fills_one_page_with_its_numbered_lines_the_prices_and_what_to_do(till: Till, tmp_path: Path) -> None:
    sheet = paper_sheet(till)
    content = write_paper_sheet(sheet, folder=tmp_path).read_bytes()
    words = words_of(content)
    assert len(pypdfium2.PdfDocument(content)) == 1
    lines = [f"{sheet.number}-{line:02d}" for line in range(1, LINES + 1)]
    assert [line for line in lines if line not in words] == []
    assert "Carte 30 minutes 2,50" in words.replace("\u00a0", " ")
    assert "Recharge" not in words, "codes are not sold by hand"
    assert "une ligne par vente" in words.lower()
    assert paper_sheet(till).number != sheet.number


def test_a_sheet_of_practice_says_simulation(till: Till) -> None:
    sheet = paper_sheet(till)
    issuer = msgspec.structs.replace(sheet.issuer, training=True)
    assert "SIMULATION" in words_of(document_pdf(replace(sheet, issuer=issuer)))
