"""An operator's file: columns found by their names, every bad row named by its line, no code in any message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
import pytest

from pos_app.counter.load_rules import SHIPPED_RULES
from pos_app.counter.set_up_till import SHIPPED_CATALOGUE
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.code_file import Batch, CheckedFile, Matching, Row, check_rows, matching_of
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.programme import read_rules

SHIPPED = SHIPPED_RULES.read_text(encoding="utf-8")
DIGITS = SHIPPED.replace('alphabet = "letters"', 'alphabet = "digits"')
RULES = read_rules(DIGITS.replace('check = "none"', 'check = "luhn"'))
CATALOGUE = read_catalogue(SHIPPED_CATALOGUE.read_text(encoding="utf-8"))
CODED = [msgspec.structs.replace(CATALOGUE.product(code), supplier="Opérateur") for code in ("NET-500M", "NET-2G")]
PRODUCTS = {product.code: product for product in CODED}
TODAY = dt.date(2026, 11, 23)
GOOD, OTHER, THIRD = "4821773500926614", "4821773500926622", "4821773500926630"


def checked(rows: Sequence[Sequence[str]], matching: Matching | None = None, batch: Batch | None = None) -> CheckedFile:
    numbered: list[Row] = list(enumerate(rows, start=2))
    matching = matching or Matching(1, 0, 2)
    return check_rows(
        numbered,
        matching,
        batch or Batch(),
        products=PRODUCTS,
        rules=RULES,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("first", "matching"),
    [
        (["produit", "code", "valable_jusqu_au"], Matching(1, 0, 2)),
        (["Date d'expiration", "N°", "PIN", "Référence"], Matching(2, 3, 0)),
        (["CODE DE RECHARGE"], Matching(0)),
        (["4821773500926614"], Matching(0, heading=False)),
        (["numéro"], Matching(0)),
    ],
)
def test_columns_are_found_by_their_headings(first: list[str], matching: Matching) -> None:
    assert matching_of(first) == matching


def test_a_file_of_two_articles_and_two_last_days_becomes_a_lot_for_each() -> None:
    found = checked(
        [
            ("NET-500M", GOOD, "31/05/2027"),
            ("recharge 2 go", OTHER, "2027-05-31 00:00:00"),
            ("Recharge 500 Mo", THIRD, ""),
        ]
    )
    assert found.faults == ()
    assert [(one.product, one.expires_on, one.lines) for one in found.deliveries] == [
        ("NET-500M", "2027-05-31", (2,)),
        ("NET-2G", "2027-05-31", (3,)),
        ("NET-500M", "", (4,)),
    ]
    assert found.count == 3
    assert {one.supplier for one in found.deliveries} == {"Opérateur"}


def test_article_and_last_day_may_be_said_for_the_whole_file() -> None:
    batch = Batch(ProductCode("NET-2G"), dt.date(2027, 6, 30))
    (delivery,) = checked([(GOOD,), (OTHER,)], Matching(0), batch).deliveries
    assert (delivery.product, delivery.expires_on, len(delivery.codes)) == ("NET-2G", "2027-06-30", 2)


FAULTS = {
    "code_length": ("NET-500M", GOOD[:-1], "31/05/2027"),
    "code_alphabet": ("NET-500M", GOOD[:-1] + "A", "31/05/2027"),
    "code_check": ("NET-500M", GOOD[:-1] + "5", "31/05/2027"),
    "code_rounded": ("NET-500M", "4,82177E+15", "31/05/2027"),
    "article_without_codes": ("CARTE-30", GOOD, "31/05/2027"),
    "expired": ("NET-500M", GOOD, "22/11/2026"),
    "expiry_not_a_date": ("NET-500M", GOOD, "31/02/2027"),
    "columns_missing": ("NET-500M", GOOD),
}


@pytest.mark.parametrize("reason", FAULTS)
def test_a_bad_row_is_named_by_its_line_and_never_by_its_code(reason: str) -> None:
    found = checked([("NET-500M", OTHER, "31/05/2027"), FAULTS[reason]])
    assert [(fault.line, fault.reason) for fault in found.faults] == [(3, reason)]
    assert GOOD[:8] not in repr(found)


def test_a_code_that_stands_twice_in_one_file_names_both_lines() -> None:
    found = checked([("NET-500M", GOOD, ""), ("NET-2G", OTHER, ""), ("NET-2G", f"{GOOD[:4]} {GOOD[4:]}", "")])
    assert [(fault.line, fault.reason, fault.other) for fault in found.faults] == [(4, "code_again", 2)]


def test_a_code_can_be_used_on_its_last_day() -> None:
    assert checked([("NET-500M", GOOD, "23/11/2026")]).faults == ()


def test_without_an_article_nothing_is_guessed() -> None:
    assert [fault.reason for fault in checked([(GOOD,)], Matching(0)).faults] == ["article_missing"]
