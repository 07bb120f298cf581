"""Comparing a till's manifest with what head office holds, so that completeness is proved, not assumed."""

from __future__ import annotations

from psycopg import Connection

from pos_app.domain.identifiers import IncarnationId
from pos_app.office.incarnations import raise_alarm
from pos_app.office.problems import ProblemError
from pos_app.office.projections import project_till
from pos_app.sync.wire import Manifest, ManifestAnswer


def compare_manifest(
    connection: Connection, manifest: Manifest, *, till: int, incarnation: IncarnationId, now_ms: int
) -> ManifestAnswer:
    """Names the figures that differ; a difference raises an alarm and never stops anybody from selling."""
    project_till(connection, till=till)
    row = connection.execute(
        "SELECT number FROM incarnation WHERE id = %s AND till = %s", (bytes.fromhex(incarnation), till)
    ).fetchone()
    if row is None:
        raise ProblemError("incarnation_unknown")
    number = row[0]
    held_head = connection.execute(
        "SELECT hash FROM entry WHERE till = %s AND incarnation = %s AND seq = %s", (till, number, manifest.last_seq)
    ).fetchone()
    sums = connection.execute(
        "SELECT count(*), coalesce(sum(total_cents), 0) FROM ticket WHERE till = %s AND incarnation = %s AND seq <= %s",
        (till, number, manifest.last_seq),
    ).fetchone()
    assert sums is not None
    differences = tuple(
        name
        for name, theirs, ours in (
            ("head", manifest.head, held_head[0].hex() if held_head else ""),
            ("tickets", manifest.tickets, sums[0]),
            ("total_cents", manifest.total_cents, int(sums[1])),
        )
        if theirs != ours
    )
    if differences:
        detail = f"{incarnation} {manifest.last_seq} {' '.join(differences)}"
        raise_alarm(connection, till=till, now_ms=now_ms, code="manifest_differs", detail=detail)
    return ManifestAnswer(differences=differences)
