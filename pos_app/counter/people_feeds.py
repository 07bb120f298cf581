"""What head office tells of people, taken in on the storage thread: a few milliseconds at a time, so that whoever
sells meanwhile never waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from pos_app.counter.reference_feeds import take_reference
from pos_app.counter.till import Till
from pos_app.domain.facts import PrescriberChanged, RightChanged, RightOpened, read_fact
from pos_app.domain.field_merge import Outcome
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.refusals import Bug
from pos_app.domain.rights import is_possible
from pos_app.ledger import canonical
from pos_app.store.people import FieldChange
from pos_app.store.people_exchange import (
    FieldTold,
    PersonTold,
    SpendTold,
    acknowledge_change,
    move_feed_cursor,
    take_merge,
    take_person,
    take_right,
    take_spend,
    take_tombstone,
    unsent_changes,
)
from pos_app.store.structures import Structure, acknowledge_structure, keep_structure, unsent_structures
from pos_app.store.till_store import Act
from pos_app.sync.people_messages import (
    LONGEST_TEXT,
    MOST_CHANGES,
    MOST_STRUCTURES,
    PEOPLE_FEEDS,
    ChangeOutcome,
    ChangeTold,
    Item,
    MergeItem,
    PeoplePush,
    PersonItem,
    RightItem,
    SpendItem,
    StructureItem,
    StructureTold,
    TombstoneItem,
)

_TOMBSTONES = next(name for name, kind in PEOPLE_FEEDS.items() if kind is TombstoneItem)
SLICE_MS = 5
"""How long the storage thread works at what was pulled before it looks whether somebody waits (DESIGN.md)."""


def unsent_people(till: Till) -> PeoplePush:
    """What head office has not heard of people and structures: as much as one push takes."""
    changes = unsent_changes(till.connection, limit=MOST_CHANGES)
    written = unsent_structures(till.connection, limit=MOST_STRUCTURES)
    return PeoplePush(changes=tuple(map(_change_told, changes)), structures=tuple(_structure_told(*w) for w in written))


def every_unsent_people(till: Till) -> tuple[PeoplePush, ...]:
    """All that head office has not heard of people and structures, in as many pushes as that takes."""
    changes = list(map(_change_told, unsent_changes(till.connection, limit=-1)))
    written = [_structure_told(*each) for each in unsent_structures(till.connection, limit=-1)]
    pushes = []
    while changes or written:
        pushes.append(PeoplePush(changes=tuple(changes[:MOST_CHANGES]), structures=tuple(written[:MOST_STRUCTURES])))
        del changes[:MOST_CHANGES], written[:MOST_STRUCTURES]
    return tuple(pushes)


def acknowledge_outcomes(till: Till, outcomes: Sequence[ChangeOutcome]) -> int:
    """Lets changes leave the outbox, as many as one slice allows; how many did."""
    return _in_slice(till, outcomes, _acknowledge)


def acknowledge_structures(till: Till, *, push: PeoplePush, taken: Sequence[str]) -> None:
    """Head office has these structures as they were pushed."""
    with till.store.transaction() as act:
        for structure in push.structures:
            if structure.code in taken:
                acknowledge_structure(act, code=structure.code, changed_ms=structure.changed_ms)


def take_items(till: Till, *, feed: str, epoch: str, items: Sequence[Item]) -> int:
    """Takes in items of a feed, as many as one slice allows, and moves its cursor with them; how many were taken."""

    afterwards: list[Callable[[], None]] = []

    def take(act: Act, item: Item) -> None:
        if type(item) in _TAKES:
            _TAKES[type(item)](act, item)
        else:
            afterwards.append(take_reference(till, act, feed=feed, item=item))

    def finish(act: Act, last: Item) -> None:
        move_feed_cursor(act, feed, epoch=epoch, place=last.place)

    taken = _in_slice(till, items, take, finish)
    for follow in afterwards:
        follow()
    if feed == _TOMBSTONES:
        till.store.checkpoint(truncate=True)  # what was erased leaves the WAL too
    return taken


def _in_slice(
    till: Till,
    things: Sequence[Any],
    take: Callable[[Act, Any], None],
    finish: Callable[[Act, Any], None] = lambda _act, _last: None,
) -> int:
    """One transaction over the first of `things`: at least one of them, and no more once the slice is over."""
    ends_ns = time.monotonic_ns() + SLICE_MS * 1_000_000
    taken = 0
    with till.store.transaction() as act:
        while taken < len(things) and (not taken or time.monotonic_ns() < ends_ns):
            take(act, things[taken])
            taken += 1
        if taken:
            finish(act, things[taken - 1])
    return taken


def _acknowledge(act: Act, outcome: ChangeOutcome) -> None:
    acknowledge_change(
        act,
        change=outcome.id,
        outcome=Outcome(outcome.outcome),
        value=outcome.value,
        revision=outcome.revision,
    )


def _take_tombstone(act: Act, item: TombstoneItem) -> None:
    take_tombstone(act, token=item.person, erased_ms=item.erased_ms, basis=item.basis)


def _take_structure(act: Act, item: StructureItem) -> None:
    told = msgspec.structs.asdict(item.structure)
    at_ms = told.pop("changed_ms")
    keep_structure(act, Structure(**told), at_ms=at_ms, told=True)


def _take_person(act: Act, item: PersonItem) -> None:
    fields = [
        FieldTold(
            FieldChange(
                held.change,
                item.person,
                held.field,
                held.value,
                held.at_ms,
                held.counter,
                OperatorCode(held.operator),
            ),
            held.revision,
        )
        for held in item.fields
    ]
    take_person(act, PersonTold(item.person, item.registered_ms, fields, item.being_checked))


def _take_merge(act: Act, item: MergeItem) -> None:
    take_merge(act, gone=item.gone, kept=item.kept)


def _take_right(act: Act, item: RightItem) -> None:
    """One that this version does not know, or that no desk can have written, is left: it says nothing here."""
    payload = bytes(item.payload)
    try:
        fact = read_fact(item.kind, canonical.decode(payload))
    except Bug:
        return
    if isinstance(fact, RightOpened | RightChanged | PrescriberChanged) and is_possible(fact):
        take_right(
            act,
            incarnation=item.incarnation,
            seq=item.seq,
            token=fact.person,
            at_ms=item.at_ms,
            kind=item.kind,
            payload=payload,
        )


def _take_spend(act: Act, item: SpendItem) -> None:
    told = SpendTold(item.person, item.month, item.right, item.till, item.cents, item.exception_cents, item.limited)
    take_spend(act, told, last_ms=item.last_ms)


_TAKES: Mapping[type[Item], Callable[[Act, Any], None]] = {
    TombstoneItem: _take_tombstone,
    StructureItem: _take_structure,
    MergeItem: _take_merge,
    PersonItem: _take_person,
    RightItem: _take_right,
    SpendItem: _take_spend,
}


def _change_told(change: FieldChange) -> ChangeTold:
    return ChangeTold(
        id=change.id,
        person=change.token,
        field=change.field,
        value=change.value,
        at_ms=change.at_ms,
        counter=change.counter,
        operator=change.operator,
        base=change.base,
    )


def _structure_told(structure: Structure, changed_ms: int) -> StructureTold:
    return StructureTold(
        code=structure.code,
        name=_on_one_line(structure.name),
        commune=_on_one_line(structure.commune),
        funder=_on_one_line(structure.funder),
        contact=_on_one_line(structure.contact),
        phone=_on_one_line(structure.phone),
        email=_on_one_line(structure.email),
        prescribes=structure.prescribes,
        buys=structure.buys,
        cap_cents=structure.cap_cents,
        token=structure.token,
        closed=structure.closed,
        changed_ms=changed_ms,
    )


def _on_one_line(text: str) -> str:
    """What was pasted into a field, as it travels."""
    return " ".join(text.split())[:LONGEST_TEXT]
