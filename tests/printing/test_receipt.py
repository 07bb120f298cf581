"""The receipt as a value."""

from __future__ import annotations

import dataclasses
import datetime as dt

from pos_app.domain.tender import TenderKind
from pos_app.printing.documents.receipt import control_of, receipt_of
from tests.printing.specimens import (
    EXEMPT,
    ISSUER,
    MIXED_SALE,
    MOCK_SALE,
    entries_of,
    line,
    receipt,
    sale_of,
)


def test_amounts_are_the_ledgers_and_never_computed_anew() -> None:
    made = receipt(MIXED_SALE)
    assert made.lines == MIXED_SALE.lines
    assert tuple(part.total for part in made.vat) == MIXED_SALE.vat
    assert (made.total_cents, made.change_cents) == (MIXED_SALE.total_cents, MIXED_SALE.change_cents)


def test_time_is_the_local_time_of_the_entry_to_the_minute() -> None:
    sold, _ = entries_of(MOCK_SALE)
    assert sold.offset_min == 60
    assert receipt().at.replace(tzinfo=dt.UTC) == dt.datetime(2026, 11, 23, 13, 0, 0, tzinfo=dt.UTC)


def test_control_is_the_first_twelve_hexadecimal_digits_of_the_signature() -> None:
    sold, _ = entries_of(MOCK_SALE)
    digits = control_of(sold).replace("-", "")
    assert len(digits) == 12
    assert sold.signature.hex().upper().startswith(digits)


def test_a_copy_carries_its_own_number_time_and_control_and_keeps_those_of_the_sale() -> None:
    _, copied = entries_of(MOCK_SALE)
    first, copy = receipt(), receipt(copy=1)
    assert copy.copy is not None
    assert (copy.copy.number, copy.copy.control) == (1, control_of(copied))
    assert copy.copy.control != copy.control
    assert dataclasses.replace(copy, copy=None) == first


def test_a_copy_never_takes_the_file_name_of_the_first_print() -> None:
    assert [receipt().name, receipt(copy=2).name] == ["MRS1-000482", "MRS1-000482-duplicata-2"]


def test_only_durable_goods_bring_the_guarantee() -> None:
    assert not receipt(MOCK_SALE).guarantee
    assert receipt(MIXED_SALE).guarantee


def test_each_treatment_has_one_mention_and_a_taxed_one_none() -> None:
    mentions = {part.total.vat: part.mention for part in receipt(MIXED_SALE).vat}
    assert mentions == {"EXO-261": EXEMPT.mention, "TVA-20": "", "TVA-55": ""}


def test_an_exemption_that_the_catalogue_no_longer_has_does_not_stop_a_reprint() -> None:
    sale = sale_of([line("Carte", unit_cents=100)], {TenderKind.CASH: 100})
    sold, _ = entries_of(sale)
    made = receipt_of(
        sold, sale, issuer=ISSUER, operator_name="Nadia", vat={}, durable_families=frozenset(), software="pos-app"
    )
    assert [part.mention for part in made.vat] == [""]
