"""Histories in which sticks travel too: brought or carried, twice, late, read by half, by whoever finds one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from pos_app.domain.refusals import PosError, Refusal
from pos_app.office.office import Office
from pos_app.sync.carry import carry
from tests.sync.simulation.history import _ACTS, STEPS, History
from tests.sync.simulation.network import InProcess
from tests.sync.sticks import answer_to, parcel_of, take
from tests.tills import TemplateTill


class SticksHistory(History):
    """As the others; a stick that was read may be read again, and one that was lost comes late."""

    def __init__(
        self, seed: int, templates: tuple[TemplateTill, ...], office: Office, server: InProcess, root: Path
    ) -> None:
        super().__init__(seed, templates, office, server, root)
        self._parcels: list[bytes] = []
        self._answers: list[bytes] = []

    def run(self) -> None:
        for till in self.tills:
            till.join(self.office)
        self._set_prices()
        acts = (*_ACTS, *_STICK_ACTS)
        for _ in range(STEPS + STEPS // 2):
            act = self.random.choices([each for each, _w in acts], [weight for _a, weight in acts])[0]
            self.clock.advance(seconds=self.random.randrange(1, 3_600))
            act(self)
        self.heal()

    def _write(self) -> None:
        till = self.any_till()
        try:
            parcel = parcel_of(till.till)
        except PosError as error:
            self.say(till, f"writes no stick: {error!r}")
        else:
            self._parcels.append(parcel.data)
            self.say(till, f"writes stick {parcel.number} with {parcel.entries} entries")

    def _bring(self) -> None:
        """To head office; the stick stays in somebody's pocket half of the time."""
        if self._parcels:
            taken = answer_to(self.office, self._found(self._parcels))
            self._answers.append(taken.answer)
            self.log.append(f"a stick of {taken.name} is brought: {taken.said}, {taken.entries}, {taken.problems}")

    def _carry(self) -> None:
        if not self._parcels:
            return
        till = self.any_till()
        self.network.one_in = self.random.choice((0, 3, 9))
        try:
            carried, answer = carry(
                till.till.office,
                till.till.outbox,
                self._found(self._parcels),
                sign=till.till.signer.sign,
                series="X",
                now_ms=till.clock.now_ms(),
                connect=self.network.connection,
            )
        except PosError as error:
            self.say(till, f"carries nothing: {error!r}")
        else:
            self._answers.append(answer)
            self.say(till, f"carries a stick: {carried.said}")
        self.network.one_in = 0

    def _read(self) -> None:
        """By the till that it is for, or by another one; some are switched off in between."""
        if not self._answers:
            return
        till, steps = self.any_till(), count()
        most = self.random.choice((1, 3, 1_000))
        try:
            read: Any = take(till.till, self._found(self._answers), cancelled=lambda: next(steps) >= most)
        except Refusal as refusal:
            read = refusal
            if refusal.code == "office_holds_other_branch":
                till.till.branch_off()
        self.say(till, f"reads an answer: {read!r}")

    def _found(self, files: list[bytes]) -> bytes:
        place = Random(self.random.random()).randrange(len(files))
        return files[place] if self.random.randrange(2) else files.pop(place)


_STICK_ACTS: tuple[tuple[Callable[[Any], None], int], ...] = (
    (SticksHistory._write, 6),  # its own acts
    (SticksHistory._bring, 4),
    (SticksHistory._carry, 2),
    (SticksHistory._read, 6),
)
