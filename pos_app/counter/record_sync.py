"""Keeping how the last syncs went, for the page that shows them."""

from __future__ import annotations

import msgspec

from pos_app.counter.status import LAST_HELLO, LAST_SYNC, SYNC_HISTORY
from pos_app.counter.till import Till
from pos_app.domain.refusals import PosError
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.sync.outcome import Synced

KEPT = 20


class SyncRecord(msgspec.Struct, frozen=True):
    """One sync: when it ended, how many entries it sent, and the code of what stopped it, or empty.

    `by_file`: it was head office's answer on a stick."""

    at_ms: int
    sent: int
    error: str
    by_file: bool = False


def record_sync(till: Till, *, outcome: Synced | BaseException) -> None:
    """Adds a sync to the history; a complete one also becomes the "last sync" of the status strip: as of when head
    office wrote, where a stick brought it."""
    now_ms = till.clock.now_ms()
    match outcome:
        case Synced(cancelled=True):
            record = SyncRecord(now_ms, outcome.sent, "sync_cancelled")
        case Synced(differences=(), partly=True):
            record = SyncRecord(now_ms, outcome.sent, "answer_in_part")
        case Synced(differences=()):
            record = SyncRecord(now_ms, outcome.sent, "")
        case Synced():
            record = SyncRecord(now_ms, outcome.sent, "manifest_differs")
        case PosError():
            record = SyncRecord(now_ms, 0, outcome.code)
        case _:
            record = SyncRecord(now_ms, 0, "sync_failed")
    by_file = isinstance(outcome, Synced) and outcome.by_file
    record = msgspec.structs.replace(record, by_file=by_file)
    arrived_ms = read_parameter(till.connection, LAST_HELLO, type=int, default=0) if by_file else now_ms
    history = sync_history(till)
    with till.store.transaction() as act:
        write_parameter(act, SYNC_HISTORY, (record, *history)[:KEPT])
        if not record.error:
            write_parameter(act, LAST_SYNC, arrived_ms)


def sync_history(till: Till) -> tuple[SyncRecord, ...]:
    """The last syncs, newest first."""
    return read_parameter(till.connection, SYNC_HISTORY, type=tuple[SyncRecord, ...], default=())
