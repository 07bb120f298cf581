"""Print jobs on disk: written in the transaction of what they print, so that none is lost or printed for nothing."""

from __future__ import annotations

import msgspec

from pos_app.store.opening import Connection
from pos_app.store.till_store import Act

KEPT_DONE_JOBS = 500
"""How many finished jobs stay for the page that shows them."""


class StoredJob(msgspec.Struct, frozen=True):
    """A row of print_job. `document` and `reference` say what to print; never the bytes. `asked_ms` is when it was
    last asked for."""

    id: int
    printer: str
    document: str
    reference: str
    copy: int
    state: str
    attempts: int
    error: str
    asked_ms: int


_COLUMNS = "id, printer, document, reference, copy, state, attempts, error, at_ms"


def enqueue(act: Act, *, at_ms: int, printer: str, document: str, reference: str, copy: int = 0) -> None:
    act.connection.execute(
        "INSERT INTO print_job (at_ms, printer, document, reference, copy, state) VALUES (?, ?, ?, ?, ?, 'waiting')",
        (at_ms, printer, document, reference, copy),
    )


def is_waiting(connection: Connection, printer: str) -> bool:
    """Whether a job waits for `printer`: asked without a transaction, since mostly none does."""
    row = connection.execute(
        "SELECT 1 FROM print_job WHERE state = 'waiting' AND printer = ? LIMIT 1", (printer,)
    ).fetchone()
    return row is not None


def take_next(act: Act, printer: str) -> StoredJob | None:
    """The oldest waiting job of `printer`, now printing; None where nothing waits."""
    row = act.connection.execute(
        "UPDATE print_job SET state = 'printing', attempts = attempts + 1"
        " WHERE id = (SELECT min(id) FROM print_job WHERE state = 'waiting' AND printer = ?)"
        f" RETURNING {_COLUMNS}",
        (printer,),
    ).fetchone()
    return StoredJob(*row) if row else None


def record(act: Act, job_id: int, *, state: str, error: str = "") -> None:
    act.connection.execute("UPDATE print_job SET state = ?, error = ? WHERE id = ?", (state, error, job_id))
    if state == "done":
        act.connection.execute(
            "DELETE FROM print_job WHERE id <= ? AND state IN ('done', 'cancelled')", (job_id - KEPT_DONE_JOBS,)
        )


def recover(act: Act, printer: str, *, repeatable: bool) -> None:
    """Settles, at start, what was printing when the power went: again where that is harmless, else unknown."""
    act.connection.execute(
        "UPDATE print_job SET state = ? WHERE state = 'printing' AND printer = ?",
        ("waiting" if repeatable else "unknown", printer),
    )


def retry(act: Act, job_id: int, *, at_ms: int, printer: str = "") -> None:
    """Lets a job wait again, as asked for at `at_ms`; for another `printer`, if one is given."""
    act.connection.execute(
        "UPDATE print_job SET state = 'waiting', error = '', at_ms = ?, printer = coalesce(nullif(?, ''), printer)"
        " WHERE id = ? AND state IN ('waiting', 'failed', 'unknown')",
        (at_ms, printer, job_id),
    )


def orphan(act: Act, printer: str) -> None:
    """The printer is no more: what waited for it needs somebody's hands."""
    act.connection.execute(
        "UPDATE print_job SET state = 'failed', error = 'printer_removed'"
        " WHERE printer = ? AND state IN ('waiting', 'printing')",
        (printer,),
    )


def find(connection: Connection, job_id: int) -> StoredJob | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM print_job WHERE id = ?", (job_id,)).fetchone()
    return StoredJob(*row) if row else None


def latest(connection: Connection, *, limit: int) -> tuple[StoredJob, ...]:
    """Jobs as a person looks through them: all that are not over, oldest first, and the `limit` last of the others."""
    opened = connection.execute(
        f"SELECT {_COLUMNS} FROM print_job WHERE state NOT IN ('done', 'cancelled') ORDER BY id"
    ).fetchall()
    over = connection.execute(
        f"SELECT {_COLUMNS} FROM print_job WHERE state IN ('done', 'cancelled') ORDER BY id DESC LIMIT ?", (limit,)
    ).fetchall()
    return tuple(StoredJob(*row) for row in (*opened, *over))


def settle(act: Act, *, document: str, reference: str) -> None:
    """No job for this waits or needs anybody any more: what it was to bring is in somebody's hands."""
    act.connection.execute(
        "UPDATE print_job SET state = 'done' WHERE document = ? AND reference = ?"
        " AND state IN ('waiting', 'failed', 'unknown')",
        (document, reference),
    )


def jobs_needing_hands(connection: Connection) -> tuple[StoredJob, ...]:
    """Failed and unknown jobs, oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM print_job WHERE state IN ('failed', 'unknown') ORDER BY id")
    return tuple(StoredJob(*row) for row in rows)
