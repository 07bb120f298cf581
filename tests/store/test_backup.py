"""Backups: a checked, encrypted copy of a database in use."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pos_app.counter.open_till import OpenedTill
from pos_app.counter.sell import sell
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Unavailable
from pos_app.store import journal
from pos_app.store.backup import KEPT, Backup, back_up
from pos_app.store.opening import open_for_reading
from tests.tills import CODES, basket_of, cash, fake_code, fault_of


def made_by(opened: OpenedTill, folder: Path, name: str = "backup") -> Backup:
    return back_up(opened.till.connection, key=opened.key_file.keys.database, folder=folder, name=name)


def test_a_backup_holds_the_whole_journal_under_the_same_key(
    opened: OpenedTill, volunteer: Operator, tmp_path: Path
) -> None:
    """It also holds what is only in the WAL yet."""
    till = opened.till
    sell(till, operator=volunteer, basket=basket_of(till, "CARTE-30"), tenders=cash(250), receipt=False)
    made = made_by(opened, tmp_path / "backups")
    copy = open_for_reading(made.path, opened.key_file.keys.database)
    assert journal.head(copy) == till.store.head
    assert fault_of(copy) is None
    copy.close()
    content = made.path.read_bytes()
    assert (made.size, made.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert b"Connexions" not in content


def test_a_backup_is_one_file_in_its_folder(opened: OpenedTill, tmp_path: Path) -> None:
    made_by(opened, tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["backup.db"]


def test_selling_goes_on_beside_a_backup(opened: OpenedTill, volunteer: Operator, tmp_path: Path) -> None:
    made_by(opened, tmp_path)
    till = opened.till
    basket = basket_of(till, "CARTE-30")
    assert sell(till, operator=volunteer, basket=basket, tenders=cash(250), receipt=False).ticket == "MRS1-000001"


def test_a_medium_that_is_not_there_fails_the_backup_only(opened: OpenedTill, tmp_path: Path) -> None:
    (tmp_path / "usb").write_text("not a folder")
    with pytest.raises(Unavailable) as refused:
        made_by(opened, tmp_path / "usb")
    assert refused.value.code == "backup_failed"


def test_the_oldest_backups_go(opened: OpenedTill, tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        made_by(opened, tmp_path / "backups", f"backup-{number:02}")
    kept = sorted(path.stem for path in (tmp_path / "backups").iterdir())
    assert kept == [f"backup-{number:02}" for number in range(3, KEPT + 3)]


def test_a_backup_holds_no_voucher_key_and_no_code_in_clear(opened: OpenedTill, tmp_path: Path) -> None:
    """Whoever has a backup and the database's key still opens no code: the key file is not in it (SYNC.md § 3)."""
    made_by(opened, tmp_path / "backups")
    (path,) = (tmp_path / "backups").iterdir()
    copy = open_for_reading(path, opened.key_file.keys.database)
    tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    cells = [cell for name in tables for row in copy.execute(f"SELECT * FROM {name}") for cell in row]
    copy.close()
    held = b"|".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)
    assert {"sealed_code", "known_code"} <= set(tables)
    assert opened.key_file.keys.voucher not in held
    assert b"FAUX" not in held
    assert all(fake_code(product, number).encode() not in held for product in CODES for number in range(100))
