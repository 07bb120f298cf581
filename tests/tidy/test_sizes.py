"""A file holds one idea, a function does one thing (STYLE.md rule 5): the limits, and a ratchet for what is above."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.tidy.tree import ROOT, kept_files, modules

FILE_LINES = 300
FUNCTION_LINES = 40
RATCHET: dict[str, int] = {}
"""Files above the limit, which may only shrink. Nothing is added here."""


def test_files_are_short() -> None:
    sizes = {str(path): _lines(path) for path in kept_files() if path.suffix in {".py", ".sql", ".html", ".css"}}
    too_long = {name: size for name, size in sizes.items() if size > RATCHET.get(name, FILE_LINES)}
    assert not too_long


def test_the_ratchet_turns() -> None:
    """A file that shrank lowers its limit; one that is short enough leaves the table."""
    assert {name: _lines(Path(name)) for name in RATCHET} == RATCHET
    assert all(size > FILE_LINES for size in RATCHET.values())


def test_functions_are_short() -> None:
    too_long = [
        f"{path}:{node.lineno} {node.name}"
        for path, module in modules("pos_app", "tests")
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > FUNCTION_LINES
    ]
    assert not too_long


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _lines(path: Path) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())
