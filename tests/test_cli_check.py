"""`pos-app verify` and `pos-app office verify` as an auditor runs them: processes, a terminal, exit codes, French."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from pos_app.office.embedded_postgres import url_of_running
from pos_app.settings import TillFolder
from pos_app.store.opening import open_for_writing
from tests.clock import ManualClock
from tests.counter.conftest import clock, folder, template
from tests.sync.syncing_till import SyncingTill
from tests.test_cli import PATIENCE_S, ROOT, ServedOffice, data, pos_app
from tests.tills import TemplateTill, keys_of

__all__ = ["clock", "data", "folder", "template"]


def tampered(template: TemplateTill, folder: TillFolder) -> None:
    connection = open_for_writing(folder.database, keys_of(template, folder).keys.database)
    connection.execute("DROP TRIGGER entry_is_never_updated")
    connection.execute("UPDATE entry SET at_ms = at_ms + 1 WHERE position = 7")
    connection.close()


def checked(template: TemplateTill, folder: TillFolder, *more: str) -> subprocess.CompletedProcess[str]:
    """The check, its key given over a pipe."""
    key = secrets.token_bytes(32)
    keys_of(template, folder).with_keyring_slot(key)
    return pos_app(
        "verify", "--data", folder.data, "--marks", folder.marks, "--key-stdin", *more, given=key.hex() + "\n"
    )


def test_an_intact_till_ends_with_zero_and_says_so(template: TemplateTill, folder: TillFolder) -> None:
    asked = checked(template, folder)
    assert (asked.returncode, asked.stderr) == (0, "")
    chain, intact, figures = asked.stdout.splitlines()
    assert chain.startswith("Chaîne 1 (")
    assert intact.startswith("Le journal est intact")
    assert figures == "Les chiffres sont ceux que donne le journal."


@pytest.mark.parametrize("more", [(), ("--rebuild",)])
def test_a_tampered_till_ends_with_one_and_names_the_entry(
    template: TemplateTill, folder: TillFolder, more: tuple[str, ...]
) -> None:
    tampered(template, folder)
    asked = checked(template, folder, *more)
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "écriture 7" in asked.stderr
    assert "son contenu ne correspond pas à son empreinte" in asked.stderr
    assert len(asked.stderr.strip().splitlines()) == 1


def test_figures_are_made_anew_and_the_backup_is_named(template: TemplateTill, folder: TillFolder) -> None:
    asked = checked(template, folder, "--rebuild")
    assert (asked.returncode, asked.stderr) == (0, "")
    (backup,) = folder.backups.glob("before-rebuild-*.db")
    assert asked.stdout.splitlines()[-1].endswith(str(backup))


def test_the_words_of_the_sheet_are_asked_on_the_terminal_and_not_shown(
    template: TemplateTill, folder: TillFolder, needs: Callable[[str], Path]
) -> None:
    before = folder.key_file.read_bytes()
    screen, keyboard = os.openpty()
    with subprocess.Popen(
        [needs("setsid"), "--ctty", "--wait", sys.executable, "-m", "pos_app", "verify", "--words",
         "--data", folder.data, "--marks", folder.marks],
        stdin=keyboard, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    ) as process:  # fmt: skip
        os.close(keyboard)
        assert "douze mots de la fiche de secours" in os.read(screen, 1000).decode()
        os.write(screen, " ".join(template.words).encode() + b"\n")
        told, errors = process.communicate(timeout=PATIENCE_S)
        shown = everything_on(screen)
    assert (process.returncode, errors) == (0, "")
    assert "Le journal est intact" in told
    assert not [word for word in template.words if word in shown]
    assert folder.key_file.read_bytes() == before, "the check gives the key file no new slot"


def everything_on(screen: int) -> str:
    """What was written to a terminal whose program has ended."""
    try:
        return os.read(screen, 10_000).decode()
    except OSError:  # Linux says so where nothing is left to read
        return ""
    finally:
        os.close(screen)


def test_without_a_keyring_the_sentence_says_what_else_opens(folder: TillFolder) -> None:
    asked = pos_app("verify", "--data", folder.data, "--marks", folder.marks)
    assert asked.returncode == 1
    assert "fiche de secours" in asked.stderr


@pytest.fixture
def office(data: Path, template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[ServedOffice]:
    """A serving head office to which one till has sent everything."""
    with ServedOffice(data) as served, SyncingTill(template, folder, clock) as till:
        where = ("--data", data, "--address", served.address, "--point", "Lyon", "--till", "Caisse 3")
        till.join_with(pos_app("office", "new-till", *where).stdout.strip())
        till.sell(2)
        assert till.sync().complete
        yield served


def office_check(office: ServedOffice, *more: str) -> subprocess.CompletedProcess[str]:
    return pos_app("office", "verify", "--data", office.data, "--address", office.address, *more)


def test_head_office_is_checked_while_it_serves(office: ServedOffice) -> None:
    asked = office_check(office)
    assert (asked.returncode, asked.stderr) == (0, "")
    till, chain, intact, figures = asked.stdout.splitlines()
    assert till == "Lyon · Caisse 3"
    assert "tickets 2" in chain
    assert intact.startswith("Tous les journaux reçus sont intacts")
    assert figures == "Les chiffres sont ceux que donnent les journaux."


def test_what_was_changed_at_head_office_is_named(office: ServedOffice) -> None:
    with psycopg.connect(url_of_running(office.data / "postgres")) as connection:
        connection.execute("DELETE FROM entry WHERE seq = 5")
    asked = office_check(office, "--rebuild")
    assert asked.returncode == 1
    assert "écriture 5" in asked.stdout
    assert "elle manque" in asked.stdout
    assert "intacts" not in asked.stdout
