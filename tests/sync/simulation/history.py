"""One history: what people, disks and the network do, as the seed says; then everything heals."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

from pos_app.ledger.entry import Entry
from pos_app.office.code_lots import recall_lot
from pos_app.office.lot_figures import code_lots
from pos_app.office.office import Office
from pos_app.office.reference import document_of, set_catalogue
from pos_app.settings import TillFolder
from pos_app.sync.outcome import Synced
from tests.clock import ManualClock
from tests.sync.office_codes import PRODUCT, load_codes
from tests.sync.simulation.at_the_desk import ACTS_AT_THE_DESK, Registered
from tests.sync.simulation.network import InProcess, Network
from tests.sync.simulation.simulated_till import CARDS, CrashError, SimulatedTill, clone_of
from tests.sync.two_points import TillClock
from tests.tills import TemplateTill, copy_of

STEPS = 14
HEALING_ROUNDS = 4
_DAY_MS = 24 * 3600 * 1000


class History:
    """Some tills, each of a template of its own, and one head office. `log` says what happened."""

    def __init__(
        self, seed: int, templates: Sequence[TemplateTill], office: Office, server: InProcess, root: Path
    ) -> None:
        self.random = Random(seed)
        self.office, self.root = office, root
        assert isinstance(office.clock, ManualClock)
        self.clock = office.clock
        self.network = Network(server, self.random)
        self.log: list[str] = []
        self.outcomes: dict[str, Synced | BaseException] = {}
        self.sold = 0
        self.people: list[Registered] = []
        self.paper: list[tuple[str, str]] = []
        self.written: dict[tuple[str, int, bytes], Entry] = {}
        self.refused: list[tuple[str, str]] = []
        self.logged: list[str] = []
        self._listen()
        self._loaded = 0
        self._copied = 0
        self._copies: list[tuple[SimulatedTill, TillFolder]] = []
        self.tills = [
            SimulatedTill(
                f"Point {n}", template, copy_of(template, root / f"till{n}"), TillClock(self.clock), self.network
            )
            for n, template in enumerate(templates)
        ]

    def run(self) -> None:
        """Acts, then heals: a good network, and a few syncs each. After each act the printers print, and what is in the
        journals is noted, as the people at the desks could."""
        for till in self.tills:
            till.join(self.office)
        self._set_prices()
        for _ in range(STEPS):
            act = self.random.choices([each for each, _w in _ACTS], [weight for _a, weight in _ACTS])[0]
            self.clock.advance(seconds=self.random.randrange(1, 3_600))
            act(self)
            self._note()
        self.heal()
        self._note()

    def _note(self) -> None:
        for till in self.tills:
            till.print_what_waits(lambda receipt: self.paper.append((receipt.ticket, receipt.control)))
            self.written.update({(entry.incarnation, entry.seq, entry.hash): entry for entry in till.till.entries})

    def heal(self) -> None:
        self.network.heal()
        for _round in range(HEALING_ROUNDS):
            for till in self.tills:
                self.outcomes[till.label] = till.sync()
            self.clock.advance(seconds=60)

    def _listen(self) -> None:
        """Keeps everything that any part of the program logs, as the log file would have it."""
        self._logger, self._handler = logging.getLogger("pos_app"), logging.Handler()
        self._handler.setFormatter(logging.Formatter("%(message)s"))
        self._handler.emit = lambda record: self.logged.append(self._handler.format(record))  # type: ignore[method-assign]
        self._level = self._logger.level
        self._logger.setLevel(logging.DEBUG)
        self._logger.addHandler(self._handler)

    def close(self) -> None:
        self._logger.removeHandler(self._handler)
        self._logger.setLevel(self._level)
        with ExitStack() as stack:
            for till in self.tills:
                stack.callback(till.close)

    def any_till(self) -> SimulatedTill:
        return self.random.choice(self.tills)

    def next_basket(self) -> int:
        self.sold += 1
        return self.sold

    def say(self, till: SimulatedTill, what: str) -> None:
        self.log.append(f"{till.label}: {what}")

    def _sell(self) -> None:
        till = self.any_till()
        for _ in range(self.random.randrange(1, 4)):
            product = self.random.choice((*CARDS, PRODUCT, PRODUCT))
            refused = till.sell(product, self.next_basket(), receipt=bool(self.random.randrange(2)))
            self.refused.append((product, refused))
            self.say(till, f"sells {product}: {refused or 'sold'}")
            if not refused and not self.random.randrange(3):
                self.say(till, f"presses again: {till.sell(product, self.sold)}")

    def _sync(self) -> None:
        till = self.any_till()
        self.network.one_in = self.random.choice((0, 2, 4, 9))
        self.say(till, f"syncs, one fault in {self.network.one_in}: {till.sync()!r}")
        self.network.one_in = 0

    def _crash_in_sync(self) -> None:
        till = self.any_till()
        crash = (self.random.randrange(1, 40), bool(self.random.randrange(2)))
        try:
            self.say(till, f"syncs, to crash at {crash}: {till.sync(crash=crash)!r}")
        except CrashError:
            self.say(till, "crashed in its sync")
            till.crash()

    def _crash(self) -> None:
        till = self.any_till()
        self.say(till, "crashes")
        till.crash()

    def _copy(self) -> None:
        till = self.any_till()
        image = bool(self.random.randrange(3) == 0)
        self.say(till, f"is copied, whole image: {image}")
        self._copies.append((till, till.back_up(self._new_folder(till), marks=image)))

    def _put_back(self) -> None:
        copies = [each for each in self._copies if each[0] in self.tills]
        if not copies:
            return self._copy()
        till, copy = copies.pop(self.random.randrange(len(copies)))
        self.say(till, f"is put back to {copy.data.name}")
        till.cloned = till.cloned or copy.marks.exists()
        till.put_back(copy)
        return None

    def _clone(self) -> None:
        till = self.any_till()
        if len(self.tills) > 3:
            return
        self.say(till, "is cloned")
        self.tills.append(clone_of(till, till.back_up(self._new_folder(till), marks=True), self.random))

    def _new_folder(self, till: SimulatedTill) -> Path:
        self._copied += 1
        return self.root / f"{till.name}, copy {self._copied}"

    def _turn_clock(self) -> None:
        till = self.any_till()
        till.clock.ahead_ms = self.random.choice((-400, -3, 0, 2, 40, 1_800)) * _DAY_MS
        self.say(till, f"has its clock {till.clock.ahead_ms // _DAY_MS} days ahead")

    def _load_codes(self) -> None:
        count = self.random.randrange(3, 25)
        load_codes(self.office, count, first=10_000 + self._loaded)
        self._loaded += count
        self.log.append(f"head office has {count} more codes")

    def _recall(self) -> None:
        with self.office.database.transaction() as connection:
            known = code_lots(connection)
            if known:
                recall_lot(connection, lot=self.random.choice(known).lot)
                self.log.append("head office recalls a lot")

    def _set_prices(self) -> None:
        """Head office's catalogue, with another price."""
        cents = self.random.randrange(200, 400)
        with self.office.database.transaction() as connection:
            before = document_of(connection, "catalogue")
            text = before.text if before else self._first_catalogue()
            lines = [_priced(line, cents) for line in text.splitlines()]
            set_catalogue(connection, text="\n".join(lines) + "\n", by="Anne", now_ms=self.clock.now_ms())
        self.log.append(f"a card costs {cents}")

    def _first_catalogue(self) -> str:
        from pos_app.store.parameters import catalogue_text

        return self.tills[0].on(lambda till: catalogue_text(till.connection) or "")


def _priced(line: str, cents: int) -> str:
    cells = line.split(";")
    if cells[:2] == ["produit", "CARTE-30"]:
        cells[4] = f"{cents // 100},{cents % 100:02d}"
    return ";".join(cells)


_ACTS: tuple[tuple[Callable[[History], None], int], ...] = (
    (History._sell, 8),  # its own acts
    (History._sync, 7),
    (History._crash_in_sync, 3),
    (History._crash, 1),
    (History._copy, 2),
    (History._put_back, 2),
    (History._clone, 1),
    (History._turn_clock, 1),
    (History._load_codes, 2),
    (History._recall, 1),
    (History._set_prices, 1),
    *ACTS_AT_THE_DESK,
)
