"""The command line as people meet it: sentences, exit codes, and processes that end when they are told."""

from __future__ import annotations

import queue
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path
from types import TracebackType

import pytest

from pos_app import SOFTWARE
from pos_app.office.embedded_postgres import EmbeddedPostgres
from pos_app.office.rights import OfficeRole
from pos_app.office_arguments import OFFICE_ROLES
from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.counter.conftest import clock, folder, template
from tests.sync.syncing_till import SyncingTill
from tests.tills import TemplateTill

__all__ = ["clock", "folder", "template"]

ROOT = Path(__file__).parents[1]
PATIENCE_S = 60
STOP_S = 15
"""What a service manager may wait for head office to end; systemd gives 90 seconds."""


def pos_app(*arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the program to its end, as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pos_app", *map(str, arguments)],
        input=given, capture_output=True, text=True, timeout=PATIENCE_S, cwd=ROOT, check=False,
    )  # fmt: skip


class ServedOffice:
    """`pos-app office serve` as a process. `address` is where it answers, `link` what it printed to sign in with."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pos_app", "office", "serve", "--data", str(data), "--address", self.address],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.told = [self._lines.get(timeout=PATIENCE_S), self._lines.get(timeout=PATIENCE_S)]

    @property
    def link(self) -> str:
        found = re.search(r"https://\S+", self.told[1])
        assert found, self.told
        return found[0]

    def printed(self, command: str, *arguments: str) -> str:
        """The path of the link that another `pos-app office` prints beside this one."""
        made = pos_app("office", command, *arguments, "--data", self.data, "--address", self.address)
        assert (made.returncode, made.stderr) == (0, "")
        return made.stdout.strip().removeprefix(f"https://{self.address}")

    def ask(self, path: str) -> tuple[int, str]:
        """Status and text of an answer, over TLS that trusts this office's own authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.data / "tls" / "authority.pem")
        connection = HTTPSConnection(self.address, timeout=PATIENCE_S, context=context)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.strip())

    def __enter__(self) -> ServedOffice:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        self._reader.join()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """Head office's folder; its cluster is deleted in the end, wherever it lies."""
    data = tmp_path / "siège"
    yield data
    if (data / "postgres").exists():
        with EmbeddedPostgres(data / "postgres") as server:
            pass
        server.remove()


def test_help_is_in_french_and_names_every_command_that_people_use() -> None:
    asked = pos_app("--help")
    assert asked.returncode == 0
    assert all(word in asked.stdout for word in ("till", "demo", "office", "La caisse d’un point d’accueil"))


def test_the_version_is_the_one_that_head_office_is_told() -> None:
    asked = pos_app("--version")
    assert (asked.returncode, asked.stdout.strip()) == (0, SOFTWARE)


@pytest.mark.parametrize("arguments", [["nonsense"], ["office"], ["office", "new-till"], ["demo", "--nonsense"]])
def test_a_command_that_does_not_exist_is_said_with_what_does(arguments: list[str]) -> None:
    asked = pos_app(*arguments)
    assert asked.returncode == 2
    assert "usage: pos-app" in asked.stderr
    assert "Traceback" not in asked.stderr


def failing(tmp_path: Path) -> dict[str, tuple[list[str], str]]:
    """Commands that cannot succeed, and a part of the sentence each ends with."""
    file = tmp_path / "a file"
    file.write_text("no folder")
    return {
        "address": (["office", "serve", "--data", str(tmp_path / "o"), "--address", "siège"], "n’est pas une adresse"),
        "data": (["office", "serve", "--data", str(file)], str(file)),
        "new-till's data": (["office", "new-till", "--data", str(file), "--point", "A", "--till", "B"], str(file)),
        "demo's folder": (["demo", "--headless", "--out", str(file)], str(file)),
        "till's data": (["till", "--data", str(file)], str(file)),
        "till's key": (["till", "--data", str(tmp_path / "t"), "--key-stdin"], "trousseau"),
    }


@pytest.mark.parametrize("case", ["address", "data", "new-till's data", "demo's folder", "till's data", "till's key"])
def test_what_cannot_be_done_is_one_sentence_and_no_traceback(case: str, tmp_path: Path) -> None:
    arguments, part = failing(tmp_path)[case]
    asked = pos_app(*arguments, given="no key\n")
    assert asked.returncode == 1
    assert part in asked.stderr
    assert "Traceback" not in asked.stderr
    assert len(asked.stderr.strip().splitlines()) == 1


def test_head_office_serves_its_page_over_its_own_tls_and_ends_when_told(data: Path) -> None:
    with ServedOffice(data) as office:
        assert office.address in office.told[0]
        assert office.link.startswith(f"https://{office.address}/")
        assert office.ask("/health") == (200, "ok")
        office.process.send_signal(signal.SIGTERM)
        assert office.process.wait(STOP_S) == 0
        assert office.process.stderr
        assert office.process.stderr.read() == ""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(office.address.rpartition(":")[2])))


def test_a_port_that_is_taken_is_said_before_anything_is_started(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        asked = pos_app("office", "serve", "--data", data, "--address", f"127.0.0.1:{port}")
    assert asked.returncode == 1
    assert str(port) in asked.stderr
    assert not (data / "postgres").exists()


def test_a_till_made_on_the_command_line_joins_the_office_that_serves_meanwhile(
    data: Path, template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    """`office new-till` leaves the server beside it alone: head office answers on, and the code it printed joins."""
    with ServedOffice(data) as office, SyncingTill(template, folder, clock) as till:
        made = pos_app(
            "office", "new-till", "--data", data, "--address", office.address, "--point", "Lyon", "--till", "Caisse 3"
        )
        assert (made.returncode, made.stderr) == (0, "")
        assert office.ask("/health") == (200, "ok")
        assert till.join_with(made.stdout.strip()).point == "Lyon · Caisse 3"
        till.sell(2)
        assert till.sync().complete


def test_an_account_is_made_beside_the_serving_office(data: Path) -> None:
    with ServedOffice(data) as office:
        link = office.printed("invite", "omar", "--name", "Omar", "--role", "accountant")
        status, shown = office.ask(link)
        assert status == 200
        assert "Omar" in shown
        renewed = office.printed("reset-second-factor", "omar")
        assert office.ask(link)[0] == 401, "a new link voids the one before"
        assert office.ask(renewed)[0] == 200


def test_an_account_that_is_not_there_is_said(data: Path) -> None:
    with ServedOffice(data) as office:
        asked = pos_app("office", "reset-second-factor", "nobody", "--data", data, "--address", office.address)
    assert asked.returncode == 1
    assert "Ce compte n’existe pas" in asked.stderr


def test_the_roles_of_the_command_line_are_those_of_head_office() -> None:
    assert tuple(OfficeRole) == OFFICE_ROLES
