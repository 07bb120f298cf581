"""A closing that says something else than its entries is found, even where the till itself signed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
import pytest

from pos_app.counter.check_journal import CheckedJournal, check_backup, check_journal, say_checked
from pos_app.counter.close_day import _closing, close_day
from pos_app.counter.close_period import close_period
from pos_app.counter.open_till import OpenedTill, abandon_till, close_till
from pos_app.counter.sell import sell
from pos_app.counter.structures import add_structure
from pos_app.domain.facts import DayClosed, EntryRange, EquipmentLent, Period, PeriodClosed, SaleRecorded, SignedOut
from pos_app.domain.refusals import Refusal
from pos_app.sentences import say
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.backup import back_up
from pos_app.store.outbox import acknowledge
from tests.clock import ManualClock
from tests.counter.people_work import registered
from tests.counter.test_loans import ended, lent
from tests.tills import TemplateTill, basket_of, cash, keys_of, open_copy, receive_things

Forged = Callable[[DayClosed], DayClosed]
_Struct = TypeVar("_Struct", bound=msgspec.Struct)


def sold(template: TemplateTill, opened: OpenedTill) -> None:
    number = opened.till.store.state.last_ticket + 1
    basket = basket_of(opened.till, "CARTE-30", number=number)
    sell(opened.till, operator=template.volunteer, basket=basket, tenders=cash(250), receipt=False)


def closed(template: TemplateTill, opened: OpenedTill) -> DayClosed:
    sold(template, opened)
    return close_day(opened.till, operator=template.coordinator)


def checked(template: TemplateTill, folder: TillFolder) -> CheckedJournal:
    return check_journal(folder, keys_of(template, folder))


def fault_of(template: TemplateTill, folder: TillFolder) -> str:
    with pytest.raises(Refusal) as refused:
        checked(template, folder)
    assert refused.value.code == "journal_faulty"
    return str(refused.value.params["fault"])


def test_a_journal_with_closings_of_days_and_months_holds(
    template: TemplateTill, opened: OpenedTill, clock: ManualClock
) -> None:
    for _ in range(3):
        closed(template, opened)
        clock.advance(seconds=40 * 24 * 3600)
    close_period(opened.till, operator=template.coordinator, period=Period.MONTH)
    sold(template, opened)
    assert checked(template, opened.folder).chains[0].tickets == 4


def test_a_day_that_a_new_chain_went_through_holds(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    sold(template, opened)
    abandon_till(opened)
    keys_of(template, folder).with_new_signing_key()
    opened = open_copy(template, folder, clock)
    closed(template, opened)
    close_till(opened)
    assert [chain.tickets for chain in checked(template, folder).chains] == [1, 1]


def test_a_day_after_an_older_copy_was_put_back_holds(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    sold(template, opened)
    close_till(opened)
    older = folder.database.read_bytes()
    opened = open_copy(template, folder, clock)
    closed(template, opened)
    close_till(opened)
    folder.database.write_bytes(older)
    opened = open_copy(template, folder, clock)
    again = closed(template, opened)
    close_till(opened)
    assert (again.day, again.totals.tickets, again.perpetual_cents) == (1, 2, 750)
    assert checked(template, folder).absent > 0


FORGERIES: dict[str, Forged] = {
    "totals": lambda fact: replaced(fact, totals=replaced(fact.totals, total_cents=100)),
    "perpetual": lambda fact: replaced(fact, perpetual_cents=0),
    "drawer": lambda fact: replaced(fact, drawer=replaced(fact.drawer, left_cents=0)),
    "entries": lambda fact: replaced(fact, entries=shortened(fact.entries)),
    "day": lambda fact: replaced(fact, day=7),
    "deposits": lambda fact: replaced(fact, deposits_held_cents=2000),
}


@pytest.mark.parametrize("figure", FORGERIES)
def test_a_closing_with_another_figure_is_found_and_named(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, figure: str
) -> None:
    """As a thief of the key would write it: signed, in its place, and kept as figures."""
    opened = open_copy(template, folder, clock)
    sold(template, opened)
    forged = FORGERIES[figure](_closing(opened.till, 1))
    with opened.till.store.transaction(template.coordinator.code) as act:
        act.connection.execute("UPDATE till_state SET day = ?", (forged.day,))
        act.append(forged)
    abandon_till(opened)
    assert fault_of(template, folder) == f"closing_wrong:{figure}"


def lent_to_somebody(template: TemplateTill, opened: OpenedTill) -> EquipmentLent:
    till, operator = opened.till, template.coordinator
    (item,) = receive_things(till, operator, "HOTSPOT-3G", 1, first=11)
    house = add_structure(till, operator=operator, name="CHRS Forbin", commune="Marseille")
    return lent(till, operator, item, registered(till, operator, house).token)


def forge_closing(template: TemplateTill, opened: OpenedTill, **changes: int) -> None:
    forged = replaced(_closing(opened.till, opened.till.store.state.day), **changes)
    with opened.till.store.transaction(template.coordinator.code) as act:
        act.append(forged)
    abandon_till(opened)


def test_deposits_are_held_over_closings_and_a_new_key_until_they_go_back(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    loan = lent_to_somebody(template, opened)
    assert closed(template, opened).deposits_held_cents == loan.deposit_cents > 0
    assert closed(template, opened).deposits_held_cents == loan.deposit_cents
    abandon_till(opened)
    keys_of(template, folder).with_new_signing_key()
    opened = open_copy(template, folder, clock)
    closed(template, opened)
    ended(opened.till, template.coordinator, loan.loan, loan.deposit_cents)
    assert closed(template, opened).deposits_held_cents == 0
    assert checked(template, folder).chains
    sold(template, opened)
    forge_closing(template, opened, deposits_held_cents=loan.deposit_cents)
    assert fault_of(template, folder) == "closing_wrong:deposits"


def test_after_an_older_copy_was_put_back_deposits_are_taken_at_the_first_closings_word_and_followed_from_there(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    close_till(opened)
    older = folder.database.read_bytes()
    opened = open_copy(template, folder, clock)
    lent_to_somebody(template, opened)
    closed(template, opened)
    close_till(opened)
    folder.database.write_bytes(older)
    opened = open_copy(template, folder, clock)
    assert closed(template, opened).deposits_held_cents == 0
    assert checked(template, folder).absent > 0
    sold(template, opened)
    forge_closing(template, opened, deposits_held_cents=2000)
    assert fault_of(template, folder) == "closing_wrong:deposits"


def test_a_sale_booked_into_a_closed_day_is_found(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    closed(template, opened)
    sold(template, opened)
    last = journal.entry_at(opened.till.connection, opened.till.store.position)
    fact = last.fact() if last else None
    assert isinstance(fact, SaleRecorded)
    number = fact.number + 1
    late = replaced(fact, day=1, number=number, ticket=f"MRS1-{number:06d}", basket="f" * 32)
    with opened.till.store.transaction(template.volunteer.code) as act:
        act.append(late)
    abandon_till(opened)
    assert fault_of(template, folder) == "closing_wrong:day"


def test_a_month_with_another_total_is_found(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> None:
    opened = open_copy(template, folder, clock)
    day = closed(template, opened)
    forged = PeriodClosed(
        period=Period.MONTH, name="2026-11", first_day=1, last_day=1, totals=replaced(day.totals, tickets=9),
        perpetual_cents=day.perpetual_cents, perpetual_absolute_cents=day.perpetual_absolute_cents, software="x",
    )  # fmt: skip
    with opened.till.store.transaction(template.coordinator.code) as act:
        act.append(forged)
    abandon_till(opened)
    assert fault_of(template, folder) == "closing_wrong:totals"


def test_what_head_office_acknowledged_and_is_another_entry_here_is_found(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    closed(template, opened)
    head = opened.till.store.head
    with opened.till.store.transaction() as act:
        acknowledge(act, head)
    assert checked(template, folder).chains
    with opened.till.store.transaction() as act:
        act.connection.execute("UPDATE acknowledged SET hash = zeroblob(32)")
    abandon_till(opened)
    with pytest.raises(Refusal) as refused:
        checked(template, folder)
    assert (refused.value.code, refused.value.params["seq"]) == ("journal_not_as_acknowledged", head.seq)
    assert "Le siège détient une autre écriture" in say(refused.value)


def test_a_backup_is_checked_by_itself(template: TemplateTill, opened: OpenedTill) -> None:
    closed(template, opened)
    key_file = keys_of(template, opened.folder)
    key = key_file.keys.database
    made = back_up(opened.till.connection, key=key, folder=opened.folder.backups, name="copy")
    sold(template, opened)
    found = check_backup(made.path, key_file)
    assert (found.chains[0].tickets, found.marked) == (1, False)
    assert list(say_checked(found))[-1] == "Les chiffres sont ceux que donne le journal."


def test_a_backup_of_an_older_program_is_checked_but_for_its_figures(
    template: TemplateTill, opened: OpenedTill
) -> None:
    closed(template, opened)
    key_file = keys_of(template, opened.folder)
    key = key_file.keys.database
    opened.till.connection.execute(
        "DELETE FROM _sqlite_migrations WHERE rowid = (SELECT max(rowid) FROM _sqlite_migrations)"
    )
    made = back_up(opened.till.connection, key=key, folder=opened.folder.backups, name="copy")
    assert "n’ont pas été comparés" in list(say_checked(check_backup(made.path, key_file)))[-1]


def test_a_backup_of_another_till_is_refused(
    template: TemplateTill, opened: OpenedTill, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = back_up(opened.till.connection, key=bytes(32), folder=opened.folder.backups, name="copy")
    with pytest.raises(Refusal) as refused:
        check_backup(made.path, keys_of(template, opened.folder))
    assert refused.value.code == "wrong_key"


def test_a_long_check_says_how_far_it_is(template: TemplateTill, opened: OpenedTill) -> None:
    for _ in range(1_200):
        with opened.till.store.transaction() as act:
            act.append(SignedOut())
    heard: list[int] = []
    check_journal(opened.folder, keys_of(template, opened.folder), progress=heard.append)
    assert heard == [1_000]


def replaced(value: _Struct, **changes: object) -> _Struct:
    return msgspec.structs.replace(value, **changes)


def shortened(ranges: tuple[EntryRange, ...]) -> tuple[EntryRange, ...]:
    return (replaced(ranges[0], last_seq=ranges[0].last_seq - 1),)
