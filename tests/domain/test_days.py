from __future__ import annotations

import datetime as dt

import pytest

from pos_app.domain.days import read_day
from pos_app.domain.refusals import Refusal


@pytest.mark.parametrize("text", ["31/12/2026", " 31.12.2026 ", "31-12-2026", "31 12 2026", "2026-12-31"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    "text", ["", "31/13/2026", "30/02/2026", "12/31/2026", "31/12/26", "demain", "2026-02-30", "٣١/١٢/٢٠٢٦x"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_day(text)
    assert refused.value.code == "date_wrong"
