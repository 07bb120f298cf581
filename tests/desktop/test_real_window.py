"""The program as it is installed: a real process and window on a screen of its own, driven by keys alone, and proved
by what is on the disk. Colours on the screen only tell when to go on."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_app.clock import SystemClock
from pos_app.counter.hold_basket import held_baskets
from pos_app.counter.open_till import abandon_till, open_till
from pos_app.demo.organisation import DEMO_PIN
from pos_app.desktop.theme import LIGHT
from pos_app.domain.facts import SaleRecorded
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.rebuild import projection_rows, rebuild_projections
from tests.desktop.ready import ROOT
from tests.desktop.virtual_screen import TIMEOUT_S, VirtualScreen, virtual_screen, wait_until
from tests.tills import COORDINATOR_PIN, TemplateTill, copy_of, fault_of, folder_in, keys_of

pytestmark = pytest.mark.xvfb

BARCODE = {"CARTE-30": "3760000000017", "NET-500M": "3760000000048"}
OWN = "POS_APP_TEST_OF"
"""In the environment of every process that a test's program begins, and of theirs."""


class AtScreen:
    """Somebody before the real window, who looks before each key."""

    def __init__(self, screen: VirtualScreen) -> None:
        self._screen = screen
        self.window = screen.focus_window("pos-app")

    def sign_in(self, pin: str) -> None:
        """The first name of the list has the keyboard; the space bar takes it."""
        self._see(lambda: self._screen.shows(LIGHT.accent), "a name to choose")
        self._screen.press("space")
        self._see(lambda: self._screen.shows(LIGHT.accent_soft, least=5_000), "the name that was chosen")
        self._screen.press(*pin)
        self._see(self._selling, "the sale page and its shelf")

    def scan(self, code: str) -> None:
        self._screen.scan(BARCODE[code])
        self._see(lambda: self._screen.shows(LIGHT.accent_soft, least=10_000), "the line that was scanned")

    def hold(self) -> None:
        self._screen.press("F8")
        self._see(lambda: not self._screen.shows(LIGHT.accent_soft, least=10_000), "an empty ticket")

    def open_payment(self, *, of_nobody: bool = False) -> None:
        """`of_nobody`: the till keeps people and asks why none of them was chosen; somebody passing through."""
        self._screen.press("F12")
        if of_nobody:
            self._see(lambda: not self._screen.shows(LIGHT.nav), "why nobody was chosen")
            self._screen.press("2")
        self._see(self._paying, "the payment")

    def pay(self, amount: str, *, of_nobody: bool = False) -> None:
        """With a receipt, until the sale page is free again."""
        self.open_payment(of_nobody=of_nobody)
        self._screen.press("t", *amount, "Return")
        self._see(self._selling, "the sale page again")

    def press(self, *keys: str) -> None:
        self._screen.press(*keys)

    def close(self) -> None:
        self._screen.ask_to_close(self.window)

    def _selling(self) -> bool:
        return self._screen.shows(LIGHT.nav, least=30_000) and self._screen.shows(LIGHT.chip, least=5_000)

    def _paying(self) -> bool:
        return not self._screen.shows(LIGHT.nav) and self._screen.shows(LIGHT.accent, least=10_000)

    def _see(self, holds: Callable[[], object], what: str) -> None:
        wait_until(holds, what)


@pytest.fixture
def screen(tmp_path: Path, needs: Callable[[str], Path]) -> Iterator[VirtualScreen]:
    with virtual_screen(tmp_path / "screen", needs) as shown:
        yield shown


@pytest.fixture
def own() -> Iterator[Path]:
    """Where the program's temporary files go: others may pass through, as PostgreSQL's own user must for root."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextmanager
def program(
    screen: VirtualScreen, *arguments: str | Path, own: Path, said: str = ""
) -> Iterator[subprocess.Popen[str]]:
    """`pos-app` with these arguments; what is left of it where a test fails is killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "pos_app", *arguments],
        cwd=ROOT,
        env=screen.environment | {OWN: str(own), "TMPDIR": str(own)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdin is not None
            process.stdin.write(said)
            process.stdin.close()
            yield process
        finally:
            for number in processes_of(own):
                os.kill(number, signal.SIGKILL)


def processes_of(own: Path) -> dict[int, str]:
    """The processes that run on behalf of the test whose folder is `own`: their numbers and names.

    PostgreSQL writes its titles over its environment, and is known by the folder of its socket.
    """
    mark, found = f"{OWN}={own}".encode(), dict[int, str]()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() or bytes(own) in (process / "cmdline").read_bytes():
                found[int(process.name)] = (process / "comm").read_text().strip()
        except OSError:  # ended meanwhile, or another user's
            continue
    return found


def text_of(pdf: Path) -> str:
    read = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True)
    return " ".join(read.stdout.split())


