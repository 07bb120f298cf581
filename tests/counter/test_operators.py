"""Adding and changing operators, offline."""

from __future__ import annotations

import pytest

from pos_app.counter.add_operator import (
    MOST_AT_ONCE,
    CheckedNewcomer,
    Newcomer,
    add_operators,
    check_newcomer,
)
from pos_app.counter.change_operator import change_pin, recover_pin, remove_operator
from pos_app.counter.pins import hash_pin, pin_matches
from pos_app.counter.sell import sell
from pos_app.counter.sign_in import operators_on_file
from pos_app.counter.till import Till
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Role
from pos_app.domain.refusals import Refusal
from pos_app.store import journal
from pos_app.store.operators import account, shown_name
from tests.tills import basket_of, cash, kinds_of

PIN = "975310"


def newcomer(first_name: str, role: Role = Role.VOLUNTEER) -> CheckedNewcomer:
    return check_newcomer(Newcomer(first_name, role))


def test_several_are_added_at_once_from_a_list(till: Till, coordinator: Operator) -> None:
    names = [f"Bénévole {number}" for number in range(60)]
    added = add_operators(till, by=coordinator, newcomers=[newcomer(name) for name in names])
    assert [operator.operator.first_name for operator in added] == names
    assert set(names) <= {known.operator.first_name for known in operators_on_file(till)}
    assert kinds_of(till.connection)[-60:] == ["operator_added"] * 60


def test_names_never_enter_the_journal(till: Till, coordinator: Operator) -> None:
    add_operators(till, by=coordinator, newcomers=[newcomer("Zébulon")])
    payloads = b"".join(entry.payload for _, entry in journal.every_entry(till.connection))
    assert "Zébulon".encode() not in payloads
    assert b"Zbulon" not in payloads


def test_too_many_at_once_adds_nobody(till: Till, coordinator: Operator) -> None:
    before = len(operators_on_file(till))
    with pytest.raises(Refusal) as refused:
        add_operators(till, by=coordinator, newcomers=[newcomer("Nadia")] * (MOST_AT_ONCE + 1))
    assert refused.value.code == "too_many_at_once"
    assert len(operators_on_file(till)) == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Newcomer(" ", Role.VOLUNTEER), "first_name_wrong"),
        (Newcomer("x" * 31, Role.VOLUNTEER), "first_name_wrong"),
        (Newcomer("Na\x00dia", Role.VOLUNTEER), "first_name_wrong"),
        (Newcomer("Nadia", Role.VOLUNTEER, ends_on="31/13/2026"), "date_wrong"),
        (Newcomer("Nadia", Role.VOLUNTEER, ends_on="2026-02-30"), "date_wrong"),
        (Newcomer("Nadia", Role.VOLUNTEER, pin="12"), "pin_malformed"),
        (Newcomer("Claire", Role.COORDINATOR), "coordinator_needs_pin"),
    ],
)
def test_a_newcomer_that_is_not_right_is_refused(wrong: Newcomer, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_newcomer(wrong)
    assert refused.value.code == code


def test_a_first_name_is_kept_tidy() -> None:
    assert newcomer("  Jean   Paul ").operator.first_name == "Jean Paul"


def test_only_coordinators_manage_operators(till: Till, volunteer: Operator) -> None:
    for act in (
        lambda: add_operators(till, by=volunteer, newcomers=[newcomer("Yann")]),
        lambda: remove_operator(till, by=volunteer, code=volunteer.code),
        lambda: change_pin(till, by=volunteer, code=OperatorCode("OP-OTHER"), pin_hash=b"x"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "right_missing"


def test_one_s_own_pin_and_anybody_s_for_a_coordinator(till: Till, volunteer: Operator, coordinator: Operator) -> None:
    change_pin(till, by=volunteer, code=volunteer.code, pin_hash=hash_pin(PIN))
    assert pin_matches(PIN, account(till.connection, volunteer.code).pin_hash)
    change_pin(till, by=coordinator, code=volunteer.code, pin_hash=b"other")
    facts = [entry.payload for _, entry in journal.every_entry(till.connection)][-2:]
    assert b'"how":"self"' in facts[0]
    assert b'"how":"coordinator"' in facts[1]


def test_the_recovery_sheet_gives_a_pin_to_coordinators_only(
    till: Till, volunteer: Operator, coordinator: Operator
) -> None:
    recover_pin(till, code=coordinator.code, pin_hash=b"new")
    assert account(till.connection, coordinator.code).pin_hash == b"new"
    with pytest.raises(Refusal) as refused:
        recover_pin(till, code=volunteer.code, pin_hash=b"new")
    assert refused.value.code == "recovery_for_coordinators"


def test_the_last_coordinator_stays(till: Till, coordinator: Operator) -> None:
    with pytest.raises(Refusal) as refused:
        remove_operator(till, by=coordinator, code=coordinator.code)
    assert refused.value.code == "last_coordinator"
    second = check_newcomer(Newcomer("Samia", Role.COORDINATOR, pin=PIN))
    add_operators(till, by=coordinator, newcomers=[second])
    remove_operator(till, by=second.operator, code=coordinator.code)
    assert coordinator.code not in [known.operator.code for known in operators_on_file(till)]


def test_a_removed_operator_is_unknown_but_keeps_a_name_on_receipts(
    till: Till, volunteer: Operator, coordinator: Operator
) -> None:
    remove_operator(till, by=coordinator, code=volunteer.code)
    with pytest.raises(Refusal) as refused:
        account(till.connection, volunteer.code)
    assert refused.value.code == "operator_unknown"
    assert shown_name(till.connection, volunteer.code) == "Nadia"
    assert shown_name(till.connection, OperatorCode("OP-GONE")) == "OP-GONE"


def test_the_basket_is_kept_when_the_operator_changes(till: Till, volunteer: Operator, coordinator: Operator) -> None:
    """A basket belongs to nobody: who is signed in when it is paid sold it."""
    basket = basket_of(till, "CARTE-30")
    sold = sell(till, operator=coordinator, basket=basket, tenders=cash(250), receipt=False)
    assert sold.entry.operator == coordinator.code != volunteer.code
