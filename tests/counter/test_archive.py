"""Archives: what a closed period came to, in open formats, verified by following its notice alone."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from pos_app.counter.check_archive import check_archive, say_archive
from pos_app.counter.close_day import close_day
from pos_app.counter.close_period import close_period
from pos_app.counter.correct_tender import correct_tender
from pos_app.counter.make_archive import (
    ArchiveOnDisk,
    ClosedPeriod,
    check_archive_here,
    closed_periods,
    make_archive,
)
from pos_app.counter.move_cash import move_cash
from pos_app.counter.running import RunningTill
from pos_app.counter.till import Till
from pos_app.domain.facts import ArchiveChecked, ArchiveMade, CashMove, Fact, Period
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.domain.tender import TenderKind
from pos_app.ledger.archive_format import ENTRIES, MANIFEST, NOTICE, PUBLIC_KEY, SIGNATURE, TABLES
from pos_app.ledger.signing import Signer
from pos_app.sentences import say
from pos_app.settings import TillFolder
from pos_app.store import journal
from tests.clock import ManualClock
from tests.counter.test_close_day import sold
from tests.tills import TemplateTill, keys_of

WAIT_S = 60


@pytest.fixture
def running(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[RunningTill]:
    """A till with two closed days and a closed month."""
    running = RunningTill(folder, keys_of(template, folder), clock=clock)

    def days(till: Till) -> None:
        coordinator = template.coordinator
        sold(till, template.volunteer, "CARTE-30", "NET-2G")
        sold(till, template.volunteer, "CARTE-ILLIM", card=True)
        correct_tender(
            till, operator=coordinator, ticket="2", wrong=TenderKind.CARD, right=TenderKind.CASH, reason="card_refused"
        )
        move_cash(till, operator=coordinator, move=CashMove.OUT, amount_cents=500, reason="purchase")
        close_day(till, operator=coordinator)
        sold(till, template.volunteer, "CARTE-30")
        close_day(till, operator=coordinator)
        clock.advance(seconds=31 * 24 * 3600)
        sold(till, template.volunteer, "CARTE-30")
        close_period(till, operator=coordinator, period=Period.MONTH)
        close_day(till, operator=coordinator)

    running.run(days).result()
    yield running
    running.stop()


def made(
    running: RunningTill, template: TemplateTill, *, period: int = 1, copy_to: Path | None = None
) -> ArchiveOnDisk:
    periods = running.run(closed_periods).result()
    future = make_archive(running, operator=template.coordinator, period=periods[period], copy_to=copy_to)
    return future.result(timeout=WAIT_S)


def facts_of(running: RunningTill, kind: type[Fact]) -> list[Fact]:
    entries = running.run(lambda till: [entry.fact() for _, entry in journal.every_entry(till.connection)]).result()
    return [fact for fact in entries if isinstance(fact, kind)]


def test_closed_periods_are_offered_and_later_days_before_them(running: RunningTill) -> None:
    assert running.run(closed_periods).result() == (ClosedPeriod("", 3, 3), ClosedPeriod("2026-11", 1, 2))


def test_an_archive_holds_every_entry_and_table_of_its_period(running: RunningTill, template: TemplateTill) -> None:
    archive = made(running, template)
    with zipfile.ZipFile(archive.path) as files:
        assert set(files.namelist()) >= {NOTICE, MANIFEST, SIGNATURE, PUBLIC_KEY, ENTRIES, *TABLES}
        tickets, paid = table(files, "tickets.csv"), table(files, "paiements.csv")
        lines, closings = table(files, "lignes.csv"), table(files, "clotures.csv")
        notice = files.read(NOTICE).decode()
    assert [row["ticket"] for row in tickets] == ["MRS1-000001", "MRS1-000002", "MRS1-000003"]
    assert [row["total_ttc_centimes"] for row in tickets] == ["750", "1300", "250"]
    assert len(lines) == 4
    assert [row["moyen"] for row in paid] == ["cash", "card", "cash"]
    assert [(row["periode"], row["cumul_perpetuel_centimes"]) for row in closings] == [
        ("jour 1", "2050"),
        ("jour 2", "2300"),
    ]
    assert "Marseille" in notice
    assert (archive.checked.tickets, archive.checked.total_cents) == (3, 2300)


def test_the_notice_s_own_commands_verify_it_without_our_program(
    running: RunningTill, template: TemplateTill, tmp_path: Path, needs: Callable[[str], Path]
) -> None:
    """The commands are taken from the notice in the archive, line by line, and given to a shell."""
    assert needs("openssl").exists()
    assert needs("sha256sum").exists()
    archive = made(running, template)
    with zipfile.ZipFile(archive.path) as files:
        files.extractall(tmp_path / "archive")
    notice = (tmp_path / "archive" / NOTICE).read_text(encoding="utf-8")
    commands = [line.strip() for line in notice.splitlines() if line.startswith(("    sha256sum", "    openssl"))]
    manifest, signature, key = commands
    assert shell(manifest, tmp_path / "archive").returncode == 0
    assert "Verified Successfully" in shell(signature, tmp_path / "archive").stdout
    incarnation = Signer(running.key_file.keys.signing_seed).incarnation
    assert shell(key, tmp_path / "archive").stdout.split()[0] == incarnation
    assert incarnation in notice
    tampered = tmp_path / "archive" / "tickets.csv"
    tampered.write_bytes(tampered.read_bytes().replace(b"1300", b"1200"))
    assert shell(manifest, tmp_path / "archive").returncode != 0
    listed = tmp_path / "archive" / MANIFEST
    listed.write_bytes(listed.read_bytes().replace(b"a", b"b", 1))
    assert shell(signature, tmp_path / "archive").returncode != 0


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = ["bash", "-c", f"set -o pipefail; {command}"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def test_making_and_checking_are_entries(running: RunningTill, template: TemplateTill) -> None:
    archive = made(running, template)
    checked = archive.checked
    expected = ArchiveMade(
        first_day=1, last_day=2, entries=checked.about.entries, sha256=checked.sha256, bytes=archive.path.stat().st_size
    )
    assert facts_of(running, ArchiveMade) == [expected]
    check_archive_here(running, operator=template.coordinator, path=archive.path).result(timeout=WAIT_S)
    assert facts_of(running, ArchiveChecked) == [ArchiveChecked(sha256=checked.sha256)]


def test_consecutive_archives_leave_no_entry_out(running: RunningTill, template: TemplateTill) -> None:
    first, second = made(running, template, period=1), made(running, template, period=0)
    last_seq = seqs(first.path)[-1]
    assert seqs(first.path) == list(range(1, last_seq + 1))
    assert seqs(second.path)[0] == last_seq + 1
    assert second.checked.about.perpetual_before == (2300, 2300)


def test_an_archive_is_copied_to_another_medium_and_read_back(
    running: RunningTill, template: TemplateTill, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    archive = made(running, template, copy_to=stick)
    assert archive.copied_to == stick / archive.path.name
    assert archive.copied_to.read_bytes() == archive.path.read_bytes()


def test_a_medium_that_is_gone_is_said_so(running: RunningTill, template: TemplateTill, tmp_path: Path) -> None:
    periods = running.run(closed_periods).result()
    future = make_archive(running, operator=template.coordinator, period=periods[1], copy_to=tmp_path / "gone")
    error = future.exception(timeout=WAIT_S)
    assert isinstance(error, Unavailable)
    assert error.code == "archive_failed"
    assert facts_of(running, ArchiveMade) == []


def test_what_is_not_closed_is_not_archived(running: RunningTill, template: TemplateTill) -> None:
    running.run(lambda till: sold(till, template.volunteer, "CARTE-30")).result()
    future = make_archive(running, operator=template.coordinator, period=ClosedPeriod("", 3, 4))
    error = future.exception(timeout=WAIT_S)
    assert isinstance(error, Refusal)
    assert error.code == "period_not_closed"
    refused = make_archive(running, operator=template.volunteer, period=ClosedPeriod("", 1, 1)).exception(
        timeout=WAIT_S
    )
    assert isinstance(refused, Refusal)
    assert refused.code == "right_missing"


@pytest.mark.parametrize("name", [ENTRIES, MANIFEST, SIGNATURE, PUBLIC_KEY, NOTICE, "archive.json", *TABLES])
def test_one_byte_changed_in_any_file_is_found(
    running: RunningTill, template: TemplateTill, tmp_path: Path, name: str
) -> None:
    archive = made(running, template)
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(archive.path) as files, zipfile.ZipFile(forged, "w") as target:
        for member in files.namelist():
            content = bytearray(files.read(member))
            if member == name:
                content[len(content) // 2] ^= 1
            target.writestr(member, bytes(content))
    future = check_archive_here(running, operator=template.coordinator, path=forged)
    error = future.exception(timeout=WAIT_S)
    assert isinstance(error, Refusal)
    assert error.code in ("archive_changed", "archive_unreadable")
    (fact,) = facts_of(running, ArchiveChecked)
    assert isinstance(fact, ArchiveChecked)
    assert fact.fault == error.code


def test_an_archive_cut_short_or_of_something_else_is_refused(
    running: RunningTill, template: TemplateTill, tmp_path: Path
) -> None:
    content = made(running, template).path.read_bytes()
    wrong = tmp_path / "wrong.zip"
    for case in (content[: len(content) // 2], b"", b"PK", zip_of({"a.txt": b"a"})):
        wrong.write_bytes(case)
        with pytest.raises(Refusal) as refused:
            check_archive(wrong)
        assert refused.value.code == "archive_unreadable"
    with pytest.raises(Refusal):
        check_archive(tmp_path / "absent.zip")


def test_what_was_found_is_said_in_french(running: RunningTill, template: TemplateTill) -> None:
    first, figures, signed, intact = say_archive(made(running, template).checked)
    assert first.startswith("Archive de Marseille, Caisse 1 (MRS1)")
    assert "23,00" in figures
    assert Signer(running.key_file.keys.signing_seed).incarnation in signed
    assert intact.startswith("L’archive est intacte")
    assert "modifiée" in say(Refusal("archive_changed", file="tickets.csv"))


def table(files: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files.read(name).decode()), delimiter=";"))


def seqs(path: Path) -> list[int]:
    with zipfile.ZipFile(path) as files:
        return [msgspec.json.decode(line)["seq"] for line in files.read(ENTRIES).splitlines()]


def zip_of(contents: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in contents.items():
            target.writestr(name, content)
    return made.getvalue()
