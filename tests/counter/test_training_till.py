"""Practising is secured as the rest and apart from it: own database, key, chain and totals; who did it is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.counter.close_day import close_day
from pos_app.counter.exercise import Step, next_step, steps_done
from pos_app.counter.refund import refund
from pos_app.counter.reprint import reprint
from pos_app.counter.running import RunningTill
from pos_app.counter.sell import sell
from pos_app.counter.set_up_till import check_point
from pos_app.counter.shelf import shelf
from pos_app.counter.status import status
from pos_app.counter.till import Till
from pos_app.counter.training_till import Training, begin_training, end_training, training_series
from pos_app.domain.facts import Fact, Goods, TrainingEntered, TrainingLeft
from pos_app.domain.operator import Operator
from pos_app.domain.refund import GivenBack, Return
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.opening import open_for_reading
from tests.clock import ManualClock
from tests.printing.paper import words_of
from tests.tills import TemplateTill, basket_of, cash, fault_of, keys_of

TIMEOUT_S = 20


@pytest.fixture
def running(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[RunningTill]:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    yield running
    running.stop()


def begun(running: RunningTill, operator: Operator, clock: ManualClock) -> Training:
    return begin_training(running, operator=operator, listener=lambda _event: None, clock=clock)


def sold(till: Till, operator: Operator, number: int = 1) -> None:
    basket = basket_of(till, "CARTE-30", number=number)
    sell(
        till,
        operator=operator,
        basket=basket,
        tenders=cash(basket.total_cents),
        receipt=True,
        to_nobody="passing_through",
    )


def facts_of(running: RunningTill, *kinds: type[Fact]) -> list[tuple[str, Fact]]:
    def read(till: Till) -> list[tuple[str, Fact]]:
        found = (entry for _, entry in journal.every_entry(till.connection))
        return [(entry.operator, entry.fact()) for entry in found if entry.kind in {kind.kind for kind in kinds}]

    return running.run(read).result(TIMEOUT_S)


def test_what_is_practised_is_in_another_database_under_other_keys_and_in_no_total(
    running: RunningTill, volunteer: Operator, clock: ManualClock
) -> None:
    before = running.run(lambda till: (till.store.state, till.connection.total_changes)).result(TIMEOUT_S)[0]
    training = begun(running, volunteer, clock)
    there = training.running
    there.run(sold, training.operator).result(TIMEOUT_S)
    known = there.run(status).result(TIMEOUT_S)
    assert (known.issuer.training, known.series, known.drawer_cents) == (True, "XMRS1", 250)
    assert there.folder.database != running.folder.database
    keys, real_keys = there.key_file.keys, running.key_file.keys
    assert {keys.database, keys.signing_seed, keys.voucher}.isdisjoint(
        {real_keys.database, real_keys.signing_seed, real_keys.voucher}
    )
    end_training(running, training, operator=volunteer.code)
    assert running.run(lambda till: till.store.state).result(TIMEOUT_S) == before


def test_beginning_and_ending_are_entries_that_name_who_and_the_other_chain_s_head(
    running: RunningTill, volunteer: Operator, clock: ManualClock
) -> None:
    training = begun(running, volunteer, clock)
    training.running.run(sold, training.operator).result(TIMEOUT_S)
    end_training(running, training, operator=volunteer.code)
    (first, entered), (second, left) = facts_of(running, TrainingEntered, TrainingLeft)
    assert isinstance(entered, TrainingEntered)
    assert isinstance(left, TrainingLeft)
    assert (first, second) == (volunteer.code, volunteer.code)
    assert entered.incarnation == left.incarnation != running.run(lambda till: till.store.head).result().incarnation
    assert left.seq > entered.seq


def test_a_volunteer_practises_an_evening_too_and_the_chain_verifies(
    running: RunningTill, volunteer: Operator, clock: ManualClock
) -> None:
    training = begun(running, volunteer, clock)

    def practise(till: Till) -> list[frozenset[Step]]:
        done = [steps_done(till, since=training.since)]
        sold(till, training.operator)
        done.append(steps_done(till, since=training.since))
        given = [GivenBack(TenderKind.CASH, TenderKind.CASH, 250)]
        returns = [Return(line=0, quantity=1, goods=Goods.SHELF)]
        refund(till, operator=training.operator, ticket="1", returns=returns, given=given, reason="mistake")
        reprint(till, operator=training.operator, ticket="1")
        done.append(steps_done(till, since=training.since))
        close_day(till, operator=training.operator)
        done.append(steps_done(till, since=training.since))
        return done

    done = training.running.run(practise).result(TIMEOUT_S)
    assert [next_step(each) for each in done] == [Step.SELL, Step.REFUND, Step.CLOSE, None]
    end_training(running, training, operator=volunteer.code)
    connection = open_for_reading(running.folder.training.database, training.running.key_file.keys.database)
    assert fault_of(connection) is None
    connection.close()


def test_what_prints_there_says_simulation_and_lies_apart(
    running: RunningTill, volunteer: Operator, clock: ManualClock
) -> None:
    training = begun(running, volunteer, clock)
    training.running.run(sold, training.operator).result(TIMEOUT_S)
    end_training(running, training, operator=volunteer.code)
    (receipt,) = running.folder.training.receipts.glob("XMRS1-000001*.pdf")
    assert "SIMULATION" in words_of(receipt.read_bytes())
    assert not list(running.folder.receipts.glob("XMRS1*"))


def test_the_same_till_is_practised_on_again_and_is_stocked_anew(
    running: RunningTill, volunteer: Operator, coordinator: Operator, clock: ManualClock
) -> None:
    first = begun(running, volunteer, clock)
    head = first.running.run(lambda till: till.store.head).result(TIMEOUT_S)
    end_training(running, first, operator=volunteer.code)
    second = begun(running, coordinator, clock)
    assert second.running.run(lambda till: till.store.head).result(TIMEOUT_S).incarnation == head.incarnation
    items = second.running.run(shelf).result(TIMEOUT_S).items
    assert [item.product.code for item in items if item.sold_out] == []
    assert {item.family.tracking.value for item in items if item.on_hand} >= {"quantite", "code", "numero"}
    end_training(running, second, operator=coordinator.code)


def test_practice_whose_key_is_gone_is_put_aside_and_begun_anew(
    running: RunningTill, volunteer: Operator, clock: ManualClock
) -> None:
    end_training(running, begun(running, volunteer, clock), operator=volunteer.code)
    folder = running.folder.training
    made = running.key_file.path.read_bytes()
    folder.key_file.write_bytes(made)
    end_training(running, begun(running, volunteer, clock), operator=volunteer.code)
    (aside,) = (path for path in running.folder.data.glob("training-*"))
    assert (aside / "till.db").is_file()


def test_a_till_for_practice_joins_no_head_office(
    running: RunningTill, volunteer: Operator, clock: ManualClock
) -> None:
    training = begun(running, volunteer, clock)
    with pytest.raises(Refusal, match="training_never_syncs"):
        training.running.join_head_office(operator=training.operator, code="K7QXA-any").result(TIMEOUT_S)
    end_training(running, training, operator=volunteer.code)


@pytest.mark.parametrize(
    ("series", "practice"), [("MRS1", "XMRS1"), ("MRS1B", "XMRS1"), ("ABCDEF12", "XABCDE12"), ("AB123", "XAB123")]
)
def test_tickets_of_practice_begin_with_x_and_no_real_one_does(series: str, practice: str) -> None:
    assert training_series(series) == practice
    answers = {"point": "p", "till": "t", "legal_name": "n", "address": "a", "siret": 14 * "1", "phone": ""}
    with pytest.raises(Refusal, match="series_malformed"):
        check_point(series=practice, **answers)