def test_the_demo_sells_by_keyboard_and_scanner_and_ends_with_its_window(
    screen: VirtualScreen, needs: Callable[[str], Path], own: Path
) -> None:
    needs("pdftotext")
    with program(screen, "demo", own=own) as process:
        desk = AtScreen(screen)
        desk.sign_in(DEMO_PIN)
        desk.scan("CARTE-30")
        desk.pay("5", of_nobody=True)
        receipts = next(own.glob("pos-app-demo-*/points/mrs1/data")) / "receipts"
        pdf = receipts / "MRS1-000001.pdf"
        wait_until(pdf.exists, "the receipt")
        text = text_of(pdf)
        for part in ("Ticket MRS1-000001", "Carte 30 minutes", "TOTAL 2,50 €", "Espèces 5,00", "Rendu 2,50"):
            assert part in text
        assert "postgres" in processes_of(own).values()
        desk.close()
        assert process.wait(TIMEOUT_S) == 0
    assert processes_of(own) == {}
    assert list(own.glob("pos-app-demo-*")) == [], "nothing of the demo is kept"


def test_killed_while_a_sale_is_validated_the_till_starts_again_with_all_of_it_or_nothing(
    screen: VirtualScreen, template: TemplateTill, own: Path, tmp_path: Path
) -> None:
    """One sale before, one basket held, and SIGKILL right behind the Enter of the next sale."""
    folder = copy_of(template, tmp_path / "till")
    key = secrets.token_bytes(32)
    keys_of(template, folder).with_keyring_slot(key)
    command: list[str | Path] = ["till", "--data", folder.data, "--marks", folder.marks, "--key-stdin"]

    with program(screen, *command, own=own, said=key.hex() + "\n") as process:
        desk = AtScreen(screen)
        desk.sign_in(COORDINATOR_PIN)
        desk.scan("CARTE-30")
        desk.pay("5")
        desk.scan("NET-500M")
        desk.hold()
        desk.scan("CARTE-30")
        desk.open_payment()
        desk.press("5", "Return")
        process.kill()
        process.wait(TIMEOUT_S)
    assert processes_of(own) == {}
    tickets, held = what_is_kept(template, folder, tmp_path / "after-the-kill")
    assert tickets in (["MRS1-000001"], ["MRS1-000001", "MRS1-000002"])
    assert held == [("NET-500M", 1)]

    with program(screen, *command, own=own, said=key.hex() + "\n") as process:
        desk = AtScreen(screen)
        desk.sign_in(COORDINATOR_PIN)
        desk.scan("CARTE-30")
        desk.pay("5")
        desk.close()
        assert process.wait(TIMEOUT_S) == 0
    assert processes_of(own) == {}
    after, held = what_is_kept(template, folder, tmp_path / "after-the-day")
    assert after == [*tickets, f"MRS1-{len(tickets) + 1:06d}"]
    assert held == [("NET-500M", 1)]


def what_is_kept(template: TemplateTill, folder: TillFolder, copy: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """The tickets of the journal and the lines of the held baskets, once a copy has passed every check.

    One chain that verifies, projections as the journal makes them.
    """
    copied = folder_in(copy)
    shutil.copytree(folder.data, copied.data)
    shutil.copytree(folder.marks, copied.marks)
    opened = open_till(copied, keys_of(template, copied), clock=SystemClock())
    connection = opened.till.connection
    assert fault_of(connection) is None
    assert len(journal.incarnations(connection)) == 1
    live = projection_rows(connection)
    rebuild_projections(opened.till.store)
    assert projection_rows(connection) == live
    facts = [entry.fact() for _, entry in journal.every_entry(connection)]
    tickets = [str(fact.ticket) for fact in facts if isinstance(fact, SaleRecorded)]
    held = [(str(line.product.code), line.quantity) for kept in held_baskets(opened.till) for line in kept.basket.lines]
    abandon_till(opened)
    return tickets, held
