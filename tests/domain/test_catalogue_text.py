"""A catalogue written and read again is the same one: an edit keeps everything that it does not change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.article_codes import check_digit, check_digit_holds, same_barcode
from pos_app.domain.catalogue import Catalogue, Family, PriceFrom, Product, Tracking, catalogue_of
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.catalogue_text import catalogue_as_text
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.vat import VatTreatment
from tests.domain.shelf import SHELF, SHELF_TEXT

_LABELS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=40)
_DAYS = st.dates().map(lambda day: day.isoformat())
_CENTS = st.integers(0, 99_999_999)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    rate_bp = draw(st.integers(0, 9_999))
    vat = VatTreatment("V", rate_bp, draw(_LABELS) if rate_bp == 0 else "")
    family = Family("F", draw(_LABELS), draw(_LABELS), draw(st.sampled_from(Tracking)), draw(st.booleans()), "phone")
    floor_cents = draw(st.integers(0, 1_000))
    above = st.integers(floor_cents, 99_999_999)
    days = sorted(draw(st.sets(_DAYS, max_size=3)))
    product = Product(
        code=ProductCode("P-1"), family="F", label=draw(_LABELS), price_cents=draw(above),
        public_price_cents=draw(_CENTS), vat="V", floor_cents=floor_cents, open_price=draw(st.booleans()),
        low_stock=draw(st.integers(0, 999_999)), barcodes=draw(st.sampled_from([(), ("A-1", "B-2")])),
        sample=draw(st.booleans()), public_seen_on=draw(st.one_of(st.just(""), _DAYS)), own_name=False,
        supplier=draw(_LABELS), icon="", quick_key=draw(st.sampled_from(["", "7", "K"])),
        prices=tuple(PriceFrom(day, draw(above), draw(_CENTS)) for day in days),
    )  # fmt: skip
    return catalogue_of(products=[product], families=[family], vat=[vat])


@given(catalogues())
def test_written_and_read_again_it_is_the_same(catalogue: Catalogue) -> None:
    assert read_catalogue(catalogue_as_text(catalogue)) == catalogue


def test_the_shipped_one_too_and_its_text_has_one_form() -> None:
    text = catalogue_as_text(SHELF)
    assert read_catalogue(text) == SHELF == read_catalogue(SHELF_TEXT)
    assert catalogue_as_text(read_catalogue(text)) == text


def test_check_digits_of_labels_that_are_known() -> None:
    """GS1's own examples of an EAN-13 and a UPC-A."""
    assert check_digit_holds("4006381333931")
    assert check_digit_holds("036000291452")
    assert not check_digit_holds("4006381333932")
    assert check_digit_holds("ANY-THING")


@given(st.text("0123456789", min_size=11, max_size=11))
def test_a_upc_is_the_same_label_as_its_ean(digits: str) -> None:
    upc = digits + check_digit(digits)
    assert same_barcode(upc) == same_barcode("0" + upc)
    assert check_digit_holds("0" + upc)
