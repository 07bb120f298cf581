"""SYNC.md I18: no PIN, word, key or code of a day is in any file that it left, nor was written to one and deleted."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.settings import TillFolder
from pos_app.store.opening import open_for_reading
from tests.counter.code_work import written
from tests.keys.keyring_session import ROOT, environment_of
from tests.printing.paper import words_of
from tests.sync.syncing_till import held_by
from tests.tills import fake_code, folder_in

_WRITE = re.compile(r"^\d+ +\w+\(\d+<([^>]*)>(.*)$")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})+)"')


@dataclass(frozen=True, slots=True)
class LivedDay:
    """What a day left: `secrets` by name, everything `written` to each file, deleted or not, and what is there."""

    folder: TillFolder
    secrets: dict[str, bytes]
    written: dict[str, bytes]
    left: dict[str, bytes]


@pytest.fixture
def day(tmp_path: Path, office: Office, server: OfficeServer, needs: Callable[[str], Path]) -> LivedDay:
    trace, home = tmp_path / "trace", tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    code = str(office.add_till(point="Marseille", till="Caisse 1").code)
    recharges = [("NET-500M", fake_code("NET-500M", 40_000 + number), "31/12/2027") for number in range(8)]
    outside = tmp_path / "usb"
    outside.mkdir()
    delivered = written(outside / "recharges.csv", recharges)
    written(outside / "twice.csv", recharges * 2)
    lived = subprocess.run(
        [needs("strace"), "-f", "-qq", "-y", "-xx", "-s", "100000000", "-o", trace,
         "-e", "trace=write,writev,pwrite64,pwritev,pwritev2",
         sys.executable, "-B", "-m", "tests.sync.secret_day", home, delivered],
        input=code + "\n", capture_output=True, text=True, check=False, timeout=300,
        env=environment_of(home) | {"TMPDIR": str(home / "tmp"), "PYTHONPATH": str(ROOT)}, cwd=home,
    )  # fmt: skip
    assert lived.returncode == 0, lived.stderr
    secrets = {
        name: bytes.fromhex(text.removeprefix("hex:")) if text.startswith("hex:") else text.encode()
        for name, text in json.loads(lived.stdout).items()
    }
    assert not list(outside.iterdir()), "the operator's files were wiped"
    left = {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    return LivedDay(folder_in(home), secrets, dict(written_in(trace)), left | {"what is said": lived.stderr.encode()})


def written_in(trace: Path) -> Iterator[tuple[str, bytes]]:
    """Every file that was written to, with all that was written, in order."""
    contents: dict[str, bytes] = defaultdict(bytes)
    for line in trace.read_text(encoding="ascii").splitlines():
        found = _WRITE.match(line)
        if found:
            path = re.sub(r"\\x([0-9a-f]{2})", lambda match: chr(int(match[1], 16)), found[1])
            told = "".join(_BYTES.findall(found[2]))
            if path.startswith("/") and not path.startswith(("/dev/", "/proc/")):
                contents[path] += bytes.fromhex(told.replace("\\x", ""))
    yield from contents.items()


def forms_of(secret: bytes) -> set[bytes]:
    """The secret in clear, in hexadecimal, and in base64 wherever it begins in what was encoded."""
    forms = {secret, secret.hex().encode(), secret.hex().upper().encode()}
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + secret)
        certain = encoded[-(-shift * 8 // 6) : (shift + len(secret)) * 8 // 6]
        forms |= {certain, certain.translate(bytes.maketrans(b"+/", b"-_"))}
    return forms


def found_in(contents: dict[str, bytes], secrets: dict[str, bytes]) -> list[tuple[str, str]]:
    """(secret, where) of everything that lies open."""
    return [
        (name, where)
        for name, secret in secrets.items()
        for form in forms_of(secret)
        for where, content in contents.items()
        if form in content
    ]


def test_no_secret_of_a_day_is_in_any_file(day: LivedDay, office: Office) -> None:
    assert found_in(day.left, day.secrets) == []
    assert found_in(day.written, day.secrets) == [], "written to a file that may be deleted since"
    printed = {path: words_of(content).encode() for path, content in day.left.items() if path.endswith(".pdf")}
    assert len(printed) == 6, "two sales, each with a duplicate, the contract of a loan, and the closing"
    assert found_in(printed, day.secrets) == []
    assert found_in(unpacked(day.left), day.secrets) == []
    sent = {f"entry {entry.seq}": msgspec.msgpack.encode(entry) for entry in held_by(office)}
    assert found_in(sent, day.secrets) == []
    assert {name.partition(" ")[0] for name in day.secrets} >= {
        "PIN",
        "key",
        "words",
        "badge",
        "code",
        "secret",
        "recharge",
        "serial",
    }
    assert found_in(cells_of(day), _never_stored(day)) == [], "nor in the opened database or its backup"
    assert_something_was_looked_at(day, sent)


def _never_stored(day: LivedDay) -> dict[str, bytes]:
    return {name: secret for name, secret in day.secrets.items() if name.startswith(("recharge", "serial"))}


def cells_of(day: LivedDay) -> dict[str, bytes]:
    """Every cell of every table, of the database and of its backup, opened with the database's own key."""
    cells = {}
    for path in (day.folder.database, day.folder.backups / "evening.db"):
        connection = open_for_reading(path, day.secrets["key database"])
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()
            held = [cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row]
            cells[f"{path.name} {table}"] = b"\n".join(held)
        connection.close()
    assert any(name.endswith("sealed_code") and content for name, content in cells.items())
    return cells


def unpacked(left: dict[str, bytes]) -> dict[str, bytes]:
    """What archives and workbooks hold, which are compressed."""
    inside: dict[str, bytes] = {}
    for path, content in left.items():
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                inside |= {f"{path} {name}": packed.read(name) for name in packed.namelist()}
    assert {Path(path.partition(" ")[0]).name for path in inside} >= {"lots.xlsx", "slips.xlsx"}
    assert any(name.endswith(".json") for name in inside), "the archive"
    return inside


def assert_something_was_looked_at(day: LivedDay, sent: dict[str, bytes]) -> None:
    """The day did write what it is searched for in."""
    folder = day.folder
    assert b"invariant_broken" in day.left[str(folder.logs / "till.log")]
    for place in (folder.data, folder.marks, folder.logs, folder.receipts, folder.papers):
        assert any(Path(name).parent == place for name in day.written), place
    assert not list(folder.papers.glob("*")), "sheets with secrets do not stay"
    assert sent


@pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc"])
@pytest.mark.parametrize(
    "encode",
    [bytes, lambda text: text.hex().encode(), base64.b64encode, base64.urlsafe_b64encode],
    ids=["clear", "hex", "base64", "url-safe base64"],
)
def test_the_search_finds_a_secret_in_each_form(encode: Callable[[bytes], bytes], before: bytes) -> None:
    for secret in (b"907351", bytes(range(224, 256))):
        contents = {"file": b"...." + encode(before + secret + b" and more") + b"...."}
        assert {name for name, _ in found_in(contents, {"it": secret})} == {"it"}
