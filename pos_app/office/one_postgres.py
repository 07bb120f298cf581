"""One process runs an office's own PostgreSQL; a command beside it (`office new-till`) uses the one that runs.

Who runs it holds a lock that the system lets go of, however that process ends. What is found running without its lock
is a leftover, which EmbeddedPostgres ends.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_app.office.embedded_postgres import EmbeddedPostgres, url_of_running


@contextmanager
def one_postgres(folder: Path) -> Iterator[str]:
    """The URL of the server whose data is kept for `folder`: started here unless another process runs it.

    Raises Unavailable("postgres_not_started", why).
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "postgres.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield url_of_running(folder)
            return
        with EmbeddedPostgres(folder) as server:
            yield server.url
