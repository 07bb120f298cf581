"""The day at the counter that `make demo` shows: a real process, a real power cut, and nothing left behind."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.counter.invented import PEOPLE, codes_csv, people_csv
from pos_app.demo.papers import PAPERS
from pos_app.office.embedded_postgres import EmbeddedPostgres
from tests.printing.paper import words_of

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    """Where the day is run; head office's cluster, which may lie elsewhere, is deleted in the end."""
    yield tmp_path / "journée"
    postgres = tmp_path / "journée" / "office" / "postgres"
    if postgres.exists():
        with EmbeddedPostgres(postgres) as server:
            pass
        server.remove()


def start(out: Path) -> subprocess.Popen[str]:
    """As a terminal starts it: a job in the background of a script would come to us deaf to Ctrl-C."""
    return subprocess.Popen(
        ["env", "--default-signal=INT", sys.executable, "-m", "pos_app", "demo", "--headless", "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True,
    )  # fmt: skip


def run_day(out: Path) -> str:
    """Runs a day to its end and returns what it printed."""
    day = start(out)
    said, complained = day.communicate(timeout=PATIENCE_S)
    assert (day.returncode, complained) == (0, "")
    return said


def processes_of(out: Path) -> list[str]:
    """Command lines of processes that work for the day in `out`: its own, its tills', its PostgreSQL."""
    pointer = out / "office" / "postgres" / "postgres.path"
    places = [str(out), pointer.read_text() if pointer.exists() else str(out)]
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if any(place in line for place in places) and int(process.name) != os.getpid():
            lines.append(line)
    return lines


def test_the_day_ends_with_equal_heads_and_a_receipt_for_each_ticket(out: Path) -> None:
    said = run_day(out)
    assert processes_of(out) == []
    summary = json.loads((out / "summary.json").read_text())
    assert set(summary) == {
        "tickets", "total_cents", "till_head", "office_head", "kills", "offline_tickets", "files"
    }  # fmt: skip
    assert re.fullmatch("[0-9a-f]{64}", summary["till_head"])
    assert summary["till_head"] == summary["office_head"]
    assert summary["kills"] == 1
    assert 0 < summary["offline_tickets"] < summary["tickets"]
    assert f"{summary['tickets']} tickets" in said
    assert summary["till_head"] in said
    assert summary["files"] == sorted(str(path.relative_to(out)) for path in (out / "receipts").iterdir())
    assert_receipts_read_back(out, summary)
    assert {path.stem for path in (out / "papers").iterdir()} == set(PAPERS)
    assert all(words_of(path.read_bytes()) for path in (out / "papers").iterdir())


def assert_receipts_read_back(out: Path, summary: dict[str, object]) -> None:
    """Each file is the receipt of its ticket; without the duplicate their totals are the day's."""
    total_cents, numbers = 0, set()
    files = summary["files"]
    assert isinstance(files, list)
    for name in files:
        words = words_of((out / name).read_bytes())
        if name == "receipts/MRS1-ouverture-0001.pdf":
            assert "Ouverture de la journée 1" in words
            continue
        ticket = re.match(r"receipts/(MRS1-\d{6})", name)
        assert ticket, name
        assert f"Ticket {ticket[1]}" in words
        assert "Connexions Solidaires" in words
        assert ("DUPLICATA" in words) == ("duplicata" in name)
        if "duplicata" not in name:
            total = re.search(r"(?i)total[^0-9]*([0-9]+),([0-9]{2}) ?€", words)
            assert total, words
            total_cents += int(total[1]) * 100 + int(total[2])
            numbers.add(ticket[1])
    assert len(numbers) == summary["tickets"]
    assert total_cents == summary["total_cents"]


def test_a_second_day_in_the_same_folder_replaces_the_first(out: Path) -> None:
    run_day(out)
    first = json.loads((out / "summary.json").read_text())
    run_day(out)
    second = json.loads((out / "summary.json").read_text())
    assert second["till_head"] != first["till_head"]
    assert second["till_head"] == second["office_head"]
    assert len(list((out / "receipts").iterdir())) == len(second["files"])
    assert processes_of(out) == []


def test_ctrl_c_in_the_middle_leaves_no_process_and_no_server(out: Path) -> None:
    """The terminal tells the whole group: the day and its till."""
    day = start(out)
    receipts = out / "points" / "mrs1" / "data" / "receipts"
    waited = subprocess.run(
        ["sh", "-c", 'until [ -e "$0" ] || ! kill -0 "$1"; do sleep 0.05; done', receipts, str(day.pid)],
        timeout=PATIENCE_S, check=True,
    )  # fmt: skip
    assert waited.returncode == 0
    os.killpg(day.pid, signal.SIGINT)
    _, complained = day.communicate(timeout=PATIENCE_S)
    assert day.returncode == 130
    assert "Traceback" not in complained
    assert processes_of(out) == []
    assert not (out / "summary.json").exists()


def test_people_of_the_demo_are_invented_and_reachable_by_nobody() -> None:
    """The range 06 39 98 is kept for fiction (ARCEP, decision 2018-0881)."""
    people = list(csv.DictReader(io.StringIO(people_csv()), delimiter=";"))
    assert len(people) == PEOPLE
    assert all(re.fullmatch(r"06 39 98 \d\d \d\d", each["telephone"]) for each in people)
    assert people_csv() == people_csv()


def test_codes_of_the_demo_say_that_they_are_fake() -> None:
    codes = list(csv.DictReader(io.StringIO(codes_csv(("NET-2G", "NET-500M"))), delimiter=";"))
    assert {each["produit"] for each in codes} == {"NET-2G", "NET-500M"}
    assert all(each["code"].startswith("FAUX") for each in codes)
