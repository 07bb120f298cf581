"""The passport of a machine."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pos_app.domain.laptop import Test, checked, warranty_end
from pos_app.domain.programme import read_rules
from pos_app.domain.refusals import Refusal
from tests.tills import FREE_RULES, PASSPORT


def test_a_passport_is_kept_tidy() -> None:
    kept = checked(
        replace(PASSPORT, model="  HP  840 ", certificate=" ab-12 "), floor_cents=10_000, product="Ordinateur"
    )
    assert (kept.model, kept.certificate) == ("HP 840", "AB-12")
    assert kept.is_tested


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"model": "  "}, "passport_model_missing"),
        ({"refurbisher": "x" * 61}, "passport_text_too_long"),
        ({"price_cents": 9_999}, "price_under_floor"),
        ({"price_cents": 10**9}, "amount_too_large"),
        ({"certificate": "é"}, "certificate_wrong"),
        ({"certificate": "A B"}, "certificate_wrong"),
        ({"failed": (Test.DISK,)}, "tests_contradict"),
        ({"warranty_months": 0}, "warranty_wrong"),
        ({"warranty_months": 121}, "warranty_wrong"),
    ],
)
def test_a_passport_that_cannot_be_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as told:
        checked(replace(PASSPORT, **change), floor_cents=10_000, product="Ordinateur")  # type: ignore[arg-type]
    assert told.value.code == code


def test_no_certificate_is_allowed_on_a_passport_but_the_price_may_be_the_floor() -> None:
    kept = checked(replace(PASSPORT, certificate="", price_cents=10_000), floor_cents=10_000, product="Ordinateur")
    assert kept.certificate == ""


def test_a_machine_with_an_open_or_failed_test_is_not_called_refurbished() -> None:
    assert not replace(PASSPORT, passed=(Test.START,)).is_tested
    assert not replace(PASSPORT, passed=(), failed=(Test.DISK,)).is_tested


@pytest.mark.parametrize(
    ("delivered", "months", "last"),
    [
        ("2026-03-15", 24, "2028-03-15"),
        ("2026-11-23", 24, "2028-11-23"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-12-01", 12, "2027-12-01"),
    ],
)
def test_a_warranty_ends_on_the_same_day_of_its_last_month(delivered: str, months: int, last: str) -> None:
    assert warranty_end(dt.date.fromisoformat(delivered), months) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("was", "wrong"),
    [
        ("reservation_days = 7", "reservation_days = 0"),
        ("warranty_months = 24", "warranty_months = 0"),
        ("number = 3 ", "number = 25 "),
        ("days_between = 30", "days_between = 0"),
        ("refund_percent = 100", "refund_percent = 101"),
        ('handed_over = "after_last"', 'handed_over = "never"'),
    ],
)
def test_rules_that_no_plan_can_follow_are_refused(was: str, wrong: str) -> None:
    assert was in FREE_RULES
    with pytest.raises(Refusal):
        read_rules(FREE_RULES.replace(was, wrong))
