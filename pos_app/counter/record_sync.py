"""Keeping how the last syncs went, for the page that shows them."""

from __future__ import annotations

import msgspec

from pos_app.counter.contact import keep_look
from pos_app.counter.status import LAST_SYNC, OFFICE_ASKS, SYNC_HISTORY
from pos_app.counter.till import Till
from pos_app.domain.refusals import PosError, Refusal
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
    office wrote, where a stick brought it.

    What head office asks of this till is kept until it asks for it no more, and so is the time that passed: this comes
    at least every quarter of an hour.
    """
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
    as_of_ms = outcome.as_of_ms if isinstance(outcome, Synced) else 0
    record = msgspec.structs.replace(record, by_file=as_of_ms > 0)
    history = sync_history(till)
    with till.store.transaction() as act:
        write_parameter(act, SYNC_HISTORY, (record, *history)[:KEPT])
        if not record.error:
            write_parameter(act, LAST_SYNC, min(now_ms, as_of_ms or now_ms))
        if (asks := _asked(outcome)) is not None:
            write_parameter(act, OFFICE_ASKS, asks)
        keep_look(till.store, act)


def _asked(outcome: Synced | BaseException) -> str | None:
    """What head office asks of this till; None where it did not say."""
    if isinstance(outcome, Synced):
        return None if outcome.by_file else outcome.asked
    unknown = isinstance(outcome, Refusal) and outcome.code == "office_does_not_know_till"
    return "re_enrol" if unknown else None


def sync_history(till: Till) -> tuple[SyncRecord, ...]:
    """The last syncs, newest first."""
    return read_parameter(till.connection, SYNC_HISTORY, type=tuple[SyncRecord, ...], default=())
