"""nginx as installers/office sets it up, before two processes on Unix sockets; one of them killed while tills send."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load.evening import spend_evening
from tests.load.prepared import prepared_tills
from tests.load.processes import RunningOffice, ServerProcess, running_office
from tests.load.simulated_till import Told
from tests.office.browser import Browser
from tests.tidy.tree import ROOT

_NGINX = shutil.which("nginx", path=os.defpath + os.pathsep + "/usr/sbin")
pytestmark = pytest.mark.skipif(_NGINX is None, reason="nginx is not installed")
_AROUND = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{conf}
}}
"""


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[RunningOffice]:
    """Two processes behind nginx, which answers at the office's address."""
    with running_office(tmp_path, servers=0) as running:
        address = running.office.address
        for number in (1, 2):
            socket = f"unix:{tmp_path}/{number}.sock"
            running.servers.append(
                ServerProcess.start(tmp_path, database_url=running.url, address=address, listen=socket)
            )
        nginx = _started(tmp_path, port=int(address.rpartition(":")[2]))
        yield running
        nginx.terminate()
        nginx.wait()


def _started(folder: Path, *, port: int) -> subprocess.Popen[bytes]:
    conf = (ROOT / "installers" / "office" / "nginx.conf").read_text(encoding="utf-8")
    for shipped, here in (
        ("listen [::]:8443 ssl backlog=4096;", ""),
        ("listen 8443", f"listen 127.0.0.1:{port}"),
        ("/run/pos-app-office/", f"{folder}/"),
        ("/var/lib/pos-app-office/", f"{folder}/"),
    ):
        assert shipped in conf
        conf = conf.replace(shipped, here)
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(_AROUND.format(folder=folder, conf=conf, user=user))
    command = [str(_NGINX), "-p", str(folder), "-c", str(file), "-e", f"{folder}/error.log"]
    subprocess.run([*command, "-t", "-q"], check=True)
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    while not (folder / "nginx.pid").exists() and process.poll() is None:
        threading.Event().wait(0.02)
    assert process.poll() is None, (folder / "error.log").read_text()
    return process


def test_tills_notice_nothing_worse_than_a_wait_where_a_process_is_killed(proxied: RunningOffice) -> None:
    prepared = prepared_tills(10, entries=200, seed=9, batch=20)
    wait = threading.Event()

    def kill_one(told: Told) -> None:
        while told.answers[200] < 40:
            wait.wait(0.02)
        proxied.servers[0].kill()

    evening = spend_evening(proxied, prepared, window_s=0, faster=30, meanwhile=kill_one)
    assert (evening.wrong, evening.told.refused) == ([], [])


def test_a_browser_signs_in_through_it_and_the_cookies_are_for_tls_only(proxied: RunningOffice) -> None:
    browser = Browser(proxied.office)
    shown = browser.sign_in(proxied.office)
    assert shown.status == 200
    for _ in range(4):
        assert browser.get("/").status == 200
    browser.close()
