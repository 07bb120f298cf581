"""Reading entries backwards, of the kinds and the operator that somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pos_app.ledger.entry import Entry
from pos_app.store.journal import COLUMNS
from pos_app.store.opening import Connection


def entries_before(
    connection: Connection,
    position: int,
    *,
    limit: int,
    kinds: Sequence[str],
    operator: str,
    from_ms: int,
    to_ms: int,
) -> Iterator[tuple[int, Entry]]:
    """(position, entry) before `position`, newest first, at most `limit`. `kinds` are without their versions; none of
    them, and an empty operator, let every entry through. The journal is walked back from its end, which a page needs
    and no index would shorten."""
    conditions = ["position < ?", "at_ms >= ?", "at_ms < ?"]
    parameters: list[object] = [position, from_ms, to_ms]
    if kinds:
        conditions.append(f"substr(kind, 1, instr(kind, '.') - 1) IN ({', '.join('?' * len(kinds))})")
        parameters.extend(kinds)
    if operator:
        conditions.append("operator = ?")
        parameters.append(operator)
    rows = connection.execute(
        f"SELECT position, incarnation.id, {COLUMNS} FROM entry JOIN incarnation ON number = incarnation"
        f" WHERE {' AND '.join(conditions)} ORDER BY position DESC LIMIT ?",
        (*parameters, limit),
    )
    for found, *row in rows:
        yield found, Entry(*row)
