"""One evening: every till presses the button within a window, and what came of it is counted at both ends."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from pos_app.office.projector import catch_up
from pos_app.sync.connection import tls_context
from tests.load.exchange import Wire
from tests.load.prepared import PreparedTill
from tests.load.processes import RunningOffice, Watch
from tests.load.simulated_till import Pace, SimulatedTill, Told

_ENROLLED_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Evening:
    """What a run gave. Memory is of all server processes; `wrong` names what must not be, and is empty."""

    tills: int
    entries: int
    window_s: float
    took_s: float
    told: Told
    memory_before_mb: float
    memory_most_mb: float
    memory_after_mb: float
    connections: int
    figures_s: float
    wrong: list[str]


def spend_evening(
    running: RunningOffice,
    prepared: Sequence[PreparedTill],
    *,
    window_s: float,
    faster: float = 1,
    seed: int = 0,
    whole: bool = True,
    alternating: bool = False,
    meanwhile: Callable[[Told], None] = lambda _told: None,
) -> Evening:
    """Enrols the tills, lets each press the button once within `window_s`, and waits until all is acknowledged.

    `faster` divides the real till's own waits. Tills spread over the servers; with `alternating` each one's requests
    go to every server in turn. `meanwhile` runs beside them in a thread, told what the tills see.
    """
    told = Told()
    tills = _simulated(running, prepared, told, whole=whole, alternating=alternating)
    asyncio.run(_enrol_all(running, tills))
    with Watch(running) as watch:
        before = watch.memory_mb()
        begun = time.perf_counter()
        with _beside(meanwhile, told):
            asyncio.run(_press_all(tills, window_s=window_s, faster=faster, seed=seed))
        took_s = told.last_acknowledged - begun
        figures_s = _figures_made(running)
        after = watch.memory_mb()
    return Evening(
        tills=len(tills),
        entries=sum(till.prepared.entries for till in tills),
        window_s=window_s,
        took_s=took_s,
        told=told,
        memory_before_mb=before,
        memory_most_mb=max(watch.most_memory_mb, after),
        memory_after_mb=after,
        connections=watch.most_connections,
        figures_s=figures_s,
        wrong=_what_is_wrong(running, tills),
    )


def _figures_made(running: RunningOffice) -> float:
    """Seconds until the figures are those of all that is stored."""
    begun = time.perf_counter()
    catch_up(running.office.database)
    return time.perf_counter() - begun


@contextmanager
def _beside(work: Callable[[Told], None], told: Told) -> Iterator[None]:
    """Runs `work` in a thread; what it raises is raised at the end."""
    with ThreadPoolExecutor(1) as thread:
        other = thread.submit(work, told)
        yield
        other.result()


def _simulated(
    running: RunningOffice, prepared: Sequence[PreparedTill], told: Told, *, whole: bool, alternating: bool
) -> list[SimulatedTill]:
    context = tls_context()
    context.load_verify_locations(cadata=running.office.authority.certificate_pem)
    addresses = [server.address for server in running.servers]
    tills = []
    for number, each in enumerate(prepared):
        chosen = addresses if alternating else [addresses[number % len(addresses)]]
        tills.append(SimulatedTill(each, [Wire(address, context) for address in chosen], told, whole=whole))
    return tills


async def _enrol_all(running: RunningOffice, tills: Sequence[SimulatedTill]) -> None:
    together = asyncio.Semaphore(_ENROLLED_TOGETHER)

    async def enrol(till: SimulatedTill, number: int) -> None:
        async with together:
            made = running.office.add_till(point=f"Point {number % 20}", till=f"Caisse {till.prepared.seed.hex()[:8]}")
            await till.enrol(made.code.secret)

    await asyncio.gather(*(enrol(till, number) for number, till in enumerate(tills)))


async def _press_all(tills: Sequence[SimulatedTill], *, window_s: float, faster: float, seed: int) -> None:
    chance = random.Random(seed)
    pace = Pace(faster, chance)

    async def press(till: SimulatedTill, after_s: float) -> None:
        await asyncio.sleep(after_s)
        await till.press(pace)

    await asyncio.gather(*(press(till, chance.uniform(0, window_s)) for till in tills))


def _what_is_wrong(running: RunningOffice, tills: Sequence[SimulatedTill]) -> list[str]:
    """Compares both ends: every till's head and count, nothing kept apart, no alarm."""
    with running.office.database.transaction() as connection:
        heads = {
            name.hex(): (seq, digest, projected)
            for name, seq, digest, projected in connection.execute(
                "SELECT id, head_seq, head_hash, projected_seq FROM incarnation"
            )
        }
        counts = dict(
            connection.execute(
                "SELECT encode(id, 'hex'), count(*) FROM entry JOIN incarnation"
                " ON (incarnation.till, incarnation.number) = (entry.till, entry.incarnation) GROUP BY id"
            ).fetchall()
        )
        kept_apart = connection.execute(
            "SELECT 'quarantine ' || reason FROM quarantine UNION ALL SELECT 'parked ' || reason FROM parked"
            " UNION ALL SELECT 'alarm ' || code FROM alarm"
        ).fetchall()
    wrong = [why for (why,) in kept_apart]
    for till in tills:
        head = till.prepared.head
        if heads.get(head.incarnation) != (head.seq, head.hash, head.seq) or till.acknowledged != head:
            wrong.append(f"head of {head.incarnation[:12]}")
        if counts.get(head.incarnation) != till.prepared.entries:
            wrong.append(f"entries of {head.incarnation[:12]}")
    return wrong


def percentile(values: Sequence[float], part: int) -> float:
    """The value that `part` of a hundred stay below."""
    return statistics.quantiles(values, n=100)[part - 1] if len(values) > 1 else values[0]
