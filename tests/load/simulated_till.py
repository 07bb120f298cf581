"""A simulated till: it presses the button and goes on, as the real one does, until everything is acknowledged."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

import msgspec

from pos_app.ledger.entry import Head
from pos_app.ledger.signing import Signer
from pos_app.sync.connection import Answered
from pos_app.sync.feeds import FEEDS
from pos_app.sync.people_messages import MOST_ITEMS
from pos_app.sync.thread import FIRST_WAIT_S, LONGEST_WAIT_S
from pos_app.sync.wire import (
    COUNTER_HEADER,
    ENTRIES_TYPE,
    INCARNATION_HEADER,
    PROTOCOL,
    SIGNATURE_HEADER,
    Enrolled,
    Enrolment,
    Hello,
    HelloAnswer,
    KnownIncarnation,
    ManifestAnswer,
    Problem,
    PushAnswer,
    enrolment_bytes,
    incarnation_proof,
    request_bytes,
)
from tests.load.exchange import CutError, Wire
from tests.load.prepared import Batch, PreparedTill


class LaterError(Exception):
    """Head office cannot now: come again, not before `after_s`."""

    def __init__(self, after_s: int) -> None:
        super().__init__(after_s)
        self.after_s = after_s


class RefusedError(Exception):
    """What no till should ever hear: an answer that waiting does not change. Its button press is over."""


@dataclass(slots=True)
class Told:
    """What the tills of a run saw: how long each request took in ms, by kind, and what else came of them."""

    took_ms: dict[str, list[float]] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    last_acknowledged: float = 0
    """When the last entries were acknowledged, by the performance counter."""


@dataclass(slots=True)
class Pace:
    """How time runs: each of the real till's waits is divided by `faster`, Retry-After is kept as head office says."""

    faster: float
    random: random.Random

    def wait_s(self, *, failures: int, asked_s: int) -> float:
        """Full jitter, as the sync thread draws it."""
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S << min(failures - 1, 10))
        return max(self.random.random() * longest / self.faster, float(asked_s))


