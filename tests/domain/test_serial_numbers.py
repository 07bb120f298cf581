"""Serial numbers: what is taken for one, and how little of it is read later."""

from __future__ import annotations

import pytest

from pos_app.domain.refusals import Refusal
from pos_app.domain.serial_numbers import SerialKind, read_serial


@pytest.mark.parametrize(
    ("text", "kind", "last_four"),
    [
        ("490154203237518", SerialKind.IMEI, "7518"),  # the example of 3GPP TS 23.003
        ("49-015420-323751-8", SerialKind.IMEI, "7518"),
        ("8933150319900000015", SerialKind.ICCID, "0015"),
        ("89331503199000000157", SerialKind.ICCID, "0157"),  # the network's own digit after the check digit
        ("pf2 abc-12", SerialKind.OWN, "BC12"),
        ("5CG7", SerialKind.OWN, "5CG7"),
        ("1234567", SerialKind.OWN, "4567"),
    ],
)
def test_a_number_is_read_as_what_it_is(text: str, kind: SerialKind, last_four: str) -> None:
    number = read_serial(text)
    assert (number.kind, number.last_four) == (kind, last_four)


@pytest.mark.parametrize("wrong", ["490154203237519", "8933150319900000019"])
def test_a_check_digit_that_does_not_fit_is_told_by_its_end_only(wrong: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_serial(wrong)
    assert (refused.value.code, refused.value.params) == ("serial_check_digit", {"end": wrong[-4:]})


@pytest.mark.parametrize("wrong", ["", "AB", "é1234", "x" * 41, "1234;DROP", "-----"])
def test_what_is_no_number_is_refused(wrong: str) -> None:
    with pytest.raises(Refusal, match="serial_malformed"):
        read_serial(wrong)


def test_a_number_shows_itself_by_its_end() -> None:
    number = read_serial("490154203237518")
    assert "49015420323" not in f"{number!r} {number}"
    assert number == read_serial("49 0154 2032 3751 8")
