"""The page of the fiscal perimeter is true: what it names exists, and each file of the perimeter answers to a text."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

import pos_app.perimeter
from pos_app.perimeter import SCHEMA, SOURCES, perimeter
from tests.tidy.tree import ROOT, parsed

PAGE = (ROOT / "pos_app/ledger/README.md").read_text(encoding="utf-8")
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
ROWS = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize(("file", "test"), TESTS)
def test_each_test_that_the_page_names_exists(file: str, test: str) -> None:
    assert test in {node.name for node in ast.walk(parsed(Path(file))) if isinstance(node, ast.FunctionDef)}


def test_each_file_of_the_perimeter_answers_to_a_text() -> None:
    """And the page names no file beside the perimeter's: its number says all that the page says."""
    named = {file for row in ROWS for file in re.findall(r"`((?:pos_app|db)/[\w/]+\.\w+)`", row[2])}
    assert named == {f"pos_app/{name}" for name in SOURCES} | {f"db/{SCHEMA}"}
    assert [file for file in named if not (ROOT / file).is_file()] == []


def test_each_requirement_has_a_file_and_a_test() -> None:
    assert [row[0] for row in ROWS if not ("`" in row[2] and "::" in row[3])] == []
    missing = {f"{number}" for number in range(3, 22)} - {n for row in ROWS for n in _lne_numbers(row[0])}
    assert missing == set()


def test_any_change_of_a_source_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line ends are none: a checkout on Windows is the same program."""
    package = tmp_path / "pos_app"
    shutil.copytree(ROOT / "pos_app", package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(pos_app.perimeter, "__file__", str(package / "perimeter.py"))
    changed = package / SOURCES[3]
    content = changed.read_bytes()
    for written, same in ((content.replace(b"\n", b"\r\n"), True), (content + b"# \n", False)):
        changed.write_bytes(written)
        assert (perimeter.__wrapped__() == perimeter()) is same


def _lne_numbers(text: str) -> set[str]:
    """ "LNE 10-12" and "LNE 20, 21" by number."""
    found: set[str] = set()
    for listed in re.findall(r"LNE ([\d, -]+)", text):
        for part in listed.replace(" ", "").strip(",").split(","):
            first, _hyphen, last = part.partition("-")
            found |= {str(number) for number in range(int(first), int(last or first) + 1)}
    return found