class SimulatedTill:
    """One of many. With several `wires` its requests go to each in turn, as behind a proxy."""

    def __init__(self, prepared: PreparedTill, wires: list[Wire], told: Told, *, whole: bool) -> None:
        """`whole`: a button press with feeds and manifest; else the journal alone."""
        self.prepared = prepared
        self.acknowledged = Head.before_first(prepared.head.incarnation)
        self.enrolled: Enrolled | None = None
        self.complete = False
        self._signer = Signer(prepared.seed)
        self._wires = wires
        self._turns = cycle(wires)
        self._told = told
        self._whole = whole
        self._challenge, self._counter = b"", 0

    async def enrol(self, secret: bytes) -> None:
        unsigned = Enrolment(
            secret=secret.hex(), software="pos-app load", series="MRS1", incarnations=(self._known(seq=0),)
        )
        signed = msgspec.structs.replace(unsigned, signature=self._signer.sign(enrolment_bytes(unsigned)).hex())
        answer = await next(self._turns).ask("POST", "/v1/enrolments", msgspec.json.encode(signed), {})
        self.enrolled = msgspec.json.decode(answer.data, type=Enrolled)
        await self.close()

    async def press(self, pace: Pace) -> None:
        """Until everything is acknowledged. Each failure ends a sync; the next one goes on there, after a wait."""
        failures = 0
        while not self.complete:
            try:
                await self._sync()
            except RefusedError as error:
                self._told.refused.append(str(error))
                break
            except (LaterError, CutError) as error:
                failures += 1
                await self.close()
                if isinstance(error, CutError):
                    self._told.cuts[str(error)] += 1
                asked_s = error.after_s if isinstance(error, LaterError) else 0
                await asyncio.sleep(pace.wait_s(failures=failures, asked_s=asked_s))
        await self.close()

    async def close(self) -> None:
        for wire in self._wires:
            await wire.close()

    async def _sync(self) -> None:
        held_seq = await self._hello()
        for batch in self._unsent(held_seq):
            await self._push(batch)
        if self._whole:
            for feed in FEEDS:
                await self._ask("feed", "GET", f"/v1/feeds/{feed}?epoch=&after=&limit={MOST_ITEMS}")
        await self._push(self.prepared.batches[-1])
        if self._whole:
            await self._prove()
        self.complete = True

    async def _hello(self) -> int:
        assert self.enrolled is not None
        self._challenge, self._counter = b"", 0
        hello = Hello(
            till=self.enrolled.till,
            software="pos-app load",
            series="MRS1",
            device_time_ms=0,
            incarnations=(self._known(seq=self.prepared.head.seq),),
            proof=incarnation_proof(bytes.fromhex(self.enrolled.till_secret), self._signer.incarnation),
            protocol=PROTOCOL,
        )
        answered = await self._ask("hello", "POST", "/v1/sync/hello", msgspec.json.encode(hello))
        answer = msgspec.json.decode(answered.data, type=HelloAnswer)
        self._challenge = bytes.fromhex(answer.challenge)
        if answer.action == "wait":
            raise LaterError(answer.wait_s)
        held_seq = next((held.seq for held in answer.heads if held.incarnation == self._signer.incarnation), 0)
        if answer.action != "ok" or held_seq < self.acknowledged.seq:
            raise RefusedError(f"{answer.action}, {held_seq} held of {self.acknowledged.seq} acknowledged")
        return held_seq

    def _unsent(self, held_seq: int) -> Iterator[Batch]:
        return (batch for batch in self.prepared.batches[:-1] if batch.head.seq > held_seq)

    async def _push(self, batch: Batch) -> None:
        path = f"/v1/incarnations/{self._signer.incarnation}/entries"
        answered = await self._ask("entries", "POST", path, batch.body, ENTRIES_TYPE)
        answer = msgspec.json.decode(answered.data, type=PushAnswer)
        if answer.acknowledged_seq < batch.head.seq or answer.parked:
            raise RefusedError(f"acknowledged {answer.acknowledged_seq} of {batch.head.seq}")
        self.acknowledged = max(self.acknowledged, batch.head, key=lambda head: head.seq)
        self._told.last_acknowledged = time.perf_counter()

    async def _prove(self) -> None:
        path = f"/v1/incarnations/{self._signer.incarnation}/manifest"
        answered = await self._ask("manifest", "POST", path, msgspec.json.encode(self.prepared.manifest))
        if differences := msgspec.json.decode(answered.data, type=ManifestAnswer).differences:
            raise RefusedError(f"manifest: {differences}")

    async def _ask(
        self, kind: str, method: str, path: str, body: bytes = b"", content_type: str = "application/json"
    ) -> Answered:
        """A signed request. Raises LaterError, CutError, RefusedError."""
        self._counter += 1
        signed = request_bytes(method=method, path=path, body=body, challenge=self._challenge, counter=self._counter)
        headers = {
            "Content-Type": content_type,
            INCARNATION_HEADER: self._signer.incarnation,
            COUNTER_HEADER: str(self._counter),
            SIGNATURE_HEADER: self._signer.sign(signed).hex(),
        }
        begun = time.perf_counter()
        answered = await next(self._turns).ask(method, path, body, headers)
        self._told.took_ms.setdefault(kind, []).append((time.perf_counter() - begun) * 1000)
        self._told.answers[answered.status] += 1
        if answered.status == 200:
            return answered
        try:
            problem = msgspec.json.decode(answered.data, type=Problem)
        except (msgspec.DecodeError, ValueError):
            raise CutError("a proxy's own page") from None
        if answered.status < 500:
            raise RefusedError(f"{kind}: {problem.code} {problem.detail}")
        raise LaterError(max(1, problem.retry_after_s))

    def _known(self, *, seq: int) -> KnownIncarnation:
        """At enrolment a till that has not sold yet tells nothing; at hello all that it has."""
        return KnownIncarnation(
            incarnation=self._signer.incarnation,
            public_key=self._signer.public_key.hex(),
            seq=seq,
            hash=self.prepared.head.hash.hex() if seq else bytes(32).hex(),
        )
