"""Taking a list of people in: checked whole before anything is written, nothing twice, cut and gone on with."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from pos_app.counter.erase_person import erase_person
from pos_app.counter.open_till import abandon_till
from pos_app.counter.people_lists.take_in import SLICE
from pos_app.counter.people_lists.work import ListWork
from pos_app.counter.person_card import look_up
from pos_app.counter.till import Till
from pos_app.domain.facts import PeopleExported, PeopleImported, RightOpened, StructureKept
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.store.people import every_person, findable, history_of
from pos_app.store.people_index import rebuild_people_index
from pos_app.store.storage_thread import StorageThread
from pos_app.store.structures import structures
from pos_app.tables.table_file import open_table
from tests.clock import ManualClock
from tests.counter.list_work import TIMEOUT_S, Desk, facts, index_rows, invented_rows, list_file, row
from tests.tills import TemplateTill, copy_of, fault_of, open_copy

SLIP = ("0612345678", "CCAS de Lyon", "03/11/2026", "B-7")


@pytest.fixture
def desk(template: TemplateTill, tmp_path: Path, clock: ManualClock) -> Iterator[Desk]:
    folder = copy_of(template, tmp_path / "till")
    opened = []

    def open_owned() -> Till:
        opened.append(open_copy(template, folder, clock))
        return opened[0].till

    storage: StorageThread[Till] = StorageThread(open_owned, close_owned=lambda _till: abandon_till(opened[0]))
    storage.opened.result(TIMEOUT_S)
    yield Desk(storage, template.coordinator)
    storage.close()


def names(desk: Desk) -> list[str]:
    found = desk.storage.submit(lambda till: [p.identity.full_name for p in every_person(till.connection)])
    return sorted(found.result(TIMEOUT_S))


def test_people_come_with_their_right_their_structure_and_the_day_they_were_last_seen(
    desk: Desk, tmp_path: Path
) -> None:
    assert desk.taken_in(list_file(tmp_path, [row("Diallo", "Mamadou", "1984", *SLIP)])) == 1
    (whom,) = desk.storage.submit(lambda till: look_up(till, operator=desk.operator, typed="mamadou dial")).result()
    right = whom.right  # type: ignore[union-attr]
    assert right is not None
    assert (right.starts_on, right.programme) == (dt.date(2026, 11, 3), "CS")
    assert whom.prescriber.name == "CCAS de Lyon"  # type: ignore[union-attr]
    seen = whom.person.last_contact_ms  # type: ignore[union-attr]
    assert dt.datetime.fromtimestamp(seen / 1000, dt.UTC).date() == dt.date(2026, 11, 3)
    assert len(facts(desk, RightOpened.kind)) == 1
    assert [fact.people for fact in facts(desk, PeopleImported.kind)] == [1]  # type: ignore[attr-defined]


def test_a_structure_that_the_list_names_is_added_once_however_long_the_list_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.counter.people_lists.take_in.CHUNK", 4)
    assert desk.taken_in(list_file(tmp_path, invented_rows(11))) == 11
    assert len(facts(desk, StructureKept.kind)) == 3


def test_nothing_is_written_by_looking(desk: Desk, tmp_path: Path) -> None:
    before = desk.storage.submit(lambda till: till.store.position).result()
    checked = desk.checked(list_file(tmp_path, [row(*("Diallo", "Mamadou", "1984"), *SLIP)]))
    assert (checked.people, checked.new_structures) == (1, ("CCAS de Lyon",))
    assert desk.storage.submit(lambda till: till.store.position).result() == before
    assert names(desk) == []


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ([row("Diallo", "Mamadou", "31/02/1984")], "date_wrong", 2),
        ([row("", "", "1984")], "name_missing", 2),
        ([row(), row("DIALLO", "Mamadou", "1984")], "person_twice", 3),
        ([row(), row("Mamadou", "Diallo", "1984")], "person_twice", 3),
        ([row("A", "B", "1980", *SLIP), row("C", "D", "1980", *SLIP)], "slip_twice", 3),
        ([row("A", "B", "1980", "", "", "03/11/2026")], "prescriber_missing", 2),
        ([row("A", "B", "1980", "", "", "", "", "1234567890")], "card_wrong", 2),
        ([row("A", "B", "1980", *[""] * 4, "0000000000"), row("C", "D", "1980", *[""] * 4, "0000000000")],
         "card_taken", 3),
        ([row("A", "B", "1980", "12")], "phone_wrong", 2),
    ],
)  # fmt: skip
def test_each_problem_is_told_by_its_row(
    desk: Desk, tmp_path: Path, rows: list[tuple[str, ...]], code: str, line: int
) -> None:
    checked = desk.checked(list_file(tmp_path, rows))
    assert [(problem.refusal.code, problem.line) for problem in checked.problems] == [(code, line)]
    assert checked.people == len(rows) - 1
    assert "Diallo" not in repr(checked.problems), "a name is in no log"


def test_two_telephones_tell_namesakes_of_one_year_apart(desk: Desk, tmp_path: Path) -> None:
    rows = [row("Martin", "Jean", "1980", "0612345678"), row("Martin", "Jean", "1980", "0687654321")]
    checked = desk.checked(list_file(tmp_path, rows))
    assert (checked.people, checked.left_out, checked.alike) == (2, 0, 1)


def test_a_name_that_sounds_the_same_is_remarked_and_comes(desk: Desk, tmp_path: Path) -> None:
    checked = desk.checked(list_file(tmp_path, [row("Diallo", "Mamadou"), row("Jallow", "Mamadu")]))
    assert (checked.people, checked.alike) == (2, 1)
    assert [(one.refusal.code, one.line) for one in checked.problems] == [("person_alike", 3)]


def test_rows_at_fault_are_left_out_and_the_others_come(desk: Desk, tmp_path: Path) -> None:
    path = list_file(tmp_path, [row(), row("Martin", "Luc", "84"), row("N’Diaye", "Zoé", "1990")])
    assert desk.taken_in(path) == 2
    assert names(desk) == ["Mamadou Diallo", "Zoé N’Diaye"]


def test_the_same_list_again_brings_nobody_twice(desk: Desk, tmp_path: Path) -> None:
    path = list_file(tmp_path, invented_rows(40))
    assert desk.taken_in(path) == 40
    checked = desk.checked(path)
    assert (checked.people, checked.already, checked.left_out) == (0, 40, 0)
    assert desk.taken_in(path) == 0
    assert len(names(desk)) == 40
    known = desk.storage.submit(lambda till: structures(till.connection)).result()
    assert [one.name for one in known] == ["CCAS de Bababa", "CCAS de Cobaba", "CCAS de Dibaba"]


def test_stopped_in_the_middle_it_goes_on_with_the_rest(desk: Desk, tmp_path: Path) -> None:
    path = list_file(tmp_path, invented_rows(400))
    work, taken = stop_after_first_slice(desk, path)
    some = taken.result(TIMEOUT_S)
    assert SLICE <= some < 400
    assert work.done == some
    assert desk.taken_in(path) == 400 - some
    assert len(names(desk)) == 400


def stop_after_first_slice(desk: Desk, path: Path) -> tuple[ListWork, Future[int]]:
    """Cancelled while the storage thread is held up in the middle of the list."""
    here, go_on = threading.Event(), threading.Event()
    work, taken = desk.begin(path)
    while not work.done and not taken.done():
        desk.storage.submit(lambda till: till.store.position).result(TIMEOUT_S)

    def hold(_till: Till) -> None:
        here.set()
        go_on.wait(TIMEOUT_S)

    desk.storage.submit(hold)
    here.wait(TIMEOUT_S)
    work.cancel()
    go_on.set()
    return work, taken


def test_selling_goes_on_between_two_slices(desk: Desk, tmp_path: Path) -> None:
    """An act that is asked for meanwhile runs before the list is through."""
    _work, taken = desk.begin(list_file(tmp_path, invented_rows(600)))
    desk.storage.submit(lambda till: till.store.position).result(TIMEOUT_S)
    assert not taken.done()
    assert taken.result(TIMEOUT_S) == 600


def test_the_index_is_what_registering_one_by_one_would_have_made(desk: Desk, tmp_path: Path) -> None:
    desk.taken_in(list_file(tmp_path, [*invented_rows(50), row("Ben Ali", "Samira", "1984", "0612345678")]))

    def both(till: Till) -> tuple[object, object]:
        made = index_rows(till.connection)
        with till.store.transaction() as act:
            rebuild_people_index(act.connection, map(findable, every_person(act.connection)))
        return made, index_rows(till.connection)

    made, again = desk.storage.submit(both).result(TIMEOUT_S)
    assert made == again


def test_somebody_erased_meanwhile_leaves_no_word_in_the_index(desk: Desk, tmp_path: Path) -> None:
    path = list_file(tmp_path, [*invented_rows(300), row("Introuvable", "Zénobie", "1980")])
    _work, taken = desk.begin(path)
    erased = False
    while not erased and not taken.done():
        erased = desk.storage.submit(lambda till: erase_one(till, desk.operator)).result(TIMEOUT_S)
    taken.result(TIMEOUT_S)
    if not erased:
        assert desk.storage.submit(lambda till: erase_one(till, desk.operator)).result(TIMEOUT_S)
    left = desk.storage.submit(lambda till: str(index_rows(till.connection))).result(TIMEOUT_S)
    assert "introuvable" not in left
    assert "zenobie" not in left


def erase_one(till: Till, operator: Operator) -> bool:
    row = till.connection.execute("SELECT token FROM person WHERE family_name = 'Introuvable'").fetchone()
    if row is None:
        return False
    erase_person(till, operator=operator, token=row[0], basis="request")
    return True


def test_a_till_cut_in_the_middle_finds_everybody_after_its_next_start(
    template: TemplateTill, tmp_path: Path, clock: ManualClock
) -> None:
    """The storage thread dies with the power; what was committed stands, the index is made anew, the rest follows."""
    folder = copy_of(template, tmp_path / "till")
    path = list_file(tmp_path, invented_rows(300))
    opened = open_copy(template, folder, clock)
    storage: StorageThread[Till] = StorageThread(lambda: opened.till, close_owned=lambda _till: abandon_till(opened))
    work, taken = Desk(storage, template.coordinator).begin(path)
    while not work.done and not taken.done():
        storage.submit(lambda till: till.store.position).result(TIMEOUT_S)
    storage.close()
    with pytest.raises(Unavailable):
        taken.result(TIMEOUT_S)
    again = open_copy(template, folder, clock)
    on_file = list(every_person(again.till.connection))
    assert SLICE <= len(on_file) < 300
    found = look_up(again.till, operator=template.coordinator, typed=on_file[-1].identity.family_name)
    assert on_file[-1].token in {whom.token for whom in found}
    assert fault_of(again.till.connection) is None
    storage = StorageThread(lambda: again.till, close_owned=lambda _till: abandon_till(again))
    desk = Desk(storage, template.coordinator)
    assert desk.taken_in(path) == 300 - len(on_file)
    assert len(names(desk)) == 300
    storage.close()


def test_a_disk_that_fills_up_stops_the_list_and_keeps_what_was_written(desk: Desk, tmp_path: Path) -> None:
    def fill(till: Till) -> None:
        pages = till.connection.execute("PRAGMA page_count").fetchone()[0]
        till.connection.execute(f"PRAGMA max_page_count = {pages + 40}")

    desk.storage.submit(fill).result(TIMEOUT_S)
    _work, taken = desk.begin(list_file(tmp_path, invented_rows(400)))
    with pytest.raises(Unavailable) as full:
        taken.result(TIMEOUT_S)
    assert full.value.code == "disk_full"
    desk.storage.submit(lambda till: till.connection.execute("PRAGMA max_page_count = 1000000")).result(TIMEOUT_S)
    written = len(names(desk))
    assert desk.taken_in(tmp_path / "liste.csv") == 400 - written


def test_only_a_coordinator_takes_a_list_in_or_writes_one(desk: Desk, tmp_path: Path, volunteer: Operator) -> None:
    path = list_file(tmp_path, invented_rows(1))
    for future in (
        desk.work.open(path, operator=volunteer),
        desk.work.export(tmp_path / "tous.csv", operator=volunteer),
    ):
        with pytest.raises(Refusal) as refused:
            future.result(TIMEOUT_S)
        assert refused.value.code == "right_missing"
    assert not (tmp_path / "tous.csv").exists()


def test_columns_that_are_not_enough_are_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Commune\nDiallo;Lyon\n", encoding="utf-8")
    opened = desk.work.open(path, operator=desk.operator).result(TIMEOUT_S)
    with pytest.raises(Refusal) as refused:
        desk.work.check(opened.table, opened.matching).result(TIMEOUT_S)
    assert refused.value.code == "columns_not_matched"


@pytest.mark.parametrize("name", ["tous.csv", "tous.xlsx"])
def test_everybody_on_file_is_written_to_a_table_and_the_journal_says_how_many(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    desk.taken_in(list_file(tmp_path, [row("=Diallo", "Mamadou", "1984", *SLIP), row("Martin", "Luc", "1990")]))
    assert desk.work.export(tmp_path / name, operator=desk.operator).result(TIMEOUT_S) == 2
    written = {cells[0].lstrip("'="): cells for _line, cells in open_table(tmp_path / name).rows()}
    assert written["Diallo"][2:5] == ("1984", "fr", "+33612345678")
    assert written["Diallo"][6:9] == ("CCAS de Lyon", "CS", "03/11/2026")
    assert written["Martin"][7:] == ("", "", "", "")[: len(written["Martin"][7:])]
    assert [fact.people for fact in facts(desk, PeopleExported.kind)] == [2]  # type: ignore[attr-defined]


def test_a_list_that_is_exported_can_be_taken_in_elsewhere(desk: Desk, tmp_path: Path) -> None:
    desk.taken_in(list_file(tmp_path, invented_rows(5)))
    desk.work.export(tmp_path / "tous.csv", operator=desk.operator).result(TIMEOUT_S)
    checked = desk.checked(tmp_path / "tous.csv")
    assert (checked.already, checked.left_out, checked.by_code) == (5, 0, {})


def test_each_field_of_a_listed_person_waits_to_be_sent(desk: Desk, tmp_path: Path) -> None:
    desk.taken_in(list_file(tmp_path, [row()]))

    def fields(till: Till) -> set[str]:
        (person,) = every_person(till.connection)
        return {change.field for change in history_of(till.connection, person.token)}

    assert {"given_name", "family_name", "year_of_birth", "card"} <= desk.storage.submit(fields).result(TIMEOUT_S)
