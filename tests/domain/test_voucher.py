"""A code shows itself to nobody, its states follow the table, and its rule says what it looks like."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.identifiers import (
    ItemId,
    LotId,
    TicketNumber,
    code_of_lot,
    lot_id,
    luhn_digit,
    place_in_lot,
    read_slip_number,
    slip_number,
)
from pos_app.domain.refusals import Bug
from pos_app.domain.voucher import TRANSITIONS, VoucherAct, VoucherCode, VoucherState, may, next_state
from pos_app.domain.voucher_rule import ANY_CODE, Alphabet, CheckDigit, CodeFault, VoucherRule, read_code

SECRET = "4821773500926614"
DIGITS = VoucherRule(products=("A",), length=16, alphabet=Alphabet.DIGITS)
CHECKED = VoucherRule(products=("A",), alphabet=Alphabet.DIGITS, check=CheckDigit.LUHN)


def test_a_code_shows_itself_in_no_text() -> None:
    code = VoucherCode(SECRET)
    for shown in (repr(code), str(code), f"{code}", f"{code!r}", "%s" % code, repr([code]), repr({"code": code})):  # noqa: UP031
        assert SECRET not in shown
        assert "***" in shown
    assert code.reveal() == SECRET
    assert code.groups == ("4821", "7735", "0092", "6614")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_code_is_not_copied_or_pickled(copied: object) -> None:
    assert callable(copied)
    with pytest.raises(Bug):
        copied(VoucherCode(SECRET))


def test_only_a_code_that_nobody_saw_goes_back_into_the_stock() -> None:
    back = [way for way, state in TRANSITIONS.items() if state is VoucherState.IN_STOCK]
    assert back == [(VoucherState.SOLD, VoucherAct.TAKE_BACK)]
    assert not any(may(state, VoucherAct.SELL) for state in VoucherState if state is not VoucherState.IN_STOCK)


def test_a_code_is_sold_once_and_revealed_only_after_its_sale() -> None:
    assert [state for state in VoucherState if may(state, VoucherAct.SELL)] == [VoucherState.IN_STOCK]
    revealable = {state for state in VoucherState if may(state, VoucherAct.REVEAL)}
    assert revealable == {VoucherState.SOLD, VoucherState.PRINTED, VoucherState.CONFIRMED}


@pytest.mark.parametrize("state", VoucherState)
@pytest.mark.parametrize("act", VoucherAct)
def test_what_is_not_in_the_table_does_not_happen(state: VoucherState, act: VoucherAct) -> None:
    if may(state, act):
        assert next_state(state, act) is TRANSITIONS[state, act]
    else:
        with pytest.raises(Bug) as stopped:
            next_state(state, act)
        assert stopped.value.code == "voucher_act_impossible"


@pytest.mark.parametrize(
    ("text", "rule", "read"),
    [
        ("4821 7735 0092 6614", DIGITS, SECRET),
        ("4821-7735-0092-6614", DIGITS, SECRET),
        ("4821773500926614", DIGITS, SECRET),
        ("faux 1234-5678", ANY_CODE, "FAUX12345678"),
        ("482177350092661", DIGITS, CodeFault.LENGTH),
        ("48217735009266145", DIGITS, CodeFault.LENGTH),
        ("", DIGITS, CodeFault.LENGTH),
        ("12345", ANY_CODE, CodeFault.LENGTH),
        ("4821A73500926614", DIGITS, CodeFault.ALPHABET),
        ("4821773500é26614", ANY_CODE, CodeFault.ALPHABET),
        ("٤٨٢١٧٧٣٥", DIGITS, CodeFault.ALPHABET),
        ("4.82177E+15", DIGITS, CodeFault.ROUNDED),
        ("79927398713", CHECKED, "79927398713"),
        ("79927398710", CHECKED, CodeFault.CHECK),
    ],
)
def test_a_code_is_read_by_its_rule(text: str, rule: VoucherRule, read: str | CodeFault) -> None:
    found = read_code(text, rule)
    assert (found.reveal() if isinstance(found, VoucherCode) else found) == read


@given(st.text("0123456789", min_size=5, max_size=30), st.integers(1, 9), st.data())
def test_one_wrong_digit_is_always_found(digits: str, other: int, data: st.DataObject) -> None:
    whole = digits + str(luhn_digit(digits))
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = whole[:place] + str((int(whole[place]) + other) % 10) + whole[place + 1 :]
    assert isinstance(read_code(whole, CHECKED), VoucherCode)
    assert read_code(wrong, CHECKED) is CodeFault.CHECK


@given(st.integers(0, 2**48 - 1), st.binary(min_size=6, max_size=6), st.integers(0, 2**32 - 1))
def test_the_id_of_a_code_names_its_lot_and_its_place(at_ms: int, random: bytes, index: int) -> None:
    lot = lot_id(at_ms=at_ms, random=random)
    item = code_of_lot(lot, index)
    assert (len(lot), len(item)) == (24, 32)
    assert place_in_lot(item) == (lot, index)
    assert code_of_lot(LotId("f" * 24), 255) == ItemId("f" * 24 + "000000ff")


def test_a_slip_number_reads_back_and_is_no_article() -> None:
    number = slip_number(TicketNumber("MRS1B-000482"), 3)
    assert number == "MRS1B-000482-3"
    assert read_slip_number(f" {number.lower()} ") == ("MRS1B-000482", 3)
    assert all(read_slip_number(text) is None for text in ("MRS1-000482", "3760000000017", "CARTE-30", ""))


@pytest.mark.parametrize(
    "rule",
    [
        VoucherRule(products=()),
        VoucherRule(products=("A",), length=5),
        VoucherRule(products=("A",), length=41),
        VoucherRule(products=("A",), check=CheckDigit.LUHN),
        VoucherRule(products=("A",), dial="9" * 41),
        VoucherRule(products=("A",), warn_days=-1),
    ],
)
def test_a_rule_that_no_code_could_meet_is_not_possible(rule: VoucherRule) -> None:
    assert not rule.is_possible
    assert DIGITS.is_possible
