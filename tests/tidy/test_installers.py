"""What is shipped for servers: shell that shellcheck finds nothing wrong with, units that systemd can read."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.tidy.tree import ROOT, kept_files

SCRIPTS = [path for path in kept_files() if path.parts[0] == "installers" and path.suffix == ".sh"]


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shellcheck_finds_nothing() -> None:
    command = ["shellcheck", "--external-sources", "--source-path=SCRIPTDIR", *map(str, SCRIPTS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_scripts_can_be_run_and_stop_at_the_first_error() -> None:
    assert SCRIPTS
    for path in SCRIPTS:
        text = (ROOT / path).read_text(encoding="utf-8")
        sourced = path.name == "settings.sh"
        assert sourced or os.access(ROOT / path, os.X_OK), path
        assert "\nset -eu\n" in text or "/settings.sh" in text, path


def test_each_script_is_told_of_beside_it() -> None:
    told = (ROOT / "installers" / "office" / "README.md").read_text(encoding="utf-8")
    quiet = {"settings.sh", "archive-wal.sh", "renew.sh"}  # sourced, and run by PostgreSQL and by systemd
    assert not {path.name for path in SCRIPTS if path.name not in told} - quiet
