"""A day at the counter without a window: sell, lose the network, be killed, come back, send everything.

The till runs in a process of its own (`till_process`), so that killing it is a real power cut for it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from pos_app.clock import SystemClock
from pos_app.demo.organisation import DemoOffice, DemoTill, build_tills, demo_office
from pos_app.demo.papers import write_demo_papers
from pos_app.domain.refusals import Bug
from pos_app.office.embedded_postgres import remove_data

_MORNING, _OFFLINE, _AFTER = 8, 6, 4


@dataclass(slots=True)
class DaySummary:
    """What the day came to. Both heads are hashes in hexadecimal and must be equal."""

    tickets: int = 0
    total_cents: int = 0
    till_head: str = ""
    office_head: str = ""
    kills: int = 0
    offline_tickets: int = 0
    files: list[str] = field(default_factory=list)


class TillAtWork:
    """The parent's end of a till process."""

    def __init__(self, till: DemoTill) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # this same program
            [sys.executable, "-m", "pos_app", "demo-till", str(till.folder.data), str(till.folder.marks)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._tell({"key": till.key.hex()})
        self._hear()

    def ask(self, do: str, **more: str) -> dict[str, Any]:
        """Gives one order and waits for its answer."""
        self._tell({"do": do, **more})
        return self._hear()

    def kill_while(self, do: str) -> None:
        """Gives an order and kills the process without waiting: SIGKILL, as a power cut would."""
        self._tell({"do": do})
        self._process.kill()
        self._close()

    def __enter__(self) -> TillAtWork:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None and error is None:
            self.ask("stop")
        self._process.kill()
        self._close()

    def _tell(self, order: dict[str, str]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise Bug("till_process_ended", returncode=self._process.wait())
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _close(self) -> None:
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe and not pipe.closed:
                pipe.close()


def headless_day(out: Path) -> DaySummary:
    """Runs the day in `out`, which afterwards holds receipts/, one of each paper in papers/, and summary.json.

    Raises where anything went wrong.
    """
    remove_data(out / "office" / "postgres")
    for before in ("office", "points", "receipts", "papers"):
        shutil.rmtree(out / before, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    clock = SystemClock()
    with demo_office(out / "office", clock=clock) as office:
        tills = build_tills(out / "points", office, clock=clock)
        summary = _day_at(tills[0], office)
    write_demo_papers(tills[-1], out / "papers")
    shutil.copytree(tills[0].folder.receipts, out / "receipts")
    summary.files = sorted(str(path.relative_to(out)) for path in (out / "receipts").iterdir())
    (out / "summary.json").write_text(json.dumps(asdict(summary), indent=1) + "\n", encoding="utf-8")
    return summary


def _day_at(till: DemoTill, office: DemoOffice) -> DaySummary:
    summary = DaySummary()
    tickets: dict[str, int] = {}
    with TillAtWork(till) as at_work:
        _sell(at_work, _MORNING, tickets)
        at_work.ask("sync")
        office.disconnect()
        summary.offline_tickets += _sell(at_work, _OFFLINE, tickets)
        _require(holds=at_work.ask("sync").get("error") == "office_unreachable", code="offline_sync_did_not_fail")
        at_work.kill_while("sell")
        summary.kills += 1
    with TillAtWork(till) as at_work:
        summary.offline_tickets += _sell(at_work, _AFTER, tickets)
        at_work.ask("reprint", ticket=next(iter(tickets)))
        office.connect()
        done = at_work.ask("sync")
        _require(holds=done.get("complete") is True, code="last_sync_incomplete")
        summary.till_head = done["head"]
        summary.office_head = office.head_of(done["incarnation"])
    summary.tickets, summary.total_cents = _held(office, done["incarnation"])
    _require(holds=summary.tickets in (len(tickets), len(tickets) + 1), code="tickets_missing")
    _require(holds=summary.till_head == summary.office_head, code="heads_differ")
    return summary


def _sell(at_work: TillAtWork, count: int, tickets: dict[str, int]) -> int:
    for _ in range(count):
        sold = at_work.ask("sell")
        tickets[sold["ticket"]] = sold["total_cents"]
    return count


def _held(office: DemoOffice, incarnation: str) -> tuple[int, int]:
    """Tickets and their total as head office holds them: one more than acknowledged where the kill came after the
    commit and before the answer."""
    with office.office.database.transaction() as connection:
        row = connection.execute(
            "SELECT count(*), coalesce(sum(total_cents), 0) FROM ticket JOIN incarnation USING (till)"
            " WHERE incarnation.id = %s AND ticket.incarnation = incarnation.number",
            (bytes.fromhex(incarnation),),
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _require(*, holds: bool, code: str) -> None:
    if not holds:
        raise Bug(code)
