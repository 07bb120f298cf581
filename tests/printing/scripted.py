"""A printer that follows a script, and a book of jobs in memory that can be out of reach."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from msgspec import structs

from pos_app.domain.refusals import Unavailable
from pos_app.printing.jobs import Document, JobState, PrintJob
from tests.printing.specimens import MOCK_SALE, receipt

PRINTER = "scripted"
PATIENCE_S = 10


def job(number: int, *, state: JobState = JobState.WAITING, printer: str = PRINTER) -> PrintJob:
    return PrintJob(
        id=number,
        printer=printer,
        document="receipt",
        reference=f"MRS1-{number:06d}",
        copy=0,
        state=state,
        attempts=0,
        error="",
    )


@dataclass
class ScriptedPrinter:
    """Prints what it is given, except where `script` says what to raise for the next document."""

    script: list[Exception | None] = field(default_factory=list)
    repeatable: bool = True
    carries_codes: bool = False
    name: str = PRINTER
    printed: list[str] = field(default_factory=list)
    may_go_on: threading.Event = field(default_factory=threading.Event)
    busy: threading.Event = field(default_factory=threading.Event)
    stalls: bool = False

    def print(self, document: Document) -> None:
        self.busy.set()
        if self.stalls and not self.may_go_on.wait(PATIENCE_S):
            raise Unavailable("printer_silent")
        failure = self.script.pop(0) if self.script else None
        if failure is not None:
            raise failure
        self.printed.append(document.name)


class MemoryBook:
    """Jobs in a list. `failures` holds, by the name of a call, what that call raises the next times."""

    def __init__(self, jobs: Sequence[PrintJob], *, failures: dict[str, list[Exception]] | None = None) -> None:
        self.jobs = {made.id: made for made in jobs}
        self.recovered = 0
        self._failures = failures or {}
        self._lock = threading.Lock()
        self.troubles: queue.SimpleQueue[str] = queue.SimpleQueue()

    def add(self, made: PrintJob) -> None:
        with self._lock:
            self.jobs[made.id] = made

    def take_next(self, printer: str) -> PrintJob | None:
        self._may_fail("take_next")
        with self._lock:
            mine = (made for made in self.jobs.values() if made.printer == printer)
            waiting = sorted((made for made in mine if made.state is JobState.WAITING), key=lambda made: made.id)
            if not waiting:
                return None
            taken = structs.replace(waiting[0], state=JobState.PRINTING, attempts=waiting[0].attempts + 1)
            self.jobs[taken.id] = taken
            return taken

    def record(self, job: PrintJob, state: JobState, error: str = "") -> None:
        self._may_fail("record")
        with self._lock:
            self.jobs[job.id] = structs.replace(job, state=state, error=error)

    def recover(self, printer: str, *, repeatable: bool) -> None:
        self._may_fail("recover")
        self.recovered += 1
        state = JobState.WAITING if repeatable else JobState.UNKNOWN
        with self._lock:
            for made in list(self.jobs.values()):
                if made.state is JobState.PRINTING and made.printer == printer:
                    self.jobs[made.id] = structs.replace(made, state=state)

    def render(self, job: PrintJob) -> Document:
        self._may_fail("render")
        return replace(receipt(MOCK_SALE), ticket=job.reference)

    def _may_fail(self, call: str) -> None:
        if self._failures.get(call):
            failure = self._failures[call].pop(0)
            self.troubles.put(call)
            raise failure
