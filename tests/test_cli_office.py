"""Head office's commands that take a file in: what it says is in force, or one sentence says why not."""

from __future__ import annotations

from pathlib import Path

from pos_app.settings import RESOURCES
from tests.test_cli import data, pos_app
from tests.tills import fake_code

__all__ = ["data"]
CATALOGUE = RESOURCES / "catalogue" / "connexions-solidaires-2013.csv"
RULES = RESOURCES / "programmes" / "connexions-solidaires-2013.toml"


def test_a_catalogue_rules_and_codes_are_taken_in_from_files(data: Path, tmp_path: Path) -> None:
    codes = tmp_path / "codes.csv"
    lines = ["produit;code", *(f"NET-500M;{fake_code('NET-500M', n)}" for n in range(3))]
    codes.write_text("\n".join(lines) + "\n", encoding="utf-8")
    cut = pos_app("office", "load-codes", "--data", data, codes, "--count", "3")
    assert (cut.returncode, len(cut.stderr.strip().splitlines())) == (1, 1)
    for command, file in (("load-catalogue", CATALOGUE), ("load-rules", RULES)):
        made = pos_app("office", command, "--data", data, file)
        assert (made.returncode, made.stderr) == (0, "")
        assert "1" in made.stdout
    short = pos_app("office", "load-codes", "--data", data, codes, "--count", "4")
    assert (short.returncode, "FAUX" in short.stderr + short.stdout) == (1, False)
    taken = pos_app("office", "load-codes", "--data", data, codes, "--count", "3")
    assert (taken.returncode, taken.stderr) == (0, "")
    again = pos_app("office", "load-codes", "--data", data, codes, "--count", "3")
    assert again.returncode == 1
    assert "FAUX" not in again.stdout + again.stderr


def test_a_file_that_no_till_could_read_changes_nothing(data: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(b"produit;\xff\n")
    for command in ("load-catalogue", "load-rules", "load-parameters"):
        asked = pos_app("office", command, "--data", data, wrong)
        assert (asked.returncode, len(asked.stderr.strip().splitlines())) == (1, 1)


def test_a_list_of_operators_is_taken_in_from_a_file(data: Path, tmp_path: Path) -> None:
    people = tmp_path / "operateurs.csv"
    people.write_text("code;prenom;role;fin;point\nOP-ANNE;Anne;coordination\n;Bob;bénévole\n", encoding="utf-8")
    taken = pos_app("office", "load-operators", "--data", data, people)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "OP-ANNE Anne" in taken.stdout
    people.write_text("OP-ANNE;Anne;chef\n", encoding="utf-8")
    wrong = pos_app("office", "load-operators", "--data", data, people)
    assert (wrong.returncode, len(wrong.stderr.strip().splitlines())) == (1, 1)
