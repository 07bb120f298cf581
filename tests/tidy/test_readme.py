"""The README says what is there: its pictures, its dependencies, its commands, its map."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.tidy.tree import ROOT, kept_files

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)|src=\"([^\"]+)\"", README))))
def test_what_it_links_to_exists(target: tuple[str, str]) -> None:
    assert (ROOT / "".join(target)).is_file()


def test_each_dependency_says_why_it_is_here() -> None:
    declared = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[>=<~]", each)[0] for each in declared}
    section = README.partition("## Dependencies")[2].partition("\n## ")[0]
    assert {name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", section)} == set()


def test_each_make_target_it_names_exists() -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


def test_the_map_names_every_package() -> None:
    packages = {path.parts[1] for path in kept_files() if path.parts[0] == "pos_app" and len(path.parts) > 2}
    mapped = set(re.findall(r"^pos_app/(\w+)/", README, re.MULTILINE))
    assert mapped == packages
