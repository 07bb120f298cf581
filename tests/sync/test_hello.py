"""The hello that begins a sync: the time that head office signs, what it asks of a till, when each comes by itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from pos_app.counter.contact import contact_now
from pos_app.counter.known_office import office_known
from pos_app.counter.person_card import look_up
from pos_app.counter.record_sync import record_sync
from pos_app.counter.status import TillStatus, status, until_own_slot
from pos_app.desktop.status_words import contact_words
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.i18n import use_language
from pos_app.ledger.signing import Signer
from pos_app.office.hello import SLOT_CYCLE_S, WAIT_S, slot_of
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.office.waiting_room import WaitingRoom
from pos_app.sentences import say
from pos_app.store.parameters import write_parameter
from pos_app.sync.connection import Answered, connect_pinned
from pos_app.sync.slots import CYCLE_S, until_slot
from pos_app.sync.wire import FeedEnd, HelloAnswer
from tests.clock import ManualClock
from tests.counter.people_work import refusal
from tests.sync.syncing_till import PATIENCE_S, SyncingTill, alarms_of

DAY_S = 24 * 3600


class Between:
    """A connection to head office through which a test changes what is answered; `asked` holds the paths."""

    def __init__(self, change: Callable[[str, Answered], Answered] = lambda _path, answered: answered) -> None:
        self.asked: list[str] = []
        self._change = change

    def __call__(self, address: str, authority_pem: str, cancelled: Callable[[], bool]) -> Any:
        connection = connect_pinned(address, authority_pem, cancelled)
        ask = connection.ask

        def changed(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
            self.asked.append(path.partition("?")[0])
            return self._change(path, ask(method, path, body, headers))

        connection.ask = changed  # type: ignore[method-assign]
        return connection


def telling(**changes: Any) -> Between:
    """Head office whose hello says something else."""

    def change(path: str, answered: Answered) -> Answered:
        if path != "/v1/sync/hello" or answered.status != 200:
            return answered
        answer = msgspec.json.decode(answered.data, type=HelloAnswer)
        return Answered(200, msgspec.json.encode(msgspec.structs.replace(answer, **changes)))

    return Between(change)


def on(till: SyncingTill, act: Callable[..., Any], **arguments: Any) -> Any:
    return till.storage.submit(partial(act, **arguments)).result(PATIENCE_S)


def status_of(till: SyncingTill) -> TillStatus:
    found: TillStatus = on(till, status)
    return found


def test_a_time_that_is_not_signed_by_the_pinned_key_is_no_contact_and_no_sync(
    till: SyncingTill, clock: ManualClock
) -> None:
    clock.advance(seconds=3 * DAY_S)
    for forged in ({"time_ms": clock.now_ms() + 1}, {"signature": ""}, {"signature": "00" * 64}):
        with pytest.raises(Unavailable, match="office_not_genuine"):
            till.sync(connect=telling(**forged))
    assert on(till, contact_now).days == 3
    till.sync()
    assert on(till, contact_now).days == 0


def test_an_answer_that_was_recorded_proves_nothing_later(till: SyncingTill, clock: ManualClock) -> None:
    kept: list[Answered] = []

    def keep(_path: str, answered: Answered) -> Answered:
        kept.append(answered)
        return answered

    till.sync(connect=Between(keep))
    clock.advance(seconds=DAY_S)
    with pytest.raises(Unavailable, match="office_not_genuine"):
        till.sync(connect=Between(lambda _path, _answered: kept[0]))


def test_a_clock_that_is_wrong_moves_no_contact(till: SyncingTill, clock: ManualClock) -> None:
    """Set ahead it hides nothing before its day; set back it lengthens nothing."""
    till.sync()
    clock.at_ms += 400 * DAY_S * 1000
    assert not on(till, contact_now).too_old
    clock.at_ms -= 800 * DAY_S * 1000
    clock.advance(seconds=29 * DAY_S)
    assert not on(till, contact_now).too_old
    clock.advance(seconds=DAY_S)
    assert on(till, contact_now).too_old


def test_names_are_hidden_after_thirty_days_without_a_hello_and_come_back_with_one(
    till: SyncingTill, clock: ManualClock
) -> None:
    till.sync()
    search = partial(on, till, look_up, operator=till.template.volunteer, typed="sa")
    search()
    clock.advance(seconds=30 * DAY_S)
    with refusal("people_want_contact"):
        search()
    till.sync()
    search()


def test_what_rests_on_the_clock_alone_is_said_to(till: SyncingTill, clock: ManualClock) -> None:
    till.sync()
    on(till, lambda owned: record_sync(owned, outcome=Unavailable("office_unreachable", address="a")))
    clock.restart(off_s=40 * DAY_S)
    with refusal("people_want_contact_by_clock"):
        on(till, look_up, operator=till.template.volunteer, typed="sa")
    assert "40 jours" in contact_words(status_of(till))[0]
    assert "horloge" in contact_words(status_of(till))[0]


def test_a_dead_battery_is_said_in_words_and_stops_nothing(till: SyncingTill, clock: ManualClock) -> None:
    till.sync()
    clock.restart()
    clock.at_ms = 0
    assert "pile" in contact_words(status_of(till))[0]
    till.sell(1)


def test_the_screen_says_how_far_the_clock_is_off(till: SyncingTill, clock: ManualClock) -> None:
    till.sync()
    assert contact_words(status_of(till)) == ()
    clock.at_ms += 3 * DAY_S * 1000
    assert "avance de 3 jours" in contact_words(status_of(till))[0]
    use_language("en")
    clock.at_ms -= 6 * DAY_S * 1000
    assert "3 days behind" in contact_words(status_of(till))[0]


def test_a_crowded_head_office_asks_to_wait_and_that_is_no_loss(
    till: SyncingTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.sell(2)
    monkeypatch.setattr(WaitingRoom, "crowded", property(lambda _self: True))
    with pytest.raises(Unavailable) as told:
        till.sync()
    assert (told.value.code, told.value.params["retry_after_s"]) == ("office_asks_to_wait", WAIT_S)
    assert "d’elle-même" in say(told.value)
    monkeypatch.undo()
    assert till.sync().complete


@pytest.mark.parametrize(("asked", "word"), [("upgrade", "plus récent"), ("re_enrol", "rattacher")])
def test_what_head_office_asks_stands_on_the_screen_until_it_asks_no_more(
    till: SyncingTill, asked: str, word: str
) -> None:
    till.sell(1)
    synced = till.sync(connect=telling(action=asked))
    assert (synced.complete, synced.asked, synced.unsent) == (True, asked, 0)
    on(till, lambda owned: record_sync(owned, outcome=synced))
    assert word in contact_words(status_of(till))[0]
    again = till.sync()
    on(till, lambda owned: record_sync(owned, outcome=again))
    assert contact_words(status_of(till)) == ()


def test_a_till_that_pinned_another_key_is_asked_to_join_again_and_everything_is_taken(
    till: SyncingTill, office: Office
) -> None:
    """As after a head office that lost its folder of keys; joining again pins the new one."""
    other = Signer(secrets.token_bytes(32)).public_key.hex()

    def forget(owned: Any) -> None:
        with owned.store.transaction() as act:
            write_parameter(act, "office", msgspec.structs.replace(office_known(owned), office_key=other))

    on(till, forget)
    till.joined(on(till, office_known))
    till.sell(1)
    synced = till.sync()
    assert (synced.asked, synced.unsent) == ("re_enrol", 0)
    till.join(office)
    assert till.sync().asked == ""


def test_an_unknown_till_is_asked_to_join_again_too(till: SyncingTill) -> None:
    on(till, lambda owned: record_sync(owned, outcome=Refusal("office_does_not_know_till")))
    assert status_of(till).office_asks == "re_enrol"


def test_each_till_has_its_own_second_and_they_are_spread(till: SyncingTill, clock: ManualClock) -> None:
    slots = [slot_of(till) for till in range(1, SLOT_CYCLE_S + 1)]
    assert sorted(slots) == list(range(SLOT_CYCLE_S))
    assert all(len([s for s in slots[:60] if s // 60 == minute]) in range(4, 9) for minute in range(10))
    till.sync()
    assert on(till, until_own_slot) == until_slot(now_ms=clock.now_ms(), slot_s=slot_of(1))


@pytest.mark.parametrize(
    ("now_s", "slot_s", "wait"), [(0, 0, CYCLE_S), (0, 1, 1), (599, 0, 1), (601, 0, 599), (5, 3, 598)]
)
def test_a_slot_comes_within_ten_minutes_and_never_now(now_s: int, slot_s: int, wait: int) -> None:
    assert until_slot(now_ms=now_s * 1000 + 999, slot_s=slot_s) == wait


def test_nobody_asks_for_a_feed_whose_end_it_has(till: SyncingTill, office: Office) -> None:
    till.sell(1)
    first, second = Between(), Between()
    till.sync(connect=first)
    till.sync(connect=second)
    assert any(path.startswith("/v1/feeds/") for path in first.asked)
    assert not any(path.startswith("/v1/feeds/") for path in second.asked)
    office.add_till(point="Marseille", till="Caisse 2")
    moved = Between(partial(_all_feeds_went_on))
    till.sync(connect=moved)
    assert any(path.startswith("/v1/feeds/") for path in moved.asked)


def _all_feeds_went_on(path: str, answered: Answered) -> Answered:
    if path != "/v1/sync/hello":
        return answered
    answer = msgspec.json.decode(answered.data, type=HelloAnswer)
    ends = tuple(FeedEnd(feed=end.feed, epoch=end.epoch, place="9.9") for end in answer.feeds)
    return Answered(200, msgspec.json.encode(msgspec.structs.replace(answer, feeds=ends)))


def test_a_head_office_that_was_put_back_says_so_and_has_everything_again(till: SyncingTill, office: Office) -> None:
    till.sell(3)
    till.sync()
    with office.database.transaction() as connection:
        connection.execute("DELETE FROM entry WHERE seq > 5")
        connection.execute(
            "UPDATE incarnation SET head_seq = 5, head_hash = (SELECT hash FROM entry WHERE seq = 5), projected_seq = 0"
        )
        connection.execute("DELETE FROM ticket")
    assert till.sync().unsent == 0
    assert "held_less" in alarms_of(office)


def test_head_office_keeps_what_a_till_tells_of_itself(till: SyncingTill, office: Office) -> None:
    till.save_mark()
    till.sync()
    with office.database.transaction() as connection:
        row = connection.execute("SELECT protocol, marked_seq, boot, guarded_by, database FROM till").fetchone()
    assert row is not None
    assert row[:4] == (3, row[1], "start 0", "keyring")
    assert row[1] > 0
    assert row[4]


def test_without_a_pinned_key_the_connection_is_what_vouches_for_the_time(
    till: SyncingTill, clock: ManualClock, server: OfficeServer
) -> None:
    """A till of an earlier program, which joined before there was a key."""
    assert till._office is not None
    till._office = replace(till._office, office_key="")
    clock.advance(seconds=3 * DAY_S)
    till.sync()
    assert on(till, contact_now).days == 0
