"""Where the program's own files lie, and where a till keeps what it holds."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec

_PACKAGE = Path(__file__).parent


def _beside_package(name: str) -> Path:
    """A top-level folder of the project: inside the package once installed, beside it in a checkout."""
    installed = _PACKAGE / "_files" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


RESOURCES = _beside_package("resources")
MIGRATIONS = _beside_package("db")


class TillFolder(msgspec.Struct, frozen=True):
    """The folders of one till. `marks` lies outside `data`, so that a restored `data` is noticed (DESIGN.md)."""

    data: Path
    marks: Path

    @property
    def database(self) -> Path:
        return self.data / "till.db"

    @property
    def key_file(self) -> Path:
        return self.data / "till.keys"

    @property
    def lock(self) -> Path:
        return self.data / "till.lock"

    @property
    def receipts(self) -> Path:
        return self.data / "receipts"

    @property
    def papers(self) -> Path:
        """Sheets that hold secrets, until they are printed: emptied at sign-out, at closing and at the start."""
        return self.data / "papers"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def archives(self) -> Path:
        return self.data / "archives"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def mark(self) -> Path:
        return self.marks / "till.mark"

    @property
    def training(self) -> TillFolder:
        """The folders of the till for practice that belongs to this one."""
        return TillFolder(self.data / "training", self.marks / "training")

    @property
    def exists(self) -> bool:
        return self.key_file.exists()


def default_till_folder() -> TillFolder:
    """Where this user's till is kept on this system."""
    data, state = _user_folders()
    return TillFolder(data=data / "pos-app", marks=state / "pos-app-marks")


def default_office_folder() -> Path:
    """Where head office's data is kept when no folder is given."""
    return _user_folders()[0] / "pos-app-office"


def _user_folders() -> tuple[Path, Path]:
    """(data, state) of this user: `platformdirs` knows, but costs a start 12 ms for two paths."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ["APPDATA"]), Path(os.environ["LOCALAPPDATA"])
    if sys.platform == "darwin":
        support = home / "Library" / "Application Support"
        return support, home / "Library" / "Caches"
    return (
        Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share"),
        Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state"),
    )
