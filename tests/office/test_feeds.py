"""Feeds: a reader misses no row though others commit late, goes on after a cut, and notices another database (I15)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pos_app.domain.refusals import Refusal
from pos_app.office.feeds import epoch_of, read_feed
from pos_app.office.office import Office
from pos_app.office.problems import ProblemError
from pos_app.sync.client import EpochGoneError
from pos_app.sync.feeds import FEEDS
from pos_app.sync.people_messages import TombstoneItem
from tests.office.people_told import new_token, somebody, tell, told
from tests.office.remote_till import RemoteTill

WRITERS, ROWS = 8, 60


def bury(office: Office, tokens: list[str]) -> None:
    with office.database.transaction() as connection:
        for token in tokens:
            connection.execute("INSERT INTO tombstone (token, erased_ms, basis) VALUES (%s, 0, 'request')", (token,))


def read_on(office: Office, epoch: str, after: str) -> tuple[list[str], str]:
    """One page: whom it names, and where the next one begins."""
    with office.database.transaction() as connection:
        page = read_feed(connection, "tombstones", till=1, epoch=epoch, after=after, limit=7)
    found = [item.person for item in page.items if isinstance(item, TombstoneItem)]
    return [str(person) for person in found], page.items[-1].place if page.items else after


def test_a_reader_misses_nothing_of_eight_writers_that_commit_out_of_order(office: Office) -> None:
    """Each writer takes its places, waits for another one to commit, and only then commits."""
    written = [[str(new_token()) for _ in range(ROWS)] for _ in range(WRITERS)]
    turns = threading.Barrier(WRITERS)

    def write(tokens: list[str]) -> None:
        turns.wait()
        for token in tokens:
            with office.database.transaction() as connection:
                connection.execute("SELECT nextval('feed_order')")  # a place taken before the transaction has its id
                connection.execute(
                    "INSERT INTO tombstone (token, erased_ms, basis) VALUES (%s, 0, 'request')", (token,)
                )
                connection.execute("SELECT pg_sleep(random() * 0.004)")

    with office.database.transaction() as connection:
        epoch = epoch_of(connection)
    seen: list[str] = []
    after = ""
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, tokens) for tokens in written]
        while not all(each.done() for each in writing):
            found, after = read_on(office, epoch, after)
            seen += found
        for each in writing:
            each.result()
    while page := read_on(office, epoch, after)[0]:
        seen += page
        after = read_on(office, epoch, after)[1]
    assert sorted(seen) == sorted(token for tokens in written for token in tokens), "each once, none missed"


def test_what_commits_late_holds_back_what_came_after_it(office: Office) -> None:
    early, late = str(new_token()), str(new_token())
    with office.database.transaction() as slow:
        slow.execute("INSERT INTO tombstone (token, erased_ms, basis) VALUES (%s, 0, 'request')", (early,))
        bury(office, [late])
        assert read_on(office, "", "")[0] == []
    assert read_on(office, "", "")[0] == [early, late]


def test_a_thing_that_changes_is_told_again_and_stands_once(till: RemoteTill) -> None:
    token = new_token()
    tell(till, *told(token, somebody()))
    first = till.client.feed("people", epoch="", after="")
    tell(till, *told(token, {"phone": "+33699999999"}, base=1))
    after = first.items[-1].place
    (again,) = till.client.feed("people", epoch=first.epoch, after=after).items
    assert again.place != after
    assert len(till.client.feed("people", epoch="", after="").items) == 1


def test_a_feed_is_read_in_pages_to_its_end(till: RemoteTill, office: Office) -> None:
    tokens = [str(new_token()) for _ in range(450)]
    bury(office, tokens)
    seen, epoch, after, more = [], "", "", True
    while more:
        page = till.client.feed("tombstones", epoch=epoch, after=after)
        seen += [item.person for item in page.items if isinstance(item, TombstoneItem)]
        epoch, after, more = page.epoch, page.items[-1].place, page.has_more
    assert seen == tokens


@pytest.mark.parametrize("name", list(FEEDS))
def test_another_epoch_or_a_place_still_to_come_sends_the_reader_to_the_beginning(till: RemoteTill, name: str) -> None:
    epoch = till.client.feed(name, epoch="", after="").epoch
    for stale, after in [("00" * 16, "5.5"), (epoch, f"{2**62}.1")]:
        with pytest.raises(EpochGoneError):
            till.client.feed(name, epoch=stale, after=after)


def test_a_database_copied_into_another_server_or_begun_anew_has_another_epoch(office: Office) -> None:
    with office.database.transaction() as connection:
        before = epoch_of(connection)
        connection.execute("UPDATE feed_epoch SET random = 'restored'")
        assert epoch_of(connection) != before
        connection.rollback()


def test_only_a_till_with_a_genuine_request_reads(till: RemoteTill) -> None:
    till.client.feed("people", epoch="", after="")
    till.client._counter = 0
    with pytest.raises(Refusal, match="office_does_not_know_till"):
        till.client.feed("people", epoch="", after="")


def test_a_feed_nobody_has_is_malformed(office: Office) -> None:
    with office.database.transaction() as connection, pytest.raises(ProblemError):
        read_feed(connection, "secrets", till=1, epoch="", after="")
