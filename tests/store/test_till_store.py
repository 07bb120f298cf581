"""One act, one transaction: all of it or nothing, on disk and in memory."""

from __future__ import annotations

import pytest

from pos_app.counter.till import Till
from pos_app.domain.facts import IncarnationOpened, SignedIn, SignedOut, StockReceived
from pos_app.domain.identifiers import OperatorCode, ProductCode
from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger.signing import ALGORITHM, Signer
from pos_app.store.rebuild import projection_rows
from tests.clock import ManualClock
from tests.tills import fault_of, kinds_of


def test_an_act_is_recorded_with_its_operator_and_moves_the_head(till: Till) -> None:
    before = till.store.head
    with till.store.transaction(OperatorCode("OP-TEST")) as act:
        first = act.append(SignedIn(how="pin"))
        second = act.append(SignedOut())
        assert till.store.head == before
    assert (first.seq, second.seq, second.previous) == (before.seq + 1, before.seq + 2, first.hash)
    assert till.store.head == second.head
    assert {first.operator, second.operator} == {"OP-TEST"}


@pytest.mark.parametrize("error", [Refusal("no"), Bug("broken"), ZeroDivisionError(), KeyboardInterrupt()])
def test_an_act_that_fails_leaves_nothing_and_the_next_one_works(till: Till, error: BaseException) -> None:
    before = (till.store.head, till.store.position, projection_rows(till.connection))

    def act_and_fail() -> None:
        with till.store.transaction() as act:
            act.append(StockReceived(product=ProductCode("CARTE-30"), quantity=5))
            act.tables.table("parameter").insert({"name": "half", "value": "1"})
            raise error

    with pytest.raises(type(error)):
        act_and_fail()
    assert (till.store.head, till.store.position, projection_rows(till.connection)) == before
    assert till.connection.execute("SELECT count(*) FROM parameter WHERE name = 'half'").fetchone() == (0,)
    with till.store.transaction() as act:
        act.append(SignedOut())
    assert fault_of(till.connection) is None


def test_what_sqlite_utils_writes_is_part_of_the_act(till: Till) -> None:
    """Its own transactions nest as savepoints and commit nothing by themselves."""
    with till.store.transaction() as act:
        act.tables.table("parameter").upsert({"name": "kept", "value": "1"}, pk="name")
        assert till.connection.in_transaction
    assert till.connection.execute("SELECT value FROM parameter WHERE name = 'kept'").fetchone() == ("1",)


@pytest.mark.parametrize(("back_s", "recorded"), [(0, False), (1, False), (2, True), (10**9, True)])
def test_a_clock_that_moved_back_by_more_than_a_second_is_recorded(
    till: Till, clock: ManualClock, *, back_s: int, recorded: bool
) -> None:
    clock.advance(seconds=-back_s)
    with till.store.transaction() as act:
        act.append(SignedOut())
    assert (kinds_of(till.connection)[-2] == "clock_moved_back") is recorded


def test_an_incarnation_begins_with_its_opening_even_where_the_clock_moved_back(till: Till, clock: ManualClock) -> None:
    """Its first entry carries the key that the chain is checked with (found by test_rebuild)."""
    signer = Signer(bytes(32))
    clock.advance(seconds=-3600)
    opened = IncarnationOpened(
        public_key=signer.public_key.hex(), algorithm=ALGORITHM, software="test", series="MRS1", reason="key_replaced"
    )
    entry = till.store.open_incarnation(signer, opened)
    assert (entry.seq, entry.kind) == (1, "incarnation_opened.1")
    assert kinds_of(till.connection)[-2:] == ["incarnation_opened", "clock_moved_back"]
    assert fault_of(till.connection) is None


def test_an_incarnation_is_opened_by_its_own_key(till: Till) -> None:
    signer, other = Signer(bytes(32)), Signer(bytes([1]) * 32)
    opened = IncarnationOpened(
        public_key=other.public_key.hex(), algorithm=ALGORITHM, software="test", series="MRS1", reason="key_replaced"
    )
    with pytest.raises(Bug) as found:
        till.store.open_incarnation(signer, opened)
    assert found.value.code == "incarnation_of_other_key"


def test_an_incarnation_that_could_not_be_opened_leaves_the_chain_as_it_was(till: Till) -> None:
    signer = Signer(bytes(32))
    opened = IncarnationOpened(
        public_key=signer.public_key.hex(), algorithm=ALGORITHM, software="test", series="MRS1", reason="key_replaced"
    )
    before = till.store.head
    till.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever the disk answers
        till.store.open_incarnation(signer, opened)
    till.connection.execute("PRAGMA query_only = OFF")
    assert till.store.head == before
    with till.store.transaction() as act:
        act.append(SignedOut())
    assert fault_of(till.connection) is None
