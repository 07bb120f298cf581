"""The files that git keeps, for the tests that read the whole tree."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(
        sorted(path for name in set(listed.split("\0")) if name and (path := Path(name), (ROOT / path).is_file())[1])
    )


def modules(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """The Python files under `folders`, parsed."""
    for path in kept_files():
        if path.suffix == ".py" and any(path.is_relative_to(folder) for folder in folders):
            yield path, parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))
