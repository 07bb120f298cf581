"""Where a till keeps what it holds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pos_app.settings import MIGRATIONS, RESOURCES, TillFolder, default_office_folder, default_till_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folders of the XDG specification")


def test_marks_lie_outside_the_data_that_a_restore_brings_back() -> None:
    folder = default_till_folder()
    assert not folder.marks.is_relative_to(folder.data)
    assert not folder.data.is_relative_to(folder.marks)
    assert folder.mark.parent == folder.marks


def test_a_till_is_kept_in_the_user_s_own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert default_till_folder().data == Path.home() / ".local" / "share" / "pos-app"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert default_till_folder() == TillFolder(tmp_path / "data" / "pos-app", tmp_path / "state" / "pos-app-marks")
    assert default_office_folder() == tmp_path / "data" / "pos-app-office"


def test_a_till_exists_once_its_key_file_does(tmp_path: Path) -> None:
    folder = TillFolder(tmp_path, tmp_path / "marks")
    assert not folder.exists
    folder.key_file.write_bytes(b"key file")
    assert folder.exists


def test_the_program_finds_its_own_files() -> None:
    assert (RESOURCES / "locale").is_dir()
    assert list(MIGRATIONS.rglob("*.sql"))
