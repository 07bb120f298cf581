"""What the screen shows of a paper is the paper: its barcode reads; a code is never among it."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from pos_app.domain.refusals import Bug
from pos_app.printing.preview import preview
from tests.printing.every_slip import voucher_slip
from tests.printing.specimens import TICKET, receipt


def test_the_barcode_of_a_receipt_reads_from_the_screen() -> None:
    (page,) = preview(receipt())
    with Image.open(io.BytesIO(page)) as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [TICKET]


def test_a_code_is_not_shown() -> None:
    with pytest.raises(Bug, match="code_on_screen"):
        preview(voucher_slip())
