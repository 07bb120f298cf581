"""Signing in: accountability, with a wait after wrong PINs that a coordinator can end."""

from __future__ import annotations

import pytest

from pos_app.counter.add_operator import Newcomer, add_operators, check_newcomer
from pos_app.counter.change_operator import release_operator, remove_operator
from pos_app.counter.pins import badge_hash, hash_pin, new_badge, pin_matches
from pos_app.counter.sign_in import account_to_sign_in, record_sign_in, sign_in_with_badge, sign_out
from pos_app.counter.till import Till
from pos_app.domain.operator import Operator, Role
from pos_app.domain.refusals import Refusal
from pos_app.domain.wrong_guesses import wait_after
from pos_app.printing.barcodes import code128
from tests.clock import ManualClock
from tests.tills import VOLUNTEER_PIN, kinds_of


def key_pin(till: Till, operator: Operator, pin: str) -> Operator:
    """What the running till does, without its threads."""
    account = account_to_sign_in(till, code=operator.code)
    return record_sign_in(till, code=operator.code, matched=pin_matches(pin, account.pin_hash))


def refusal_of(till: Till, operator: Operator, *, matched: bool = False) -> Refusal:
    """How a PIN is refused, without the cost of hashing one."""
    try:
        account_to_sign_in(till, code=operator.code)
        record_sign_in(till, code=operator.code, matched=matched)
    except Refusal as refused:
        return refused
    raise AssertionError("signed in")


def test_the_right_pin_signs_in_and_is_an_entry(till: Till, volunteer: Operator) -> None:
    assert key_pin(till, volunteer, VOLUNTEER_PIN) == volunteer
    sign_out(till, operator=volunteer)
    assert kinds_of(till.connection)[-2:] == ["signed_in", "signed_out"]


def test_a_wrong_pin_says_how_many_tries_are_left(till: Till, volunteer: Operator) -> None:
    with pytest.raises(Refusal) as refused:
        key_pin(till, volunteer, "111222")
    assert (refused.value.code, refused.value.params) == ("pin_wrong", {"left": 4})
    assert kinds_of(till.connection)[-1] == "sign_in_failed"


@pytest.mark.parametrize(
    ("failures", "wait_s"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (99, 900)],
)
def test_the_wait_doubles_from_30_seconds_to_15_minutes(failures: int, wait_s: int) -> None:
    assert wait_after(failures) == wait_s


def test_the_fifth_failure_locks_and_time_unlocks(till: Till, volunteer: Operator, clock: ManualClock) -> None:
    codes = [refusal_of(till, volunteer).code for _ in range(5)]
    assert codes == ["pin_wrong"] * 4 + ["operator_locked"]
    clock.advance(seconds=29)
    locked = refusal_of(till, volunteer, matched=True)
    assert (locked.code, locked.params) == ("operator_locked", {"wait_s": 1})
    clock.advance(seconds=1)
    account_to_sign_in(till, code=volunteer.code)
    assert record_sign_in(till, code=volunteer.code, matched=True) == volunteer
    assert refusal_of(till, volunteer).params == {"left": 4}


def test_one_person_s_lock_out_is_nobody_else_s(till: Till, volunteer: Operator, coordinator: Operator) -> None:
    for _ in range(5):
        refusal_of(till, volunteer)
    assert record_sign_in(till, code=coordinator.code, matched=True) == coordinator


def test_a_coordinator_ends_a_lock_out(till: Till, volunteer: Operator, coordinator: Operator) -> None:
    for _ in range(5):
        refusal_of(till, volunteer)
    release_operator(till, by=coordinator, code=volunteer.code)
    assert account_to_sign_in(till, code=volunteer.code).failures == 0
    assert kinds_of(till.connection)[-1] == "operator_released"


def test_a_clock_set_back_by_years_does_not_lock_for_years(till: Till, volunteer: Operator, clock: ManualClock) -> None:
    for _ in range(5):
        refusal_of(till, volunteer)
    clock.advance(seconds=-10 * 365 * 86_400)
    assert refusal_of(till, volunteer).params == {"wait_s": 30}


def test_access_ends_after_the_last_day(till: Till, coordinator: Operator, clock: ManualClock) -> None:
    newcomer = check_newcomer(Newcomer("Yann", Role.VOLUNTEER, pin=VOLUNTEER_PIN, ends_on="2026-11-24"))
    (added,) = add_operators(till, by=coordinator, newcomers=[newcomer])
    clock.advance(seconds=86_400)
    assert account_to_sign_in(till, code=added.operator.code).operator == added.operator
    clock.advance(seconds=86_400)
    with pytest.raises(Refusal) as refused:
        account_to_sign_in(till, code=added.operator.code)
    assert refused.value.code == "access_ended"


def test_a_badge_signs_in_its_holder_until_removed(till: Till, coordinator: Operator) -> None:
    (added,) = add_operators(till, by=coordinator, newcomers=[check_newcomer(Newcomer("Yann", Role.VOLUNTEER))])
    assert sign_in_with_badge(till, badge=added.badge) == added.operator
    assert sign_in_with_badge(till, badge=f" {added.badge.lower()} ") == added.operator
    remove_operator(till, by=coordinator, code=added.operator.code)
    with pytest.raises(Refusal) as refused:
        sign_in_with_badge(till, badge=added.badge)
    assert refused.value.code == "badge_unknown"


@pytest.mark.parametrize("badge", ["", "BDG-", "BDG-00000000000000000000000000"])
def test_no_other_text_is_a_badge(till: Till, badge: str) -> None:
    """Nor is the empty one that operators with a PIN have."""
    with pytest.raises(Refusal) as refused:
        sign_in_with_badge(till, badge=badge)
    assert refused.value.code == "badge_unknown"


def test_badges_fit_a_barcode_and_never_repeat() -> None:
    badges = {new_badge() for _ in range(100)}
    assert len(badges) == len({badge_hash(badge) for badge in badges}) == 100
    assert all(code128(badge).bars for badge in badges)


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("12345", "pin_malformed"),
        ("12345a", "pin_malformed"),
        ("١٢٣٤٥٦", "pin_malformed"),
        ("", "pin_malformed"),
        ("000000", "pin_too_simple"),
        ("123456", "pin_too_simple"),
        ("987654", "pin_too_simple"),
    ],
)
def test_a_pin_is_six_digits_that_are_not_the_first_guess(pin: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        hash_pin(pin)
    assert refused.value.code == code


def test_a_pin_is_kept_as_argon2id_with_64_mib() -> None:
    kept = hash_pin("193746")
    assert kept.startswith(b"$argon2id$v=19$m=65536,t=2,p=1$")
    assert pin_matches("193746", kept)
    assert not pin_matches("193747", kept)
    assert not pin_matches("193746", b"")
