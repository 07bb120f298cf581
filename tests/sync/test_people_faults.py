"""People through cuts, repeats, restores and crossing changes: nothing is lost, doubled or brought back (I11, I17)."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pos_app.counter import people_feeds
from pos_app.counter.erase_person import erase_person
from pos_app.counter.sync_outbox import SyncOutbox
from pos_app.counter.till import Till
from pos_app.domain.refusals import Unavailable
from pos_app.office.feeds import epoch_of
from pos_app.office.office import Office
from pos_app.settings import TillFolder
from pos_app.store.people import person_with_card
from pos_app.store.rebuild import differing_projections
from pos_app.sync.people_messages import Item, PeopleAnswer, PeoplePush, PersonItem
from tests.counter.people_work import refusal
from tests.office.people_told import new_token, somebody
from tests.sync.bad_network import BadNetwork, Direction
from tests.sync.people_acts import Both, change, sell_to
from tests.sync.syncing_till import SyncingTill, held_by
from tests.sync.two_points import Point, sync_all
from tests.tills import fault_of

CUTS = 16
MANY = 30


def changes_held(office: Office) -> list[str]:
    with office.database.transaction() as connection:
        return [each for (each,) in connection.execute("SELECT id FROM person_change ORDER BY id").fetchall()]


@pytest.mark.parametrize("direction", list(Direction))
def test_cut_anywhere_and_synced_again_both_know_everybody_once(
    both: Both, office: Office, direction: Direction
) -> None:
    here, there = both
    sync_all(here, there)
    known = [here.register(phone="").token]
    with BadNetwork(office.address) as network:
        here.till.sync(address=network.address)
    whole = network.passed[direction]
    failed = 0
    for cut in range(1, whole, whole // CUTS):
        known.append(here.register(phone="").token)
        for point in both:
            with BadNetwork(office.address, cut=direction, cut_after=cut) as network:
                try:
                    point.till.sync(address=network.address)
                except Unavailable:
                    failed += 1
    sync_all(here, there)
    assert failed > CUTS // 2
    assert [there.person(token).rights for token in known] == [here.person(token).rights for token in known]
    assert len(changes_held(office)) == len(known) * 8
    assert here.till.outbox.unsent_people() == PeoplePush()


def test_a_pull_that_is_interrupted_goes_on_where_it_stopped(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = both
    tokens = [here.register(phone="").token for _ in range(MANY)]
    sync_all(here)
    monkeypatch.setattr("pos_app.sync.requests.MOST_ITEMS", 7)
    taken: list[str] = []

    class Cut(SyncOutbox):
        def take_items(self, feed: str, *, epoch: str, items: Sequence[Item]) -> None:
            people = [item.person for item in items if isinstance(item, PersonItem)]
            if len(taken) + len(people) > MANY // 2 and isinstance(there.till.outbox, Cut):
                raise Unavailable("office_unreachable", address="")
            super().take_items(feed, epoch=epoch, items=items)
            taken.extend(people)

    there.till.outbox = Cut(there.till.storage)
    with pytest.raises(Unavailable):
        there.till.sync()
    assert 0 < len(taken) < MANY
    before = list(taken)
    rest = SyncOutbox(there.till.storage)
    there.till.outbox = rest
    sync_all(there)
    assert {there.person(token).token for token in tokens} == set(tokens)
    assert len(set(before)) == len(before)


def test_a_push_whose_answer_was_lost_is_answered_alike(both: Both, office: Office) -> None:
    here, there = both
    token = here.register().token

    class Deaf(SyncOutbox):
        def people_acknowledged(self, push: PeoplePush, answer: PeopleAnswer) -> None:
            raise Unavailable("office_unreachable", address="")

    here.till.outbox = Deaf(here.till.storage)
    with pytest.raises(Unavailable):
        here.till.sync()
    held = changes_held(office)
    here.till.outbox = SyncOutbox(here.till.storage)
    sync_all(here, there)
    assert changes_held(office) == held
    assert there.person(token).being_checked == ()


def test_what_is_changed_during_a_sync_is_not_overwritten_by_what_is_pulled(both: Both) -> None:
    here, there = both
    token = here.register().token
    sync_all(*both)
    change(here, token, phone="+33611111111")
    sync_all(here)

    class Meanwhile(SyncOutbox):
        def take_items(self, feed: str, *, epoch: str, items: Sequence[Item]) -> None:
            if feed == "people" and there.person(token).person.identity.phone == "+33612345678":
                there.clock.ahead_ms = 60_000
                change(there, token, phone="+33622222222")
            super().take_items(feed, epoch=epoch, items=items)

    there.till.outbox = Meanwhile(there.till.storage)
    sync_all(there)
    assert there.person(token).person.identity.phone == "+33622222222"
    sync_all(there, here)
    assert [point.person(token).person.identity.phone for point in both] == ["+33622222222"] * 2


def test_nothing_that_is_pulled_touches_an_entry_or_a_projection(both: Both) -> None:
    here, there = both
    token = here.register().token
    sell_to(here, token, "CARTE-2H")
    sync_all(here, there)
    before = there.till.entries
    there.do(people_feeds.take_items, feed="people", epoch="", items=())
    sell_to(here, token, "CARTE-2H")
    sync_all(here, there)
    after = there.till.entries
    assert after[: len(before)] == before
    assert {entry.kind.partition(".")[0] for entry in after[len(before) :]} <= {"sync_manifest"}
    assert there.do(lambda till: differing_projections(till.connection)) == ()


def test_erased_stays_erased_after_an_older_copy_of_the_disk_was_put_back(
    both: Both, office: Office, tmp_path: Path
) -> None:
    """Erase, verify, restore, sync, still erased, verify: at the point that erased and at the one that restored."""
    here, there = both
    token = here.register().token
    change(here, token, phone="+33699999999")
    sync_all(here, there)
    traces = ("Samira", "samira", "Ben Ali", "612345678", "699999999", here.person(token).person.card)
    copy = copied(there, tmp_path / "copy")
    change(there, token, language="fr")
    here.do(erase_person, operator=here.coordinator, token=token, basis="request")
    sync_all(here, there)
    assert [point.do(lambda till: fault_of(till.connection)) for point in both] == [None, None]
    with restored(there, copy) as till:
        again = Point(till, "Grenoble")
        assert again.person(token).token == token, "the copy still knew"
        change(again, token, phone="+33688888888")
        sync_all(again, here)
        for point in (again, here):
            with refusal("person_erased"):
                point.person(token)
            everything = point.everything()
            assert not [trace for trace in (*traces, "688888888") if trace in everything]
            assert point.do(lambda till: fault_of(till.connection)) is None
    said = office_text(office)
    assert not [trace for trace in (*traces, "688888888") if trace in said]
    assert len(held_by(office)) > 0


def test_a_till_put_back_to_an_older_copy_hears_again_of_whom_it_lost(both: Both, tmp_path: Path) -> None:
    here, _ = both
    sync_all(here)
    copy = copied(here, tmp_path / "copy")
    token = here.register().token
    sync_all(here)
    before = here.person(token)
    with restored(here, copy) as till:
        again = Point(till, "Marseille")
        with refusal("person_unknown"):
            again.person(token)
        sync_all(again)
        known = again.person(token)
    assert (known.person.identity, known.rights) == (before.person.identity, before.rights)


def test_a_head_office_begun_anew_is_read_from_the_beginning(both: Both, office: Office) -> None:
    here, there = both
    token = here.register().token
    sync_all(here, there)
    with office.database.transaction() as connection:
        connection.execute("UPDATE feed_epoch SET random = 'another'")
        epoch = epoch_of(connection)
    other = here.register(phone="").token
    sync_all(here, there)
    assert there.till.outbox.feed_cursor("people")[0] == epoch
    assert [there.person(each).token for each in (token, other)] == [token, other]


def test_one_card_number_drawn_at_two_points_ends_as_two(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = both
    monkeypatch.setattr("pos_app.counter.register_person.secrets.randbelow", lambda _below: 7)
    first, second = here.register(), there.register(given_name="Moussa", family_name="Diallo")
    monkeypatch.undo()
    assert first.person.card == second.person.card
    sync_all(here, there, here, there)
    cards = {token: here.person(token).person.card for token in (first.token, second.token)}
    assert cards == {token: there.person(token).person.card for token in cards}
    assert len(set(cards.values())) == 2
    assert cards[first.token] == first.person.card
    assert there.person(second.token).being_checked == ("card",)
    for point in both:
        found = point.do(lambda till: person_with_card(till.connection, first.person.card))
        assert found is not None
        assert found.token == first.token


def test_what_is_pulled_holds_the_storage_thread_a_few_milliseconds_at_a_time(both: Both) -> None:
    """A sale that is asked for meanwhile waits for one slice, not for a page."""
    here, _ = both
    longest: list[int] = []

    def take(till: Till, items: Sequence[Any]) -> int:
        began = time.monotonic_ns()
        taken = people_feeds.take_items(till, feed="people", epoch="ab", items=items)
        longest.append((time.monotonic_ns() - began) // 1_000_000)
        return taken

    items = [item_of(number) for number in range(200)]
    slices = 0
    while items:
        items = items[here.do(take, items) :]
        slices += 1
    assert slices > 1
    assert sorted(longest)[len(longest) // 2] < 50, longest


def item_of(number: int) -> PersonItem:
    from pos_app.sync.people_messages import FieldHeld

    token = new_token()
    fields = tuple(
        FieldHeld(
            field=field,
            value=value,
            revision=1,
            change=f"{number:016x}{place:016x}",
            at_ms=1,
            counter=place,
            operator="OP",
        )
        for place, (field, value) in enumerate(somebody().items())
    )
    return PersonItem(place=f"1.{number}", person=token, registered_ms=1, fields=fields)


def copied(point: Point, to: Path) -> Path:
    """The till's database as it lies on its disk."""
    to.mkdir()
    folder = point.till.folder
    point.do(lambda till: till.store.checkpoint(truncate=True))
    shutil.copy(folder.database, to / "till")
    return to / "till"


def restored(point: Point, copy: Path) -> SyncingTill:
    """The point's till with the older copy of its database: its program was ended for that."""
    point.till.save_mark()
    point.till.storage.close()
    folder: TillFolder = point.till.folder
    for beside in ("-wal", "-shm"):
        folder.database.with_name(folder.database.name + beside).unlink(missing_ok=True)
    shutil.copy(copy, folder.database)
    return SyncingTill(point.till.template, folder, point.clock)


def office_text(office: Office) -> str:
    """Every value of every table of head office's database, entries among them."""
    with office.database.transaction() as connection:
        tables = connection.execute(
            "SELECT quote_ident(relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname = 'public' AND relkind IN ('r', 'p')"
        ).fetchall()
        return "\n".join(
            str(value)
            for (table,) in tables
            for row in connection.execute(f"SELECT * FROM {table}").fetchall()
            for value in row
        )
