"""Two processes of head office on one database, as behind a proxy: whoever speaks to both notices nothing.

What a till does is in tests/load: each of its requests goes to the other process.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.clock import SystemClock
from pos_app.domain.refusals import Unavailable
from pos_app.office.authority import authority_in
from pos_app.office.local_socket import local_socket
from tests.load.processes import HOST, RunningOffice, ServerProcess, running_office
from tests.office.browser import Browser


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    with running_office(tmp_path_factory.mktemp("office"), servers=2) as two:
        yield two


@pytest.fixture
def browsers(running: RunningOffice) -> Iterator[tuple[Browser, Browser]]:
    """One person's browser, by way of each process: its cookies and the page that it shows are the same."""
    first, second = (Browser(replace(running.office, address=server.address)) for server in running.servers)
    second.cookies = first.cookies
    yield first, second
    first.close()
    second.close()


def test_who_signed_in_at_one_process_is_signed_in_at_the_other(
    running: RunningOffice, browsers: tuple[Browser, Browser]
) -> None:
    first, second = browsers
    first.sign_in(running.office)
    for browser in (second, first, second):
        assert browser.get("/").status == 200


def test_a_form_of_one_process_is_taken_by_the_other_and_signing_out_counts_at_both(
    running: RunningOffice, browsers: tuple[Browser, Browser]
) -> None:
    first, second = browsers
    first.sign_in(running.office)
    first.get("/caisses/nouvelle")
    second.last = first.last
    assert second.submit("/caisses/nouvelle", point="Lyon", till="Caisse 1").status == 200
    first.last = second.last
    first.submit("/sortir")
    assert second.get("/").status == 401


def test_behind_a_proxy_a_process_listens_on_a_socket_in_plain(running: RunningOffice, tmp_path: Path) -> None:
    path = tmp_path / "1.sock"
    folder = running.folder
    server = ServerProcess.start(folder, database_url=running.url, address=f"{HOST}:443", listen=f"unix:{path}")
    try:
        assert _asked_in_plain(path, "/health") == (200, b"ok")
        with pytest.raises(Unavailable, match="path_taken"):
            local_socket(path)
    finally:
        server.kill()
    local_socket(path).close()  # what a killed process left makes way


class _Plain(http.client.HTTPConnection):
    """HTTP over a Unix socket, as a proxy speaks it."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(str(self._path))


def _asked_in_plain(path: Path, what: str) -> tuple[int, bytes]:
    connection = _Plain(path)
    connection.request("GET", what)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_an_authority_without_its_key_is_a_public_one_and_is_left_as_it_is(tmp_path: Path) -> None:
    made = authority_in(tmp_path / "own", hosts=(HOST,), clock=SystemClock())
    public = tmp_path / "public"
    public.mkdir()
    (public / "authority.pem").write_text(made.certificate_pem)
    kept = authority_in(public, hosts=(HOST,), clock=SystemClock())
    assert (kept.certificate_pem, kept.fingerprint) == (made.certificate_pem, made.fingerprint)
    assert [path.name for path in public.iterdir()] == ["authority.pem"]
