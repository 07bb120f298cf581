"""`pos-app office take-in`: a file that a stick brought, taken in beside the serving office, its answer written."""

from __future__ import annotations

from pathlib import Path

from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.counter.conftest import clock, folder, template
from tests.sync.sticks import parcel_of, take
from tests.sync.syncing_till import SyncingTill
from tests.test_cli import ServedOffice, data, pos_app
from tests.tills import TemplateTill

__all__ = ["clock", "data", "folder", "template"]


def test_a_stick_is_taken_in_and_answered_on_the_command_line(
    data: Path, template: TemplateTill, folder: TillFolder, clock: ManualClock, tmp_path: Path
) -> None:
    parcel, answer = tmp_path / "parcel.pos", tmp_path / "answer.pos"
    with ServedOffice(data) as office, SyncingTill(template, folder, clock) as till:
        command = ("--data", data, "--address", office.address)
        code = pos_app("office", "new-till", *command, "--point", "Lyon", "--till", "Caisse 3").stdout.strip()
        till.join_with(code)
        till.sell(2)
        parcel.write_bytes(parcel_of(till).data)
        done = pos_app("office", "take-in", *command, parcel, "--answer", answer)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Lyon · Caisse 3" in done.stdout
        assert take(till, answer.read_bytes()).complete
        parcel.write_bytes(parcel.read_bytes()[:-1])
        cut = pos_app("office", "take-in", *command, parcel, "--answer", tmp_path / "none.pos")
        assert (cut.returncode, len(cut.stderr.strip().splitlines())) == (1, 1)
        assert not (tmp_path / "none.pos").exists()
