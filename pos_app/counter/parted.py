"""A journal that goes on in a chain of its own: found behind, or beside, what is known outside it."""

from __future__ import annotations

import msgspec

from pos_app.counter.till import Till
from pos_app.domain.facts import IncarnationOpened
from pos_app.store import journal

_REASONS = frozenset({"fork", "restored", "mark_missing"})
_TOLD_MS = 7 * 24 * 3600 * 1000


class Parted(msgspec.Struct, frozen=True):
    """The till goes on as `series` since `at_ms`, for what `IncarnationOpened.reason` says."""

    reason: str
    at_ms: int
    series: str


def parted(till: Till) -> Parted | None:
    """How the chain in force came about, for a week; None where it is the till's first, or another key's."""
    *_, (_number, _incarnation, first_position) = journal.incarnations(till.connection)
    first = journal.entry_at(till.connection, first_position)
    opened = first.fact() if first else None
    if first is None or not isinstance(opened, IncarnationOpened) or opened.reason not in _REASONS:
        return None
    told = till.clock.now_ms() - first.at_ms < _TOLD_MS
    return Parted(reason=opened.reason, at_ms=first.at_ms, series=opened.series) if told else None
