"""SYNC.md I15: eight writers commit in another order than they began, some not at all, and no reader misses a row."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from pos_app.office.feeds import feed_ends, read_feed
from pos_app.office.office import Office

WRITERS, TURNS, MOST_ROWS = 8, 12, 4
PAGE = 3
PATIENCE_S = 30


class Writers:
    """Each writes rows of one feed in transactions that overlap; `written` are the tokens that were committed."""

    def __init__(self, office: Office, seed: int) -> None:
        self._office, self._seed = office, seed
        self._gate = threading.Barrier(WRITERS, timeout=PATIENCE_S)
        self.written: set[str] = set()
        self.done = threading.Event()

    def write(self) -> None:
        with ThreadPoolExecutor(WRITERS) as pool:
            for tokens in pool.map(self._one, range(WRITERS)):
                self.written |= tokens
        self.done.set()

    def _one(self, writer: int) -> set[str]:
        """Begins together with the others; commits when chance says, or gives up."""
        drawn, committed = Random(self._seed * 100 + writer), set[str]()
        for turn in range(TURNS):
            tokens = {f"{writer:02x}{turn:04x}{n:026x}" for n in range(drawn.randrange(1, MOST_ROWS + 1))}
            given_up = drawn.randrange(5) == 0
            with self._office.database.transaction() as connection:
                self._gate.wait()
                for token in sorted(tokens):
                    connection.execute(
                        "INSERT INTO tombstone (token, erased_ms, basis) VALUES (%s, 1, 'request')", (token,)
                    )
                    connection.execute("SELECT pg_sleep(%s)", (drawn.random() / 200,))
                if given_up:
                    connection.rollback()
            committed |= set() if given_up else tokens
        return committed


@pytest.mark.parametrize("seed", range(3))
def test_no_reader_misses_a_row_and_none_is_told_twice(office: Office, seed: int) -> None:
    writers = Writers(office, seed)
    running = threading.Thread(target=writers.write)
    running.start()
    seen: list[str] = []
    epoch = after = ""
    while True:
        last = writers.done.is_set()
        with office.database.transaction() as connection:
            page = read_feed(connection, "tombstones", till=1, epoch=epoch, after=after, limit=PAGE)
        seen += [item.person for item in page.items]  # type: ignore[attr-defined]  # of this feed
        epoch, after = page.epoch, page.items[-1].place if page.items else after
        if last and not page.has_more:
            break
    running.join(PATIENCE_S)
    assert len(seen) == len(set(seen))
    assert set(seen) == writers.written
    with office.database.transaction() as connection:
        ends = {end.feed: (end.epoch, end.place) for end in feed_ends(connection, till=1)}
    assert ends["tombstones"] == (epoch, after)
