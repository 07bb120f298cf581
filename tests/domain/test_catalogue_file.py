"""A catalogue file with an error is refused whole, with the line and the reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from tests.domain.shelf import SHELF, SHIPPED

GOOD = SHIPPED.read_text(encoding="utf-8")
PRODUCT = "produit;NEUF;CARTE;Carte neuve;1,00;2,00;EXO-261;0;non;0;12345;non"


@pytest.mark.parametrize(
    ("code", "price", "floor"),
    [
        ("CARTE-30", "2,50", "0"),
        ("CARTE-ILLIM", "13,00", "0"),
        ("NET-500M", "1,00", "0"),
        ("NET-2G", "5,00", "0"),
        ("ORDI", "100,00", "100,00"),
    ],
)
def test_the_facts_of_2013_are_shipped(code: str, price: str, floor: str) -> None:
    product = SHELF.product(code)
    assert (product.price_cents, product.floor_cents) == (parse_amount_cents(price), parse_amount_cents(floor))
    assert not product.sample


def test_unknown_prices_are_marked_as_sample() -> None:
    assert {p.code for p in read_catalogue(GOOD).products.values() if p.sample} == {"CARTE-2H", "HOTSPOT-3G"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (PRODUCT.replace("1,00", "1,0,0"), "amount_wrong:1,0,0"),
        (PRODUCT.replace("1,00", "-1"), "amount_wrong:-1"),
        (PRODUCT.replace("CARTE;", "INCONNUE;"), "family_unknown:INCONNUE"),
        (PRODUCT.replace("EXO-261", "TVA-99"), "vat_unknown:TVA-99"),
        (PRODUCT.replace("NEUF", "CARTE-30"), "code_twice:CARTE-30"),
        (PRODUCT.replace("NEUF", "neuf!"), "code_wrong:neuf!"),
        (PRODUCT.replace("12345", "3760000000017"), "barcode_twice:3760000000017"),
        (PRODUCT.replace("12345", "a b*c"), "barcode_wrong:a"),
        (PRODUCT.replace("Carte neuve", ""), "label_wrong:"),
        (PRODUCT.replace("Carte neuve", "x" * 41), "label_wrong:" + "x" * 40),
        (PRODUCT.replace(";0;non;0;", ";5,00;oui;0;"), "price_under_floor:NEUF"),
        (PRODUCT.replace(";non;0;", ";peut-être;0;"), "yes_or_no:peut-être"),
        (PRODUCT.replace(";non;0;", ";non;-1;"), "count_wrong:-1"),
        (PRODUCT + ";;propre;;;;de trop", "column_count:17"),
        (PRODUCT.removesuffix(";non"), "column_count:10"),
        (PRODUCT + ";2026-13-01", "day_wrong:2026-13-01"),
        (PRODUCT + ";;troc", "sold_for_wrong:troc"),
        (PRODUCT + ";;mandat", "supplier_missing:NEUF"),
        (PRODUCT + ";;;;Icône", "icon_wrong:Icône"),
        (PRODUCT + ";;;;;12", "quick_key_wrong:12"),
        (PRODUCT.replace("12345", "3760000000018"), "barcode_check_digit:3760000000018"),
        (PRODUCT.replace("12345", "036000291453"), "barcode_check_digit:036000291453"),
        ("prix;INCONNU;2027-01-01;3,00", "product_unknown:INCONNU"),
        ("prix;ORDI;2027-01-01;99,99", "price_under_floor:ORDI"),
        ("prix;CARTE-30;hier;3,00", "day_wrong:hier"),
        ("famille;NEUVE;Neuves;Rayon;oui;non;users", "tracking_unknown:oui"),
        ("prodiut;X", "row_kind_unknown:prodiut"),
        ("tva;TVA-X;0;", "exemption_and_mention_go_together"),
        ("tva;TVA-X;20;Exonération", "exemption_and_mention_go_together"),
        ("tva;TVA-X;vingt;", "rate_wrong:vingt"),
    ],
)
def test_the_first_error_is_named_with_its_line(row: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_catalogue(GOOD + row + "\n")
    assert refused.value.code == "catalogue_file_wrong"
    assert refused.value.params == {"line": len(GOOD.splitlines()) + 1, "reason": reason}


def test_a_file_without_products_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read_catalogue("tva;TVA-20;20;\n")
    assert refused.value.params == {"line": 0, "reason": "no_products"}


def test_a_file_as_a_spreadsheet_saves_it_is_read() -> None:
    """Byte-order mark, CRLF and empty cells to the right of each row."""
    spreadsheet = "\ufeff" + "".join(f"{line};;\r\n" for line in GOOD.splitlines() if not line.startswith("# "))
    assert read_catalogue(spreadsheet).products == read_catalogue(GOOD).products


@given(st.text(max_size=300))
def test_nonsense_is_refused_never_half_read(text: str) -> None:
    with pytest.raises(Refusal):
        read_catalogue(text)


@pytest.mark.parametrize("code", ["3760000000017", "CARTE-30", "carte-30"])
def test_a_scan_finds_its_product(code: str) -> None:
    assert SHELF.scanned(code).code == "CARTE-30"


def test_an_unknown_barcode_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        SHELF.scanned("0000000000000")
    assert (refused.value.code, refused.value.params) == ("barcode_unknown", {"barcode": "0000000000000"})
