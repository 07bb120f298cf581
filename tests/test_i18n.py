"""Amounts, dates and texts as a French reader expects them; Babel, which knows both languages, is the judge."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from babel.dates import format_time
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from pos_app.i18n import (
    amount,
    clock_time,
    date,
    date_time,
    gettext,
    language,
    long_date,
    money,
    ngettext,
    use_language,
)

BABEL = {"fr": "fr_FR", "en": "en_GB"}
cents = st.integers(-(10**11), 10**11)


@pytest.mark.parametrize("name", list(BABEL))
@given(value=cents)
def test_money_is_written_as_babel_writes_it(name: str, value: int) -> None:
    use_language(name)
    exact = Decimal(value) / 100
    assert money(value) == format_currency(exact, "EUR", locale=BABEL[name])
    assert amount(value) == format_decimal(exact, "#,##0.00", locale=BABEL[name])


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0,00\u00a0€", "€0.00"),
        (5, "0,05\u00a0€", "€0.05"),
        (-250, "-2,50\u00a0€", "-€2.50"),
        (123_450, "1\u202f234,50\u00a0€", "€1,234.50"),
    ],
)
def test_amounts_that_an_accountant_can_read(value: int, french: str, english: str) -> None:
    use_language("fr")
    assert money(value) == french
    use_language("en")
    assert money(value) == english


def test_dates_are_those_of_france_in_both_languages() -> None:
    moment = datetime.datetime(2026, 3, 9, 7, 5, tzinfo=datetime.UTC)
    for name in BABEL:
        use_language(name)
        assert date(moment) == "09/03/2026"
        assert date_time(moment) == "09/03/2026 07:05"


def test_a_day_that_people_have_to_remember_says_its_name() -> None:
    day = datetime.date(2026, 12, 3)
    assert long_date(day) == "jeudi 3 décembre 2026"
    use_language("en")
    assert long_date(day) == "Thursday 3 December 2026"


def test_the_time_of_day() -> None:
    moment = datetime.datetime(2026, 3, 9, 19, 5, tzinfo=datetime.UTC)
    assert clock_time(moment) == "19\u00a0h\u00a005"
    use_language("en")
    assert clock_time(moment) == format_time(moment, "HH:mm", locale="en_GB")


def test_a_language_that_is_not_there_is_french() -> None:
    use_language("de")
    assert language() == "fr"


def test_english_texts_are_those_of_the_source_and_french_ones_are_not() -> None:
    text = "The basket is empty: add an article first."
    assert gettext(text) != text
    use_language("en")
    assert gettext(text) == text
    assert [ngettext("one", "many", count) for count in (1, 2)] == ["one", "many"]
