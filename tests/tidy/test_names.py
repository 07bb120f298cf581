"""No drawers, no leftovers, nothing of the machine that a file was written on."""

from __future__ import annotations

import re
from pathlib import Path

from tests.tidy.tree import ROOT, kept_files

DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "base", "shared", "lib"}
FOREIGN = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|archive\.ubuntu\.com"
    r"|/work/|/home/[a-z]|/root/|(?:--index-url|--extra-index-url|--find-links) +h"
)
"""Hosts of package registries and paths of a machine."""
LEFTOVER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
TEXTS = {".py", ".sh", ".toml", ".md", ".lock", ".sql", ".html", ".css", ".csv", ".po", ".json", ""}
THESE = {Path("tests/tidy/test_names.py")}
TOP_LEVEL = {
    "pos_app", "resources", "db", "installers", "tests", "pyproject.toml", "README.md", "Makefile", "CHANGELOG.md",
    "LICENSE", "requirements.lock", ".ci", ".gitignore",
}  # fmt: skip


def test_no_file_or_folder_is_a_drawer() -> None:
    drawers = [path for path in kept_files() if DRAWERS & {part.partition(".")[0] for part in path.parts}]
    assert not drawers


def test_the_top_level_is_the_one_agreed() -> None:
    assert {path.parts[0] for path in kept_files()} <= TOP_LEVEL


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    assert not _where(FOREIGN)


def test_no_work_is_left_as_a_comment() -> None:
    assert not _where(LEFTOVER)


def _where(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}"
        for path in kept_files()
        if path.suffix in TEXTS and path not in THESE
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
