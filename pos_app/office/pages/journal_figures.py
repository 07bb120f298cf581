"""Reading a journal that is held here: entry by entry, page after page, never counted."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import Connection

from pos_app.domain.facts import FACTS
from pos_app.domain.identifiers import IncarnationId
from pos_app.event_words import EventGroup, kinds_in
from pos_app.ledger.chain import first_fault
from pos_app.ledger.entry import NO_HASH, Head
from pos_app.office.pages.ticket_figures import HeldEntry, held

ENTRIES_A_PAGE = 50
LOOKED_THROUGH = 50_000
"""Entries that one page looks through for those of a kind: what bounds it where they are rare."""
_COLUMNS = "id, seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature"
_OF = " JOIN incarnation ON (incarnation.till, incarnation.number) = (entry.till, entry.incarnation)"


def entries_before(
    connection: Connection, *, till: int, number: int, before: int, group: EventGroup | None
) -> tuple[Sequence[HeldEntry], int]:
    """A page of the entries before seq `before`, the last first, and before which the next page goes on; 0 at the end.

    Of a `group` only where one is named.
    """
    head = connection.execute(
        "SELECT head_seq FROM incarnation WHERE till = %s AND number = %s", (till, number)
    ).fetchone()
    before = min(before, head[0] + 1) if head else 1
    lowest = max(1, before - LOOKED_THROUGH) if group else 1
    kinds = _kinds(group) if group else []
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM entry{_OF} WHERE entry.till = %s AND entry.incarnation = %s AND seq < %s"
        f" AND seq >= %s{' AND kind = ANY(%s)' if group else ''} ORDER BY seq DESC LIMIT %s",
        (till, number, before, lowest, *([kinds] if group else []), ENTRIES_A_PAGE + 1),
    ).fetchall()
    shown = [held(till, number, row) for row in rows[:ENTRIES_A_PAGE]]
    if len(rows) > ENTRIES_A_PAGE:
        return shown, shown[-1].entry.seq
    return shown, lowest if lowest > 1 else 0


def holds(connection: Connection, one: HeldEntry) -> str:
    """What is wrong with an entry as a link of its chain, from the bytes that are stored; empty where it holds."""
    entry = one.entry
    before = connection.execute(
        "SELECT hash FROM entry WHERE till = %s AND incarnation = %s AND seq = %s",
        (one.till, one.number, entry.seq - 1),
    ).fetchone()
    key = connection.execute(
        "SELECT public_key FROM incarnation WHERE till = %s AND number = %s", (one.till, one.number)
    ).fetchone()
    assert key is not None
    after = Head(IncarnationId(entry.incarnation), entry.seq - 1, before[0] if before else NO_HASH)
    fault = first_fault([entry], after=after, public_key=key[0])
    return f"{fault.kind}:{fault.detail}" if fault else ""


def newest_number(connection: Connection, till: int) -> int:
    """The number of the till's current incarnation; 0 where it has none yet."""
    row = connection.execute("SELECT max(number) FROM incarnation WHERE till = %s", (till,)).fetchone()
    return row[0] or 0 if row else 0


def _kinds(group: EventGroup) -> list[str]:
    names = set(kinds_in(group))
    return [kind for kind in FACTS if kind.rpartition(".")[0] in names]
