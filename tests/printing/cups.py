"""A CUPS of our own for a test: its configuration, spool and queues in a folder, its port free; and an IPP printer."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pos_app.domain.refusals import Unavailable
from pos_app.printing.ipp import cups_queues

QUEUE, PAUSED = "caisse", "arret"
PATIENCE_S = 30
_ASKED_AGAIN_S = 0.05

_CUPSD = """\
LogLevel warn
Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
PreserveJobFiles No
PreserveJobHistory Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """\
ServerRoot {root}/etc
StateDir {root}/state
CacheDir {root}/cache
RequestRoot {root}/spool
TempDir {root}/spool/tmp
ErrorLog {root}/error_log
AccessLog {root}/access_log
PageLog {root}/page_log
FileDevice Yes
"""
_PRINTERS = """\
<Printer caisse>
Info Imprimante de caisse
DeviceURI file://{root}/paper/caisse.pdf
State Idle
Accepting Yes
ErrorPolicy retry-job
OpPolicy default
</Printer>
<Printer arret>
Info Imprimante en pause
DeviceURI file://{root}/paper/arret.pdf
State Stopped
Reason paused
Accepting Yes
ErrorPolicy retry-job
OpPolicy default
</Printer>
"""
_PPD = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "ROLL.PPD"
*Manufacturer: "Test"
*Product: "(Roll)"
*ModelName: "Roll"
*ShortNickName: "Roll"
*NickName: "Roll of 80 mm, as PDF"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize: PickOne
*DefaultPageSize: Roll
*PageSize Roll/Roll: "<</PageSize[227 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: Roll
*PageRegion Roll/Roll: "<</PageSize[227 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: Roll
*ImageableArea Roll/Roll: "0 0 227 842"
*DefaultPaperDimension: Roll
*PaperDimension Roll/Roll: "227 842"
"""


def require(*programs: str) -> None:
    """Skips the test, saying so, where one of the programs is missing."""
    missing = [program for program in programs if not found(program)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed (.ci/setup tests)")


def found(program: str) -> str | None:
    """Where it is; daemons and filters lie outside a user's path."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin:/usr/lib/cups/filter")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cups:
    """A running CUPS: `server` as an address names it, `paper` where its printers' files appear."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.server = f"127.0.0.1:{port}"
        self.paper = root / "paper"

    def address(self, queue: str = QUEUE) -> str:
        return f"ipp://{self.server}/printers/{queue}"


@contextmanager
def cups() -> Iterator[Cups]:
    """Outside pytest's folders, which nobody else may enter: filters run as another user."""
    root, port = Path(tempfile.mkdtemp(prefix="pos-app-cups-")), free_port()
    made = Cups(root, port)
    _configure(root, port)
    command = [found("cupsd") or "cupsd", "-f", "-c", str(root / "etc/cupsd.conf"), "-s", str(root / "etc/files.conf")]
    daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        _until(lambda: len(cups_queues(made.server)) == 2, daemon)
        yield made
    finally:
        _end(daemon)
        shutil.rmtree(root, ignore_errors=True)


@contextmanager
def ipp_printer(folder: Path, *options: str) -> Iterator[str]:
    """The reference IPP printer, which keeps what it prints in `folder`; its address.

    It asks a system bus for a service that it then does without: a bus of its own will do.
    """
    port = free_port()
    command = [
        "dbus-run-session", "--", "sh", "-c", 'DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec "$@"', "sh",
        found("ippeveprinter") or "ippeveprinter", "-p", str(port), "-n", "localhost", "-f", "application/pdf",
        "-d", str(folder), "-k", "-r", "off", *options, "Reference",
    ]  # fmt: skip
    printer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        _until(lambda: _listens(port), printer)
        yield f"ipp://localhost:{port}/ipp/print"
    finally:
        _end(printer)


def _configure(root: Path, port: int) -> None:
    for name in ("etc/ppd", "state/certs", "cache", "spool/tmp", "paper"):
        (root / name).mkdir(parents=True)
    (root / "etc/cupsd.conf").write_text(_CUPSD.format(port=port))
    (root / "etc/files.conf").write_text(_FILES.format(root=root))
    (root / "etc/printers.conf").write_text(_PRINTERS.format(root=root))
    for queue in (QUEUE, PAUSED):
        (root / f"etc/ppd/{queue}.ppd").write_text(_PPD)
        (root / f"paper/{queue}.pdf").touch()
    for path in (root, *root.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends and process.poll() is None:
        try:
            if ready():
                return
        except Unavailable:
            pass
        with suppress(subprocess.TimeoutExpired):
            process.wait(_ASKED_AGAIN_S)
    raise TimeoutError(f"{process.args!r} did not begin to answer ({process.poll()})")


def _end(process: subprocess.Popen[bytes]) -> None:
    _tell(process, signal.SIGTERM)
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        _tell(process, signal.SIGKILL)
        process.wait()


def _tell(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """To all that it started, too."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
